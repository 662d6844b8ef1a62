import { type Kysely, sql } from 'kysely';
import { type Claim, DELIVERY_STATES, type DeliveryState, type DropReason } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import type { DecisionId, DeliveryId, PersonId, TenantId } from '../domain/ids.ts';
import { DAY_MS, type Instant, later } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { Deliveries, FinishResult } from '../ports/deliveries.ts';
import { type ErrandColumns, errandOf } from './errandColumns.ts';
import { isProactive } from './proactive.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, MOST_ROWS, maybeStamp, stamp } from './sqlText.ts';
import { startSending } from './startSending.ts';

type Outbox = Pick<
  Deliveries,
  | 'claimDue'
  | 'startSending'
  | 'finish'
  | 'release'
  | 'putOff'
  | 'drop'
  | 'recover'
  | 'expired'
  | 'reschedule'
  | 'dropPlanned'
  | 'makeDueNow'
  | 'countByState'
  | 'nextDueAt'
>;

/** The life of a message from planned to its end. A lease is on the database's clock, a due time on the caller's. */
export function outboxOn(db: Kysely<Schema>, tenant: TenantId): Outbox {
  const recover: Outbox['recover'] = async (all) => {
    const result = await sql<{ state: DeliveryState; count: number }>`
      with freed as (
        update delivery set state = case state when 'claimed' then 'planned' else 'unknown' end, worker = null, lease_until = null
        where tenant_id = ${tenant} and state in ('claimed', 'sending') and (${all}::boolean or lease_until <= clock_timestamp())
        returning state
      )
      select state, count(*)::int as count from freed group by state order by state`.execute(db);
    const countOf = (state: DeliveryState): number => result.rows.find((row) => row.state === state)?.count ?? 0;
    return { planned: countOf('planned'), unknown: countOf('unknown') };
  };

  return {
    // A CTE and not an IN-subquery: the planner may run the latter more than once and pass the limit.
    async claimDue(worker, now, limit, leaseMs, withTrials) {
      if (limit <= 0) return [];
      const result = await sql<ClaimRow>`
        with due as materialized (
          select delivery_id from delivery
          where tenant_id = ${tenant} and state = 'planned' and due_at <= ${stamp(now)}::timestamptz and expires_at > ${stamp(now)}::timestamptz
            and (${withTrials}::boolean or not is_trial)
            and not exists (select from tenant where tenant.tenant_id = ${tenant} and tenant.frozen_at is not null)
          order by due_at, delivery_id limit ${limit} for update skip locked
        )
        update delivery set state = 'claimed', worker = ${worker}, fence = fence + 1,
          lease_until = clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond'
        from due where delivery.tenant_id = ${tenant} and delivery.delivery_id = due.delivery_id
        returning ${CLAIM_COLUMNS}`.execute(db);
      return result.rows.sort(byDueTime).map(claimOf);
    },

    startSending: (worker, claims, now) => startSending(db, tenant, worker, claims, now),

    // A late answer may still turn `unknown` into `sent`: the fence says it is the same attempt.
    async finish(results, now) {
      if (results.length === 0) return;
      const column = (read: (result: FinishResult) => string | undefined): string => arrayOf(results.map((entry) => read(entry.result)));
      await sql`
        update delivery set
          state = case result.kind when 'again' then 'planned' when 'drop' then 'dropped' else result.kind end,
          sent_at = case when result.kind = 'sent' then ${stamp(now)}::timestamptz end,
          activity_id = result.activity_id,
          due_at = coalesce(result.due_at, delivery.due_at),
          drop_reason = result.drop_reason, worker = null, lease_until = null
        from unnest(${arrayOf(results.map((entry) => entry.id))}::uuid[], ${arrayOf(results.map((entry) => entry.fence))}::int[],
            ${column((result) => result.kind)}::text[], ${column((result) => (result.kind === 'sent' ? result.activityId : undefined))}::text[],
            ${column((result) => (result.kind === 'again' ? stamp(result.at) : undefined))}::timestamptz[],
            ${column(droppedAs)}::text[])
          as result (delivery_id, fence, kind, activity_id, due_at, drop_reason)
        where delivery.tenant_id = ${tenant} and delivery.delivery_id = result.delivery_id and delivery.fence = result.fence
          and (delivery.state = 'sending' or (delivery.state = 'unknown' and result.kind = 'sent'))`.execute(db);
    },

    async release(worker, ids) {
      if (ids.length === 0) return;
      await sql`
        update delivery set state = 'planned', worker = null, lease_until = null
        where tenant_id = ${tenant} and delivery_id = any(${arrayOf(ids)}::uuid[]) and worker = ${worker} and state = 'claimed'`.execute(db);
    },

    async putOff(worker, id, dueAt) {
      await sql`
        update delivery set state = 'planned', worker = null, lease_until = null, attempts = attempts + 1, due_at = ${stamp(dueAt)}::timestamptz
        where tenant_id = ${tenant} and delivery_id = ${id} and worker = ${worker} and state = 'claimed'`.execute(db);
    },

    async drop(worker, id, why) {
      await sql`
        update delivery set state = 'dropped', drop_reason = ${why}, worker = null, lease_until = null
        where tenant_id = ${tenant} and delivery_id = ${id} and worker = ${worker} and state = 'claimed'`.execute(db);
    },

    recover,

    async expired(now, limit) {
      if (limit <= 0) return [];
      const result = await sql<ClaimRow>`
        select ${CLAIM_COLUMNS} from delivery
        where tenant_id = ${tenant} and state = 'planned' and expires_at <= ${stamp(now)}::timestamptz
        order by expires_at, delivery_id limit ${limit}`.execute(db);
      return result.rows.map(claimOf);
    },

    async reschedule(moves, stale) {
      for (const bite of bitesOf([...moves, ...stale.map((id) => ({ id, dueAt: undefined, expiresAt: undefined, week: undefined }))])) {
        await sql`
          with given as materialized (
            select * from unnest(${arrayOf(bite.map((entry) => entry.id))}::uuid[], ${arrayOf(bite.map((entry) => maybeStamp(entry.dueAt)))}::timestamptz[],
              ${arrayOf(bite.map((entry) => maybeStamp(entry.expiresAt)))}::timestamptz[], ${arrayOf(bite.map((entry) => entry.week))}::date[])
              as list (delivery_id, due_at, expires_at, week)
          ), judged as materialized (
            select given.*, given.due_at is not null and not (delivery.slot_week is not null and exists (
              select from delivery other where other.tenant_id = ${tenant} and other.person_id = delivery.person_id
                and other.slot_week = given.week and other.state <> 'dropped' and other.delivery_id <> delivery.delivery_id)) as can_move
            from given join delivery on delivery.tenant_id = ${tenant} and delivery.delivery_id = given.delivery_id
          )
          update delivery set
            due_at = case when judged.can_move then judged.due_at else delivery.due_at end,
            expires_at = case when judged.can_move then judged.expires_at else delivery.expires_at end,
            slot_week = case when judged.can_move and delivery.slot_week is not null then judged.week else delivery.slot_week end,
            moves = delivery.moves + case when judged.can_move then 1 else 0 end,
            state = case when judged.can_move then 'planned' else 'dropped' end,
            drop_reason = case when judged.can_move then null else 'stale' end
          from judged
          where delivery.tenant_id = ${tenant} and delivery.delivery_id = judged.delivery_id and delivery.state = 'planned'`.execute(db);
      }
    },

    async dropPlanned(of, why, scope) {
      const whose = of === 'everybody' ? sql`` : sql`and person_id = ${of}::uuid`;
      const kinds = scope === 'all' ? sql`` : sql`and ${isProactive('kind')}`;
      let dropped = 0;
      for (let isMore = true; isMore; ) {
        const result = await sql`
          with going as materialized (
            select delivery_id from delivery where tenant_id = ${tenant} and state in ('planned', 'claimed') ${whose} ${kinds}
            order by delivery_id limit ${MOST_ROWS} for update
          )
          update delivery set state = 'dropped', drop_reason = ${why}, worker = null, lease_until = null
          from going where delivery.tenant_id = ${tenant} and delivery.delivery_id = going.delivery_id`.execute(db);
        const count = Number(result.numAffectedRows ?? 0n);
        dropped += count;
        isMore = count === MOST_ROWS;
        if (isMore) await giveWay();
      }
      return dropped;
    },

    // What a dead worker held is planned, too: found later, it would keep a due time of its own.
    async makeDueNow(now) {
      await recover(false);
      const result = await sql`
        update delivery set is_trial = true, due_at = ${stamp(now)}::timestamptz, expires_at = greatest(expires_at, ${stamp(later(now, DAY_MS))}::timestamptz)
        where tenant_id = ${tenant} and state = 'planned' and ${isProactive('kind')}`.execute(db);
      return Number(result.numAffectedRows ?? 0n);
    },

    async countByState() {
      const result = await sql<{ state: DeliveryState; count: number }>`
        select state, count(*)::int as count from delivery where tenant_id = ${tenant} group by state order by state`.execute(db);
      const counts = { planned: 0, claimed: 0, sending: 0, sent: 0, unknown: 0, dropped: 0 } satisfies Record<DeliveryState, number>;
      for (const state of DELIVERY_STATES) counts[state] = result.rows.find((row) => row.state === state)?.count ?? 0;
      return counts;
    },

    async nextDueAt(withTrials) {
      const result = await sql<{ due_at: Instant | null }>`
        select min(due_at) as due_at from delivery
        where tenant_id = ${tenant} and state = 'planned' and (${withTrials}::boolean or not is_trial)`.execute(db);
      return result.rows[0]?.due_at ?? undefined;
    },
  };
}

