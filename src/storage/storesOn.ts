import type { Kysely } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { Database, Stores } from '../ports/stores.ts';
import { chatsOn } from './chats.ts';
import { deliveriesOn } from './deliveries.ts';
import { goalsOn } from './goals.ts';
import { habitsOn } from './habits.ts';
import { paceOn } from './pace.ts';
import { peopleOn } from './people.ts';
import { personalDataOn } from './personalData.ts';
import { reviewsOn } from './reviews.ts';
import type { Schema } from './schema.ts';
import { tenantsOn } from './tenants.ts';
import { trendsOn } from './trends.ts';
import type { Upkeep } from './upkeep.ts';
import { usageOn } from './usage.ts';
import { withdrawnItemsOn } from './withdrawnItems.ts';

/** What Graph lets one app install in one tenant. */
const INSTALLS_PER_SECOND = 30;

/** The stores of one tenant on one connection pool or one transaction. */
export function storesOn(db: Kysely<Schema>, tenant: TenantId, ratePerSecond: number, upkeep: Upkeep): Stores {
  return {
    people: peopleOn(db, tenant),
    usage: usageOn(db, tenant, upkeep),
    trends: trendsOn(db, tenant),
    habits: habitsOn(db, tenant),
    goals: goalsOn(db, tenant),
    withdrawnItems: withdrawnItemsOn(db, tenant),
    chats: chatsOn(db, tenant),
    deliveries: deliveriesOn(db, tenant),
    reviews: reviewsOn(db, tenant),
    tenants: tenantsOn(db, tenant),
    personalData: personalDataOn(db, tenant),
    pace: paceOn(db, tenant, 'connector', ratePerSecond),
    installPace: paceOn(db, tenant, 'install', INSTALLS_PER_SECOND),
  };
}

/** The stores with transactions. `close` ends the connections; what else must be released is the caller's. */
export function databaseOn(db: Kysely<Schema>, tenant: TenantId, ratePerSecond: number, upkeep: Upkeep): Database {
  return {
    stores: storesOn(db, tenant, ratePerSecond, upkeep),
    pages: upkeep.pages,
    transact: (body) => db.transaction().execute((transaction) => body(storesOn(transaction, tenant, ratePerSecond, upkeep))),
    close: () => db.destroy(),
  };
}
