import { type Kysely, sql } from 'kysely';
import type { DeliveryState } from '../domain/delivery.ts';
import { absurd, Fault } from '../domain/errors.ts';
import type { DeliveryId, PersonId, TenantId } from '../domain/ids.ts';
import { LASTING_OBSTACLES, type Obstacle } from '../domain/intent.ts';
import type { Instant } from '../domain/time.ts';
import type { Deliveries, PastDelivery, Response } from '../ports/deliveries.ts';
import { type ErrandColumns, errandOf } from './errandColumns.ts';
import type { Schema } from './schema.ts';
import { arrayOf, stamp, storable } from './sqlText.ts';

type Responses = Pick<Deliveries, 'get' | 'respond' | 'obstacles' | 'takeBack' | 'pastOf' | 'refusedItemsOf'>;

/** A message as a press sees it, what was said to it, and what that means for planning. */
export function responsesOn(db: Kysely<Schema>, tenant: TenantId): Responses {
  return {
    async get(id) {
      const result = await sql<ViewRow>`
        select delivery.person_id, delivery.kind, delivery.item, delivery.errand, delivery.state, delivery.sent_at,
          response.kind as response_kind, response.planned_at, response.obstacle, response.words
        from delivery left join response on response.tenant_id = delivery.tenant_id and response.delivery_id = delivery.delivery_id
        where delivery.tenant_id = ${tenant} and delivery.delivery_id = ${id}
        order by response.given_at, response.kind`.execute(db);
      const [first] = result.rows;
      if (first === undefined) return undefined;
      const responses = result.rows.flatMap((row) => (row.response_kind === null ? [] : [responseOf(row.response_kind, row)]));
      return { id, personId: first.person_id, errand: errandOf(first), state: first.state, sentAt: first.sent_at ?? undefined, responses };
    },

    // The delivery must be this person's: what a card says of itself is not believed. Of two plans made at once the second finds
    // one that lies ahead. The person's row is held, so that `forget` comes wholly before or wholly after.
    async respond(person, id, response, at) {
      const { plannedAt, obstacle, words } = columnsOf(response);
      const result = await sql`
        insert into response (tenant_id, delivery_id, kind, person_id, given_at, planned_at, obstacle, words)
        select delivery.tenant_id, delivery.delivery_id, ${response.kind}::text, delivery.person_id, ${stamp(at)}::timestamptz, ${plannedAt}::timestamptz,
          ${obstacle}::text, ${words}::text
        from delivery join person on person.tenant_id = ${tenant} and person.person_id = delivery.person_id
        where delivery.tenant_id = ${tenant} and delivery.delivery_id = ${id} and delivery.person_id = ${person}
        for key share of person
        on conflict (tenant_id, delivery_id, kind) do update set planned_at = excluded.planned_at, given_at = excluded.given_at
          where response.kind = 'planned' and response.planned_at <= excluded.given_at`.execute(db);
      return result.numAffectedRows === 1n;
    },

    async obstacles(since) {
      const named = sql`response.tenant_id = ${tenant} and response.kind = 'obstacle' and response.given_at >= ${stamp(since)}::timestamptz`;
      const kinds = await sql<{ obstacle: Obstacle; people: number }>`
        select obstacle, count(distinct person_id)::int as people from response where ${named} group by obstacle order by obstacle`.execute(db);
      const goals = await sql<{ goal: string | null; people: number }>`
        select decision.goal, count(distinct response.person_id)::int as people
        from response
          join delivery on delivery.tenant_id = response.tenant_id and delivery.delivery_id = response.delivery_id
          left join decision on decision.tenant_id = delivery.tenant_id and decision.decision_id = delivery.decision_id
        where ${named} group by decision.goal order by decision.goal`.execute(db);
      return { byKind: kinds.rows, byGoal: goals.rows.map(({ goal, people }) => ({ goal: goal ?? undefined, people })) };
    },

    // A reminder moved to another day comes later than planned, never before.
    async takeBack(person, id, kind) {
      const result = await sql`
        with taken as (
          delete from response where tenant_id = ${tenant} and delivery_id = ${id} and kind = ${kind} and person_id = ${person}
          returning delivery_id, planned_at
        ), reminders as (
          update delivery set state = 'dropped', drop_reason = 'taken-back', worker = null, lease_until = null
          from taken join delivery as source on source.tenant_id = ${tenant} and source.delivery_id = taken.delivery_id
          where delivery.tenant_id = ${tenant} and delivery.person_id = ${person} and delivery.kind = 'reminder' and delivery.item = source.item
            and delivery.state in ('planned', 'claimed') and delivery.due_at >= taken.planned_at
        )
        select from taken`.execute(db);
      return result.rows.length === 1;
    },

    // `at` is when it was sent, else when it is due; an answer counts within 7 days of it. Of somebody on leave none is expected: no use
    // at all in the week of the message and the next, both known, with use before and after.
    async pastOf(people) {
      if (people.length === 0) return new Map();
      const result = await sql<PastRow>`
        select past.person_id, past.delivery_id, past.kind, past.item, past.errand, past.state, past.at,
          exists (select from response where response.tenant_id = ${tenant} and response.delivery_id = past.delivery_id
            and response.given_at <= past.at + interval '7 days')
          or exists (select from review_log where review_log.tenant_id = ${tenant} and review_log.person_id = past.person_id
            and review_log.asked_by = past.delivery_id and review_log.answered_on <= (past.at + interval '7 days')::date)
          or exists (select from outcome where outcome.tenant_id = ${tenant} and outcome.decision_id = past.decision_id and outcome.has_come)
          or (2 = (select count(distinct week) from usage_week_ledger where tenant_id = ${tenant} and week in (past.week, past.week + 7))
            and not exists (select from usage_week used where used.tenant_id = ${tenant} and used.person_id = past.person_id and used.week in (past.week, past.week + 7))
            and exists (select from usage_week used where used.tenant_id = ${tenant} and used.person_id = past.person_id and used.week < past.week)
            and exists (select from usage_week used where used.tenant_id = ${tenant} and used.person_id = past.person_id and used.week > past.week + 7)
          ) as was_answered
        from (
          select person_id, delivery_id, decision_id, kind, item, errand, state, coalesce(sent_at, due_at) as at,
            date_trunc('week', coalesce(sent_at, due_at) at time zone 'UTC')::date as week
          from delivery
          where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and state <> 'dropped'
        ) as past
        order by past.person_id, past.at, past.delivery_id`.execute(db);
      const found = new Map<PersonId, PastDelivery[]>();
      for (const row of result.rows) {
        const past = { id: row.delivery_id, errand: errandOf(row), state: row.state, at: row.at, wasAnswered: row.was_answered };
        const list = found.get(row.person_id);
        if (list === undefined) found.set(row.person_id, [past]);
        else list.push(past);
      }
      return found;
    },

    async refusedItemsOf(people) {
      if (people.length === 0) return new Map();
      const result = await sql<{ person_id: PersonId; item: string }>`
        select distinct response.person_id, delivery.item
        from response join delivery on delivery.tenant_id = response.tenant_id and delivery.delivery_id = response.delivery_id
        where response.tenant_id = ${tenant} and response.person_id = any(${arrayOf(people)}::uuid[]) and (response.kind = 'not-for-me'
          or (response.kind = 'obstacle' and response.obstacle = any(${arrayOf(LASTING_OBSTACLES)}::text[]))) and delivery.item is not null
        order by response.person_id, delivery.item`.execute(db);
      const found = new Map<PersonId, Set<string>>();
      for (const row of result.rows) found.set(row.person_id, (found.get(row.person_id) ?? new Set()).add(row.item));
      return found;
    },
  };
}

