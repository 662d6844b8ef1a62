import cron from 'node-cron';
import type { Log } from '../ports/system.ts';
import { faultName } from './faultName.ts';

/** One job: when to look, and what to do if something is due. Running it twice does no harm. */
export interface Job {
  readonly name: string;
  /** node-cron's five or six fields: when to look, not when it is due. */
  readonly cron: string;
  readonly why: string;
  run(): Promise<Readonly<Record<string, number | string | boolean>> | undefined>;
}

export interface Schedule {
  /** Ends the looking and waits for what runs. */
  stop(): Promise<void>;
}

/** Looks after every job at its times; one run of a job at a time in this process; a failure is one log line, never the end. */
export function startSchedule(jobs: readonly Job[], log: Log): Schedule {
  const running = new Map<string, Promise<void>>();
  const look = (job: Job): void => {
    if (running.has(job.name)) return;
    const run = runJob(job, log).finally(() => running.delete(job.name));
    running.set(job.name, run);
  };
  const tasks = jobs.map((job) => cron.schedule(job.cron, () => look(job)));
  for (const job of jobs) look(job);
  return {
    stop: async () => {
      for (const task of tasks) await task.destroy();
      await Promise.all(running.values());
    },
  };
}

async function runJob(job: Job, log: Log): Promise<void> {
  const started = performance.now();
  try {
    const counts = await job.run();
    if (counts !== undefined) log.info('job.finished', { job: job.name, ...counts, durationMs: Math.round(performance.now() - started) });
  } catch (fault) {
    log.error('job.failed', { job: job.name, fault: faultName(fault), durationMs: Math.round(performance.now() - started) });
  }
}
