import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { addDays, type Day, day, weekOf } from '../domain/time.ts';
import { atomically } from './atomically.ts';
import { deleteInBites } from './deleteInBites.ts';
import type { Schema } from './schema.ts';

const PREFIX = 'usage_day_';
/** Where somebody works on the table for longer a part is not dropped today; meanwhile others wait behind us. */
const MOST_LOCK_WAIT = '5s';

/**
 * Makes the part a day's rows belong to, where it is not there yet; safe in several processes at once.
 *
 * On a server the rows of `usage_day` lie in one part an ISO week, named by its Monday: `usage_day_20260309`. A week that is over is dropped
 * whole, where deleting the seven million rows a day of a million people takes minutes and leaves as many dead ones behind.
 */
export async function makePartOf(db: Kysely<Schema>, of: Day): Promise<void> {
  const monday = weekOf(of);
  const name = PREFIX + monday.replaceAll('-', '');
  if (await isPart(db, name)) return;
  await atomically(db, async (transaction) => {
    await sql`lock table only usage_day in share update exclusive mode`.execute(transaction);
    if (await isPart(transaction, name)) return;
    const part = sql.table(name);
    // Made and then attached, for a table that is made as a part keeps readers of the whole out.
    await sql`create table ${part} (like usage_day including all)`.execute(transaction);
    await sql`alter table ${part} alter column values set statistics 0`.execute(transaction);
    await sql`alter table usage_day attach partition ${part} for values from (${sql.lit(monday)}) to (${sql.lit(addDays(monday, 7))})`.execute(
      transaction,
    );
  });
}

/**
 * Lets go of a tenant's rows in parts that end before the day: drops the part, or deletes the rows where another tenant has some there or
 * the table is in use for long. An empty part is dropped by whoever comes next. What lies in the part of the day itself stays until that
 * is over, six days at most.
 */
export async function dropPartsBefore(db: Kysely<Schema>, tenant: TenantId, before: Day): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'usage_day'::regclass and relname ~ ${`^${PREFIX}\\d{8}$`} order by relname`.execute(db);
  for (const { name } of rows) if (addDays(mondayOf(name), 7) <= before) await letGo(db, tenant, name);
}

async function letGo(db: Kysely<Schema>, tenant: TenantId, name: string): Promise<void> {
  try {
    if (!(await dropUnlessShared(db, tenant, name))) await deleteInBites(db, sql.table(name), sql`tenant_id = ${tenant}`);
  } catch (fault) {
    // Another tenant's process may have dropped it at any moment.
    if (await isPart(db, name)) throw fault;
  }
}

/** Drops a part without rows of others; false where there are some, or where the table is in use for too long. */
async function dropUnlessShared(db: Kysely<Schema>, tenant: TenantId, name: string): Promise<boolean> {
  if (db.isTransaction || (await isOfOthers(db, tenant, name))) return false;
  try {
    return await db.transaction().execute(async (transaction) => {
      await sql`select set_config('lock_timeout', ${MOST_LOCK_WAIT}, true)`.execute(transaction);
      // The whole before the part, as everybody who asks takes them.
      await sql`lock table only usage_day in access exclusive mode`.execute(transaction);
      if (await isOfOthers(transaction, tenant, name)) return false;
      await sql`drop table ${sql.table(name)}`.execute(transaction);
      return true;
    });
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'storage-conflict') return false;
    throw fault;
  }
}

async function isOfOthers(db: Kysely<Schema>, tenant: TenantId, name: string): Promise<boolean> {
  const part = sql.table(name);
  const found = await sql<{ others: boolean }>`
    select exists (select from ${part} where tenant_id < ${tenant}) or exists (select from ${part} where tenant_id > ${tenant}) as others`.execute(
    db,
  );
  return found.rows[0]?.others === true;
}

async function isPart(db: Kysely<Schema>, name: string): Promise<boolean> {
  const found = await sql`
    select from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'usage_day'::regclass and relname = ${name}`.execute(db);
  return found.rows.length > 0;
}

const mondayOf = (name: string): Day => day(name.slice(PREFIX.length).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
