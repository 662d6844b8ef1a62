import { readConfig } from '../src/config.ts';
import { Fault } from '../src/domain/errors.ts';
import { type FolderOwner, ownerOf } from '../src/storage/ownerLock.ts';
import { jsonLog } from '../src/system.ts';
import { runCommandLine, sayFault } from './commandLine.ts';
import { movesFolder } from './commands/moveTo.ts';
import type { Shell } from './commands/shell.ts';
import { compose } from './compose.ts';
import { DEMO_FOLDER } from './demo/you.ts';
import { type Environment, hasNoInstallation, readEnvironment } from './environment.ts';
import { handOver, type Io } from './handOver.ts';
import { takeOwnerCommands } from './ownerCommands.ts';
import { progressBar } from './progressBar.ts';

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** One command in a process of its own. Where another process owns the embedded folder, that one does the work. */
async function main(args: readonly string[]): Promise<number> {
  const environment = await readEnvironment(process.cwd(), process.env);
  const shell: Shell = {
    io,
    progress: progressBar(process.stderr),
    withApp: async (purpose, body) => {
      const config = readConfig(environment.values, environment.fromFile, purpose);
      const app = await compose(config, jsonLog(config.LOG_LEVEL));
      // A cycle may hold the folder for long, and whoever wants to stop it must be heard.
      const takesCommands = purpose === 'cycle' && config.DATABASE_URL === undefined;
      const control = takesCommands ? await takeOwnerCommands(app, shell, environment) : undefined;
      try {
        return await body(app);
      } finally {
        await control?.finished();
        await control?.close();
        await app.close();
      }
    },
  };
  const start = async (): Promise<number> => {
    // Loaded only here: the bot's SDK and HTTP server take a second that no other command needs.
    const { startCommand } = await import('./commands/start.ts');
    return startCommand({ shell, environment, isNpmStart: process.env['npm_lifecycle_event'] === 'start' });
  };
  const run = (): Promise<number> => runCommandLine({ shell, environment, start }, args);
  // A preview reads files of whoever calls it and opens no folder, so nobody else does it; a move needs the folder to itself.
  const isOwn = ['start', 'preview'].includes(args[0] ?? '') || movesFolder(args);
  const demo = isOwn || !hasNoInstallation(environment) ? undefined : await ownerOf(DEMO_FOLDER);
  if (demo !== undefined) return handOverTo(demo, DEMO_FOLDER, args);
  try {
    return await run();
  } catch (fault) {
    if (!(fault instanceof Fault && fault.code === 'folder-owned') || args[0] === 'start' || movesFolder(args)) throw fault;
    const folder = folderOf(environment);
    // An owner that ended since has left the folder to us.
    const owner = await ownerOf(folder);
    return owner === undefined ? run() : handOverTo(owner, folder, args);
  }
}

async function handOverTo(owner: FolderOwner, folder: string, args: readonly string[]): Promise<number> {
  if (owner.socket === undefined || owner.secret === undefined)
    throw new Fault('folder-owned', `the folder ${folder} belongs to process ${owner.pid}, which takes no commands yet; try again in a moment`);
  return handOver(owner.socket, owner.secret, args, io);
}

const folderOf = (environment: Environment): string => readConfig(environment.values, environment.fromFile, 'look').DATA_DIR;

/** Runs one command line (without the program's name) in this process and gives its exit code. Whatever goes wrong is said, never thrown. */
export async function runMain(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    if (error instanceof Fault) sayFault(io, error, process.argv);
    else {
      // A bug of ours. The stack is for those who ask for it; everybody else gets a sentence.
      io.err(`error: something unexpected happened (${error instanceof Error ? error.name : typeof error}); LOG_LEVEL=debug shows where\n`);
      if (process.env['LOG_LEVEL'] === 'debug') io.err(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
    return 1;
  }
}
