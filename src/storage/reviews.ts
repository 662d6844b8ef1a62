import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { Review } from '../domain/quiz.ts';
import type { Day } from '../domain/time.ts';
import type { Answer, Answered, Reviews } from '../ports/stores.ts';
import { deleteInBites } from './deleteInBites.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';

/** What people remember of questions, and the log of their answers. */
export function reviewsOn(db: Kysely<Schema>, tenant: TenantId): Reviews {
  return {
    async of(people) {
      if (people.length === 0) return new Map();
      const result = await sql<ReviewRow>`
        select person_id, question, stability, difficulty, last_day, due_day, answers, lapses, held_days from review
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) order by person_id, question`.execute(db);
      const found = new Map<PersonId, Map<ItemId, Review>>();
      for (const row of result.rows) found.set(row.person_id, (found.get(row.person_id) ?? new Map()).set(row.question, reviewOf(row)));
      return found;
    },

    async due(person, day, most) {
      if (most <= 0) return [];
      const result = await sql<{ question: ItemId }>`
        select question from review where tenant_id = ${tenant} and person_id = ${person} and due_day <= ${day}::date
        order by due_day, question limit ${most}`.execute(db);
      return result.rows.map((row) => row.question);
    },

    async answer(person, answer) {
      if (await count(db, tenant, person, answer)) return { kind: 'counted' };
      return whyNot(db, tenant, person, answer);
    },

    expireLog: (before) => deleteInBites(db, sql.table('review_log'), sql`tenant_id = ${tenant} and answered_on < ${before}::date`),
  };
}

/**
 * One statement: of two answers at once the second waits for the first one's row, then finds that one answer more is there than
 * its review rests on. The person's row is held, so that `forget` comes wholly before or wholly after.
 */
async function count(db: Kysely<Schema>, tenant: TenantId, person: PersonId, { question, askedBy, day, isRight, forecast, review }: Answer) {
  const result = await sql`
    with moved as (
      insert into review as known (tenant_id, person_id, question, stability, difficulty, last_day, due_day, answers, lapses, held_days)
      select person.tenant_id, person.person_id, ${question}::text, ${review.stability}::double precision, ${review.difficulty}::double precision,
        ${review.lastDay}::date, ${review.dueDay}::date, ${review.answers}::int, ${review.lapses}::int, ${review.heldDays}::int
      from person
      where person.tenant_id = ${tenant} and person.person_id = ${person}
        and (${review.answers}::int = 1 or exists (select from review where tenant_id = ${tenant} and person_id = ${person} and question = ${question}))
        and not exists (select from review_log
          where tenant_id = ${tenant} and person_id = ${person} and question = ${question} and asked_by = ${askedBy}::uuid)
      for key share of person
      on conflict (tenant_id, person_id, question) do update set stability = excluded.stability, difficulty = excluded.difficulty,
        last_day = excluded.last_day, due_day = excluded.due_day, answers = excluded.answers, lapses = excluded.lapses, held_days = excluded.held_days
        where known.answers = excluded.answers - 1
      returning tenant_id, person_id, question
    )
    insert into review_log (tenant_id, person_id, question, asked_by, answered_on, is_right, interval_days, retrievability)
    select moved.tenant_id, moved.person_id, moved.question, ${askedBy}::uuid, ${day}::date, ${isRight}::boolean,
      ${forecast?.intervalDays ?? null}::int, ${forecast?.retrievability ?? null}::double precision
    from moved`.execute(db);
  return result.numAffectedRows === 1n;
}

async function whyNot(db: Kysely<Schema>, tenant: TenantId, person: PersonId, { question, askedBy }: Answer): Promise<Answered> {
  const result = await sql<{ was_right: boolean | null }>`
    select (select is_right from review_log where review_log.tenant_id = person.tenant_id and review_log.person_id = person.person_id
      and question = ${question} and asked_by = ${askedBy}::uuid) as was_right
    from person where tenant_id = ${tenant} and person_id = ${person}`.execute(db);
  const [row] = result.rows;
  if (row === undefined) return { kind: 'unknown-person' };
  return row.was_right === null ? { kind: 'overtaken' } : { kind: 'answered-before', wasRight: row.was_right };
}

interface ReviewRow {
  readonly person_id: PersonId;
  readonly question: ItemId;
  readonly stability: number;
  readonly difficulty: number;
  readonly last_day: Day;
  readonly due_day: Day;
  readonly answers: number;
  readonly lapses: number;
  readonly held_days: number;
}

const reviewOf = (row: ReviewRow): Review => ({
  stability: row.stability,
  difficulty: row.difficulty,
  lastDay: row.last_day,
  dueDay: row.due_day,
  answers: row.answers,
  lapses: row.lapses,
  heldDays: row.held_days,
});
