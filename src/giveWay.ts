import { setImmediate } from 'node:timers/promises';

/** A request takes about ten turns of the event loop from its first byte to its answer; a turn with nothing to do costs 5 µs. */
const TURNS = 16;

/**
 * Lets requests that came in be answered before long work goes on. The embedded database answers in the same turn of the event
 * loop, so bulk work beside it never leaves the turn by itself, and with a single turn a card press would wait at each of its steps.
 */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
}
