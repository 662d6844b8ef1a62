import type { PersonId } from './ids.ts';
import { unit } from './random.ts';
import { DAY_MS, type Instant } from './time.ts';

/**
 * What a decision was for. `sent`: its message goes. `waiting`, `held-out`: made just the same, and nothing goes, so that the two can
 * be compared. `shadow`: nobody was armed.
 */
export const ARMS = ['sent', 'waiting', 'held-out', 'shadow'] as const;
export type Arm = (typeof ARMS)[number];

/** Who may be written to, as far as a comparison needs it. */
export interface Scope {
  /** Distinct people who are armed. */
  readonly people: number;
  /** The installation's secret, so that nobody can work out who is in which arm. */
  readonly salt: string;
}

/** From this many people on everybody is served but a few, who are held out. */
export const LEAST_HELD_OUT_SCOPE = 5_000;
/** From this many people on the second half begins later; below, nothing is compared and no effect is claimed. */
export const LEAST_WAVES_SCOPE = 100;
const HELD_OUT_SHARE = 0.1;
const HELD_OUT_DAYS = 12 * 7;
const SECOND_WAVE_SHARE = 0.5;
const SECOND_WAVE_DAYS = 4 * 7;

/**
 * The arm of a person who is armed, by the size of the scope (reference "What a nudge obeys", §1.14): from 5,000 people a tenth is
 * held out for 12 weeks from arming; from 100 the second half begins 4 weeks after arming; below 100 everybody is sent to. One
 * number per person decides both, and the held-out are among the second wave, so that a scope that grows takes nobody out who was
 * in the first. Example: the number 0.93 in a scope of 800 waits 4 weeks, in one of 8,000 it is held out for 12; 0.4 never waits.
 *
 * @param armedAt the earliest arming of a scope that holds the person; the hold-out and the wait end the given time after it.
 */
export function armOf(person: PersonId, armedAt: Instant, scope: Scope, now: Instant): Exclude<Arm, 'shadow'> {
  if (scope.people < LEAST_WAVES_SCOPE) return 'sent';
  const place = unit('arm', scope.salt, person);
  const sinceMs = now - armedAt;
  if (scope.people >= LEAST_HELD_OUT_SCOPE) return place >= 1 - HELD_OUT_SHARE && sinceMs < HELD_OUT_DAYS * DAY_MS ? 'held-out' : 'sent';
  return place >= 1 - SECOND_WAVE_SHARE && sinceMs < SECOND_WAVE_DAYS * DAY_MS ? 'waiting' : 'sent';
}
