import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import type { ReportRange, UsageRow } from '../../src/domain/usage.ts';
import { readUsageCsv, type UsageCsv } from '../../src/graph/reportCsv.ts';
import { type Cells, DOCS_ORDER, manyPeople, PEOPLE, PEOPLE_READ, REAL_ORDER, teamsCsv } from './teamsReport.ts';

const REPORT = 'getTeamsUserActivityUserDetail';
const WEEK: ReportRange = { kind: 'period', days: 7 };

async function* bytes(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece, 'utf8');
}

async function read(text: string, pieceLength = 70): Promise<UsageCsv & { readonly given: readonly UsageRow[] }> {
  const all = Buffer.from(text, 'utf8');
  // Pieces end inside characters, cells and line ends.
  const source = (async function* () {
    for (let at = 0; at < all.length; at += pieceLength) yield all.subarray(at, at + pieceLength);
  })();
  const given: UsageRow[] = [];
  const result = await readUsageCsv(source, REPORT, WEEK, 'file.csv', async (rows) => {
    given.push(...rows);
  });
  return { ...result, given };
}

const faultOf = (text: string) =>
  read(text).then(
    () => expect.fail('expected a fault'),
    (fault: unknown) => fault as Fault,
  );

const HASHES: readonly Cells[] = [
  { 'User Id': '00000000-0000-0000-0000-000000000000', 'User Principal Name': '6E55A185B405B6F2A6804BB7897C8AAB', 'Call Count': '1' },
  { 'User Id': '00000000-0000-0000-0000-000000000000', 'User Principal Name': '77E5979DD60BA6EAA53E814DBEEEFA5F' },
];

