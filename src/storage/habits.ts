import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { Stage } from '../domain/habit.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { CATALOGUE_VERSION } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { Habits } from '../ports/stores.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf } from './sqlText.ts';

/** The ladder as numbers that grow with it. Part of what is stored: never renumber. */
const STAGE_NUMBERS = { 'cannot-tell': 0, non: 1, low: 2, novice: 3, habitual: 4, power: 5 } as const satisfies Readonly<Record<Stage, number>>;
const STAGES_BY_NUMBER = new Map<number, Stage>(Object.entries(STAGE_NUMBERS).map(([stage, number]) => [number, stage as Stage]));

/** From this number on the person has the habit. */
export const HABIT_FROM = STAGE_NUMBERS.habitual;

/** People one statement covers; embedded about 10 ms. */
const MOST_PUT = 500;
/** People one aggregating statement covers; embedded about 10 ms. */
const MOST_SUMMED = 2_000;

export function habitsOn(db: Kysely<Schema>, tenant: TenantId): Habits {
  return {
    async put(entries) {
      for (const bite of bitesOf(entries, MOST_PUT)) {
        const ids = arrayOf(bite.map((entry) => entry.personId));
        const days = arrayOf(bite.map((entry) => entry.dataDay));
        const basics = arrayOf(bite.map((entry) => entry.knowsBasics));
        const stages = arrayOf(bite.map((entry) => arrayOf(entry.habits.map((habit) => STAGE_NUMBERS[habit.stage]))));
        const gaps = arrayOf(bite.map((entry) => arrayOf(entry.habits.map((habit) => habit.gap))));
        await atomically(db, async (transaction) => {
          await holdPeople(transaction, tenant);
          await sql`
            insert into habit as known (tenant_id, person_id, data_day, knows_basics, catalogue_version, stages, gaps)
            select ${tenant}::uuid, entry.person_id, entry.data_day, entry.knows_basics, ${CATALOGUE_VERSION}::smallint,
              entry.stages::smallint[], entry.gaps::real[]
            from unnest(${ids}::uuid[], ${days}::date[], ${basics}::boolean[], ${stages}::text[], ${gaps}::text[])
                as entry (person_id, data_day, knows_basics, stages, gaps)
              join person on person.tenant_id = ${tenant} and person.person_id = entry.person_id
            on conflict (tenant_id, person_id) do update set data_day = excluded.data_day, knows_basics = excluded.knows_basics,
              catalogue_version = excluded.catalogue_version, stages = excluded.stages, gaps = excluded.gaps
              where (known.data_day, known.knows_basics, known.catalogue_version, known.stages, known.gaps) is distinct from
                (excluded.data_day, excluded.knows_basics, excluded.catalogue_version, excluded.stages, excluded.gaps)`.execute(transaction);
        });
        await giveWay();
      }
    },

    async of(people) {
      if (people.length === 0) return new Map();
      const rows = await sql<{ person_id: PersonId; data_day: Day; knows_basics: boolean; stages: readonly number[]; gaps: readonly number[] }>`
        select person_id, data_day, knows_basics, stages, gaps from habit
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) order by person_id`.execute(db);
      return new Map(
        rows.rows.map((row) => {
          const habits = row.stages.map((number, place) => ({ stage: stageOf(number), gap: row.gaps[place] ?? 0 }));
          return [row.person_id, { habits, knowsBasics: row.knows_basics, dataDay: row.data_day }];
        }),
      );
    },

    // Added up by the database in bites of people, and the few sums here: one statement over 100,000 people would hold
    // up every card press beside it. Enabled members only.
    async shares() {
      const sums = new Map<string, { department: string | undefined; place: number; people: number; withHabit: number }>();
      let after: PersonId | undefined;
      do {
        const upTo = await lastOfBite(db, tenant, after);
        for (const part of await partOf(db, tenant, after, upTo)) {
          for (const department of part.department === null ? [undefined] : [part.department, undefined]) {
            const key = JSON.stringify([department ?? null, part.place]);
            const sum = sums.get(key) ?? { department, place: part.place, people: 0, withHabit: 0 };
            sums.set(key, { ...sum, people: sum.people + part.people, withHabit: sum.withHabit + part.with_habit });
          }
        }
        after = upTo;
        await giveWay();
      } while (after !== undefined);
      return [...sums.values()];
    },
  };
}

function stageOf(number: number): Stage {
  const stage = STAGES_BY_NUMBER.get(number);
  if (stage === undefined)
    throw new Fault('storage-failed', `expected a stage from 0 to 5 in the table habit, got ${number}; was it written by a newer release?`);
  return stage;
}

async function lastOfBite(db: Kysely<Schema>, tenant: TenantId, after: PersonId | undefined): Promise<PersonId | undefined> {
  const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
  const found = await sql<{ person_id: PersonId }>`
    select person_id from habit where tenant_id = ${tenant} ${beyond} order by person_id offset ${MOST_SUMMED - 1} limit 1`.execute(db);
  return found.rows[0]?.person_id;
}

interface Part {
  readonly department: string | null;
  readonly place: number;
  readonly people: number;
  readonly with_habit: number;
}

async function partOf(db: Kysely<Schema>, tenant: TenantId, after: PersonId | undefined, upTo: PersonId | undefined): Promise<readonly Part[]> {
  const result = await sql<Part>`
    select person.department, (stage.place - 1)::int as place, count(*)::int as people,
      (count(*) filter (where stage.number >= ${HABIT_FROM}))::int as with_habit
    from habit
      join person on person.tenant_id = habit.tenant_id and person.person_id = habit.person_id
        and person.is_member and person.is_enabled and not person.is_removed
      cross join lateral unnest(habit.stages) with ordinality as stage (number, place)
    where habit.tenant_id = ${tenant} and stage.number > 0
      ${after === undefined ? sql`` : sql`and habit.person_id > ${after}::uuid`} ${upTo === undefined ? sql`` : sql`and habit.person_id <= ${upTo}::uuid`}
    group by person.department, stage.place order by person.department nulls first, stage.place`.execute(db);
  return result.rows;
}
