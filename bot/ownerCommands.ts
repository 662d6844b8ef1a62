import { setImmediate } from 'node:timers/promises';
import { runCommandLine } from './commandLine.ts';
import type { Shell } from './commands/shell.ts';
import type { App } from './compose.ts';
import type { Environment } from './environment.ts';
import { type ControlSocket, takeCommands } from './handOver.ts';
import { silentProgress } from './progressBar.ts';

/** The owner of an embedded folder at work for other processes. */
export interface OwnerCommands extends ControlSocket {
  /** Resolves when every command that was taken has ended. */
  finished(): Promise<void>;
}

/** Commands of other processes on this folder are done here, where it is open, until `close`. */
export async function takeOwnerCommands(app: App, shell: Shell, environment: Environment): Promise<OwnerCommands> {
  const running = new Set<Promise<unknown>>();
  const control = await takeCommands((args, io) => {
    const visitor: Shell = { ...shell, io, progress: silentProgress, withApp: (_purpose, body) => body(app) };
    const work = runCommandLine({ shell: visitor, environment }, args);
    // Whoever asked hears how it went; here it only counts that it ended.
    const ended: Promise<unknown> = work.then(
      () => running.delete(ended),
      () => running.delete(ended),
    );
    running.add(ended);
    return work;
  });
  await app.announce(control.address, control.secret);
  return {
    ...control,
    finished: async () => {
      while (running.size > 0) await Promise.all(running);
      // The last words are written in the turn in which the command ends.
      await setImmediate();
    },
  };
}
