import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { UsageRow } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { Schema } from './schema.ts';

/** Accounts one reading statement covers; embedded about 5 ms. */
const MOST_READ = 1_500;
const ID_LENGTH = 36;

/** Whom a row names: the place of one person in `people`, nobody, or a name that two accounts bear. */
export type Named = { readonly kind: 'person'; readonly place: number } | { readonly kind: 'nobody' } | { readonly kind: 'ambiguous' };

const NOBODY: Named = { kind: 'nobody' };
const AMBIGUOUS: Named = { kind: 'ambiguous' };

/**
 * Every account of the tenant by object id and by name, as it was when it was read; about 100 bytes each, for the time of one intake.
 * Asking the database for the names of each bite costs five times as much.
 */
export class AccountBook {
  /** In id order. */
  readonly people: readonly PersonId[];
  private readonly byId: ReadonlyMap<string, Named>;
  private readonly byName: ReadonlyMap<string, Named>;

  constructor(people: readonly PersonId[], byId: ReadonlyMap<string, Named>, byName: ReadonlyMap<string, Named>) {
    this.people = people;
    this.byId = byId;
    this.byName = byName;
  }

  /** By object id, else by user principal name among accounts that are not removed; a name two accounts bear is nobody's. */
  find(row: UsageRow): Named {
    const known = row.personId === undefined ? undefined : this.byId.get(row.personId);
    return known ?? this.byName.get(row.userPrincipalName.toLowerCase()) ?? NOBODY;
  }
}

/** Reads the accounts in pages, one text each: many small columns would cost the embedded database more than the reading. */
export async function readAccounts(db: Kysely<Schema>, tenant: TenantId): Promise<AccountBook> {
  const people: PersonId[] = [];
  const byId = new Map<string, Named>();
  const byName = new Map<string, Named>();
  for (let isMore = true; isMore; ) {
    const after = people.at(-1);
    const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
    // A line per account: its id, and its name where it counts. No name that a report gives has a line break in it.
    const page = await sql<{ lines: string | null }>`
      select string_agg(account.line, e'\n' order by account.person_id) as lines from (
        select person_id, person_id::text || case when is_removed then '' else coalesce(translate(user_principal_name, e'\n', ' '), '') end as line
        from person where tenant_id = ${tenant} ${beyond} order by person_id limit ${MOST_READ}) as account`.execute(db);
    const lines = page.rows[0]?.lines?.split('\n') ?? [];
    for (const line of lines) {
      const id = line.slice(0, ID_LENGTH);
      const name = line.slice(ID_LENGTH);
      const named: Named = { kind: 'person', place: people.length };
      people.push(id as PersonId);
      byId.set(id, named);
      if (name !== '') byName.set(name, byName.has(name) ? AMBIGUOUS : named);
    }
    isMore = lines.length === MOST_READ;
    await giveWay();
  }
  return new AccountBook(people, byId, byName);
}
