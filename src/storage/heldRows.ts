import type { Kysely, RawBuilder } from 'kysely';
import type { PersonId } from '../domain/ids.ts';
import type { UsageRow } from '../domain/usage.ts';
import type { Schema } from './schema.ts';

/** How many rows of a file are the only one of a person; the others, and among them those of a name several bear or of a person twice. */
export interface NamedCounts {
  readonly matched: number;
  readonly unmatched: number;
  readonly ambiguous: number;
}

/** What is to be stored of a stretch of people: those behind `after` up to `upTo`, open where they are absent. */
export interface Bite {
  readonly after: PersonId | undefined;
  readonly upTo: PersonId | undefined;
  /** A select of `person_id` and `signals`, the values as text of an array; each person once. */
  readonly given: RawBuilder<unknown>;
  readonly isEmpty: boolean;
}

/**
 * The rows of one file that name one person each, until the file is known to be whole: by object id, else by user principal name among
 * accounts that are not removed; a name two accounts bear matches nobody. Of a person twice in a file neither row counts: what they used is
 * kept as not known.
 */
export interface HeldRows {
  /** Where statements can read the bites. */
  readonly db: Kysely<Schema>;
  /** Takes rows; may still be at work on them when it comes back. */
  add(rows: readonly UsageRow[]): Promise<void>;
  /** What all rows added came to. */
  counts(): Promise<NamedCounts>;
  /** All people of the tenant in id order, stretch by stretch; the first and the last are open at their ends. At least one. */
  bites(): AsyncIterable<Bite>;
  /** Lets go of the rows. */
  release(): Promise<void>;
}

/** A day's count above this is no person's and is kept as this: half the room for everybody's. */
const LARGEST_OF_DAY = 32_767;

/** The values as text of an array; absent for a day of nothing but zeros, which says what no row says. */
export function signalsOf(row: UsageRow, isOfDay: boolean): string | undefined {
  if (isOfDay && row.values.every((value) => value === 0)) return undefined;
  const largest = isOfDay ? LARGEST_OF_DAY : Number.POSITIVE_INFINITY;
  let text = '{';
  for (let place = 0; place < row.values.length; place += 1) {
    const value = row.values[place] ?? undefined;
    const cell = value === undefined ? 'NULL' : Math.min(value, largest);
    text += place === 0 ? cell : `,${cell}`;
  }
  return `${text}}`;
}

/** As many values as the row has, none of them known. */
export const unknownLike = (row: UsageRow): string => `{${row.values.map(() => 'NULL').join(',')}}`;
