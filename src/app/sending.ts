import { type SendStatus, sendStatus } from '../domain/sendStatus.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';

/** Where sending stands, and what holds it up. */
export interface Sending extends SendStatus {
  /** Sending is stopped for everybody, for this reason; it goes on when somebody arms again. */
  readonly frozen: string | undefined;
}

/** Where the messages of the `newest` runs stand, and of the older ones back to the oldest with messages still to go. */
export const sending =
  (deps: { readonly db: Database; readonly clock: Clock; readonly mostPerSecond: number }) =>
  async (newest: number): Promise<Sending> => {
    const { deliveries, tenants } = deps.db.stores;
    const now = deps.clock.now();
    const { frozen } = await tenants.state();
    const counts = await deliveries.runCounts(now, newest);
    return { ...sendStatus(counts, now, deps.mostPerSecond, frozen !== undefined), frozen: frozen?.why };
  };
