/** What is paced: requests to the connector, or installations through Graph. Each has a rate of its own. */
export type PaceName = 'connector' | 'install';

/** Slots that were reserved, in ms from now on the database's clock. */
export interface Slots {
  /** When each begins, growing; none when nothing is free in time. */
  readonly waitsMs: readonly number[];
  /** When the next slot nobody has taken begins. */
  readonly nextMs: number;
  /** Two requests never follow each other more closely than this: what is late goes on little faster, not all at once. */
  readonly leastGapMs: number;
}

/** Paces requests of one kind: one bucket per tenant, shared by all processes. */
export interface Pace {
  /** Reserves slots, at most `count` and only those that begin within `withinMs`; a slot further away is not taken from anybody. */
  reserve(count: number, withinMs: number): Promise<Slots>;
  /** After a 429: halves the rate (at most once a second) and holds everything for `retryAfterMs`. */
  slowDown(retryAfterMs: number): Promise<void>;
}
