import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Reading } from './measured.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const MEASURED = fileURLToPath(new URL('./measured.ts', import.meta.url));
const START_MS = 60_000;
const PROFILED: ReadonlySet<string> = new Set(['bot/main.ts', 'tests/bench/delivery/worker.ts']);

export interface Program {
  /** What `sign` matched in the line that said it is ready. */
  readonly ready: RegExpExecArray;
  reading(): Promise<Reading>;
  /** Ends it by its own signal and waits; rejects when it ended badly. */
  stop(): Promise<void>;
}

/**
 * Starts `node file args` as a process of its own, in `folder` (so that no settings of this checkout are read), and waits until it
 * prints a line that `sign` matches. Rejects when it ends before, or after a minute.
 */
export async function startProgram(
  file: string,
  args: readonly string[],
  sign: RegExp,
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const child = spawn(process.execPath, ['--import', MEASURED, ...profiling(file), `${PROJECT}${file}`, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    const ready = await lineOf(child, file, sign);
    return { ready, reading: () => readingOf(child), stop: () => stop(child, file) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Runs a command of the coach to its end and gives what it printed; rejects unless it ends with 0. */
export async function runCommand(args: readonly string[], folder: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [`${PROJECT}bot/main.ts`, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  const [exit] = await once(child, 'close');
  if (exit !== 0) throw new Error(`coach ${args.join(' ')}: expected exit 0, got ${exit}`);
  return out;
}

/** BENCH_PROFILE=<folder> writes a CPU profile of the bot and of workers there when they stop. */
function profiling(file: string): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined || !PROFILED.has(file) ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

async function lineOf(child: ChildProcess, file: string, sign: RegExp): Promise<RegExpExecArray> {
  if (child.stdout === null) throw new Error(`${file}: expected an output to read, got none`);
  const lines = createInterface({ input: child.stdout });
  return await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${file}: expected it to be ready within ${START_MS} ms`)), START_MS);
    child.once('exit', (exit) => reject(new Error(`${file}: expected it to stay, it ended with ${exit}`)));
    lines.on('line', (line) => {
      const found = sign.exec(line);
      if (found === null) return;
      clearTimeout(late);
      resolve(found);
    });
  });
}

async function readingOf(child: ChildProcess): Promise<Reading> {
  const answer = once(child, 'message');
  child.send('read');
  const [reading] = await answer;
  return reading as Reading;
}

async function stop(child: ChildProcess, file: string): Promise<void> {
  if (child.exitCode !== null) throw new Error(`${file}: expected it to run until now, it ended with ${child.exitCode}`);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [exit, signal] = await ended;
  if (exit !== 0) throw new Error(`${file}: expected exit 0 after SIGTERM, got ${exit ?? signal}`);
}
