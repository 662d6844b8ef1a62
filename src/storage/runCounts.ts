import { type Kysely, sql } from 'kysely';
import type { DeliveryState, DropReason } from '../domain/delivery.ts';
import type { TenantId } from '../domain/ids.ts';
import { DUE_STEP_MINUTES, LATELY_MS, type RunCount } from '../domain/sendStatus.ts';
import { type Instant, later } from '../domain/time.ts';
import type { Schema } from './schema.ts';
import { stamp } from './sqlText.ts';

interface CountRow {
  readonly run_at: Instant | null;
  readonly state: DeliveryState;
  readonly drop_reason: DropReason | null;
  readonly due_from: Instant | null;
  readonly count: number;
  readonly due: number;
  readonly sent_lately: number;
}

/**
 * Messages by run and state; see `Deliveries.runCounts`. One statement sees one moment: a message that changes its state meanwhile is
 * counted once. The runs are found by stepping down the index, one step a run, and each is asked for by itself: a run has as many rows
 * as messages, and the planner takes a range without an end for a third of the table.
 */
export async function runCounts(db: Kysely<Schema>, tenant: TenantId, now: Instant, newest: number): Promise<readonly RunCount[]> {
  const oldest = (state: DeliveryState) =>
    sql`(select min(run_at) from delivery where tenant_id = ${tenant} and state = ${state} and run_at is not null)`;
  const result = await sql<CountRow>`
    with recursive oldest_open as materialized (
      select least(${oldest('planned')}, ${oldest('claimed')}, ${oldest('sending')}) as at
    ), stepped (run_at, place) as (
      (select max(run_at), 1 from delivery where tenant_id = ${tenant} and run_at is not null)
      union all
      select (select max(run_at) from delivery where tenant_id = ${tenant} and run_at is not null and run_at < stepped.run_at), place + 1
      from stepped, oldest_open where run_at is not null and (place < ${newest}::int or run_at > oldest_open.at)
    ), listed as (
      select stepped.run_at, message.* from stepped cross join lateral (
        select state, drop_reason, due_at, sent_at from delivery where tenant_id = ${tenant} and delivery.run_at = stepped.run_at offset 0) message
      union all
      select run_at, state, null, due_at, null from delivery
      where tenant_id = ${tenant} and state in ('planned', 'claimed', 'sending') and run_at is null
    )
    select run_at, state, drop_reason,
      case when state in ('planned', 'claimed') then date_bin(${`${DUE_STEP_MINUTES} minutes`}::interval, due_at, '2000-01-01Z'::timestamptz) end as due_from,
      count(*)::int as count,
      (count(*) filter (where state in ('planned', 'claimed') and due_at <= ${stamp(now)}::timestamptz))::int as due,
      (count(*) filter (where sent_at > ${stamp(later(now, -LATELY_MS))}::timestamptz and sent_at <= ${stamp(now)}::timestamptz))::int as sent_lately
    from listed group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return result.rows.map((row) => ({
    runAt: row.run_at ?? undefined,
    state: row.state,
    dropReason: row.drop_reason ?? undefined,
    dueFrom: row.due_from ?? undefined,
    count: row.count,
    due: row.due,
    sentLately: row.sent_lately,
  }));
}
