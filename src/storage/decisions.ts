import { type Kysely, sql } from 'kysely';
import type { NewDelivery } from '../domain/delivery.ts';
import type { DecisionId, PersonId, TenantId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { UnsentDecision } from '../domain/planning.ts';
import type { Day, Instant } from '../domain/time.ts';
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
 * A person has one decision a week and one in shadow. The first one stands, sent or not, and the newcomer is skipped: a week for
 * which nothing was drawn stays empty. It is skipped too when another message holds the person's slot of that week, whoever wrote
 * it. One in shadow is replaced by a later one until its outcome is known. Only the arm `sent` writes a delivery.
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

const sends = ({ decision, delivery }: PlanEntry): boolean => delivery !== undefined && decision.arm === 'sent';
const isShadow = ({ decision }: PlanEntry): boolean => decision.arm === 'shadow';

/** Within one call the same rule: of those in shadow the last one counts, of the others the first. */
function onePerWeek(entries: readonly PlanEntry[]): readonly PlanEntry[] {
  const kept = new Map<string, PlanEntry>();
  for (const entry of entries) {
    const { personId, week } = entry.decision;
    const key = `${personId} ${week} ${isShadow(entry)}`;
    if (isShadow(entry) || !kept.has(key)) kept.set(key, entry);
  }
  return [...kept.values()];
}

async function planBite(transaction: Kysely<Schema>, tenant: TenantId, bite: readonly PlanEntry[]): Promise<number> {
  const logged = new Set(await insertDecisions(transaction, tenant, bite));
  const deliveries = bite.flatMap(({ decision, delivery }) =>
    delivery !== undefined && decision.arm === 'sent' && logged.has(decision.id)
      ? [{ delivery: { ...delivery, decisionId: decision.id }, slotWeek: decision.week, runAt: decision.madeAt }]
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
  const column = (read: (decision: DecisionRecord) => string | undefined): string => arrayOf(bite.map((entry) => read(entry.decision)));
  const result = await sql<{ decision_id: DecisionId }>`
    insert into decision as known (tenant_id, decision_id, person_id, week, made_at, goal, policy_version, options, choice, reason, habit,
      signal, data_day, arm, has_delivery)
    select ${tenant}::uuid, made.decision_id, made.person_id, made.week, made.made_at, made.goal, made.policy_version, made.options::json,
      made.choice, made.reason, made.habit, made.signal, made.data_day, made.arm, made.has_delivery
    from unnest(${column((made) => made.id)}::uuid[], ${column((made) => made.personId)}::uuid[], ${column((made) => made.week)}::date[],
        ${column((made) => stamp(made.madeAt))}::timestamptz[], ${column((made) => made.goal)}::text[], ${column((made) => made.policyVersion)}::text[],
        ${column((made) => jsonOf(byItem(made.options)))}::text[], ${column((made) => made.choice)}::text[], ${column((made) => made.reason)}::text[],
        ${column((made) => made.habit)}::text[], ${column((made) => made.signal)}::text[], ${column((made) => made.dataDay)}::date[],
        ${column((made) => made.arm)}::text[], ${arrayOf(bite.map(sends))}::boolean[])
      as made (decision_id, person_id, week, made_at, goal, policy_version, options, choice, reason, habit, signal, data_day, arm, has_delivery)
      join person on person.tenant_id = ${tenant} and person.person_id = made.person_id
    where made.arm = 'shadow' or not exists (select from delivery
      where delivery.tenant_id = ${tenant} and delivery.person_id = made.person_id and delivery.slot_week = made.week and delivery.state <> 'dropped')
    on conflict (tenant_id, person_id, week, (arm = 'shadow')) do update set decision_id = excluded.decision_id, made_at = excluded.made_at,
      goal = excluded.goal, policy_version = excluded.policy_version, options = excluded.options, choice = excluded.choice,
      reason = excluded.reason, habit = excluded.habit, signal = excluded.signal, data_day = excluded.data_day
      where known.arm = 'shadow' and not exists (select from outcome where outcome.tenant_id = ${tenant} and outcome.decision_id = known.decision_id)
    returning known.decision_id`.execute(transaction);
  return result.rows.map((row) => row.decision_id);
}

/** Probabilities keep six digits. */
const PROBABILITY_UNITS = 1_000_000;

/** Some twenty options a decision, week by week, are most of what a person takes up: as text, each item with its number, they take a third of what they do as objects. */
function byItem(options: DecisionRecord['options']): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const { item, probability } of options) numbers[item ?? ''] = Math.round(probability * PROBABILITY_UNITS) / PROBABILITY_UNITS;
  return numbers;
}

/** Decisions, not in shadow, that planned no message, oldest first. */
export async function unsentOf(
  db: Kysely<Schema>,
  tenant: TenantId,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly UnsentDecision[]>> {
  if (people.length === 0) return new Map();
  const result = await sql<{ person_id: PersonId; week: Day; made_at: Instant; choice: ItemId | null }>`
    select person_id, week, made_at, choice from decision
    where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and arm <> 'shadow' and not has_delivery
    order by person_id, week`.execute(db);
  const found = new Map<PersonId, UnsentDecision[]>();
  for (const row of result.rows) {
    const unsent = { week: row.week, madeAt: row.made_at, choice: row.choice ?? undefined };
    const list = found.get(row.person_id);
    if (list === undefined) found.set(row.person_id, [unsent]);
    else list.push(unsent);
  }
  return found;
}
