import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { contentLintCommand } from '../../bot/commands/content.ts';
import type { Shell } from '../../bot/commands/shell.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { Fault } from '../../src/domain/errors.ts';

interface Run {
  readonly exit: number;
  readonly out: string;
}

/** Runs the command where opening the coach, and with it a database, fails. */
async function lint(paths: readonly string[], flags: { readonly json?: boolean } = {}): Promise<Run> {
  let out = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: () => undefined,
  };
  const shell: Shell = { io, progress: silentProgress, withApp: () => Promise.reject(new Error('nothing is opened')) };
  return { exit: await contentLintCommand(shell, paths, flags), out };
}

describe('coach content lint', () => {
  let folder: string;
  let faulty: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'));
    faulty = join(folder, 'faulty.yaml');
    await writeFile(faulty, 'language: en\nitems: []\n');
  });
  after(() => rm(folder, { recursive: true }));

  it('without files checks the product’s own pack, and ends with 0', async () => {
    expect(await lint([])).to.deep.equal({ exit: 0, out: 'No problem in 10 files.\n' });
  });

  it('ends with 1 and says each problem with file and line', async () => {
    expect(await lint([faulty])).to.deep.equal({
      exit: 1,
      out: `${faulty}:2 · items: expected at least one item, got none; add one or take the file out\n1 problem in 1 file.\n`,
    });
  });

  it('prints one JSON document when asked to', async () => {
    const { exit, out } = await lint([faulty], { json: true });
    expect(exit).to.equal(1);
    expect(JSON.parse(out)).to.deep.equal({
      files: [faulty],
      problems: [{ file: faulty, line: 2, field: 'items', message: 'expected at least one item, got none; add one or take the file out' }],
    });
  });

  it('says which file it cannot read', async () => {
    const missing = join(folder, 'missing.yaml');
    const fault = await lint([faulty, missing]).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Fault);
    expect((fault as Fault).code).to.equal('invalid-content');
    expect((fault as Fault).message).to.contain(missing);
  });
});
