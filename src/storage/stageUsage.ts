import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { UsageRow } from '../domain/usage.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';

/** Stages the rows that name one person; gives how many do not, and of how many of those the name is borne by several. */
export async function stageUsage(
  db: Kysely<Schema>,
  tenant: TenantId,
  intakeId: string,
  rows: readonly UsageRow[],
): Promise<{ readonly unmatched: number; readonly ambiguous: number }> {
  const ids = arrayOf(rows.map((row) => row.personId));
  const names = arrayOf(rows.map((row) => row.userPrincipalName.toLowerCase()));
  const values = arrayOf(rows.map((row) => arrayOf(row.values)));
  const result = await sql<{ matched: number; ambiguous: number }>`
    with given as materialized (
      select * from unnest(${ids}::uuid[], ${names}::text[], ${values}::text[]) with ordinality as row (object_id, name, signals, place)
    ), named as materialized (
      select given.place, min(person.person_id::text)::uuid as person_id, count(*) as bearers
      from given join person on person.tenant_id = ${tenant} and person.user_principal_name = given.name and not person.is_removed
      where not exists (select from person known where known.tenant_id = ${tenant} and known.person_id = given.object_id)
      group by given.place
    ), matched as materialized (
      select given.place, given.signals, coalesce(known.person_id, named.person_id) as person_id
      from given left join person known on known.tenant_id = ${tenant} and known.person_id = given.object_id
        left join named on named.place = given.place and named.bearers = 1
      where known.person_id is not null or named.person_id is not null
    ), staged as (
      insert into usage_staged (tenant_id, intake_id, person_id, values)
      select distinct on (matched.person_id) ${tenant}::uuid, ${intakeId}::uuid, matched.person_id, matched.signals::integer[]
      from matched order by matched.person_id, matched.place desc
      on conflict (tenant_id, intake_id, person_id) do update set values = excluded.values
    )
    select count(*)::int as matched, (select count(*)::int from named where bearers > 1) as ambiguous from matched`.execute(db);
  const [counts] = result.rows;
  return { unmatched: rows.length - (counts?.matched ?? 0), ambiguous: counts?.ambiguous ?? 0 };
}
