import { CATALOGUE } from './signals.ts';
import { addDays, type Day, daysBetween, weekdayOf } from './time.ts';
import type { DayUse, Values, WeekUse } from './usage.ts';

/**
 * One person's complete week from its days: sums per signal (`null` only where every day was empty), and the days with any
 * use. `undefined` when the week shows nothing at all.
 *
 * @param days the person's rows of this week, any order; days without a row are zero, for the week is complete.
 */
export function weekUseOf(week: Day, days: readonly DayUse[]): WeekUse | undefined {
  const within = days.filter((use) => daysBetween(week, use.day) >= 0 && daysBetween(week, use.day) < 7);
  const activeDays = within.filter(isActive).length;
  if (activeDays === 0) return undefined;
  const values = CATALOGUE.map((_, place) => sum(within.map((use) => use.values[place] ?? null)));
  return { week, values, activeDays };
}

const isActive = (use: DayUse): boolean => use.values.some((value) => value !== null && value > 0);

const sum = (values: Values): number | null => {
  const given = values.filter((value) => value !== null);
  return given.length === 0 ? null : given.reduce((total, value) => total + value, 0);
};

/** Mondays of the weeks whose seven days are all among `knownDays`, oldest first. */
export function completeWeeks(knownDays: readonly Day[]): readonly Day[] {
  const known = new Set(knownDays);
  return [...known].filter((day) => weekdayOf(day) === 1 && [1, 2, 3, 4, 5, 6].every((ahead) => known.has(addDays(day, ahead)))).sort();
}

/** Zero in every signal: what a complete week without a row means. */
export function emptyWeek(week: Day): WeekUse {
  return { week, values: CATALOGUE.map(() => 0), activeDays: 0 };
}

const BASICS_DAYS = 10;
const LEAST_BASICS_DAYS = 5;
/** Eight of ten: a day off does not make a beginner. */
const BASICS_SHARE = 0.8;

/**
 * Whether a person uses the service day in, day out, so that its basics would be an insult: any signal on at least 80 % of
 * the newest 10 known weekdays. With fewer than 5 known weekdays nobody is taken for a beginner.
 */
export function knowsBasics(uses: readonly DayUse[], knownDays: readonly Day[]): boolean {
  const weekdays = [...knownDays]
    .filter((day) => weekdayOf(day) <= 5)
    .sort()
    .slice(-BASICS_DAYS);
  if (weekdays.length < LEAST_BASICS_DAYS) return true;
  const active = new Set(uses.filter(isActive).map((use) => use.day));
  return weekdays.filter((day) => active.has(day)).length >= weekdays.length * BASICS_SHARE;
}
