import { emptyWeek } from './features.ts';
import type { Goal } from './goal.ts';
import { habitsOf, isHabit, lacksHabit } from './habit.ts';
import { habitDefinition, habitPlaceOf } from './habits.ts';
import type { LicensedSince, Service } from './person.ts';
import type { ReportName } from './reports.ts';
import { placeOf, type Signal, signalOf } from './signals.ts';
import { addDays, type Day } from './time.ts';
import type { WeekUse } from './usage.ts';

/** What one week says of one app: used, not used, or no report knows the week in full. */
export type WeekMark = 'active' | 'quiet' | 'unknown';

/** One app in focus, week by week, oldest first. */
export interface Strip {
  readonly app: string;
  /** Labels of its signals in focus: the app may be used every day, and none of them done. */
  readonly looksAt: readonly string[];
  readonly weeks: readonly WeekMark[];
}

/** What a person sees of their own use. No number that could be compared with anybody's. */
export interface Progress {
  readonly strips: readonly Strip[];
  /** Labels of habits in focus the person has, and had four weeks before or could not be told of. */
  readonly kept: readonly string[];
  /** Labels of those that came within the last four weeks. */
  readonly gained: readonly string[];
  /** The last day the newest week speaks for; absent while no week is known. */
  readonly until: Day | undefined;
}

const WINDOW_WEEKS = 12;
/** A habit is new for so long. */
const NEW_DAYS = 28;
/** So many days of weeks are looked at. */
export const PROGRESS_DAYS = 7 * WINDOW_WEEKS + NEW_DAYS;

/**
 * One person's last 12 weeks, up to the newest week any report knows in full. Only apps in focus the person has a licence for. An app's
 * week is active when any of its signals in focus was. Without any row nothing is said: somebody no report names cannot be told of.
 *
 * @param rows the person's weeks with any use, any order.
 * @param known which reports know which week in full; at least `PROGRESS_DAYS` back, so that what is new can be told.
 */
export function progressOf(
  rows: readonly WeekUse[],
  known: ReadonlyMap<Day, ReadonlySet<ReportName>>,
  focus: readonly Goal[],
  services: readonly Service[],
  licensedSince: LicensedSince,
): Progress {
  const newest = [...known.keys()].sort().at(-1);
  if (newest === undefined || rows.length === 0) return { strips: [], kept: [], gained: [], until: undefined };
  const byWeek = new Map(rows.map((row) => [row.week, row]));
  const weekOn = (week: Day): WeekUse => byWeek.get(week) ?? emptyWeek(week, known.get(week) ?? new Set());
  const shown = Array.from({ length: WINDOW_WEEKS }, (_, index) => weekOn(addDays(newest, -7 * (WINDOW_WEEKS - 1 - index))));
  const licensed = (signal: Signal): boolean => services.includes(signal.service);
  const inFocus = [...new Set(focus.flatMap((goal) => goal.habits))]
    .map(habitDefinition)
    .filter(({ signals }) => signals.map(signalOf).some(licensed));
  const signals = [...new Set(inFocus.flatMap((habit) => habit.signals))].map(signalOf).filter(licensed);
  const apps = [...new Set(signals.map((signal) => signal.app))];

  const weeks = [...known.keys()].map(weekOn);
  const now = habitsOf(weeks, [], licensedSince);
  const before = habitsOf(
    weeks.filter(({ week }) => week <= addDays(newest, -NEW_DAYS)),
    [],
    licensedSince,
  );
  const had = inFocus.filter(({ id }) => isHabit(now[habitPlaceOf(id)]?.stage ?? 'cannot-tell'));
  const isNew = ({ id }: (typeof had)[number]): boolean => lacksHabit(before[habitPlaceOf(id)]?.stage ?? 'cannot-tell');
  return {
    strips: apps.map((app) => {
      const ofApp = signals.filter((signal) => signal.app === app);
      return { app, looksAt: ofApp.map(({ label }) => label), weeks: shown.map((week) => markOf(week, ofApp)) };
    }),
    kept: had.filter((habit) => !isNew(habit)).map(({ label }) => label),
    gained: had.filter(isNew).map(({ label }) => label),
    until: addDays(newest, 6),
  };
}

function markOf(week: WeekUse, signals: readonly Signal[]): WeekMark {
  const values = signals.flatMap((signal) => week.values[placeOf(signal.id)] ?? []);
  if (values.length === 0) return 'unknown';
  return values.some((value) => value > 0) ? 'active' : 'quiet';
}
