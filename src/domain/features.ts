import { CATALOGUE } from './catalogue.ts';
import { REPORTS, type ReportName } from './reports.ts';
import { addDays, type Day, weekdayOf } from './time.ts';
import type { WeekUse } from './usage.ts';

/** Mondays of the weeks whose seven days are all among `knownDays`, oldest first. */
export function completeWeeks(knownDays: readonly Day[]): readonly Day[] {
  const known = new Set(knownDays);
  return [...known].filter((day) => weekdayOf(day) === 1 && [1, 2, 3, 4, 5, 6].every((ahead) => known.has(addDays(day, ahead)))).sort();
}

/** Zero in every signal of the reports that know the week, `null` in the others: what a week without a row means. */
export function emptyWeek(week: Day, known: ReadonlySet<ReportName>): WeekUse {
  return {
    week,
    values: CATALOGUE.map((signal) => (known.has(signal.report) ? 0 : null)),
    activeDays: 0,
    daysByReport: REPORTS.map((report) => (known.has(report) ? 0 : null)),
  };
}

const BASICS_WEEKS = 2;
/** Four of five: a day off does not make a beginner. */
const BASICS_DAYS_A_WEEK = 4;

/**
 * Places of the signals whose basics would be an insult, because their app is used day in, day out: on at least four days a week in
 * the newest two weeks known. Where a signal counts days itself these are its own, else those of its report. Where no week is known
 * nobody is taken for a beginner.
 *
 * @param weeks newest first; a week without a row as zeros.
 */
export function basicsKnown(weeks: readonly WeekUse[]): readonly number[] {
  return CATALOGUE.flatMap((signal, place) => {
    const report = REPORTS.indexOf(signal.report);
    const countsDays = signal.kind === 'days' || signal.kind === 'last-date';
    const days: number[] = [];
    for (const week of weeks) {
      if (days.length === BASICS_WEEKS) break;
      const count = countsDays ? week.values[place] : week.daysByReport[report];
      if (count !== null && count !== undefined) days.push(count);
    }
    return days.reduce((sum, count) => sum + count, 0) >= days.length * BASICS_DAYS_A_WEEK ? [place] : [];
  });
}
