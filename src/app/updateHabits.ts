import { basicsKnown, emptyWeek } from '../domain/features.ts';
import { type Habit, habitsOf, knowsNothing, STAGES, type Stage } from '../domain/habit.ts';
import { HABITS } from '../domain/habits.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { REPORTS, type ReportName } from '../domain/reports.ts';
import { returnedWeekOf } from '../domain/returnedWeek.ts';
import { ShareTally } from '../domain/shares.ts';
import { signalOf } from '../domain/signals.ts';
import { addDays, type Day, daysBetween, weekOf } from '../domain/time.ts';
import type { PeriodUse, WeekUse } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { Database, PersonHabits, Usage } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';
import { eachPage } from './eachPage.ts';
import { type KnownDays, knownDaysOf, newestDayOf, weeksKnownBy } from './knownDays.ts';

const WINDOW_WEEKS = 12;
/** A week is computed again while its days are still corrected. */
const CORRECTED_DAYS = 7;
/** What a report said last, longer before the newest day of all than this, says nothing of today. */
const FRESH_DAYS = 10;

/** How many people stand at each stage, summed over habits; and the newest day the data speak for. */
export interface HabitsSummary {
  readonly people: number;
  readonly weeksKnown: number;
  readonly dataDay: Day | undefined;
  readonly stages: Readonly<Record<Stage, number>>;
}

/** Turns days into weeks, and weeks into stages page by page of people; and counts who has what. */
export const updateHabits =
  (deps: { readonly db: Database; readonly progress: Progress }) =>
  async (today: Day): Promise<HabitsSummary> => {
    const { usage, habits, people } = deps.db.stores;
    const known = await knownDaysOf(usage, addDays(today, -DAILY_KEPT_DAYS));
    const dataDay = newestDayOf(known);
    const from = weekOf(addDays(today, -7 * (WINDOW_WEEKS + 1)));
    await foldWeeks(deps, known, dataDay);
    const weeks = await usage.knownWeeks(from);
    const step = deps.progress.step('Habits', await people.count());
    const stages = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>;
    const shares = new ShareTally();
    let seen = 0;

    const ground = dataDay === undefined ? undefined : await groundOf(usage, known, weeks, dataDay);
    await eachPage(deps.db, async (page) => {
      if (ground !== undefined) {
        const ids = page.map((person) => person.personId);
        const rows = await usage.weeksOf(ids, from, today);
        const periods = ground.readsPeriods ? await usage.periodsOf(ids) : new Map<PersonId, readonly PeriodUse[]>();
        await giveWay();
        const entries = page.map((person) => {
          const own = personHabits(person, rows.get(person.personId) ?? [], periods.get(person.personId) ?? [], ground);
          for (const habit of own.habits) stages[habit.stage] += 1;
          shares.add(person, own.habits);
          return { personId: person.personId, ...own };
        });
        await giveWay();
        await habits.put(entries);
      }
      seen += page.length;
      step.add(page.length);
    });
    if (ground !== undefined) await habits.putShares(shares.counts());

    step.done(`${seen} people, ${weeks.size} complete weeks`);
    return { people: seen, weeksKnown: weeks.size, dataDay, stages };
  };

/** Makes the weeks that reports know now and did not before, and again those whose days may have been corrected. */
async function foldWeeks(deps: { readonly db: Database; readonly progress: Progress }, known: KnownDays, dataDay: Day | undefined): Promise<void> {
  const { usage } = deps.db.stores;
  if (dataDay === undefined) return;
  const complete = weeksKnownBy(known);
  const [oldest = dataDay] = complete.keys();
  const done = await usage.knownWeeks(oldest);
  const isDue = (week: Day, reports: ReadonlySet<ReportName>): boolean => {
    const before = done.get(week) ?? new Set();
    // Days of a report may have been let go since: what was known then must not be lost.
    if ([...before].some((report) => !reports.has(report))) return false;
    return reports.size > before.size || daysBetween(week, dataDay) < 7 + CORRECTED_DAYS;
  };
  const due = [...complete].filter(([week, reports]) => isDue(week, reports));
  const step = deps.progress.step('Weeks', due.length);
  for (const [week, reports] of due) {
    await usage.foldWeek(week, [...reports]);
    step.add(1);
  }
  step.done(`${due.length} made`);
}

/** What is the same for everybody. */
interface Ground {
  readonly dataDay: Day;
  /** Newest first. */
  readonly weeks: readonly { readonly week: Day; readonly empty: WeekUse }[];
  /** `REPORT.days` of sums that still say something. */
  readonly freshPeriods: ReadonlySet<string>;
  readonly readsPeriods: boolean;
  readonly staleReports: ReadonlySet<ReportName>;
}

async function groundOf(usage: Usage, known: KnownDays, weeks: ReadonlyMap<Day, ReadonlySet<ReportName>>, dataDay: Day): Promise<Ground> {
  const read = await Promise.all(REPORTS.map(async (report) => (await usage.periodLedger(report)).map((period) => ({ report, ...period }))));
  const fresh = read.flat().filter((period) => daysBetween(period.refreshDay, dataDay) <= FRESH_DAYS);
  const isStale = (report: ReportName): boolean => {
    const newest = known.get(report)?.at(-1);
    return newest !== undefined && daysBetween(newest, dataDay) > FRESH_DAYS;
  };
  return {
    dataDay,
    weeks: [...weeks].reverse().map(([week, reports]) => ({ week, empty: emptyWeek(week, reports) })),
    freshPeriods: new Set(fresh.map(({ report, days }) => `${report} ${days}`)),
    readsPeriods: fresh.length > 0,
    staleReports: new Set(REPORTS.filter(isStale)),
  };
}

/**
 * A person's stage in every habit. Somebody no report ever named cannot be told from somebody under another name, so
 * nothing is said of them.
 *
 * @param rows newest first.
 */
function personHabits(person: Person, rows: readonly WeekUse[], allPeriods: readonly PeriodUse[], ground: Ground): PersonHabits {
  const { dataDay, staleReports } = ground;
  const periods = allPeriods.filter(({ report, days }) => ground.freshPeriods.has(`${report} ${days}`));
  if (rows.length === 0 && periods.length === 0)
    return { habits: HABITS.map(knowsNothing), basics: basicsKnown([]), returnedWeek: undefined, dataDay };
  let next = 0;
  const weeks = ground.weeks.map(({ week, empty }) => {
    const row = rows[next];
    if (row?.week !== week) return empty;
    next += 1;
    return row;
  });
  const habits = habitsOf(weeks, periods, person.licensedSince);
  const told = staleReports.size === 0 ? habits : habits.map((habit, place): Habit => (isStale(place, staleReports) ? knowsNothing() : habit));
  return { habits: told, basics: basicsKnown(weeks), returnedWeek: returnedWeekOf(weeks), dataDay };
}

const isStale = (place: number, stale: ReadonlySet<ReportName>): boolean =>
  HABITS[place]?.signals.every((signal) => stale.has(signalOf(signal).report)) === true;
