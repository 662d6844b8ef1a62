import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));

/** The embedded database's code is compiled for the start, not for the long run: a process of a test ends before the other would pay. */
const QUICK_COMPILING = '--liftoff-only';

/** What one run of the command line came to. */
export interface CoachRun {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Only what a test gives; nothing of this machine's own settings. */
export function coachEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'warn', ...settings };
}

/** `coach …` in a process of its own, started where no `.env` lies. */
export function startCoach(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): { readonly child: ChildProcess; readonly ended: Promise<CoachRun> } {
  const child = spawn(process.execPath, [QUICK_COMPILING, MAIN, ...args], {
    cwd: tmpdir(),
    env: coachEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const ended = new Promise<CoachRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve({ exit, signal, out, err }));
  });
  return { child, ended };
}

export const runCoach = (args: readonly string[], settings: Readonly<Record<string, string>>): Promise<CoachRun> => startCoach(args, settings).ended;