interface ResponseColumns {
  readonly planned_at: Instant | null;
  readonly obstacle: Obstacle | null;
  readonly words: string | null;
}
interface PastRow extends ErrandColumns {
  readonly person_id: PersonId;
  readonly delivery_id: DeliveryId;
  readonly state: DeliveryState;
  readonly at: Instant;
  readonly was_answered: boolean;
}
interface ViewRow extends ResponseColumns, ErrandColumns {
  readonly person_id: PersonId;
  readonly state: DeliveryState;
  readonly sent_at: Instant | null;
  readonly response_kind: Response['kind'] | null;
}

function columnsOf(response: Response): { plannedAt: string | null; obstacle: Obstacle | null; words: string | null } {
  const nothing = { plannedAt: null, obstacle: null, words: null };
  switch (response.kind) {
    case 'planned':
      return { ...nothing, plannedAt: stamp(response.at) };
    case 'obstacle':
      return { ...nothing, obstacle: response.obstacle, words: response.words === undefined ? null : storable(response.words) };
    case 'did-it':
    case 'not-for-me':
    case 'wrong':
      return nothing;
    default:
      return absurd(response);
  }
}

function responseOf(kind: Response['kind'], row: ResponseColumns): Response {
  switch (kind) {
    case 'planned':
      return { kind, at: present(row.planned_at, 'planned_at') };
    case 'obstacle':
      return { kind, obstacle: present(row.obstacle, 'obstacle'), words: row.words ?? undefined };
    case 'did-it':
    case 'not-for-me':
    case 'wrong':
      return { kind };
    default:
      return absurd(kind);
  }
}

function present<T>(value: T | null, column: string): T {
  if (value === null) throw new Fault('storage-failed', `expected ${column} in a row of the table response, got null`);
  return value;
}
