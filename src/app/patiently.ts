import { Fault } from '../domain/errors.ts';
import type { DeliveryRun } from './deliveryRun.ts';

/** A database that is gone may come back: what is not written makes a message unknown that is known, or hold for the rest of its lease. */
const PATIENCE_MS = 45_000;
/** When told to stop, less: whoever stops the process does not wait for ever. */
const LAST_PATIENCE_MS = 4_000;
const RETRY_MS = 250;

/** Does to the database what may be done twice, again and again until it has worked; throws the last fault when it takes too long. */
export async function patiently(run: DeliveryRun, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (fault) {
      const patienceMs = run.signal?.aborted === true ? LAST_PATIENCE_MS : PATIENCE_MS;
      if (!(fault instanceof Fault) || performance.now() - started > patienceMs) throw fault;
      await run.deps.system.wait(RETRY_MS);
    }
  }
}
