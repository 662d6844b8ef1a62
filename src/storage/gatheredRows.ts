import type { UsageRow } from '../domain/usage.ts';
import type { AccountBook } from './accountBook.ts';
import type { Bite } from './mergeUsage.ts';

/** Rows one merging statement takes at most; embedded about 15 ms. */
const MOST_MERGED = 1_000;
/** People it walks over at most: where a file says little, many rows may have to go. */
const MOST_WALKED = 5_000;

/**
 * The rows of one file that name one person each, in memory until the file is known to be whole: about 80 bytes a row, so 8 MB for
 * 100,000 people. A person twice in a file: the later row counts.
 */
export class GatheredRows {
  private readonly accounts: AccountBook;
  private readonly isOfDay: boolean;
  /** By the person's place; a hole: nothing to store. */
  private readonly values: (string | undefined)[];
  matched = 0;
  unmatched = 0;
  ambiguous = 0;

  /** @param isOfDay then a row of nothing but zeros is not stored, and counts are cut at what a day can hold. */
  constructor(accounts: AccountBook, isOfDay: boolean) {
    this.accounts = accounts;
    this.isOfDay = isOfDay;
    this.values = new Array<string | undefined>(accounts.people.length);
  }

  add(row: UsageRow): void {
    const named = this.accounts.find(row);
    if (named.kind !== 'person') {
      this.unmatched += 1;
      if (named.kind === 'ambiguous') this.ambiguous += 1;
      return;
    }
    this.matched += 1;
    const isStored = !this.isOfDay || row.values.some((value) => value !== 0);
    this.values[named.place] = isStored ? literalOf(row.values, this.isOfDay ? LARGEST_OF_DAY : Number.POSITIVE_INFINITY) : undefined;
  }

  /** All people of the tenant in id order, stretch by stretch; the first and the last are open at their ends. At least one. */
  *bites(): Generator<Bite> {
    const { people } = this.accounts;
    let after: Bite['after'];
    for (let next = 0; ; ) {
      const bite = { people: [] as (typeof people)[number][], values: [] as string[] };
      const end = Math.min(next + MOST_WALKED, people.length);
      for (; next < end && bite.people.length < MOST_MERGED; next += 1) {
        const [person, values] = [people[next], this.values[next]];
        if (person === undefined || values === undefined) continue;
        bite.people.push(person);
        bite.values.push(values);
      }
      const upTo = next < people.length ? people[next - 1] : undefined;
      yield { after, upTo, ...bite };
      if (upTo === undefined) return;
      after = upTo;
    }
  }
}

/** A day's count above this is no person's and is kept as this: half the room for everybody's. */
const LARGEST_OF_DAY = 32_767;

function literalOf(values: UsageRow['values'], largest: number): string {
  let text = '{';
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? undefined;
    const cell = value === undefined ? 'NULL' : Math.min(value, largest);
    text += place === 0 ? cell : `,${cell}`;
  }
  return `${text}}`;
}
