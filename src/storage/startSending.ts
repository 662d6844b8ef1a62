import { type Kysely, sql } from 'kysely';
import type { Claim, DropReason } from '../domain/delivery.ts';
import type { DeliveryId, TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import { isArmed } from './arming.ts';
import { HABIT_FROM } from './habits.ts';
import { isProactive } from './proactive.ts';
import type { Schema } from './schema.ts';
import { arrayOf, stamp } from './sqlText.ts';
import { isSuppressed } from './suppression.ts';
import { isWithdrawn } from './withdrawnItems.ts';

/**
 * claimed → sending in one statement, for the claims that are still this worker's (worker, fence, lease) and that the newest
 * state of tenant and person allows; the others of its claims are dropped with the gravest reason. A claim that is no longer
 * this worker's is in neither list and is left as it is. What was allowed counts as an attempt.
 *
 * Every message is stopped by "do not contact", the brake, an account that left, a chat that is gone, and an item that was withdrawn. A
 * message nobody asked for is stopped as well by "never", a pause, missing arming (unless it belongs to a trial), and a tip by the habit it is for.
 */
export async function startSending(
  db: Kysely<Schema>,
  tenant: TenantId,
  worker: string,
  claims: readonly Claim[],
  now: Instant,
): ReturnType<Deliveries['startSending']> {
  if (claims.length === 0) return { allowed: [], dropped: [] };
  const result = await sql<{ delivery_id: DeliveryId; drop_reason: DropReason | null }>`
    with mine as materialized (
      select delivery.delivery_id, delivery.person_id, ${isProactive('delivery.kind')} as is_proactive, delivery.habit_place, delivery.is_trial, delivery.item
      from delivery join unnest(${arrayOf(claims.map((claim) => claim.id))}::uuid[], ${arrayOf(claims.map((claim) => claim.fence))}::int[])
        as claim (delivery_id, fence) on claim.delivery_id = delivery.delivery_id and claim.fence = delivery.fence
      where delivery.tenant_id = ${tenant} and delivery.worker = ${worker} and delivery.state = 'claimed' and delivery.lease_until > clock_timestamp()
      for update of delivery
    ), judged as materialized (
      select mine.delivery_id, case
        when person.person_id is null then 'forgotten'
        when ${isSuppressed(tenant, 'mine.person_id')} then 'forgotten'
        when tenant.frozen_at is not null then 'frozen'
        when person.is_removed then 'left'
        when chat.reach = 'gone' then 'blocked'
        when ${isWithdrawn(tenant, sql.ref('mine.item'))} then 'withdrawn'
        when not mine.is_proactive then null
        when person.has_opted_out then 'opted-out'
        when person.paused_until > ${stamp(now)}::timestamptz then 'paused'
        when not mine.is_trial and not ${isArmed(tenant, 'mine.person_id')} then 'disarmed'
        when not tenant.is_concealed and habit.stages[mine.habit_place + 1] >= ${HABIT_FROM} then 'habit-came'
      end as drop_reason
      from mine
        left join tenant on tenant.tenant_id = ${tenant}
        left join person on person.tenant_id = ${tenant} and person.person_id = mine.person_id
        left join chat on chat.tenant_id = ${tenant} and chat.person_id = mine.person_id
        left join habit on habit.tenant_id = ${tenant} and habit.person_id = mine.person_id
    )
    update delivery set
      state = case when judged.drop_reason is null then 'sending' else 'dropped' end,
      drop_reason = judged.drop_reason,
      attempts = delivery.attempts + case when judged.drop_reason is null then 1 else 0 end,
      lease_until = case when judged.drop_reason is null then delivery.lease_until end,
      worker = case when judged.drop_reason is null then delivery.worker end
    from judged where delivery.tenant_id = ${tenant} and delivery.delivery_id = judged.delivery_id
    returning delivery.delivery_id, judged.drop_reason`.execute(db);
  const reasons = new Map(result.rows.map((row) => [row.delivery_id, row.drop_reason]));
  // In the order of the claims, so that send slots fall to those due first.
  const judged = claims.flatMap(({ id }) => {
    const why = reasons.get(id);
    return why === undefined ? [] : [{ id, why }];
  });
  return {
    allowed: judged.filter((one) => one.why === null).map((one) => one.id),
    dropped: judged.flatMap(({ id, why }) => (why === null ? [] : [{ id, why }])),
  };
}
