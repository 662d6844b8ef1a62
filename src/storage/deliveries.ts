import type { Kysely } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import { planDecisions, unsentOf } from './decisions.ts';
import { addDelivery, addSentDelivery } from './newDeliveries.ts';
import { outboxOn } from './outbox.ts';
import { outcomesOn } from './outcomes.ts';
import { responsesOn } from './responses.ts';
import { runCounts } from './runCounts.ts';
import type { Schema } from './schema.ts';

/** Decisions, the outbox, answers and outcomes as one store. */
export function deliveriesOn(db: Kysely<Schema>, tenant: TenantId): Deliveries {
  return {
    plan: (entries) => planDecisions(db, tenant, entries),
    add: (delivery) => addDelivery(db, tenant, delivery),
    addSent: (delivery, sentAt, week) => addSentDelivery(db, tenant, delivery, sentAt, week),
    runCounts: (now, newest) => runCounts(db, tenant, now, newest),
    unsentOf: (people) => unsentOf(db, tenant, people),
    ...responsesOn(db, tenant),
    ...outboxOn(db, tenant),
    ...outcomesOn(db, tenant),
  };
}
