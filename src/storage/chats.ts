import { createHash } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { WorkingTime } from '../domain/person.ts';
import { type Instant, later, MINUTE_MS } from '../domain/time.ts';
import type { Address } from '../ports/outside.ts';
import type { Chats } from '../ports/stores.ts';
import { atomically } from './atomically.ts';
import { peopleOn } from './people.ts';
import type { ChatTable, Schema } from './schema.ts';
import { arrayOf, stamp } from './sqlText.ts';
import { isSuppressed } from './suppression.ts';

/** Presses follow each other, and a note is a write: what was noted less than this before is not noted anew. */
const FRESH_MS = MINUTE_MS;

export function chatsOn(db: Kysely<Schema>, tenant: TenantId): Chats {
  // Every row hangs on its person's, held until the statement ends: `forget` takes that row first, so nothing appears behind it.
  const isPerson = (person: PersonId): RawBuilder<unknown> => sql`person.tenant_id = ${tenant} and person.person_id = ${person}`;

  const mark = async (person: PersonId, reach: ChatTable['reach']): Promise<void> => {
    await sql`
      insert into chat (tenant_id, person_id, reach) select tenant_id, person_id, ${reach}::text from person where ${isPerson(person)} for key share
      on conflict (tenant_id, person_id) do update set reach = excluded.reach`.execute(db);
  };

  // One statement, because every press begins with it: on the embedded database a statement costs more than what it does.
  const note = async (on: Kysely<Schema>, person: PersonId, address: Address, at: Instant): Promise<NotedRow> => {
    const result = await sql<NotedRow>`
      with stopped as materialized (
        select from (select ${person}::uuid as person_id) as speaker where ${isSuppressed(tenant, 'speaker.person_id')}
      ), fresh as materialized (
        select from chat where tenant_id = ${tenant} and person_id = ${person} and reach = 'installed' and service_url = ${address.serviceUrl}
          and conversation_id = ${address.conversationId} and last_heard_at > ${stamp(later(at, -FRESH_MS))}::timestamptz
      ), noted as (
        insert into chat as known (tenant_id, person_id, reach, service_url, conversation_id, last_heard_at)
        select person.tenant_id, person.person_id, 'installed', ${address.serviceUrl}::text, ${address.conversationId}::text, ${stamp(at)}::timestamptz
        from person where ${isPerson(person)} and not exists (select from stopped) and not exists (select from fresh) for key share of person
        on conflict (tenant_id, person_id) do update set reach = excluded.reach, service_url = excluded.service_url,
          conversation_id = excluded.conversation_id, last_heard_at = greatest(known.last_heard_at, excluded.last_heard_at)
        returning 1
      )
      select exists (select from stopped) as is_suppressed, exists (select from noted) or exists (select from fresh) as is_noted,
        (select mailbox -> 'workingTime' from person where ${isPerson(person)} and not is_removed) as working_time,
        (select json_agg(item) from withdrawn_item where tenant_id = ${tenant}) as withdrawn`.execute(on);
    return result.rows[0] ?? { is_suppressed: false, is_noted: false, working_time: null, withdrawn: null };
  };
  return {
    async get(person) {
      const row = await db
        .selectFrom('chat')
        .select(['reach', 'service_url', 'conversation_id'])
        .where('tenant_id', '=', tenant)
        .where('person_id', '=', person)
        .executeTakeFirst();
      return row === undefined ? undefined : { reach: { kind: row.reach }, address: addressOf(row) };
    },

    async of(people) {
      if (people.length === 0) return new Map();
      const rows = await db
        .selectFrom('chat')
        .select(['person_id', 'reach', 'service_url', 'conversation_id', 'last_heard_at'])
        .where('tenant_id', '=', tenant)
        .where(sql<boolean>`person_id = any(${arrayOf(people)}::uuid[])`)
        .orderBy('person_id')
        .execute();
      return new Map(
        rows.map((row) => [row.person_id, { reach: { kind: row.reach }, address: addressOf(row), lastHeardAt: row.last_heard_at ?? undefined }]),
      );
    },

    async put(person, address) {
      await sql`
        insert into chat (tenant_id, person_id, reach, service_url, conversation_id)
        select tenant_id, person_id, 'installed', ${address.serviceUrl}::text, ${address.conversationId}::text
        from person where ${isPerson(person)} for key share
        on conflict (tenant_id, person_id) do update
          set reach = excluded.reach, service_url = excluded.service_url, conversation_id = excluded.conversation_id`.execute(db);
    },

    async meet(person, displayName, address, at) {
      let met = await note(db, person, address, at);
      if (!met.is_suppressed && !met.is_noted)
        met = await atomically(db, async (transaction) => {
          await peopleOn(transaction, tenant).ensure(person, displayName);
          return note(transaction, person, address, at);
        });
      const withdrawn = new Set(met.withdrawn ?? []);
      return met.is_suppressed
        ? { isSuppressed: true, workingTime: undefined, withdrawn }
        : { isSuppressed: false, workingTime: met.working_time ?? undefined, withdrawn };
    },

    markGone: (person) => mark(person, 'gone'),
    markInstalled: (person) => mark(person, 'installed'),

    async dropAddress(person) {
      await sql`update chat set service_url = null, conversation_id = null where tenant_id = ${tenant} and person_id = ${person}`.execute(db);
    },

    async firstTime(conversationId, activityId, at) {
      const result = await sql`
        insert into inbound (tenant_id, conversation_hash, activity_hash, seen_at)
        values (${tenant}, ${digestOf(conversationId)}, ${digestOf(activityId)}, ${stamp(at)}::timestamptz)
        on conflict do nothing`.execute(db);
      return result.numAffectedRows === 1n;
    },

    async expireInbound(before) {
      await sql`delete from inbound where tenant_id = ${tenant} and seen_at < ${stamp(before)}::timestamptz`.execute(db);
    },
  };
}

interface NotedRow {
  readonly is_suppressed: boolean;
  /** False for a person who is not known, or no longer. */
  readonly is_noted: boolean;
  readonly working_time: WorkingTime | null;
  readonly withdrawn: readonly ItemId[] | null;
}

/** Ids from outside have any length, and an index row has not. */
export const digestOf = (id: string): RawBuilder<unknown> => sql`decode(${createHash('sha256').update(id).digest('hex')}, 'hex')`;

function addressOf(row: { readonly service_url: string | null; readonly conversation_id: string | null }): Address | undefined {
  return row.service_url === null || row.conversation_id === null ? undefined : { serviceUrl: row.service_url, conversationId: row.conversation_id };
}
