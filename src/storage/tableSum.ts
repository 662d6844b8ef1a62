import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from './schema.ts';
import type { TableShape } from './tableCatalogue.ts';

/** How many rows a table has, and what they add up to. */
export interface TableSum {
  readonly rows: number;
  /** The sum of a 60-bit digest of every row's text: the same rows give the same sum, in whatever order and on every server. */
  readonly sum: string;
}

export const isSameSum = (a: TableSum, b: TableSum): boolean => a.rows === b.rows && a.sum === b.sum;

/** Adds up a table, or its rows up to and with the key `last` (as `lastKeyOf` gives it). */
export async function tableSum(db: Kysely<Schema>, table: TableShape, last?: readonly string[]): Promise<TableSum> {
  const upTo = last === undefined ? sql`` : sql`where ${keyOf(table)} <= ${keyValues(table, last)}`;
  const result = await sql<TableSum>`
    select count(*)::int as rows, coalesce(sum(('x' || left(encode(sha256(convert_to(line, 'UTF8')), 'hex'), 15))::bit(60)::bigint), 0)::text as sum
    from (select row(${sql.join(table.columns.map(zoneless))})::text as line from ${sql.table(table.name)} ${upTo}) as lines`.execute(db);
  return result.rows[0] ?? { rows: 0, sum: '0' };
}

/** The text of an instant depends on the connection's zone; that of the same moment in UTC does not. */
const zoneless = ({ name, type }: TableShape['columns'][number]): RawBuilder<unknown> =>
  type === 'timestamp with time zone' ? sql`${sql.ref(name)} at time zone 'UTC'` : sql`${sql.ref(name)}`;

/** The key of a table's last row, each part as text; `undefined` for an empty table. */
export async function lastKeyOf(db: Kysely<Schema>, table: TableShape): Promise<readonly string[] | undefined> {
  const order = sql.join(table.key.map((column) => sql`${sql.ref(column)} desc`));
  const result = await sql<{
    key: readonly string[];
  }>`select ${keyTexts(table)} as key from ${sql.table(table.name)} order by ${order} limit 1`.execute(db);
  return result.rows[0]?.key;
}

/** The key as a row to compare. */
export const keyOf = (table: TableShape): RawBuilder<unknown> => sql`(${sql.join(table.key.map((column) => sql.ref(column)))})`;

/** The parts of the key as a text array. */
export const keyTexts = (table: TableShape): RawBuilder<unknown> => sql`array[${sql.join(table.key.map((column) => sql`${sql.ref(column)}::text`))}]`;

/** A key's texts as the row they stand for. */
export function keyValues(table: TableShape, texts: readonly string[]): RawBuilder<unknown> {
  const typeOf = (column: string): string => table.columns.find(({ name }) => name === column)?.type ?? 'text';
  return sql`(${sql.join(table.key.map((column, place) => sql`${texts[place]}::${sql.raw(typeOf(column))}`))})`;
}
