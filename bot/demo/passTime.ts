import { type Instant, later } from '../../src/domain/time.ts';
import { type MovableClock, movableClock } from '../../src/system.ts';
import type { App } from '../compose.ts';

/** More moments than one week holds; a message that cannot go must not stop time. */
const MOST_MOMENTS = 50;

/**
 * Moves the demo's clock on to `offsetMs` ahead of the machine's, stopping at each moment a message is due on the way, such as a
 * reminder you planned, to send it then. Time never goes back.
 */
export async function passTime(app: App, clock: MovableClock, offsetMs: number): Promise<void> {
  const machine = movableClock();
  const until = later(machine.now(), offsetMs);
  for (let moments = 0; moments < MOST_MOMENTS; moments += 1) {
    const due: Instant | undefined = await app.db.stores.deliveries.nextDueAt(false);
    if (due === undefined || due >= until) break;
    clock.setOffset(Math.max(due, clock.now()) - machine.now());
    await app.deliver({ withTrials: false });
  }
  clock.setOffset(offsetMs);
}
