import type { PeriodUse, WeekUse } from './usage.ts';

/** The ladder Microsoft publishes for Copilot, used here for every signal; `cannot-tell` where the data do not suffice. */
export const STAGES = ['cannot-tell', 'non', 'low', 'novice', 'habitual', 'power'] as const;
export type Stage = (typeof STAGES)[number];

/** A person's stage in one signal. `gap` is the part of the habit that is missing, 0 (has it) … 1 (never seen). */
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
 * The stage of one signal from complete weeks, first match:
 *
 *     power     active in ≥ 9 of 12 weeks and mean ≥ 15 a week
 *     habitual  active in ≥ 9 of 12 weeks
 *     novice    mean ≥ 1 a week
 *     low       0 < mean < 1
 *     non       0
 *
 * Fewer than 12 weeks: ⌈n · 9/12⌉ weeks are asked for, and below 4 weeks it cannot be told. Weeks without any use of
 * any app that lie between active weeks are leave and do not count. Gap = 1 − min(1, active weeks ÷ weeks asked for).
 * Source: reference "What a nudge obeys", §2. Example: 2 active weeks of 8, 6 actions → ⌈6⌉ asked for, mean 0.75 → low, gap 0.667.
 *
 * @param weeks any order; only the newest 12 are used; only weeks the ledger knows completely and the licence covers.
 * @param place the signal's place in the catalogue.
 */
export function habitOf(weeks: readonly WeekUse[], place: number): Habit {
  const window = withoutLeave([...weeks].sort((a, b) => (a.week < b.week ? 1 : -1)).slice(0, WINDOW_WEEKS));
  if (window.length < LEAST_WEEKS) return UNKNOWN;
  const counts = window.map((week) => week.values[place] ?? null).filter((count) => count !== null);
  if (counts.length < LEAST_WEEKS) return UNKNOWN;
  const active = counts.filter((count) => count >= 1).length;
  const asked = Math.ceil((counts.length * HABITUAL_WEEKS) / WINDOW_WEEKS);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const gap = 1 - Math.min(1, active / asked);
  if (active >= asked) return { stage: mean >= POWER_MEAN ? 'power' : 'habitual', gap };
  if (mean >= 1) return { stage: 'novice', gap };
  return { stage: mean > 0 ? 'low' : 'non', gap };
}

/** Drops the weeks without any use of any app that lie between active ones. `weeks` newest first. */
function withoutLeave(weeks: readonly WeekUse[]): readonly WeekUse[] {
  const newest = weeks.findIndex((week) => week.activeDays > 0);
  const oldest = weeks.findLastIndex((week) => week.activeDays > 0);
  return weeks.filter((week, index) => week.activeDays > 0 || index < newest || index > oldest);
}

const WEEKS_IN_90_DAYS = 90 / 7;
const DAYS_30_ENOUGH = 4;

/**
 * The stage from the periods of the report, until 4 complete weeks of daily data exist (reference §1.15): no use in
 * 30 days → non; fewer than 4 actions in 30 days → low; everything else cannot be told. A mean of ≥ 1 a week over 90 days
 * with use in the last 30 is never a need, nor is a signal active in every week seen.
 *
 * @param weeks the complete weeks there are, fewer than 4.
 */
export function provisionalHabitOf(periods: readonly PeriodUse[], weeks: readonly WeekUse[], place: number): Habit {
  const in30 = periodValue(periods, 30, place);
  const in90 = periodValue(periods, 90, place);
  if (in30 === null) return UNKNOWN;
  const isActiveInAllSeen = weeks.length > 0 && weeks.every((week) => (week.values[place] ?? 0) >= 1);
  if (isActiveInAllSeen) return UNKNOWN;
  if (in90 !== null && in90 / WEEKS_IN_90_DAYS >= 1 && in30 > 0) return UNKNOWN;
  if (in30 === 0) return { stage: 'non', gap: 1 };
  return in30 < DAYS_30_ENOUGH ? { stage: 'low', gap: 1 - in30 / DAYS_30_ENOUGH } : UNKNOWN;
}

const periodValue = (periods: readonly PeriodUse[], days: 30 | 90, place: number): number | null =>
  periods.find((period) => period.days === days)?.values[place] ?? null;

/** Whether the person has the habit for certain. */
export function isHabit(stage: Stage): boolean {
  return stage === 'habitual' || stage === 'power';
}

/** Whether the person certainly lacks the habit: a need, once licensed and in focus. */
export function lacksHabit(stage: Stage): boolean {
  return stage === 'non' || stage === 'low' || stage === 'novice';
}
