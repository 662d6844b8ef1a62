import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { addDays, type Day, day, weekOf } from '../domain/time.ts';
import { deleteInBites } from './deleteInBites.ts';
import type { Schema } from './schema.ts';

const PREFIX = 'usage_day_';
/** A part is dropped the next day where somebody works on the table for longer; meanwhile others wait behind us. */
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
  if (await isThere(db, name)) return;
  await db.transaction().execute(async (transaction) => {
    await sql`lock table only usage_day in share update exclusive mode`.execute(transaction);
    if (await isThere(transaction, name)) return;
    // Made and then attached, for a table that is made as a part keeps readers of the whole out.
    await sql`create table ${sql.table(name)} (like usage_day including all)`.execute(transaction);
    await sql`alter table usage_day attach partition ${sql.table(name)} for values from (${sql.lit(monday)}) to (${sql.lit(addDays(monday, 7))})`.execute(
      transaction,
    );
  });
}

/**
 * Lets go of a tenant's rows in parts that end before the day. The last tenant with rows in a part drops it; the others delete their own.
 * What lies in the part of the day itself stays until that is over, six days at most.
 */
export async function dropPartsBefore(db: Kysely<Schema>, tenant: TenantId, before: Day): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'usage_day'::regclass and relname ~ ${`^${PREFIX}\\d{8}$`} order by relname`.execute(db);
  for (const { name } of rows) if (addDays(mondayOf(name), 7) <= before) await letGo(db, tenant, name);
}

async function letGo(db: Kysely<Schema>, tenant: TenantId, name: string): Promise<void> {
  if (await isOfOthers(db, tenant, name)) {
    await deleteInBites(db, sql.table(name), sql`tenant_id = ${tenant}`);
    return;
  }
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select set_config('lock_timeout', ${MOST_LOCK_WAIT}, true)`.execute(transaction);
      // The whole before the part, as everybody who asks takes them.
      await sql`lock table only usage_day in access exclusive mode`.execute(transaction);
      if (!(await isThere(transaction, name)) || (await isOfOthers(transaction, tenant, name))) return;
      await sql`drop table ${sql.table(name)}`.execute(transaction);
    });
  } catch (fault) {
    if (!(fault instanceof Fault && fault.code === 'storage-conflict')) throw fault;
  }
}

async function isOfOthers(db: Kysely<Schema>, tenant: TenantId, name: string): Promise<boolean> {
  const found = await sql<{ others: boolean }>`
    select exists (select from ${sql.table(name)} where tenant_id < ${tenant}) or exists (select from ${sql.table(name)} where tenant_id > ${tenant}) as others`.execute(
    db,
  );
  return found.rows[0]?.others === true;
}

async function isThere(db: Kysely<Schema>, name: string): Promise<boolean> {
  const found = await sql<{ there: boolean }>`select to_regclass(${name}) is not null as there`.execute(db);
  return found.rows[0]?.there === true;
}

const mondayOf = (name: string): Day => day(name.slice(PREFIX.length).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
