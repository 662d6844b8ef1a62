import { type Kysely, type Selectable, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { giveWay } from '../giveWay.ts';
import type { People } from '../ports/stores.ts';
import { applyChanges } from './accountChanges.ts';
import { atomically, holdPeople } from './atomically.ts';
import { noteLicences, untoldLicences } from './noteLicences.ts';
import type { PersonTable, Schema } from './schema.ts';
import { arrayOf, bitesOf, jsonOf, maybeStamp, stamp, storable } from './sqlText.ts';
import { isSuppressed } from './suppression.ts';

const MOST_IN_PAGE = 2_000;

export function peopleOn(db: Kysely<Schema>, tenant: TenantId): People {
  return {
    apply: (changes, day, isFirstSync) => applyChanges(db, tenant, changes, day, isFirstSync),

    // The newest day any account was mentioned on is the day of the read that just ended: days come from the same clock,
    // while an instant of the caller's clock could not be compared with anything the database knows.
    async endFullRead() {
      const result = await sql`
        update person set is_removed = true, removed_day = newest.day
        from (select max(seen_day) as day from person where tenant_id = ${tenant} and not is_removed) as newest
        where tenant_id = ${tenant} and not is_removed and seen_day < newest.day`.execute(db);
      return Number(result.numAffectedRows ?? 0n);
    },

    async get(person) {
      const row = await db.selectFrom('person').selectAll().where('tenant_id', '=', tenant).where('person_id', '=', person).executeTakeFirst();
      return row === undefined || row.is_removed ? undefined : personOf(row);
    },

    async some(people) {
      if (people.length === 0) return [];
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where(sql<boolean>`person_id = any(${arrayOf(people)}::uuid[])`)
        .where('is_removed', '=', false)
        .orderBy('person_id')
        .execute();
      return rows.map(personOf);
    },

    async page(after, limit) {
      let query = db.selectFrom('person').selectAll().where('tenant_id', '=', tenant).where('is_removed', '=', false);
      if (after !== undefined) query = query.where('person_id', '>', after);
      const rows = await query.orderBy('person_id').limit(Math.min(limit, MOST_IN_PAGE)).execute();
      return rows.map(personOf);
    },

    async count() {
      const result = await sql<{ people: number }>`
        select count(*)::int as people from person where tenant_id = ${tenant} and not is_removed`.execute(db);
      return result.rows[0]?.people ?? 0;
    },

    async setMailboxes(entries, readAt) {
      for (const bite of bitesOf(entries)) {
        const ids = arrayOf(bite.map((entry) => entry.personId));
        const mailboxes = arrayOf(bite.map((entry) => (entry.mailbox === undefined ? null : jsonOf(entry.mailbox))));
        await sql`
          update person set mailbox = entry.mailbox::jsonb, mailbox_read_at = ${stamp(readAt)}::timestamptz
          from unnest(${ids}::uuid[], ${mailboxes}::text[]) as entry (person_id, mailbox)
          where person.tenant_id = ${tenant} and person.person_id = entry.person_id`.execute(db);
      }
    },

    async mailboxesOlderThan(people, before) {
      if (people.length === 0) return [];
      const result = await sql<{ person_id: PersonId }>`
        select person_id from person
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[])
          and (mailbox_read_at is null or mailbox_read_at < ${stamp(before)}::timestamptz)
        order by person_id`.execute(db);
      return result.rows.map((row) => row.person_id);
    },

    // An upsert: what a person chose is kept even when nobody knows the account yet.
    async choose(person, choice) {
      const until = maybeStamp(choice.pausedUntil);
      await atomically(db, async (transaction) => {
        await holdPeople(transaction, tenant);
        await sql`
          insert into person (tenant_id, person_id, display_name, is_member, is_enabled, services, is_removed, cadence_weeks, paused_until, has_opted_out,
            persona, topics, wished_language)
          select ${tenant}::uuid, chooser.person_id, '', true, true, '{}', false, ${choice.cadenceWeeks}::smallint, ${until}::timestamptz,
            ${choice.hasOptedOut}::boolean, ${choice.persona ?? null}::text, ${jsonOf(choice.topics)}::jsonb, ${choice.language ?? null}::text
          from (select ${person}::uuid as person_id) as chooser where not ${isSuppressed(tenant, 'chooser.person_id')}
          on conflict (tenant_id, person_id) do update set
            cadence_weeks = excluded.cadence_weeks, paused_until = excluded.paused_until, has_opted_out = excluded.has_opted_out,
            persona = excluded.persona, topics = excluded.topics, wished_language = excluded.wished_language`.execute(transaction);
      });
    },

    async ensure(person, displayName) {
      await atomically(db, async (transaction) => {
        await holdPeople(transaction, tenant);
        await sql`
          insert into person (tenant_id, person_id, display_name, is_member, is_enabled, services, is_removed)
          select ${tenant}::uuid, speaker.person_id, ${storable(displayName)}::text, true, true, '{}', false
          from (select ${person}::uuid as person_id) as speaker where not ${isSuppressed(tenant, 'speaker.person_id')}
          on conflict (tenant_id, person_id) do nothing`.execute(transaction);
      });
    },

    untoldLicences: (rows) => untoldLicences(db, tenant, rows),
    noteLicences: (rows) => noteLicences(db, tenant, rows),

    // The absent go first and each bite stands for itself: broken off, the group is too small until the next run, never too large.
    async setGroupMembers(groupId, members) {
      const unique = [...new Set(members)];
      await sql`
        delete from group_member
        where tenant_id = ${tenant} and group_id = ${groupId} and person_id not in (select unnest(${arrayOf(unique)}::uuid[]))`.execute(db);
      for (const bite of bitesOf(unique)) {
        await atomically(db, async (transaction) => {
          await holdPeople(transaction, tenant);
          await sql`
            insert into group_member (tenant_id, group_id, person_id)
            select person.tenant_id, ${groupId}::text, person.person_id from unnest(${arrayOf(bite)}::uuid[]) as member (person_id)
              join person on person.tenant_id = ${tenant} and person.person_id = member.person_id
            on conflict do nothing`.execute(transaction);
        });
        await giveWay();
      }
    },
  };
}

function personOf(row: Selectable<PersonTable>): Person {
  const choice = {
    cadenceWeeks: row.cadence_weeks,
    pausedUntil: row.paused_until ?? undefined,
    hasOptedOut: row.has_opted_out,
    persona: row.persona ?? undefined,
    topics: row.topics,
    language: row.wished_language ?? undefined,
  };
  return {
    personId: row.person_id,
    // The port has no word for an account the directory has not told of; nothing a report names is ever empty.
    userPrincipalName: row.user_principal_name ?? '',
    displayName: row.display_name,
    department: row.department ?? undefined,
    jobTitle: row.job_title ?? undefined,
    language: row.language ?? undefined,
    usageLocation: row.usage_location ?? undefined,
    isMember: row.is_member,
    isEnabled: row.is_enabled,
    services: row.services,
    mailbox: row.mailbox === null ? undefined : mailboxOf(row.mailbox),
    licensedSince: row.licensed_since,
    choice,
  };
}

/** JSON leaves absent fields out; the domain names them. */
function mailboxOf(stored: NonNullable<Person['mailbox']>): NonNullable<Person['mailbox']> {
  return { workingTime: stored.workingTime, language: stored.language, purpose: stored.purpose, awayUntil: stored.awayUntil };
}
