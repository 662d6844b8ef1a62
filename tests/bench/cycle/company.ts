import type { Kysely } from 'kysely';
import { type TenantId, tenantId } from '../../../src/domain/ids.ts';
import type { Day } from '../../../src/domain/time.ts';
import type { Database } from '../../../src/ports/stores.ts';
import { openKysely } from '../../../src/storage/openEmbedded.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import { databaseOn } from '../../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP } from '../../../src/storage/upkeep.ts';
import { TENANT } from '../../support/activities.ts';
import { accountOf } from './invented.ts';

export const BENCH_TENANT: TenantId = tenantId(TENANT);

/** An embedded database whose directory knows so many people. */
export interface Company {
  readonly db: Database;
  /** For what no store does: filling and counting. */
  readonly kysely: Kysely<Schema>;
}

const PAGE = 1_000;

export async function companyIn(folder: string, people: number, day: Day): Promise<Company> {
  const kysely = await openKysely(folder, undefined);
  const db = databaseOn(kysely, BENCH_TENANT, 50, EMBEDDED_UPKEEP);
  await fillPeople(db, people, day);
  return { db, kysely };
}

/** The tenant and its people, as the directory tells of them. */
export async function fillPeople(db: Database, people: number, day: Day): Promise<void> {
  await db.stores.tenants.ensure('ab'.repeat(32));
  for (let first = 0; first < people; first += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, people - first) }, (_, index) => accountOf(first + index));
    await db.stores.people.apply(page, day, true);
  }
}
