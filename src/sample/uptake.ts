import { unit } from '../domain/random.ts';
import { placeOf, type SignalId } from '../domain/signals.ts';
import { isAtWork } from './absence.ts';
import type { SamplePerson } from './samplePerson.ts';

/** A nudge as the sample tenant remembers it. */
export interface Nudge {
  readonly signal: SignalId;
  /** Day number (UTC) it arrived on. */
  readonly day: number;
  /** The person said they did it, so they do. */
  readonly isCertain: boolean;
}

/** What one nudge that was taken up adds to one signal from `from` on. */
export interface Uptake {
  readonly place: number;
  readonly from: number;
  /** Days on which the behaviour comes for sure. */
  readonly sureDays: readonly number[];
  /** Share of later working days with the behaviour, in the first week. */
  readonly dayShare: number;
  /** After so many days the share halves; absent where it became a habit. */
  readonly halfLifeDays: number | undefined;
}

const MOST_SUSCEPTIBLE = 0.6;
const HABIT_SHARE = 0.45;
const DAY_SHARE = 0.65;
const LATEST_START = 3;
const SURE_DAYS = 4;
/** People are away for three weeks at most, with a holiday or two on top. */
const LONGEST_SEARCH_DAYS = 40;

/**
 * What a nudge does to the person: nothing, or a behaviour that starts 0–3 working days later and then stays as a habit
 * or fades with a half-life of one to three weeks. How readily a person takes up nudges about a signal is theirs, 0 … 0.6.
 * A certain one starts on the next working day and shows on the next four.
 */
export function uptakeOf(seed: string, person: SamplePerson, nudge: Nudge): Uptake | undefined {
  const share = (what: string, ...more: readonly string[]): number => unit(seed, what, person.personId, nudge.signal, ...more);
  const isTaken = nudge.isCertain || share('takes up', String(nudge.day)) < share('susceptible') * MOST_SUSCEPTIBLE;
  if (!isTaken) return undefined;
  const wait = nudge.isCertain ? 0 : Math.floor(share('starts', String(nudge.day)) * (LATEST_START + 1));
  const days = workingDaysAfter(person, nudge.day, Math.max(SURE_DAYS, wait + 1));
  const from = days[wait];
  if (from === undefined) return undefined;
  return {
    place: placeOf(nudge.signal),
    from,
    sureDays: nudge.isCertain ? days.slice(0, SURE_DAYS) : [from],
    dayShare: DAY_SHARE,
    halfLifeDays: nudge.isCertain || share('keeps') < HABIT_SHARE ? undefined : 7 + Math.floor(share('fades') * 15),
  };
}

/** The next `count` days the person is at work after `day`; fewer when they are away for long. */
function workingDaysAfter(person: SamplePerson, day: number, count: number): readonly number[] {
  const days: number[] = [];
  for (let ahead = 1; ahead <= LONGEST_SEARCH_DAYS && days.length < count; ahead += 1) {
    if (isAtWork(person, day + ahead)) days.push(day + ahead);
  }
  return days;
}
