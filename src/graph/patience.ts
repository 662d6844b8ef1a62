import type { Random } from '../domain/random.ts';
import type { Log, Wait } from '../ports/system.ts';

/** What one attempt came to. `done` holds any answer that trying again would not change, good or bad. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined }
  /** 5xx, or no answer at all. */
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterMs: number | undefined };

/** How often it is tried again before somebody else has to decide. */
export interface Patience {
  readonly throttleWaits: number;
  readonly failureWaits: number;
  /** What a 429 without Retry-After means: back off a little, or leave it to the caller. */
  readonly guessesRetryAfter: boolean;
}

export const USUAL: Patience = { throttleWaits: 3, failureWaits: 2, guessesRetryAfter: true };
/** Reports allow 14 calls in 10 minutes: guessing would use them up. */
export const SPARING: Patience = { throttleWaits: 3, failureWaits: 2, guessesRetryAfter: false };
export const ONCE: Patience = { throttleWaits: 0, failureWaits: 0, guessesRetryAfter: false };

/** A longer wish is not waited for here. */
const LONGEST_WAIT_MS = 60_000;
const FIRST_WAIT_MS = 1_000;

export interface Pausing {
  readonly wait: Wait;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal | undefined;
}

/**
 * Tries until there is an answer or `patience` ends, and gives the last attempt. Retry-After is waited for exactly, up
 * to 60 s; without one the waits are 1 s · 2^n and up to half of it by chance. Rejects with the signal's reason when stopped.
 */
export async function untilAnswered<T>(attempt: () => Promise<Attempt<T>>, patience: Patience, pausing: Pausing): Promise<Attempt<T>> {
  let throttles = 0;
  let failures = 0;
  for (;;) {
    pausing.signal?.throwIfAborted();
    const result = await attempt();
    if (result.kind === 'done') return result;
    const isThrottled = result.kind === 'throttled';
    const left = isThrottled ? patience.throttleWaits - throttles : patience.failureWaits - failures;
    const waitMs = result.retryAfterMs ?? (isThrottled && !patience.guessesRetryAfter ? undefined : backOffMs(throttles + failures, pausing.random));
    if (left <= 0 || waitMs === undefined || waitMs > LONGEST_WAIT_MS) return result;
    pausing.log.info(isThrottled ? 'graph.throttled' : 'graph.failed', { waitMs, triesLeft: left });
    await pausing.wait(waitMs, pausing.signal);
    if (isThrottled) throttles += 1;
    else failures += 1;
  }
}

const backOffMs = (waits: number, random: Random): number => Math.round(FIRST_WAIT_MS * 2 ** waits * (1 + random() / 2));
