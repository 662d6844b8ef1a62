import { type Kysely, sql } from 'kysely';
import { CATALOGUE_VERSION } from '../domain/catalogue.ts';
import { Fault } from '../domain/errors.ts';
import type { Stage } from '../domain/habit.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { Habits } from '../ports/stores.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, wholesOf } from './sqlText.ts';

/** The ladder as numbers that grow with it. Part of what is stored: never renumber. */
const STAGE_NUMBERS = { 'cannot-tell': 0, non: 1, low: 2, novice: 3, habitual: 4, power: 5 } as const satisfies Readonly<Record<Stage, number>>;
const STAGES_BY_NUMBER = new Map<number, Stage>(Object.entries(STAGE_NUMBERS).map(([stage, number]) => [number, stage as Stage]));

/** From this number on the person has the habit. */
export const HABIT_FROM = STAGE_NUMBERS.habitual;

/** Gaps are kept in ten-thousandths: whole numbers go in and out of the database in half the time. */
const GAP_UNITS = 10_000;

/** People one statement covers; embedded about 10 ms. */
const MOST_PUT = 500;

export function habitsOn(db: Kysely<Schema>, tenant: TenantId): Habits {
  return {
    async put(entries) {
      for (const bite of bitesOf(entries, MOST_PUT)) {
        const ids = arrayOf(bite.map((entry) => entry.personId));
        const days = arrayOf(bite.map((entry) => entry.dataDay));
        const basics = arrayOf(bite.map((entry) => wholesOf(entry.basics)));
        const stages = arrayOf(bite.map((entry) => wholesOf(entry.habits.map((habit) => STAGE_NUMBERS[habit.stage]))));
        const gaps = arrayOf(bite.map((entry) => wholesOf(entry.habits.map((habit) => Math.round(habit.gap * GAP_UNITS)))));
        const returned = arrayOf(bite.map((entry) => entry.returnedWeek));
        await atomically(db, async (transaction) => {
          await holdPeople(transaction, tenant);
          await sql`
            insert into habit as known (tenant_id, person_id, data_day, basics, catalogue_version, stages, gaps, returned_week)
            select ${tenant}::uuid, entry.person_id, entry.data_day, entry.basics::smallint[], ${CATALOGUE_VERSION}::smallint,
              entry.stages::smallint[], entry.gaps::smallint[], entry.returned_week
            from unnest(${ids}::uuid[], ${days}::date[], ${basics}::text[], ${stages}::text[], ${gaps}::text[], ${returned}::date[])
                as entry (person_id, data_day, basics, stages, gaps, returned_week)
              join person on person.tenant_id = ${tenant} and person.person_id = entry.person_id
            on conflict (tenant_id, person_id) do update set data_day = excluded.data_day, basics = excluded.basics,
              catalogue_version = excluded.catalogue_version, stages = excluded.stages, gaps = excluded.gaps,
              returned_week = excluded.returned_week
              where (known.data_day, known.basics, known.catalogue_version, known.stages, known.gaps, known.returned_week) is distinct from
                (excluded.data_day, excluded.basics, excluded.catalogue_version, excluded.stages, excluded.gaps, excluded.returned_week)`.execute(
            transaction,
          );
        });
        await giveWay();
      }
    },

    async of(people) {
      if (people.length === 0) return new Map();
      const rows = await sql<{
        person_id: PersonId;
        data_day: Day;
        basics: readonly number[];
        stages: readonly number[];
        gaps: readonly number[];
        returned_week: Day | null;
      }>`
        select person_id, data_day, basics, stages, gaps, returned_week from habit
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and catalogue_version = ${CATALOGUE_VERSION} order by person_id`.execute(
        db,
      );
      return new Map(
        rows.rows.map((row) => {
          const habits = row.stages.map((number, place) => ({ stage: stageOf(number), gap: (row.gaps[place] ?? 0) / GAP_UNITS }));
          return [row.person_id, { habits, basics: row.basics, returnedWeek: row.returned_week ?? undefined, dataDay: row.data_day }];
        }),
      );
    },

    async shares() {
      const rows = await db
        .selectFrom('habit_share')
        .select(['department', 'place', 'people', 'with_habit'])
        .where('tenant_id', '=', tenant)
        .orderBy('department')
        .orderBy('place')
        .execute();
      return rows.map((row) => ({ department: row.department || undefined, place: row.place, people: row.people, withHabit: row.with_habit }));
    },

    async putShares(counts) {
      await atomically(db, async (transaction) => {
        await sql`delete from habit_share where tenant_id = ${tenant}`.execute(transaction);
        for (const bite of bitesOf(counts)) {
          await sql`
            insert into habit_share (tenant_id, department, place, people, with_habit)
            select ${tenant}::uuid, entry.* from unnest(${arrayOf(bite.map((count) => count.department ?? ''))}::text[],
              ${arrayOf(bite.map((count) => count.place))}::smallint[], ${arrayOf(bite.map((count) => count.people))}::int[],
              ${arrayOf(bite.map((count) => count.withHabit))}::int[]) as entry`.execute(transaction);
        }
      });
    },
  };
}

function stageOf(number: number): Stage {
  const stage = STAGES_BY_NUMBER.get(number);
  if (stage === undefined)
    throw new Fault('storage-failed', `expected a stage from 0 to 5 in the table habit, got ${number}; was it written by a newer release?`);
  return stage;
}
