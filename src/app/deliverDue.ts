import { claimWork } from './claimWork.ts';
import { completions } from './completions.ts';
import { type DeliverDeps, type DeliverOptions, type DeliveryCounts, type DeliveryRun, deliveryRun } from './deliveryRun.ts';
import { patiently } from './patiently.ts';
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
      run.aside(patiently(run, () => giveBack(run)));
      await run.over();
    } finally {
      signal?.removeEventListener('abort', run.stop);
    }
    if (run.broken !== undefined) throw run.broken.reason;
    return run.counts;
  };

/** What a run leaves behind, for instance because the database broke, is due again at once and not only when its lease has ended. */
async function giveBack(run: DeliveryRun): Promise<void> {
  if (run.held.size === 0) return;
  const { db, system, worker } = run.deps;
  const now = system.clock.now();
  await db.stores.deliveries.finish(
    run.unsent.map(({ id, fence }) => ({ id, fence, result: { kind: 'again', at: now } })),
    now,
  );
  await db.stores.deliveries.release(worker, [...run.held.keys()]);
}
