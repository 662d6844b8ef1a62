import type { CycleSummary } from '../app/cycle.ts';
import type { DeliverOptions, DeliveryCounts } from '../app/deliveryRun.ts';
import type { ReportIntake } from '../app/ingestUsage.ts';
import type { Log, Wait } from '../ports/system.ts';
import { startDeliverLoop } from './deliverLoop.ts';
import { type Job, startSchedule } from './schedule.ts';

/** What is done by itself, as long as the process lives. */
export interface WorkParts {
  deliver(options: DeliverOptions): Promise<DeliveryCounts>;
  /** Whether this process is to run the daily cycle now. */
  claimCycle(): Promise<boolean>;
  /** Rejects with the signal's reason when it is aborted in the middle. */
  cycle(signal: AbortSignal): Promise<CycleSummary>;
  /** Whether this process is to read what is missing in this hour. */
  claimFill(): Promise<boolean>;
  fill(): Promise<readonly ReportIntake[]>;
  readonly wait: Wait;
  readonly log: Log;
}

export interface Work {
  /** Nothing new starts; what has begun finishes. */
  stop(): Promise<void>;
}

/** Starts the sending of what is due and, where `hasJobs`, the jobs; the demo runs its cycles itself. */
export function startWork(parts: WorkParts, hasJobs: boolean): Work {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = startDeliverLoop(parts);
  const schedule = hasJobs ? startSchedule(oneAtATime(untilStopped(jobsOf(parts, signal), signal)), parts.log) : undefined;
  return {
    stop: async () => {
      // A cycle sends for as long as something is due, so it must hear of the end as well.
      stopping.abort();
      await Promise.all([loop.stop(), schedule?.stop()]);
    },
  };
}

/** A job that waited for its turn does not begin when the process ends, and one that broke off for it has not failed. */
function untilStopped(jobs: readonly Job[], signal: AbortSignal): readonly Job[] {
  return jobs.map((job) => ({
    ...job,
    run: async () => {
      if (signal.aborted) return undefined;
      try {
        return await job.run();
      } catch (reason) {
        if (reason !== signal.reason) throw reason;
        return { stopped: true };
      }
    },
  }));
}

/** Both jobs read the same reports from the same budget. */
function oneAtATime(jobs: readonly Job[]): readonly Job[] {
  let last: Promise<unknown> = Promise.resolve();
  return jobs.map((job) => ({
    ...job,
    run: () => {
      const run = last.then(job.run, job.run);
      last = run;
      return run;
    },
  }));
}

function jobsOf(parts: WorkParts, signal: AbortSignal): readonly Job[] {
  return [
    {
      name: 'daily-cycle',
      cron: '*/10 * * * *',
      why: 'reports become known once a day; a missed look is made up by the next',
      run: async () => {
        if (!(await parts.claimCycle())) return undefined;
        const { plan, delivery } = await parts.cycle(signal);
        return { planned: plan.planned, shadow: plan.shadow, ...delivery };
      },
    },
    {
      name: 'fill-usage',
      cron: '35 * * * *',
      why: 'the first hours of an installation read the older days, within the platform’s budget',
      run: async () => {
        if (!(await parts.claimFill())) return undefined;
        const intakes = await parts.fill();
        const calls = intakes.reduce((sum, intake) => sum + intake.calls, 0);
        return calls === 0 ? undefined : { calls };
      },
    },
  ];
}
