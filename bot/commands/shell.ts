import type { Purpose } from '../../src/config.ts';
import type { Progress } from '../../src/ports/system.ts';
import type { App } from '../compose.ts';
import type { Io } from '../handOver.ts';

/** What a command needs of its surroundings: a terminal's process, or the process that owns the folder. */
export interface Shell {
  readonly io: Io;
  readonly progress: Progress;
  /** Opens the coach for one command and closes it after. In the owner it is the one that runs already. */
  withApp<T>(purpose: Purpose, body: (app: App) => Promise<T>): Promise<T>;
}

/** Prints one JSON document, or the lines a person reads. */
export function print(shell: Shell, isJson: boolean, document: unknown, lines: readonly string[]): void {
  shell.io.out(isJson ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`);
}
