import type { Report } from './reports.ts';
import { addDays, type Day, daysBetween, weekdayOf } from './time.ts';
import type { LedgerEntry, PeriodDays, ReportRange } from './usage.ts';

/** Microsoft corrects the newest days, so they are read again in every run. */
const CORRECTED_DAYS = 7;
/** Daily rows live this long: the 28 days that can be read, and 7 in which they are still corrected. */
export const DAILY_KEPT_DAYS = 35;
/** A day further back than this from today is no longer given by the reports service (admin centre docs; Graph says 30). */
const REACH_DAYS = 28;
const FIRST_RUN_DAYS = 10;

/** Reports are a day or two late; later than that something newer may have come since. */
const USUAL_LAG_DAYS = 2;

/** Whether a newer day than the newest one known may be there by `today`. */
export function mayBeNewer(newestDay: Day, today: Day): boolean {
  return daysBetween(newestDay, today) > USUAL_LAG_DAYS;
}

/** What is known when a run decides which ranges of one report to read. */
export interface ReadingState {
  readonly report: Report;
  readonly today: Day;
  /** The newest day the report speaks for, from the D7 file just read. */
  readonly newestDay: Day;
  readonly ledger: readonly LedgerEntry[];
  readonly periodsRead: readonly { readonly days: PeriodDays; readonly refreshDay: Day }[];
  /** Complete weeks of daily data known. */
  readonly knownWeeks: number;
  /** Calls left in this ten-minute window, the D7 call already taken off; `undefined`: no limit. */
  readonly callsLeft: number | undefined;
}

/**
 * The ranges to read now, most useful first, cut to the calls left. First run: D30, D90, D180 and the newest 10 days (with
 * D7 14 calls, the platform's budget for ten minutes); later runs: the newest 7 days again, then holes newest first,
 * then the periods once more while fewer than 4 weeks are known and a week has passed.
 */
export function rangesToRead(state: ReadingState): readonly ReportRange[] {
  const known = new Map(state.ledger.filter((entry) => entry.isComplete).map((entry) => [entry.day, entry]));
  const oldest = addDays(state.today, -REACH_DAYS);
  const reachable = Math.max(0, daysBetween(oldest, state.newestDay) + 1);
  // A report of last dates speaks for the day it ends on and no other.
  const length = state.report.shape === 'last-dates' ? Math.min(1, reachable) : reachable;
  const days = Array.from({ length }, (_, back) => addDays(state.newestDay, -back));
  const isFirst = state.ledger.length === 0;
  const again = days.slice(0, isFirst ? FIRST_RUN_DAYS : CORRECTED_DAYS);
  const holes = days.slice(again.length).filter((day) => !known.has(day));
  const periods = periodsToRead(state);
  const ranges: ReportRange[] = [
    ...(isFirst ? periods : []).map(periodRange),
    ...[...again, ...holes].map((day): ReportRange => ({ kind: 'day', day })),
    ...(isFirst ? [] : periods).map(periodRange),
  ];
  return state.callsLeft === undefined ? ranges : ranges.slice(0, state.callsLeft);
}

const periodRange = (days: PeriodDays): ReportRange => ({ kind: 'period', days });

/** Four complete weeks make the periods unnecessary. */
const ENOUGH_WEEKS = 4;

function periodsToRead(state: ReadingState): readonly PeriodDays[] {
  if (state.knownWeeks >= ENOUGH_WEEKS) return [];
  const isFresh = (days: PeriodDays): boolean =>
    state.periodsRead.some((read) => read.days === days && daysBetween(read.refreshDay, state.newestDay) < CORRECTED_DAYS);
  return state.report.periods.filter((days) => !isFresh(days));
}

/** A day's file with under half of the rows of the same weekday a week before is kept as incomplete … */
const LEAST_SHARE = 0.5;
/** … where there are rows enough to tell: eight people instead of seventeen on a Sunday is chance. */
const LEAST_ROWS_TO_COMPARE = 20;

/**
 * Whether a day's file can be taken as the whole day, so that people absent from it have zero. A day that is no longer corrected is
 * as it is: a public holiday. Before that, a file without any row counts only for a weekend day the data have passed.
 *
 * @param newestDay the newest day the report speaks for.
 */
export function isCompleteDay(rows: number, day: Day, newestDay: Day, ledger: readonly LedgerEntry[]): boolean {
  if (daysBetween(day, newestDay) >= CORRECTED_DAYS) return true;
  const before = ledger.find((entry) => entry.day === addDays(day, -7) && entry.isComplete);
  if (before !== undefined && before.rows >= LEAST_ROWS_TO_COMPARE) return rows >= before.rows * LEAST_SHARE;
  if (rows > 0) return true;
  return weekdayOf(day) > 5 && newestDay > day;
}
