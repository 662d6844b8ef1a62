import { type Habit, knowsNothing, lacksHabit, provisionalHabitOf } from './habit.ts';
import { HABITS, type HabitDefinition } from './habits.ts';
import type { ReportName } from './reports.ts';
import { placeInReport, signalOf } from './signals.ts';
import type { PeriodUse, Values } from './usage.ts';

/**
 * Where somebody stands in one habit by sums of periods alone. `non`: not used in 30 days. `low`: fewer than four times in 30 days.
 * `in-use`: used, and how firmly only weeks can tell. `cannot-tell`: the files do not say.
 */
export const STANDINGS = ['in-use', 'low', 'non', 'cannot-tell'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A standing and the provisional habit that planning goes by. */
export interface Stand {
  readonly standing: Standing;
  readonly habit: Habit;
}

const KNOWS_NOTHING: Stand = { standing: 'cannot-tell', habit: knowsNothing() };

interface Looked {
  readonly definition: HabitDefinition;
  /** Report and place in it of each of its signals. */
  readonly signals: readonly { readonly report: ReportName; readonly place: number }[];
}

const LOOKED: readonly Looked[] = HABITS.map((definition) => ({
  definition,
  signals: definition.signals.map((id) => ({ report: signalOf(id).report, place: placeInReport(id) })),
}));

/**
 * Where one person stands in every habit, in the order of `HABITS`, by `provisionalHabitOf`: no use in 30 days → non, fewer than four
 * actions → low, else used or unknown. A longer period without any use has none in its last 30 days either. That somebody lacks a habit
 * which several ways lead to is only said when all of them were looked at.
 *
 * @param periods the person's sums, at most one of a report and a length, those of one report ending on about the same day.
 * @param read the reports there are files of; who is not in one of them did nothing there.
 */
export function standingsOf(periods: readonly PeriodUse[], read: ReadonlySet<ReportName>): readonly Stand[] {
  const recent = withImplied(periods);
  return LOOKED.map(({ definition, signals }) => {
    let isUsed = false;
    let isKnown = false;
    let isLackCertain = true;
    for (const { report, place } of signals) {
      if (!read.has(report)) isLackCertain = false;
      const value = mostOf(periods, report, place);
      if (value === null) continue;
      isKnown = true;
      if (value === 0) continue;
      isUsed = true;
      if (recentOf(recent, report, place) === null) isLackCertain = false;
    }
    if (!isKnown) return KNOWS_NOTHING;
    const habit = isLackCertain ? provisionalHabitOf(recent, [], definition) : knowsNothing();
    if (lacksHabit(habit.stage)) return { standing: habit.stage === 'non' ? 'non' : 'low', habit };
    return isUsed ? { standing: 'in-use', habit } : KNOWS_NOTHING;
  });
}

/** The largest of a signal's sums; `null` where no file knows it. */
function mostOf(periods: readonly PeriodUse[], report: ReportName, place: number): number | null {
  let most: number | null = null;
  for (const period of periods) {
    const value = period.report === report ? (period.values[place] ?? null) : null;
    if (value !== null && (most === null || value > most)) most = value;
  }
  return most;
}

const isRecent = (days: number): boolean => days === 30 || days === 28;

function recentOf(periods: readonly PeriodUse[], report: ReportName, place: number): number | null {
  return periods.find((period) => period.report === report && isRecent(period.days))?.values[place] ?? null;
}

/** With what the longer periods say of the last 30 days where nobody exported those: zero stays zero, more says nothing. */
function withImplied(periods: readonly PeriodUse[]): readonly PeriodUse[] {
  const implied = periods
    .filter(({ report, days }) => days > 30 && !periods.some((other) => other.report === report && isRecent(other.days)))
    .map(({ report, values }): PeriodUse => ({ report, days: 30, values: zerosOf(values) }));
  return implied.length === 0 ? periods : [...periods, ...implied];
}

const zerosOf = (values: Values): Values => values.map((value) => (value === 0 ? 0 : null));
