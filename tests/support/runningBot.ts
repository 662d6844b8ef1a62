import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type CoachRun, startCoach } from './coach.ts';

/** `coach start` in a process of its own, listening. */
export interface RunningBotProcess {
  readonly child: ChildProcess;
  /** Where it takes messages; of a worker, where it says whether it is ready. */
  readonly url: string;
  readonly ended: Promise<CoachRun>;
}

const LISTENS = /(?:listens|answer) on (http:\/\/127\.0\.0\.1:[1-9]\d*\/(?:api\/messages|readyz))/;
const START_MS = 60_000;

/** Resolves once the bot said where it listens; rejects with its words when it ended or kept silent instead. */
export async function startBot(settings: Readonly<Record<string, string>>): Promise<RunningBotProcess> {
  const { child, ended } = startCoach(['start'], { HOST: '127.0.0.1', PORT: '0', ...settings });
  const giveUp = new AbortController();
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk;
        const found = LISTENS.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    }),
    ended.then((run) => Promise.reject(new Error(`the bot ended with ${run.exit ?? run.signal}: ${run.err}`))),
    wait(START_MS, undefined, { signal: giveUp.signal }).then(() => Promise.reject(new Error(`the bot did not listen within ${START_MS} ms`))),
  ]);
  giveUp.abort();
  return { child, url, ended };
}
