import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { AccountChange } from '../ports/outside.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';
import { bitesOf, jsonOf } from './sqlText.ts';
import { isSuppressed } from './suppression.ts';

/** Wide rows with a JSON text each: fewer to a statement than facts. */
const MOST_CHANGES = 300;

/**
 * Writes what the directory said, one statement a bite. A replayed or repeated change does no harm: within one call later
 * changes of an account are laid over earlier ones. A changed account is no longer removed. Whoever deleted their data stays
 * deleted, although the directory goes on naming them.
 */
export async function applyChanges(
  db: Kysely<Schema>,
  tenant: TenantId,
  changes: readonly AccountChange[],
  day: Day,
  isFirstSync: boolean,
): Promise<{ readonly written: number; readonly skipped: number }> {
  const folded = fold(changes);
  let written = 0;
  for (const bite of bitesOf(folded, MOST_CHANGES)) {
    written += await atomically(db, async (transaction) => {
      await holdPeople(transaction, tenant);
      return applyBite(transaction, tenant, bite, day, isFirstSync);
    });
    await giveWay();
  }
  return { written, skipped: folded.length - written };
}

type Folded = Readonly<Record<string, unknown>> & { readonly personId: PersonId; readonly isRemoved: boolean };

function fold(changes: readonly AccountChange[]): readonly Folded[] {
  const byPerson = new Map<PersonId, Folded>();
  for (const change of changes) byPerson.set(change.personId, laidOver(byPerson.get(change.personId), change));
  return [...byPerson.values()];
}

function laidOver(earlier: Folded | undefined, change: AccountChange): Folded {
  if (change.kind === 'removed') return { ...earlier, personId: change.personId, isRemoved: true };
  // A field that is there and undefined was cleared; JSON would drop it, so it becomes null.
  const said = Object.fromEntries(Object.entries(change).map(([field, value]) => [field, value === undefined ? null : value]));
  const upn = change.userPrincipalName === undefined ? {} : { userPrincipalName: change.userPrincipalName.toLowerCase() };
  return { ...earlier, ...said, ...upn, personId: change.personId, isRemoved: false };
}

async function applyBite(db: Kysely<Schema>, tenant: TenantId, bite: readonly Folded[], day: Day, isFirstSync: boolean): Promise<number> {
  const result = await sql<{ written: number }>`
    with change as materialized (
      select (entry ->> 'personId')::uuid as person_id, entry from jsonb_array_elements(${jsonOf(bite)}::jsonb) as list (entry)
    ), account as (
      select change.person_id, (entry ->> 'isRemoved')::boolean as is_removed,
        coalesce(entry ->> 'userPrincipalName', known.user_principal_name) as user_principal_name,
        coalesce(entry ->> 'displayName', known.display_name, '') as display_name,
        case when entry ? 'department' then entry ->> 'department' else known.department end as department,
        case when entry ? 'jobTitle' then entry ->> 'jobTitle' else known.job_title end as job_title,
        case when entry ? 'language' then entry ->> 'language' else known.language end as language,
        case when entry ? 'usageLocation' then entry ->> 'usageLocation' else known.usage_location end as usage_location,
        coalesce((entry ->> 'isMember')::boolean, known.is_member, true) as is_member,
        coalesce((entry ->> 'isEnabled')::boolean, known.is_enabled, true) as is_enabled,
        case when jsonb_typeof(entry -> 'services') = 'array' then array(select jsonb_array_elements_text(entry -> 'services'))
          else coalesce(known.services, '{}') end as services,
        coalesce(known.services, '{}') as known_services, coalesce(known.licensed_since, '{}') as known_since,
        coalesce(entry -> 'licensedSince', '{}') as said, known.removed_day,
        known.person_id is not null and known.seen_day is null as has_only_written
      from change left join person known on known.tenant_id = ${tenant} and known.person_id = change.person_id
      where known.person_id is not null
        or (entry ->> 'userPrincipalName' is not null and not (entry ->> 'isRemoved')::boolean and not ${isSuppressed(tenant, 'change.person_id')})
    ), written as (
      insert into person (tenant_id, person_id, user_principal_name, display_name, department, job_title, language, usage_location,
        is_member, is_enabled, services, licensed_since, is_removed, removed_day, seen_day)
      select ${tenant}, person_id, user_principal_name, display_name, department, job_title, language, usage_location, is_member, is_enabled, services,
        (select coalesce(jsonb_object_agg(licence.service, licence.since) filter (where licence.since is not null), '{}')
          from (select service, coalesce(said ->> service, known_since ->> service,
              -- Of somebody known from their chat alone nobody can say since when the licence is there.
              case when service = any(known_services) or ${isFirstSync}::boolean or has_only_written then null else ${day}::text end) as since
            from unnest(services) as service) as licence),
        is_removed, case when is_removed then coalesce(removed_day, ${day}::date) end, ${day}::date
      from account
      on conflict (tenant_id, person_id) do update set
        user_principal_name = excluded.user_principal_name, display_name = excluded.display_name, department = excluded.department,
        job_title = excluded.job_title, language = excluded.language, usage_location = excluded.usage_location,
        is_member = excluded.is_member, is_enabled = excluded.is_enabled, services = excluded.services,
        licensed_since = excluded.licensed_since, is_removed = excluded.is_removed,
        removed_day = excluded.removed_day, seen_day = excluded.seen_day
      returning 1
    )
    select count(*)::int as written from written`.execute(db);
  return result.rows[0]?.written ?? 0;
}
