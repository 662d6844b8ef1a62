import { setTimeout as wait } from 'node:timers/promises';

/** Waits for `work`, at most `mostMs`; false when it was not over by then, and whatever it was doing goes on. Rejects as `work` does. */
export async function endsWithin(work: Promise<unknown>, mostMs: number): Promise<boolean> {
  const giveUp = new AbortController();
  const isOver = work.then(() => true);
  try {
    return await Promise.race([isOver, wait(mostMs, false, { signal: giveUp.signal })]);
  } finally {
    giveUp.abort();
  }
}
