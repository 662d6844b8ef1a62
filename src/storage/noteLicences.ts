import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import { giveWay } from '../giveWay.ts';
import type { LicenceRow } from '../ports/outside.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, jsonOf } from './sqlText.ts';

/** Rows with a JSON text each that one statement takes. */
const MOST_NOTED = 500;

/** Adds first days of licences that nobody has told of yet; see `People.noteLicences`. */
export async function noteLicences(db: Kysely<Schema>, tenant: TenantId, rows: readonly LicenceRow[]): Promise<number> {
  let noted = 0;
  for (const bite of bitesOf(latestOf(rows), MOST_NOTED)) {
    noted += await atomically(db, async (transaction) => {
      await holdPeople(transaction, tenant);
      const result = await sql`
        with ${newsIn(tenant, bite)}
        update person set licensed_since = person.licensed_since || news.since from news
        where person.tenant_id = ${tenant} and person.person_id = news.person_id and news.since is not null`.execute(transaction);
      return Number(result.numAffectedRows ?? 0n);
    });
    await giveWay();
  }
  return noted;
}

/** Those of the rows that `noteLicences` would note something of. */
export async function untoldLicences(db: Kysely<Schema>, tenant: TenantId, rows: readonly LicenceRow[]): Promise<readonly LicenceRow[]> {
  const untold: LicenceRow[] = [];
  for (const bite of bitesOf(latestOf(rows), MOST_NOTED)) {
    const result = await sql<{ name: string }>`with ${newsIn(tenant, bite)} select name from news where since is not null`.execute(db);
    const names = new Set(result.rows.map(({ name }) => name));
    untold.push(...bite.filter((row) => names.has(row.userPrincipalName)));
    await giveWay();
  }
  return untold;
}

function latestOf(rows: readonly LicenceRow[]): readonly LicenceRow[] {
  const latest = new Map(rows.map(({ userPrincipalName, licensedSince }) => [userPrincipalName.toLowerCase(), licensedSince]));
  return [...latest].map(([userPrincipalName, licensedSince]) => ({ userPrincipalName, licensedSince }));
}

/** `news`: of each row that names one person its name, the person, and the first days that are not known of services they are licensed for. */
function newsIn(tenant: TenantId, rows: readonly LicenceRow[]): RawBuilder<unknown> {
  return sql`given as materialized (
    select name, since::jsonb as since
    from unnest(${arrayOf(rows.map((row) => row.userPrincipalName))}::text[], ${arrayOf(rows.map((row) => jsonOf(row.licensedSince)))}::text[]) as row (name, since)
  ), bearer as (
    select given.name, min(person.person_id::text)::uuid as person_id, given.since
    from given join person on person.tenant_id = ${tenant} and person.user_principal_name = given.name and not person.is_removed
    group by given.name, given.since having count(*) = 1
  ), news as (
    select bearer.name, known.person_id, (
      select jsonb_object_agg(said.key, said.value) from jsonb_each(bearer.since) as said
      where said.key = any(known.services) and not known.licensed_since ? said.key
    ) as since
    from bearer join person known on known.tenant_id = ${tenant} and known.person_id = bearer.person_id
  )`;
}
