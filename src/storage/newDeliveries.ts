import { type Kysely, sql } from 'kysely';
import { type Errand, type NewDelivery, takesSlot } from '../domain/delivery.ts';
import { habitPlaceOf } from '../domain/habits.ts';
import type { DeliveryId, TenantId } from '../domain/ids.ts';
import { type Day, dayIn, type Instant, weekOf } from '../domain/time.ts';
import { detailsOf, itemOf } from './errandColumns.ts';
import type { Schema } from './schema.ts';
import { arrayOf, jsonOf, stamp } from './sqlText.ts';
import { isWithdrawn } from './withdrawnItems.ts';

/** A message to write with the week whose slot it takes. */
export interface SlottedDelivery {
  readonly delivery: NewDelivery;
  readonly slotWeek: Day | undefined;
  /** When the run that planned it began; absent where no run did. */
  readonly runAt: Instant | undefined;
}

/**
 * Writes planned messages; gives those written. Left out: a second welcome, a second message for a taken slot, a known id, one for nobody
 * known, one about a withdrawn item. A withdrawn question is left off its tip.
 */
export async function insertDeliveries(db: Kysely<Schema>, tenant: TenantId, list: readonly SlottedDelivery[]): Promise<readonly DeliveryId[]> {
  return await insert(db, tenant, list, undefined);
}

/** Adds one planned message outside a decision; false when it was left out. A proactive one takes the slot of the week it is due in (UTC). */
export async function addDelivery(db: Kysely<Schema>, tenant: TenantId, delivery: NewDelivery): Promise<boolean> {
  const slotWeek = takesSlot(delivery.errand.kind) ? weekOf(dayIn('UTC', delivery.dueAt)) : undefined;
  return (await insert(db, tenant, [{ delivery, slotWeek, runAt: undefined }], undefined)).length === 1;
}

/**
 * Notes a message that was said in the same turn; false when it was left out. A proactive one takes the slot of `week`, else of
 * the week it is said in (UTC).
 */
export async function addSentDelivery(
  db: Kysely<Schema>,
  tenant: TenantId,
  delivery: NewDelivery,
  sentAt: Instant,
  week: Day | undefined,
): Promise<boolean> {
  const slotWeek = takesSlot(delivery.errand.kind) ? (week ?? weekOf(dayIn('UTC', sentAt))) : undefined;
  return (await insert(db, tenant, [{ delivery, slotWeek, runAt: undefined }], sentAt)).length === 1;
}

/** The people's rows are held, so that `forget` comes wholly before or wholly after. */
async function insert(
  db: Kysely<Schema>,
  tenant: TenantId,
  list: readonly SlottedDelivery[],
  sentAt: Instant | undefined,
): Promise<readonly DeliveryId[]> {
  if (list.length === 0) return [];
  const column = (read: (entry: SlottedDelivery) => string | number | undefined): string => arrayOf(list.map(read));
  const result = await sql<{ delivery_id: DeliveryId }>`
    insert into delivery (tenant_id, delivery_id, person_id, decision_id, kind, item, habit_place, errand, slot_week, run_at, state, due_at, expires_at, is_trial, sent_at)
    select ${tenant}::uuid, given.delivery_id, given.person_id, given.decision_id, given.kind, given.item, given.habit_place,
      case when ${isWithdrawn(tenant, sql.ref('given.question'))} then given.errand::jsonb - 'question' else given.errand::jsonb end,
      given.slot_week, given.run_at, ${sentAt === undefined ? 'planned' : 'sent'}::text, given.due_at, given.expires_at, given.is_trial, ${sentAt === undefined ? null : stamp(sentAt)}::timestamptz
    from unnest(${column(({ delivery }) => delivery.id)}::uuid[], ${column(({ delivery }) => delivery.personId)}::uuid[],
        ${column(({ delivery }) => delivery.decisionId)}::uuid[], ${column(({ delivery }) => delivery.errand.kind)}::text[],
        ${column(({ delivery }) => itemOf(delivery.errand))}::text[], ${column(({ delivery }) => endingPlaceOf(delivery.errand))}::smallint[],
        ${column(({ delivery }) => jsonOf(detailsOf(delivery.errand)))}::text[], ${column(({ delivery }) => questionOf(delivery.errand))}::text[],
        ${column(({ slotWeek }) => slotWeek)}::date[],
        ${column(({ runAt }) => (runAt === undefined ? undefined : stamp(runAt)))}::timestamptz[],
        ${column(({ delivery }) => stamp(delivery.dueAt))}::timestamptz[], ${column(({ delivery }) => stamp(delivery.expiresAt))}::timestamptz[],
        ${column(({ delivery }) => String(delivery.isTrial))}::boolean[])
      as given (delivery_id, person_id, decision_id, kind, item, habit_place, errand, question, slot_week, run_at, due_at, expires_at, is_trial)
      join person on person.tenant_id = ${tenant} and person.person_id = given.person_id
    where not ${isWithdrawn(tenant, sql.ref('given.item'))}
    for key share of person
    on conflict do nothing
    returning delivery_id`.execute(db);
  return result.rows.map((row) => row.delivery_id);
}

/** The place of the habit that ends the message; only a tip nobody asked for has one. */
function endingPlaceOf(errand: Errand): number | undefined {
  if (errand.kind !== 'tip') return undefined;
  const place = habitPlaceOf(errand.habit);
  return place === -1 ? undefined : place;
}

/** The question that rides along. */
const questionOf = (errand: Errand): string | undefined => (errand.kind === 'tip' ? errand.question : undefined);
