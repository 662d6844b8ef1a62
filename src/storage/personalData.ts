import { type Kysely, sql } from 'kysely';
import type { PersonalTable, StoredRow } from '../domain/export.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { DataFact } from '../domain/message.ts';
import { giveWay } from '../giveWay.ts';
import type { PersonalData } from '../ports/stores.ts';
import { atomically, holdPeopleAlone } from './atomically.ts';
import { digestOf } from './chats.ts';
import { countsFrom } from './countsText.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';
import { guardOf } from './suppression.ts';

/** Every table with a person, what refers to others first. A test compares it with the database's catalogue. */
const TABLES_OF_PEOPLE = [
  'review_log',
  'review',
  'response',
  'outcome',
  'delivery',
  'decision',
  'silence',
  'habit',
  'usage_day',
  'usage_period',
  'usage_week',
  'group_member',
  'chat',
  'person',
] as const satisfies readonly (PersonalTable & keyof Schema)[];

export function personalDataOn(db: Kysely<Schema>, tenant: TenantId): PersonalData {
  return {
    async facts(person) {
      const ofPerson = sql`tenant_id = ${tenant} and person_id = ${person}`;
      const result = await sql<Readonly<Record<DataFact['what'], number>>>`
        select
          (select count(*)::int from person where ${ofPerson}) as "account",
          (select count(distinct day)::int from usage_day where ${ofPerson}) as "usage-days",
          (select count(*)::int from usage_week where ${ofPerson}) as "usage-weeks",
          (select count(*)::int from delivery where ${ofPerson} and state in ('sent', 'unknown')) as "messages",
          (select count(*)::int from response where ${ofPerson} and kind in ('did-it', 'not-for-me', 'wrong')) as "answers",
          (select count(*)::int from response where ${ofPerson} and kind = 'planned') as "plans",
          (select count(*)::int from response where ${ofPerson} and kind = 'obstacle') as "obstacles",
          (select count(*)::int from review_log where ${ofPerson}) as "questions"`.execute(db);
      const [row] = result.rows;
      if (row === undefined) return [];
      const kinds = [
        'account',
        'usage-days',
        'usage-weeks',
        'messages',
        'answers',
        'plans',
        'obstacles',
        'questions',
      ] as const satisfies readonly DataFact['what'][];
      return kinds.map((what) => ({ what, count: row[what] }));
    },

    async everything(person) {
      const found: StoredRow[] = [];
      for (const table of TABLES_OF_PEOPLE) {
        const result = await sql<{ row: StoredRow['values'] }>`
          select to_jsonb(stored) - 'tenant_id' - 'person_id' as row from ${sql.table(table)} as stored
          where tenant_id = ${tenant} and person_id = ${person}`.execute(db);
        found.push(...result.rows.map(({ row }) => ({ table, values: table === 'usage_week' ? weekRow(row) : row })));
      }
      return found;
    },

    // Alone with the people of the tenant: no bulk write that read them before can write them back behind it.
    forget(person, hash) {
      return atomically(db, async (transaction) => {
        await holdPeopleAlone(transaction, tenant);
        await sql`
          insert into suppressed (tenant_id, person_hash, guard)
          select tenant_id, ${hash}, ${guardOf('tenant.hash_salt', 'gone.person_id')} from tenant, (select ${person}::uuid as person_id) as gone
          where tenant_id = ${tenant} on conflict do nothing`.execute(transaction);
        return erase(transaction, tenant, [person]);
      });
    },

    async eraseRemoved(day) {
      let erased = 0;
      for (let isMore = true; isMore; ) {
        const count = await atomically(db, async (transaction) => {
          await holdPeopleAlone(transaction, tenant);
          const result = await sql<{ person_id: PersonId }>`
            select person_id from person where tenant_id = ${tenant} and is_removed and removed_day <= ${day}::date
            order by removed_day, person_id limit ${MOST_ERASED}`.execute(transaction);
          if (result.rows.length > 0)
            await erase(
              transaction,
              tenant,
              result.rows.map((row) => row.person_id),
            );
          return result.rows.length;
        });
        erased += count;
        isMore = count === MOST_ERASED;
        if (isMore) await giveWay();
      }
      return erased;
    },
  };
}

/** A week's row with its counts as lists, as the days have them. */
const weekRow = (row: StoredRow['values']): StoredRow['values'] => ({
  ...row,
  days_by_report: countsFrom(String(row['days_by_report'])),
  values: countsFrom(String(row['values'])),
});

/** A person has some two hundred rows, and a bite is to stay short. */
const MOST_ERASED = 20;

/**
 * Deletes every row of the people; gives how many. Their own rows are taken first: who writes a single row about a person holds
 * that one, so the writing is over by then or finds nobody.
 */
async function erase(transaction: Kysely<Schema>, tenant: TenantId, people: readonly PersonId[]): Promise<number> {
  const areThese = sql`tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[])`;
  await sql`select from person where ${areThese} order by person_id for update`.execute(transaction);
  let removed = await eraseInbound(transaction, tenant, people);
  for (const table of TABLES_OF_PEOPLE) {
    const result = await sql`delete from ${sql.table(table)} where ${areThese}`.execute(transaction);
    removed += Number(result.numAffectedRows ?? 0n);
  }
  return removed;
}

/** What was heard in a person's chat carries no person, only a digest of the chat's id. */
async function eraseInbound(transaction: Kysely<Schema>, tenant: TenantId, people: readonly PersonId[]): Promise<number> {
  const chats = await transaction
    .selectFrom('chat')
    .select('conversation_id')
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`person_id = any(${arrayOf(people)}::uuid[])`)
    .orderBy('person_id')
    .execute();
  let removed = 0;
  for (const { conversation_id } of chats) {
    if (conversation_id === null) continue;
    const result = await sql`delete from inbound where tenant_id = ${tenant} and conversation_hash = ${digestOf(conversation_id)}`.execute(
      transaction,
    );
    removed += Number(result.numAffectedRows ?? 0n);
  }
  return removed;
}
