import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { DatabaseKind } from './databaseKind.ts';
import { people0001 } from './migrations/0001People.ts';
import { usage0002 } from './migrations/0002Usage.ts';
import { deliveries0003 } from './migrations/0003Deliveries.ts';
import { learning0004 } from './migrations/0004Learning.ts';
import type { Schema } from './schema.ts';

interface Migration {
  readonly name: string;
  readonly statements: (kind: DatabaseKind) => readonly string[];
}

/** In order, never changed once released: a change is a new file with the next number. */
const MIGRATIONS: readonly Migration[] = [
  { name: '0001-people', statements: () => people0001 },
  { name: '0002-usage', statements: usage0002 },
  { name: '0003-deliveries', statements: () => deliveries0003 },
  { name: '0004-learning', statements: () => learning0004 },
];

/** Any number will do as long as it stays: it is the name of the migrators' lock. */
const MIGRATION_LOCK = 7_315_501_203;

/**
 * Brings the tables up to date, all or nothing, one process at a time; gives the names of what it applied.
 * Safe to run at any time and by several processes at once.
 */
export function migrate(db: Kysely<Schema>, kind: DatabaseKind): Promise<readonly string[]> {
  return db.transaction().execute(async (transaction) => {
    // The others wait for as long as it takes, and filling a new index of a large table takes its time.
    await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`.execute(transaction);
    await sql`create table if not exists migration (name text collate "C" not null, constraint migration_pk primary key (name))`.execute(transaction);
    const missing = await missingIn(transaction);
    for (const { name, statements } of missing) {
      for (const statement of statements(kind)) await sql.raw(statement).execute(transaction);
      await sql`insert into migration (name) values (${name})`.execute(transaction);
    }
    return missing.map((migration) => migration.name);
  });
}

/** Throws `not-migrated`, naming what is missing, unless every migration was applied. */
export async function requireMigrated(db: Kysely<Schema>): Promise<void> {
  const found = await sql<{ there: boolean }>`select to_regclass('migration') is not null as there`.execute(db);
  const missing = found.rows[0]?.there === true ? await missingIn(db) : MIGRATIONS;
  if (missing.length === 0) return;
  const names = missing.map((migration) => migration.name).join(', ');
  throw new Fault('not-migrated', `the database lacks the migrations ${names}; apply them with: npm run coach -- migrate`);
}

async function missingIn(db: Kysely<Schema>): Promise<readonly Migration[]> {
  const applied = await sql<{ name: string }>`select name from migration`.execute(db);
  const names = new Set(applied.rows.map((row) => row.name));
  return MIGRATIONS.filter((migration) => !names.has(migration.name));
}
