import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { UsageRow } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import { type AccountBook, readAccounts } from './accountBook.ts';
import { type Bite, type HeldRows, signalsOf, unknownLike } from './heldRows.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf } from './sqlText.ts';

/** Rows looked up in one go, about a millisecond. */
const MOST_GATHERED = 1_000;
/** Rows one merging statement takes at most; 10 to 15 ms. */
const MOST_MERGED = 500;
/** People it walks over at most: where a file says little, many rows may have to go. */
const MOST_WALKED = 2_500;

/**
 * Rows in this process's memory, about 80 bytes each, so 8 MB for 100,000 people. They go to the database as two arrays: COPY into a
 * table and emptying it again costs the embedded database 7 to 15 µs a row, reading them from arrays 4.
 */
export async function gatherRows(db: Kysely<Schema>, tenant: TenantId, isOfDay: boolean): Promise<HeldRows> {
  const accounts = await readAccounts(db, tenant);
  /** By the person's place; a hole: nothing to store. */
  const signals = new Array<string | undefined>(accounts.people.length);
  /** 0, 1, or 2 for more rows than one. */
  const rowsOf = new Uint8Array(accounts.people.length);
  const counts = { matched: 0, unmatched: 0, ambiguous: 0 };

  const keep = (row: UsageRow): void => {
    const named = accounts.find(row);
    if (named.kind === 'person') keepOf(named.place, row);
    else counts.unmatched += 1;
    if (named.kind === 'ambiguous') counts.ambiguous += 1;
  };

  const keepOf = (place: number, row: UsageRow): void => {
    if (rowsOf[place] === 0) {
      rowsOf[place] = 1;
      counts.matched += 1;
      signals[place] = signalsOf(row, isOfDay);
      return;
    }
    // The first row of theirs was taken for the only one.
    const more = rowsOf[place] === 1 ? 2 : 1;
    if (rowsOf[place] === 1) counts.matched -= 1;
    rowsOf[place] = 2;
    counts.unmatched += more;
    counts.ambiguous += more;
    signals[place] = unknownLike(row);
  };

  return {
    db,
    async add(added) {
      for (const bite of bitesOf(added, MOST_GATHERED)) {
        for (const row of bite) keep(row);
        await giveWay();
      }
    },
    counts: async () => counts,
    bites: async function* () {
      yield* bitesThrough(accounts, signals);
    },
    release: async () => {},
  };
}

function* bitesThrough({ people }: AccountBook, signals: readonly (string | undefined)[]): Generator<Bite> {
  let after: PersonId | undefined;
  for (let next = 0; ; ) {
    const ids: PersonId[] = [];
    const values: string[] = [];
    const end = Math.min(next + MOST_WALKED, people.length);
    for (; next < end && ids.length < MOST_MERGED; next += 1) {
      const [person, value] = [people[next], signals[next]];
      if (person === undefined || value === undefined) continue;
      ids.push(person);
      values.push(value);
    }
    const upTo = next < people.length ? people[next - 1] : undefined;
    const given = sql`select * from unnest(${arrayOf(ids)}::uuid[], ${arrayOf(values)}::text[]) as row (person_id, signals)`;
    yield { after, upTo, given, isEmpty: ids.length === 0 };
    if (upTo === undefined) return;
    after = upTo;
  }
}
