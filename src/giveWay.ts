import { setImmediate } from 'node:timers/promises';

/** Within two turns of the event loop a request that came in has begun to be answered; a turn with nothing to do costs 5 µs. */
const TURNS = 2;
/** Where somebody always waits for an answer, long work still goes on, a bite at a time. */
const LONGEST_WAIT_MS = 50;

let answers = 0;
const waiting = new Set<() => void>();

/** Makes an answer somebody waits for: long work in this process lets it go first. */
export async function answering<T>(answer: () => Promise<T>): Promise<T> {
  answers += 1;
  try {
    return await answer();
  } finally {
    answers -= 1;
    if (answers === 0) for (const goOn of [...waiting]) goOn();
  }
}

/**
 * Lets requests that came in be answered before long work goes on, for at most 50 ms. The embedded database answers in the same turn of the
 * event loop, so bulk work beside it never leaves the turn by itself.
 */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
  if (answers > 0) await nobodyWaits();
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
