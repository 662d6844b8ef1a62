import { type Kysely, sql } from 'kysely';
import type { NewDelivery } from '../domain/delivery.ts';
import type { DecisionId, TenantId } from '../domain/ids.ts';
import type { DecisionRecord } from '../ports/deliveries.ts';
import { atomically, holdPeople } from './atomically.ts';
import { insertDeliveries } from './newDeliveries.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, jsonOf, stamp } from './sqlText.ts';

export interface PlanEntry {
  readonly decision: DecisionRecord;
  readonly delivery: NewDelivery | undefined;
}

/** Decisions one statement takes; each has its options as JSON. */
const MOST_PLANNED = 1_000;

/**
 * Logs decisions with their deliveries in one transaction; gives the number of deliveries planned.
 *
 * A person has one real decision a week and one shadow decision. A shadow one is replaced by a later one and so is a real
 * one that sent nothing; a real one with a delivery stands, and the newcomer is skipped. It is skipped too when another
 * message holds the person's slot of that week, whoever wrote it. A shadow decision's delivery is not written.
 */
export function planDecisions(db: Kysely<Schema>, tenant: TenantId, entries: readonly PlanEntry[]): Promise<number> {
  if (entries.length === 0) return Promise.resolve(0);
  return atomically(db, async (transaction) => {
    await holdPeople(transaction, tenant);
    let planned = 0;
    for (const bite of bitesOf(onePerWeek(entries), MOST_PLANNED)) planned += await planBite(transaction, tenant, bite);
    return planned;
  });
}

const sends = ({ decision, delivery }: PlanEntry): boolean => delivery !== undefined && !decision.isShadow;

/** Within one call the same rule: the last shadow decision counts, the first real one that sends. */
function onePerWeek(entries: readonly PlanEntry[]): readonly PlanEntry[] {
  const kept = new Map<string, PlanEntry>();
  for (const entry of entries) {
    const { personId, week, isShadow } = entry.decision;
    const key = `${personId} ${week} ${isShadow}`;
    const earlier = kept.get(key);
    if (earlier === undefined || !sends(earlier)) kept.set(key, entry);
  }
  return [...kept.values()];
}

async function planBite(transaction: Kysely<Schema>, tenant: TenantId, bite: readonly PlanEntry[]): Promise<number> {
  const logged = new Set(await insertDecisions(transaction, tenant, bite));
  const deliveries = bite.flatMap(({ decision, delivery }) =>
    delivery !== undefined && !decision.isShadow && logged.has(decision.id)
      ? [{ delivery: { ...delivery, decisionId: decision.id }, slotWeek: decision.week }]
      : [],
  );
  const written = new Set(await insertDeliveries(transaction, tenant, deliveries));
  // Somebody took the slot between the two statements: a decision whose message cannot go is not kept.
  const orphans = deliveries.filter(({ delivery }) => !written.has(delivery.id)).map(({ delivery }) => delivery.decisionId);
  if (orphans.length > 0)
    await sql`delete from decision where tenant_id = ${tenant} and decision_id = any(${arrayOf(orphans)}::uuid[])`.execute(transaction);
  return written.size;
}

async function insertDecisions(transaction: Kysely<Schema>, tenant: TenantId, bite: readonly PlanEntry[]): Promise<readonly DecisionId[]> {
  const column = (read: (decision: DecisionRecord) => string | boolean | undefined): string => arrayOf(bite.map((entry) => read(entry.decision)));
  const result = await sql<{ decision_id: DecisionId }>`
    insert into decision as known (tenant_id, decision_id, person_id, week, made_at, goal, policy_version, options, choice, reason, signal,
      data_day, is_shadow, has_delivery)
    select ${tenant}::uuid, made.decision_id, made.person_id, made.week, made.made_at, made.goal, made.policy_version, made.options::jsonb,
      made.choice, made.reason, made.signal, made.data_day, made.is_shadow, made.has_delivery
    from unnest(${column((made) => made.id)}::uuid[], ${column((made) => made.personId)}::uuid[], ${column((made) => made.week)}::date[],
        ${column((made) => stamp(made.madeAt))}::timestamptz[], ${column((made) => made.goal)}::text[], ${column((made) => made.policyVersion)}::text[],
        ${column((made) => jsonOf(made.options))}::text[], ${column((made) => made.choice)}::text[], ${column((made) => made.reason)}::text[],
        ${column((made) => made.signal)}::text[], ${column((made) => made.dataDay)}::date[], ${column((made) => made.isShadow)}::boolean[],
        ${arrayOf(bite.map(sends))}::boolean[])
      as made (decision_id, person_id, week, made_at, goal, policy_version, options, choice, reason, signal, data_day, is_shadow, has_delivery)
      join person on person.tenant_id = ${tenant} and person.person_id = made.person_id
    where not made.has_delivery or not exists (select from delivery
      where delivery.tenant_id = ${tenant} and delivery.person_id = made.person_id and delivery.slot_week = made.week and delivery.state <> 'dropped')
    on conflict (tenant_id, person_id, week, is_shadow) do update set decision_id = excluded.decision_id, made_at = excluded.made_at,
      goal = excluded.goal, policy_version = excluded.policy_version, options = excluded.options, choice = excluded.choice,
      reason = excluded.reason, signal = excluded.signal, data_day = excluded.data_day, has_delivery = excluded.has_delivery
      where not known.has_delivery
    returning known.decision_id`.execute(transaction);
  return result.rows.map((row) => row.decision_id);
}