describe('a usage report as CSV', () => {
  const forms: readonly (readonly [what: string, text: string])[] = [
    ['as Graph writes it', teamsCsv()],
    ['in the documented order', teamsCsv(PEOPLE, DOCS_ORDER)],
    ['in reverse order', teamsCsv(PEOPLE, [...REAL_ORDER].reverse())],
    ['without BOM, with LF', teamsCsv(PEOPLE, REAL_ORDER, '\n', '')],
    ['with unknown columns', teamsCsv(PEOPLE, ['New Column', ...REAL_ORDER, 'Newer Column'])],
    [
      'with spaces after commas and doubled ones',
      teamsCsv().replace(REAL_ORDER.join(','), REAL_ORDER.map((name) => name.replace(' ', '  ')).join(', ')),
    ],
    ['with quoted columns', teamsCsv().replace(REAL_ORDER.join(','), REAL_ORDER.map((name) => `"${name}"`).join(','))],
    ['with quoted cells that hold commas, quotes and line ends', teamsCsv().replaceAll('CONTOSO', '"Contoso, ""the"" \r\n company"')],
    ['with empty lines', teamsCsv().replaceAll('\r\n', '\r\n\r\n')],
    ['without an end of the last line', teamsCsv().trimEnd()],
  ];
  for (const [what, text] of forms)
    it(`is read ${what}`, async () => {
      const { given, ...result } = await read(text);
      expect(given).to.deep.equal(PEOPLE_READ);
      expect(result).to.deep.equal({ rows: 3, deletedRows: 1, namelessRows: 0, refreshDay: '2026-11-18', isConcealed: false, missingColumns: [] });
    });

  it('is read whatever the length of its pieces', async () => {
    for (const length of [1, 2, 3, 1_000_000]) expect((await read(teamsCsv(), length)).given, String(length)).to.deep.equal(PEOPLE_READ);
  });

  it('has no row and no day when there is only a header', async () => {
    const { given, ...result } = await read(teamsCsv([]));
    expect(given).to.deep.equal([]);
    expect(result).to.deep.equal({ rows: 0, deletedRows: 0, namelessRows: 0, refreshDay: undefined, isConcealed: false, missingColumns: [] });
  });

  it('is concealed when every name is a hash, and then names nobody', async () => {
    const { given, ...result } = await read(teamsCsv(HASHES));
    expect(result).to.deep.include({ rows: 2, isConcealed: true });
    expect(given.map((row) => [row.userPrincipalName, row.personId])).to.deep.equal([
      ['6e55a185b405b6f2a6804bb7897c8aab', undefined],
      ['77e5979dd60ba6eaa53e814dbeeefa5f', undefined],
    ]);
    expect((await read(teamsCsv([...HASHES, ...PEOPLE]))).isConcealed).to.equal(false);
  });

  it('says which signal columns are missing and reads them as null', async () => {
    const { given, missingColumns } = await read(
      teamsCsv(
        PEOPLE,
        REAL_ORDER.filter((name) => name !== 'Call Count' && name !== 'Post Messages'),
      ),
    );
    expect(missingColumns).to.deep.equal(['Post Messages', 'Call Count']);
    expect(given[0]?.values).to.deep.equal([42, null, 3, 1, 7, null, 21, 3, 0]);
  });

  it('reads a duration where the seconds are missing', async () => {
    const columns = REAL_ORDER.filter((name) => name !== 'Screen Share Duration In Seconds');
    const { given, missingColumns } = await read(teamsCsv(PEOPLE, columns));
    expect([given[0]?.values[6], missingColumns]).to.deep.equal([21, []]);
  });

  it('understands every way to say that an account is deleted', async () => {
    const deleted = ['True', 'TRUE', 'yes', 'Yes'].map((said) => ({ ...PEOPLE[0], 'Is Deleted': said }));
    const there = ['False', 'false', 'NO', 'No'].map((said) => ({ ...PEOPLE[0], 'Is Deleted': said }));
    expect(await read(teamsCsv([...deleted, ...there]))).to.deep.include({ rows: 4, deletedRows: 4 });
    expect(
      await read(
        teamsCsv(
          PEOPLE,
          REAL_ORDER.filter((name) => name !== 'Is Deleted'),
        ),
      ),
    ).to.deep.include({ rows: 4, deletedRows: 0 });
  });

  it('counts accounts without a name and hands none over', async () => {
    const { given, ...result } = await read(teamsCsv([{ 'Call Count': '3' }, ...PEOPLE]));
    expect(result).to.deep.include({ rows: 3, namelessRows: 1 });
    expect(given).to.deep.equal(PEOPLE_READ);
  });

  it('speaks for the newest day it names', async () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-16'].map((day) => ({ ...PEOPLE[0], 'Report Refresh Date': day }));
    expect((await read(teamsCsv(days))).refreshDay).to.equal('2026-11-18');
  });

  const withCell = (column: string, text: string) => teamsCsv([PEOPLE[1] ?? {}, { ...PEOPLE[0], [column]: text }]);
  const without = (...names: readonly string[]) =>
    teamsCsv(
      PEOPLE,
      REAL_ORDER.filter((name) => !names.includes(name)),
    );
  const SIGNALS = [
    'Private Chat Message Count',
    'Post Messages',
    'Reply Messages',
    'Meetings Organized Count',
    'Meetings Attended Count',
    'Call Count',
    'Screen Share Duration In Seconds',
    'Screen Share Duration',
    'Scheduled Recurring Meetings Organized Count',
    'Ad Hoc Meetings Organized Count',
  ];
  const wrong: readonly (readonly [what: string, text: string, says: readonly string[]])[] = [
    ['without names', without('User Principal Name'), ['line 1', '"User Principal Name"', REPORT]],
    ['without a refresh date', without('Report Refresh Date'), ['line 1', '"Report Refresh Date"']],
    ['without any signal', without(...SIGNALS), ['line 1', '"Post Messages"', '"Call Count"']],
    ['with a used column twice', teamsCsv(PEOPLE, [...REAL_ORDER, 'Call Count']), ['line 1', '"Call Count"', 'twice']],
    ['with a count that is a word', withCell('Call Count', 'many'), ['line 3', '"Call Count"', 'text of 4 characters']],
    ['with a broken count', withCell('Post Messages', '1.5'), ['line 3', '"Post Messages"', '"1.5"']],
    ['with a negative count', withCell('Post Messages', '-1'), ['line 3', '"Post Messages"', '"-1"']],
    ['with a count nobody can reach', withCell('Post Messages', '2147483648'), ['line 3', '"Post Messages"']],
    ['with a name in a count', withCell('Call Count', 'alex.w@contoso.example'), ['line 3', '"Call Count"', 'text of 22 characters']],
    ['with a broken count after cells of several lines', withCell('Post Messages', '1.5').replace('CONTOSO', '"a\r\nb\r\nc"'), ['line 5', '"1.5"']],
    ['with a day no calendar has', withCell('Report Refresh Date', '2026-02-30'), ['line 3', '"Report Refresh Date"', '"2026-02-30"']],
    ['of two periods', withCell('Report Period', '30'), ['line 3', '"Report Period"', '"7"', '"30"']],
    ['with an unclear deletion', withCell('Is Deleted', 'maybe'), ['line 3', '"Is Deleted"']],
    ['cut off inside a line', teamsCsv().slice(0, -120), ['line 5', 'number of cells']],
    ['with a quote that is never closed', teamsCsv().replace('CONTOSO', '"CONTOSO'), ['line 2', 'quote']],
    [
      'with an unclosed quote in a long file',
      teamsCsv(Array.from({ length: 2_000 }, () => PEOPLE[0] ?? {})).replace('CONTOSO', '"CONTOSO'),
      ['quote'],
    ],
    ['that is a web page', '\uFEFF <!doctype html><html>Sign in</html>', ['line 1', 'HTML']],
    ['that is an error in JSON', '{"error":{"code":"UnknownError"}}', ['line 1', 'JSON']],
    ['that is nothing', '', ['line 1', 'nothing']],
    ['that is something else', 'Name,Age\r\nAlex,42\r\n', ['line 1', '"Report Refresh Date"']],
  ];
  for (const [what, text, says] of wrong)
    it(`is refused ${what}, saying where`, async () => {
      const fault = await faultOf(text);
      expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
      for (const part of ['file.csv', ...says]) expect(fault.message).to.contain(part);
      expect(fault.message).to.not.contain('contoso.example');
      expect(fault.cause, 'the parser’s error holds lines of the file').to.equal(undefined);
    });

  it('is read 100,000 rows long in bites of 1,000, no further than what was taken', async () => {
    let made = 0;
    let taken = 0;
    let ahead = 0;
    const bites: number[] = [];
    const source = bytes(
      manyPeople(100_000, (lines) => {
        made = lines;
      }),
    );
    const result = await readUsageCsv(source, REPORT, WEEK, 'file.csv', async (rows) => {
      await new Promise((resolve) => setImmediate(resolve));
      bites.push(rows.length);
      taken += rows.length;
      ahead = Math.max(ahead, made - taken);
    });
    expect(result).to.deep.include({ rows: 100_000, isConcealed: false });
    expect(bites).to.deep.equal(Array.from({ length: 100 }, () => 1_000));
    expect(ahead).to.be.lessThan(5_000);
  });

  it('stops at a quote that is never closed, long before the end of the file', async () => {
    let made = 0;
    const pieces = manyPeople(50_000, (lines) => {
      made = lines;
    });
    const source = bytes(
      (function* () {
        let count = 0;
        for (const piece of pieces) {
          count += 1;
          yield count === 2 ? piece.replace('CONTOSO', '"CONTOSO') : piece;
        }
      })(),
    );
    const thrown = await readUsageCsv(source, REPORT, WEEK, 'file.csv', async () => undefined).catch((fault: unknown) => fault);
    expect(thrown).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
    expect(made).to.be.lessThan(5_000);
  });

  it('passes on what the taker of rows throws, and stops reading', async () => {
    let made = 0;
    const full = new Fault('storage-unavailable', 'full');
    const source = bytes(
      manyPeople(50_000, (lines) => {
        made = lines;
      }),
    );
    const thrown = await readUsageCsv(source, REPORT, WEEK, 'file.csv', () => Promise.reject(full)).catch((fault: unknown) => fault);
    expect(thrown).to.equal(full);
    expect(made).to.be.lessThan(15_000);
  });
});
