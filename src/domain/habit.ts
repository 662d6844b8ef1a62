import { CATALOGUE } from './catalogue.ts';
import { HABITS, type HabitDefinition } from './habits.ts';
import type { LicensedSince } from './person.ts';
import { placeInReport } from './signals.ts';
import type { Day } from './time.ts';
import type { PeriodUse, Values, WeekUse } from './usage.ts';

/** The ladder Microsoft publishes for Copilot, used here for every habit; `cannot-tell` where the data do not suffice. */
export const STAGES = ['cannot-tell', 'non', 'low', 'novice', 'habitual', 'power'] as const;
export type Stage = (typeof STAGES)[number];

/** A person's stage in one habit. `gap` is the part of it that is missing, 0 (has it) … 1 (never seen). */
export interface Habit {
  readonly stage: Stage;
  readonly gap: number;
}

const UNKNOWN: Habit = { stage: 'cannot-tell', gap: 0 };

/** The stage of somebody of whom nothing is known. */
export const knowsNothing = (): Habit => UNKNOWN;

const WINDOW_WEEKS = 12;
const HABITUAL_WEEKS = 9;
/** Fewer complete weeks than this say nothing about a habit. */
export const LEAST_WEEKS = 4;
const POWER_MEAN = 15;

/**
 * Every habit's stage, in the order of `HABITS`: from complete weeks where there are four, else from the periods.
 *
 * @param weeks any order; only weeks known in full; a week without a row must be there as zeros.
 * @param licensedSince weeks that begin before the licence of a signal's service do not count for it.
 */
export function habitsOf(weeks: readonly WeekUse[], periods: readonly PeriodUse[], licensedSince: LicensedSince): readonly Habit[] {
  const newestFirst = [...weeks].sort(byWeek);
  const all = windowOf(newestFirst);
  const windows = new Map<Day, readonly WeekUse[]>();
  const windowSince = (since: Day | undefined): readonly WeekUse[] => {
    if (since === undefined) return all;
    const known = windows.get(since);
    if (known !== undefined) return known;
    const window = windowOf(newestFirst.filter(({ week }) => week >= since));
    windows.set(since, window);
    return window;
  };
  return HABITS.map((habit) => {
    const window = windowSince(sinceOf(habit, licensedSince));
    return stageIn(window, habit) ?? provisionalHabitOf(periods, window, habit);
  });
}

const byWeek = (a: WeekUse, b: WeekUse): number => (a.week < b.week ? 1 : -1);

/** The earliest day from which one of the habit's signals was possible; `undefined` when one always was. */
function sinceOf(habit: HabitDefinition, licensedSince: LicensedSince): Day | undefined {
  let earliest: Day | undefined;
  for (const place of habit.places) {
    const service = CATALOGUE[place]?.service;
    const since = service === undefined ? undefined : licensedSince[service];
    if (since === undefined) return undefined;
    if (earliest === undefined || since < earliest) earliest = since;
  }
  return earliest;
}

/**
 * The stage of one habit from complete weeks, first match:
 *
 *     power     active in ≥ 9 of 12 weeks and mean ≥ 15 actions a week (where actions are counted)
 *     habitual  active in ≥ 9 of 12 weeks
 *     novice    mean ≥ 1 a week
 *     low       0 < mean < 1
 *     non       0
 *
 * Fewer than 12 weeks: ⌈n · 9/12⌉ weeks are asked for, and below 4 weeks it cannot be told. Weeks without any use of
 * any app that lie between active weeks are leave and do not count. Gap = 1 − min(1, active weeks ÷ weeks asked for).
 * Source: reference "What a nudge obeys", §2. Example: 2 active weeks of 8, 6 actions → ⌈6⌉ asked for, mean 0.75 → low, gap 0.667.
 *
 * @param weeks any order; only the newest 12 are used; only weeks known in full and covered by the licence.
 */
