import { completeWeeks, emptyWeek, knowsBasics, weekUseOf } from '../domain/features.ts';
import { type Habit, habitOf, knowsNothing, LEAST_WEEKS, provisionalHabitOf, STAGES, type Stage } from '../domain/habit.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { CATALOGUE, REPORTS } from '../domain/signals.ts';
import { addDays, type Day, daysBetween, weekOf } from '../domain/time.ts';
import type { PeriodDays, PeriodUse, WeekUse } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { Database, Usage } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';
import { eachPage } from './eachPage.ts';

const WINDOW_WEEKS = 12;
/** A week is computed again while its days are still corrected. */
const CORRECTED_DAYS = 7;
const BASICS_DAYS = 16;

/** How many people stand at each stage, summed over signals; and the newest day the data speak for. */
export interface HabitsSummary {
  readonly people: number;
  readonly weeksKnown: number;
  readonly dataDay: Day | undefined;
  readonly stages: Readonly<Record<Stage, number>>;
}

/** Turns days into weeks and weeks into stages, page by page of people. */
export const updateHabits =
  (deps: { readonly db: Database; readonly progress: Progress }) =>
  async (today: Day): Promise<HabitsSummary> => {
    const { usage, habits, people } = deps.db.stores;
    const knownDays = await knownDaysOf(usage, addDays(today, -DAILY_KEPT_DAYS));
    const dataDay = knownDays.at(-1);
    const newWeeks = await weeksToCompute(usage, knownDays, dataDay);
    const step = deps.progress.step('Habits', await people.count());
    const stages: Record<Stage, number> = { 'cannot-tell': 0, non: 0, low: 0, novice: 0, habitual: 0, power: 0 };
    let seen = 0;
    const from = weekOf(addDays(today, -7 * (WINDOW_WEEKS + 1)));
    const knownWeeks = [...new Set([...(await usage.knownWeeks(from)), ...newWeeks])].sort();

    const freshPeriods = await freshPeriodsOf(usage, dataDay);

    await eachPage(people, async (page) => {
      const ids = page.map((person) => person.personId);
      for (const week of newWeeks) {
        const days = await usage.daysOf(ids, week, addDays(week, 6));
        const rows = ids.flatMap((personId) => {
          const use = weekUseOf(week, days.get(personId) ?? []);
          return use === undefined ? [] : [{ personId, use }];
        });
        await usage.putWeek(week, ids, rows);
      }
      if (dataDay !== undefined) {
        const weeks = await usage.weeksOf(ids, from, today);
        const periods = await usage.periodsOf(ids);
        const fresh = (person: PersonId): readonly PeriodUse[] => (periods.get(person) ?? []).filter((period) => freshPeriods.has(period.days));
        const recent = await usage.daysOf(ids, addDays(dataDay, -BASICS_DAYS), dataDay);
        await giveWay();
        const entries = page.map((person) => {
          const own = habitsOf(person, weeks.get(person.personId) ?? [], fresh(person.personId), knownWeeks);
          for (const habit of own) stages[habit.stage] += 1;
          const knows = knowsBasics(
            recent.get(person.personId) ?? [],
            knownDays.filter((day) => day >= addDays(dataDay, -BASICS_DAYS)),
          );
          return { personId: person.personId, habits: own, knowsBasics: knows, dataDay };
        });
        await giveWay();
        await habits.put(entries);
      }
      seen += page.length;
      step.add(page.length);
    });

    for (const week of newWeeks) await usage.markWeekKnown(week);
    step.done(`${seen} people, ${knownWeeks.length} complete weeks`);
    return {
      people: seen,
      weeksKnown: knownWeeks.length,
      dataDay,
      stages: Object.fromEntries(STAGES.map((stage) => [stage, stages[stage]])) as Record<Stage, number>,
    };
  };

/** Sums older than this beside the newest day say nothing of today. */
const FRESH_DAYS = 10;

async function freshPeriodsOf(usage: Usage, dataDay: Day | undefined): Promise<ReadonlySet<PeriodDays>> {
  const read = (await Promise.all(REPORTS.map((report) => usage.periodLedger(report)))).flat();
  return new Set(
    read.filter((period) => dataDay !== undefined && daysBetween(period.refreshDay, dataDay) <= FRESH_DAYS).map((period) => period.days),
  );
}

/** Days known completely by every report, oldest first. */
export async function knownDaysOf(usage: Usage, from: Day): Promise<readonly Day[]> {
  const ledgers = await Promise.all(REPORTS.map((report) => usage.ledger(report, from)));
  const [first = [], ...others] = ledgers.map((ledger) => ledger.filter((entry) => entry.isComplete).map((entry) => entry.day));
  return first.filter((day) => others.every((days) => days.includes(day)));
}

async function weeksToCompute(usage: Usage, knownDays: readonly Day[], dataDay: Day | undefined): Promise<readonly Day[]> {
  if (dataDay === undefined) return [];
  const done = new Set(await usage.knownWeeks(knownDays[0] ?? dataDay));
  return completeWeeks(knownDays).filter((week) => !done.has(week) || daysBetween(week, dataDay) < 7 + CORRECTED_DAYS);
}

/**
 * A person's stage in every signal. Somebody no report ever named cannot be told from somebody under another name, so
 * nothing is said of them.
 */
function habitsOf(person: Person, rows: readonly WeekUse[], periods: readonly PeriodUse[], knownWeeks: readonly Day[]): readonly Habit[] {
  const isNamed = rows.length > 0 || periods.length > 0;
  if (!isNamed) return CATALOGUE.map(knowsNothing);
  const since = person.licensedSince;
  const byWeek = new Map(rows.map((row) => [row.week, row]));
  const weeks = knownWeeks.filter((week) => since === undefined || week >= since).map((week) => byWeek.get(week) ?? emptyWeek(week));
  return CATALOGUE.map((_, place) => (weeks.length >= LEAST_WEEKS ? habitOf(weeks, place) : provisionalHabitOf(periods, weeks, place)));
}
