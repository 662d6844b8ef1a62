import { expect } from 'chai';
import { type FileReading, previewFiles } from '../../src/app/previewFiles.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { ExportedUse } from '../../src/domain/previewUse.ts';
import { day } from '../../src/domain/time.ts';

const AS_OF = day('2026-11-24');

function use(file: string, more: Partial<ExportedUse> = {}): ExportedUse {
  const rows = Array.from({ length: 12 }, (_, n) => ({ userPrincipalName: `p${n}@x`, personId: undefined, values: [1, 2, 3, 4] }));
  return {
    file,
    report: 'getEmailActivityUserDetail',
    days: 30,
    refreshDay: day('2026-11-18'),
    isConcealed: false,
    rows,
    missingColumns: [],
    ...more,
  };
}

const read = (one: ExportedUse, hash = one.file): FileReading => ({ kind: 'usage', use: one, problems: [], hash });

/** Files by name; a text in place of a reading is why it cannot be read. */
const preview = (files: Readonly<Record<string, FileReading | string>>) =>
  previewFiles({
    content: new Map(),
    readFile: async (path) => {
      const reading = files[path];
      if (reading === undefined || typeof reading === 'string') throw new Fault('invalid-report', reading ?? `${path}: not there`);
      return reading;
    },
  })(Object.keys(files), AS_OF);

describe('previewing several files', () => {
  it('goes on with the others where one cannot be read, and names what is not needed', async () => {
    const found = await preview({
      'a.csv': 'a.csv, line 3: broken',
      'b.csv': read(use('b.csv')),
      'c.csv': { kind: 'passed-over', what: 'devices' },
      'd.csv': { kind: 'empty', hash: 'd' },
    });
    expect(found.preview?.files.map(({ file }) => file)).to.deep.equal(['b.csv']);
    expect(found.problems).to.deep.equal(['a.csv, line 3: broken']);
    expect(found.notes).to.have.length(2);
  });

  it('has nothing to show when no file can be used', async () => {
    expect(await preview({ 'a.csv': 'a.csv: broken' })).to.deep.equal({ preview: undefined, problems: ['a.csv: broken'], notes: [] });
  });

  it('takes the same file once, under whatever name', async () => {
    const found = await preview({ 'a.csv': read(use('a.csv'), 'same'), 'copy.csv': read(use('copy.csv'), 'same') });
    expect(found.preview?.files).to.have.length(1);
    expect(found.problems).to.deep.equal(['copy.csv: expected another file, got the same as a.csv once more; it is left out']);
  });

  it('takes of two files of one report and period the newer one', async () => {
    const found = await preview({ 'old.csv': read(use('old.csv', { refreshDay: day('2026-11-15') })), 'new.csv': read(use('new.csv')) });
    expect(found.preview?.files.map(({ file }) => file)).to.deep.equal(['new.csv']);
    expect(found.problems[0]).to.match(/^old\.csv: expected one file of E-mail activity over 30 days/);
  });

  it('takes periods of one report together that end within a week, and no others', async () => {
    const ending = (refreshDay: string) =>
      preview({ '30.csv': read(use('30.csv')), '90.csv': read(use('90.csv', { days: 90, refreshDay: day(refreshDay) })) });
    expect((await ending('2026-11-11')).problems).to.deep.equal([]);
    expect((await ending('2026-11-10')).problems[0]).to.match(/^90\.csv: expected E-mail activity over 90 days to end within 7 days of 2026-11-18/);
  });

  it('does not take a bug for a bad file', async () => {
    const run = previewFiles({ content: new Map(), readFile: () => Promise.reject(new TypeError('a bug')) })(['a.csv'], AS_OF);
    expect(
      await run.then(
        () => 'done',
        (error: unknown) => error,
      ),
    ).to.be.instanceOf(TypeError);
  });
});