export function habitOf(weeks: readonly WeekUse[], habit: HabitDefinition): Habit {
  return stageIn(windowOf([...weeks].sort(byWeek)), habit) ?? UNKNOWN;
}

function stageIn(window: readonly WeekUse[], habit: HabitDefinition): Habit | undefined {
  let known = 0;
  let active = 0;
  let sum = 0;
  for (const { values } of window) {
    const count = countOf(values, habit.places);
    if (count === null) continue;
    known += 1;
    sum += count;
    if (count >= 1) active += 1;
  }
  if (known < LEAST_WEEKS) return undefined;
  const asked = Math.ceil((known * HABITUAL_WEEKS) / WINDOW_WEEKS);
  const mean = sum / known;
  const gap = 1 - Math.min(1, active / asked);
  if (active >= asked) return { stage: habit.isCounted && mean >= POWER_MEAN ? 'power' : 'habitual', gap };
  if (mean >= 1) return { stage: 'novice', gap };
  return { stage: mean > 0 ? 'low' : 'non', gap };
}

/** The sum over the habit's signals; what is not known of one does not hide what is known of another. */
function countOf(values: Values, places: readonly number[]): number | null {
  let sum: number | null = null;
  for (const place of places) {
    const value = values[place] ?? null;
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** The newest 12 weeks without leave. `weeks` newest first. */
function windowOf(weeks: readonly WeekUse[]): readonly WeekUse[] {
  const window = weeks.slice(0, WINDOW_WEEKS);
  const newest = window.findIndex((week) => week.activeDays > 0);
  const oldest = window.findLastIndex((week) => week.activeDays > 0);
  return window.filter((week, index) => week.activeDays > 0 || index < newest || index > oldest);
}

const WEEKS_IN_90_DAYS = 90 / 7;
const DAYS_30_ENOUGH = 4;

/**
 * The stage from the periods of the reports, until 4 complete weeks of daily data exist (reference §1.15): no use in
 * 30 days → non; fewer than 4 actions in 30 days → low; everything else cannot be told. A mean of ≥ 1 a week over 90 days
 * with use in the last 30 is never a need, nor is a habit active in every week seen. Where only dates are known, use in the
 * last 30 (Copilot: 28) days says nothing about how much.
 *
 * @param weeks the complete weeks there are, fewer than 4.
 */
export function provisionalHabitOf(periods: readonly PeriodUse[], weeks: readonly WeekUse[], habit: HabitDefinition): Habit {
  const in30 = periodValue(periods, [30, 28], habit);
  const in90 = periodValue(periods, [90], habit);
  if (in30 === null) return UNKNOWN;
  const isActiveInAllSeen = weeks.length > 0 && weeks.every((week) => (countOf(week.values, habit.places) ?? 0) >= 1);
  if (isActiveInAllSeen) return UNKNOWN;
  if (in90 !== null && in90 / WEEKS_IN_90_DAYS >= 1 && in30 > 0) return UNKNOWN;
  if (in30 === 0) return { stage: 'non', gap: 1 };
  const isCountable = habit.places.every((place) => ['count', 'minutes'].includes(CATALOGUE[place]?.kind ?? ''));
  return isCountable && in30 < DAYS_30_ENOUGH ? { stage: 'low', gap: 1 - in30 / DAYS_30_ENOUGH } : UNKNOWN;
}

function periodValue(periods: readonly PeriodUse[], lengths: readonly number[], habit: HabitDefinition): number | null {
  let sum: number | null = null;
  for (const signal of habit.signals) {
    const report = CATALOGUE.find(({ id }) => id === signal)?.report;
    const period = periods.find((one) => one.report === report && lengths.includes(one.days));
    const value = period?.values[placeInReport(signal)] ?? null;
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

/** Whether the person has the habit for certain. */
export function isHabit(stage: Stage): boolean {
  return stage === 'habitual' || stage === 'power';
}

/** Whether the person lacks the habit for certain. */
export function lacksHabit(stage: Stage): boolean {
  return stage === 'non' || stage === 'low' || stage === 'novice';
}
