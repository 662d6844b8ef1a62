import type { Random } from '../domain/random.ts';
import type { Instant } from '../domain/time.ts';

/** The only clock. Read once per unit of work; the instant is passed on. */
export interface Clock {
  now(): Instant;
}

/** Makes new UUIDs, version 4, lower case. */
export type NewId = () => string;

/** Fields of a log line: ids, counts, durations. Never names, addresses or texts. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Events for machines: `noun.verbed`, one line per unit of work. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields & { readonly fault?: string }): void;
}

/** Waits in real time; rejects with the signal's reason when it is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export interface System {
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly log: Log;
  readonly wait: Wait;
}

/** What a person watching a long step sees: how far it is. `total` absent while it is not known. */
export interface Progress {
  step(name: string, total?: number): ProgressStep;
}
export interface ProgressStep {
  /** Adds to what is done. */
  add(count: number): void;
  /** Ends the step; `summary` is one short sentence. */
  done(summary: string): void;
}
