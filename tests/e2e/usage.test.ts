import { expect } from 'chai';
import { runCommandLine } from '../../bot/commandLine.ts';
import type { Shell } from '../../bot/commands/shell.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { Fault, type FaultCode } from '../../src/domain/errors.ts';

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** Whether the command got as far as opening the coach. */
  readonly hasOpened: boolean;
}

/** Runs a command line whose coach cannot be opened: it fails with `fault`. */
async function run(args: readonly string[], fault: FaultCode = 'storage-unavailable', start?: () => Promise<number>): Promise<Ran> {
  const said = { out: '', err: '' };
  let hasOpened = false;
  const shell: Shell = {
    io: {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
    },
    progress: silentProgress,
    withApp: async () => {
      hasOpened = true;
      throw new Fault(fault, 'expected a database, got none');
    },
  };
  const line = { shell, environment: { values: {}, fromFile: [] }, ...(start === undefined ? {} : { start }) };
  const exit = await runCommandLine(line, args);
  return { exit, hasOpened, ...said };
}

const NOTICE = ['--notice-url', 'https://contoso.example/notice', '--notice-date', '2026-11-01'];

describe('the command line', () => {
  const wrong: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
    ['no command', [], /Usage: coach/],
    ['an unknown command', ['nudge'], /unknown command 'nudge'/],
    ['an unknown command beneath one', ['people', 'find'], /unknown command 'find'/],
    ['an unknown option', ['cycle', '--fast'], /unknown option '--fast'/],
    ['an option without its value', ['cycle', '--as-of'], /argument missing/],
    ['one word too many', ['freeze', 'now'], /too many arguments/],
    ['arming without the notice’s address', ['arm', '--all', '--notice-date', '2026-11-01'], /--notice-url/],
    ['arming without the notice’s day', ['arm', '--all', '--notice-url', 'https://contoso.example/notice'], /--notice-date/],
    ['arming nobody in particular', ['arm', ...NOTICE], /--all or --group/],
    ['arming two scopes', ['arm', '--all', '--group', 'g', ...NOTICE], /--all or --group/],
    ['a notice’s day that is none', ['arm', '--all', ...NOTICE.slice(0, 3), 'yesterday'], /yesterday/],
    ['a day that is none', ['cycle', '--as-of', '2026-02-30'], /2026-02-30/],
    ['exporting nobody', ['people', 'export'], /missing required argument/],
    ['exporting somebody by name', ['people', 'export', 'anna@contoso.example'], /object id/],
    ['forgetting nobody', ['people', 'forget'], /missing required argument/],
    ['forgetting somebody by name', ['people', 'forget', 'anna@contoso.example'], /object id/],
    ['a package without its settings', ['manifest'], /TENANT_ID/],
  ];
  for (const [what, args, says] of wrong) {
    it(`takes ${what} for wrong usage: exit 2, in words, and nothing is touched`, async () => {
      const { exit, out, err, hasOpened } = await run(args);
      expect({ exit, out, hasOpened }).to.deep.equal({ exit: 2, out: '', hasOpened: false });
      expect(err).to.match(says).and.not.contain('    at ');
    });
  }

  it('says the same as one JSON document where that was asked for', async () => {
    const { exit, out } = await run(['cycle', '--as-of', 'soon', '--json']);
    expect(exit).to.equal(2);
    expect(JSON.parse(out).error.code).to.equal('invalid-time');
  });

  it('fails with 1, the code and a sentence where the work failed', async () => {
    const { exit, out, err, hasOpened } = await run(['freeze']);
    expect({ exit, out, hasOpened }).to.deep.equal({ exit: 1, out: '', hasOpened: true });
    expect(err).to.equal('error (storage-unavailable): expected a database, got none\n');
  });

  it('leaves a folder that is owned to its caller, who can hand over, and reports it where there is none', async () => {
    const fault = await run(['freeze'], 'folder-owned', async () => 0).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Fault).with.property('code', 'folder-owned');
    expect((await run(['freeze'], 'folder-owned')).exit).to.equal(1);
  });

  it('starts the bot in a process of its own only', async () => {
    expect((await run(['start'], 'storage-unavailable', async () => 0)).exit).to.equal(0);
    const { exit, err } = await run(['start']);
    expect({ exit, err }).to.deep.equal({ exit: 1, err: 'error: the coach runs already on this folder\n' });
  });

  for (const args of [['--help'], ['cycle', '--help'], ['arm', '--help'], ['people', '--help']])
    it(`explains ${args.join(' ')} on standard output: exit 0`, async () => {
      const { exit, out, err } = await run(args);
      expect({ exit, err }).to.deep.equal({ exit: 0, err: '' });
      expect(out).to.contain('Usage: coach');
    });
});
