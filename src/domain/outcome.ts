import type { HabitDefinition } from './habits.ts';
import type { ReportName } from './reports.ts';
import { placeInReport, type SignalId, signalOf } from './signals.ts';
import { addDays, type Day, weekdayOf, weekOf } from './time.ts';
import type { DayUse, WeekUse } from './usage.ts';

/** The behaviour is looked for in this many days after the data day … */
export const OUTCOME_DAYS = 14;
const LEAST_ACTIVE_DAYS = 2;
/** … and whether it lasts in this many full weeks after those. */
export const SUSTAINED_WEEKS = 4;
const LEAST_ACTIVE_WEEKS = 3;

/** Whether the behaviour came after a decision: `undecided` until the ledgers know all the days. `signal`: the way by which it came. */
export type Outcome = { readonly kind: 'came'; readonly signal: SignalId } | { readonly kind: 'did-not-come' } | { readonly kind: 'undecided' };

export type Sustained = 'sustained' | 'not-sustained' | 'undecided';

/**
 * The behaviour came when the habit was seen on ≥ 2 days within days 1–14 after the data day (reference "What a nudge obeys", §1.16).
 * A habit with several signals counts by any of them: the tip shows one way, and what is wanted is the habit. Of a signal of kind
 * last date every day missed is lost for ever, so there one date in the window suffices. It did not come once all 14 days are known
 * to each report of the habit that knows any of them; a report that is not read at all is not waited for.
 *
 * @param dataDay the newest day the report of the decision's signal knew when the decision was made.
 * @param uses of the person; days outside the window, and other reports, are ignored.
 * @param known days each report knows completely.
 */
export function outcomeOf(dataDay: Day, habit: HabitDefinition, uses: readonly DayUse[], known: ReadonlyMap<ReportName, ReadonlySet<Day>>): Outcome {
  const first = addDays(dataDay, 1);
  const last = addDays(dataDay, OUTCOME_DAYS);
  const inWindow = uses.filter((use) => use.day >= first && use.day <= last);
  const activeDays = new Set<Day>();
  let way: SignalId | undefined;
  for (const id of habit.signals) {
    const { kind, report } = signalOf(id);
    const place = placeInReport(id);
    for (const use of inWindow) {
      if (use.report !== report || (use.values[place] ?? 0) <= 0) continue;
      if (kind === 'last-date') return { kind: 'came', signal: id };
      way ??= id;
      activeDays.add(use.day);
    }
  }
  if (way !== undefined && activeDays.size >= LEAST_ACTIVE_DAYS) return { kind: 'came', signal: way };
  const window = Array.from({ length: OUTCOME_DAYS }, (_, ahead) => addDays(first, ahead));
  const days = reportsOf(habit).map((report) => window.filter((day) => known.get(report)?.has(day)).length);
  return isAllKnown(days, window.length) ? { kind: 'did-not-come' } : { kind: 'undecided' };
}

/** The Mondays of the four full weeks after the 14 days; days between the two belong to neither. */
export function sustainedWeeks(dataDay: Day): readonly Day[] {
  const next = addDays(dataDay, OUTCOME_DAYS + 1);
  const monday = weekdayOf(next) === 1 ? next : addDays(weekOf(next), 7);
  return Array.from({ length: SUSTAINED_WEEKS }, (_, ahead) => addDays(monday, 7 * ahead));
}

/**
 * The behaviour lasted when the habit, by any of its signals, was seen in ≥ 3 of the 4 full weeks after the 14 days, whether or not it
 * had come in those. It did not once all four weeks are known to each report of the habit that knows any of them.
 *
 * @param weeks rows of the person; a week without a row that is known is one without use.
 */
export function sustainedOf(
  dataDay: Day,
  habit: HabitDefinition,
  weeks: readonly WeekUse[],
  known: ReadonlyMap<Day, ReadonlySet<ReportName>>,
): Sustained {
  const window = sustainedWeeks(dataDay);
  const active = weeks.filter(({ week, values }) => window.includes(week) && habit.places.some((place) => (values[place] ?? 0) > 0));
  if (active.length >= LEAST_ACTIVE_WEEKS) return 'sustained';
  const counts = reportsOf(habit).map((report) => window.filter((week) => known.get(week)?.has(report)).length);
  return isAllKnown(counts, window.length) ? 'not-sustained' : 'undecided';
}

const reportsOf = (habit: HabitDefinition): readonly ReportName[] => [...new Set(habit.signals.map((id) => signalOf(id).report))];

const isAllKnown = (counts: readonly number[], all: number): boolean =>
  counts.some((count) => count > 0) && counts.every((count) => count === 0 || count === all);
