import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { Schema } from './schema.ts';

/** Runs `body` in a transaction: in the one `db` already is, else in a new one. */
export function atomically<T>(db: Kysely<Schema>, body: (transaction: Kysely<Schema>) => Promise<T>): Promise<T> {
  return db.isTransaction ? body(db) : db.transaction().execute(body);
}

/**
 * Keeps `forget` away until the transaction ends, so that rows about people written from lists read earlier cannot appear
 * behind its back. Statements after this one see what a `forget` before it removed.
 */
export async function holdPeople(transaction: Kysely<Schema>, tenant: TenantId): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${tenant}, 0))`.execute(transaction);
}

/** Waits for everybody who holds people, and holds them all. */
export async function holdPeopleAlone(transaction: Kysely<Schema>, tenant: TenantId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 0))`.execute(transaction);
}
