import { setImmediate } from 'node:timers/promises';

/** Within two turns of the event loop a request that came in has begun to be answered; a turn with nothing to do costs 5 µs. */
const TURNS = 2;
/** Where somebody always waits for an answer, long work still goes on, a bite at a time. */
const LONGEST_WAIT_MS = 50;

/** What takes longer is long work itself, and may be the very one that would wait for it. */
const ANSWER_MS = 1_000;

/** When each answer that is being made was begun, by `performance.now()`. */
const begun = new Set<{ readonly at: number }>();
const waiting = new Set<() => void>();

/** Makes an answer somebody waits for: for its first second long work in this process lets it go first. */
export async function answering<T>(answer: () => Promise<T>): Promise<T> {
  const mine = { at: performance.now() };
  begun.add(mine);
  try {
    return await answer();
  } finally {
    begun.delete(mine);
    if (!somebodyWaits()) for (const goOn of [...waiting]) goOn();
  }
}

function somebodyWaits(): boolean {
  const since = performance.now() - ANSWER_MS;
  for (const { at } of begun) if (at > since) return true;
  return false;
}

/**
 * Lets requests that came in be answered before long work goes on, for at most 50 ms. The embedded database answers in the same turn of the
 * event loop, so bulk work beside it never leaves the turn by itself.
 */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
  if (somebodyWaits()) await nobodyWaits();
}

function nobodyWaits(): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      clearTimeout(timer);
      waiting.delete(goOn);
      resolve();
    };
    const timer = setTimeout(goOn, LONGEST_WAIT_MS);
    waiting.add(goOn);
  });
}
