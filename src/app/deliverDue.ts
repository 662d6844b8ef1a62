import { claimWork } from './claimWork.ts';
import { completions } from './completions.ts';
import { type DeliverDeps, type DeliverOptions, type DeliveryCounts, deliveryRun } from './deliveryRun.ts';
import { sendPaced } from './sendPaced.ts';

/**
 * Sends what is due at the tenant's pace, until nothing is due, no slot is near, the tenant is stopped, or `signal` says so. What is in
 * the air is waited for, at the end as well.
 */
export const deliverDue =
  (deps: DeliverDeps) =>
  async (options: DeliverOptions): Promise<DeliveryCounts> => {
    const run = deliveryRun(deps, options);
    const results = completions(run);
    const { signal } = options;
    if (signal?.aborted) return run.counts;
    signal?.addEventListener('abort', run.stop, { once: true });
    try {
      const claiming = claimWork(run, options.withTrials).finally(() => {
        run.isClosed = true;
        run.bell.ring();
      });
      run.aside(claiming);
      run.aside(sendPaced(run, results));
      await run.over();
      // A conversation that was opened after the end has left its message behind.
      run.aside(run.release(run.ready.splice(0).map(({ claim }) => claim)));
      await run.over();
    } finally {
      signal?.removeEventListener('abort', run.stop);
    }
    if (run.broken !== undefined) throw run.broken.reason;
    return run.counts;
  };
