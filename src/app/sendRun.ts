import type { CycleDeps, CycleOptions } from './cycle.ts';
import { deliverDue } from './deliverDue.ts';
import type { DeliveryCounts } from './deliveryRun.ts';

export const NOTHING_SENT: DeliveryCounts = { sent: 0, unknown: 0, again: 0, dropped: 0 };

/** What was put off is waited for this long, so that one command is one whole run, and no longer. */
const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 1_000;

/** Sends what is due in a cycle: a trial's messages at once, else those whose time has come; what is put off for moments is waited for. */
export const sendRun =
  (deps: CycleDeps) =>
  async (options: CycleOptions, planned: number): Promise<DeliveryCounts> => {
    const { deliveries, tenants } = deps.db.stores;
    const { clock, wait } = deps.system;
    const due = options.sendsNow ? await deliveries.makeDueNow(clock.now()) : planned;
    const step = deps.progress.step('Sending', due);
    const total = { ...NOTHING_SENT };
    for (let patienceMs = PATIENCE_MS; ; patienceMs -= LOOK_EVERY_MS) {
      const counts = await deliverDue(deps)({
        withTrials: options.sendsNow,
        step,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      for (const kind of ['sent', 'unknown', 'again', 'dropped'] as const) total[kind] += counts[kind];
      const nextDueAt = await deliveries.nextDueAt(options.sendsNow);
      const waitMs = nextDueAt === undefined ? Number.POSITIVE_INFINITY : nextDueAt - clock.now();
      // Due and not sent: everything is held for a moment. Put off in this run: its time comes soon.
      const isWorthWaiting = waitMs <= 0 || (total.again > 0 && waitMs <= patienceMs);
      if (!isWorthWaiting || patienceMs <= 0 || options.signal?.aborted || (await tenants.state()).frozen !== undefined) break;
      await wait(LOOK_EVERY_MS);
    }
    step.done(`${total.sent} sent, ${total.unknown} unknown, ${total.dropped} dropped`);
    return total;
  };
