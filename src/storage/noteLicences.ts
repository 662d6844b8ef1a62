import { type Kysely, sql } from 'kysely';
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
  const latest = new Map(rows.map((row) => [row.userPrincipalName.toLowerCase(), row.licensedSince]));
  let noted = 0;
  for (const bite of bitesOf([...latest], MOST_NOTED)) {
    const names = arrayOf(bite.map(([name]) => name));
    const dates = arrayOf(bite.map(([, since]) => jsonOf(since)));
    noted += await atomically(db, async (transaction) => {
      await holdPeople(transaction, tenant);
      const result = await sql`
        with given as materialized (
          select name, since::jsonb as since from unnest(${names}::text[], ${dates}::text[]) as row (name, since)
        ), bearer as (
          select min(person.person_id::text)::uuid as person_id, given.since
          from given join person on person.tenant_id = ${tenant} and person.user_principal_name = given.name and not person.is_removed
          group by given.name, given.since having count(*) = 1
        ), news as (
          select known.person_id, (
            select jsonb_object_agg(said.key, said.value) from jsonb_each(bearer.since) as said
            where said.key = any(known.services) and not known.licensed_since ? said.key
          ) as since
          from bearer join person known on known.tenant_id = ${tenant} and known.person_id = bearer.person_id
        )
        update person set licensed_since = person.licensed_since || news.since from news
        where person.tenant_id = ${tenant} and person.person_id = news.person_id and news.since is not null`.execute(transaction);
      return Number(result.numAffectedRows ?? 0n);
    });
    await giveWay();
  }
  return noted;
}
