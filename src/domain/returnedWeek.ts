import { addDays, type Day, daysBetween } from './time.ts';
import type { WeekUse } from './usage.ts';

/** So many weeks without any use are an absence. */
const ABSENT_WEEKS = 3;
/** A return is news for so many weeks, its own included. */
const NEWS_WEEKS = 4;

/**
 * The week in which somebody came back after an absence: at least three weeks in a row without use of any app, with use in the weeks
 * right before and right after (reference "What a nudge obeys", §1.12). `undefined` where there was none, or it is older than the
 * newest four weeks. A week counts as absent only where every report in which the person was ever seen knows it, so that a missing
 * report makes nobody absent. Example, newest first: use, none, none, none, use → the newest week.
 *
 * @param weeks newest first; only weeks known in full; a week without a row must be there as zeros.
 */
export function returnedWeekOf(weeks: readonly WeekUse[]): Day | undefined {
  const [newest] = weeks;
  if (newest === undefined) return undefined;
  const isSeen = newest.daysByReport.map((_, report) => weeks.some((week) => (week.daysByReport[report] ?? 0) > 0));
  const isAbsent = (week: WeekUse): boolean => week.activeDays === 0 && isSeen.every((seen, report) => !seen || week.daysByReport[report] !== null);
  const isNews = ({ week }: WeekUse): boolean => daysBetween(week, newest.week) < 7 * NEWS_WEEKS;
  const returned = weeks.findIndex((week, place) => isNews(week) && week.activeDays > 0 && hadLeft(weeks.slice(place), isAbsent));
  return weeks[returned]?.week;
}

/** Whether the weeks before the first one are an absence that followed use. */
function hadLeft([first, ...before]: readonly WeekUse[], isAbsent: (week: WeekUse) => boolean): boolean {
  const end = before.findIndex((week) => !isAbsent(week));
  const last = before[end];
  // No week between may be one that nobody knows.
  return first !== undefined && last !== undefined && end >= ABSENT_WEEKS && last.activeDays > 0 && addDays(last.week, 7 * (end + 1)) === first.week;
}