function droppedAs(result: FinishResult): DropReason | undefined {
  switch (result.kind) {
    case 'drop':
      return result.why;
    case 'sent':
    case 'unknown':
    case 'again':
      return undefined;
    default:
      return absurd(result);
  }
}

interface ClaimRow extends ErrandColumns {
  readonly delivery_id: DeliveryId;
  readonly person_id: PersonId;
  readonly decision_id: DecisionId | null;
  readonly due_at: Instant;
  readonly expires_at: Instant;
  readonly fence: number;
  readonly attempts: number;
  readonly moves: number;
  readonly is_trial: boolean;
}

const CLAIM_COLUMNS = sql`delivery.delivery_id, delivery.person_id, delivery.decision_id, delivery.kind, delivery.item, delivery.errand,
  delivery.due_at, delivery.expires_at, delivery.fence, delivery.attempts, delivery.moves, delivery.is_trial`;

/** An update returns rows in any order. */
const byDueTime = (a: ClaimRow, b: ClaimRow): number => a.due_at - b.due_at || (a.delivery_id < b.delivery_id ? -1 : 1);

function claimOf(row: ClaimRow): Claim {
  return {
    id: row.delivery_id,
    personId: row.person_id,
    decisionId: row.decision_id ?? undefined,
    errand: errandOf(row),
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    isTrial: row.is_trial,
    fence: row.fence,
    attempts: row.attempts,
    moves: row.moves,
  };
}
