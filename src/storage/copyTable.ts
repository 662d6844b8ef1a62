import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';
import type { TableShape } from './tableCatalogue.ts';
import { isSameSum, keyOf, keyTexts, keyValues, lastKeyOf, tableSum } from './tableSum.ts';

/** Some megabytes at most: a decision's options are a kilobyte. */
const BITE = 2_000;

/**
 * Copies the rows of a table that `to` does not have yet, in the order of the key, each bite in a statement of its own: whenever it ends,
 * `to` holds a beginning of `from`, and the next call goes on behind it. `onRows` hears of those there already, then of every bite.
 * Throws `move-refused` when what `to` holds is no beginning of `from`.
 */
export async function copyTable(from: Kysely<Schema>, to: Kysely<Schema>, table: TableShape, onRows: (count: number) => void): Promise<void> {
  let last = await lastKeyOf(to, table);
  if (last !== undefined) {
    const [there, here] = [await tableSum(to, table), await tableSum(from, table, last)];
    if (!isSameSum(there, here))
      throw new Fault(
        'move-refused',
        `expected an empty table ${table.name} on the server, or the first rows of the folder’s, got ${there.rows} rows that differ from these; name a new, empty database`,
      );
    onRows(there.rows);
  }
  for (;;) {
    const bite = await biteAfter(from, table, last);
    const end = bite.at(-1);
    if (end === undefined) return;
    await insert(
      to,
      table,
      bite.map(({ line }) => line),
    );
    onRows(bite.length);
    last = end.key;
  }
}

interface CopiedRow {
  /** The whole row as the database writes a value of the table's type. */
  readonly line: string;
  readonly key: readonly string[];
}

async function biteAfter(from: Kysely<Schema>, table: TableShape, last: readonly string[] | undefined): Promise<readonly CopiedRow[]> {
  const behind = last === undefined ? sql`` : sql`where ${keyOf(table)} > ${keyValues(table, last)}`;
  const order = sql.join(table.key.map((column) => sql.ref(column)));
  const result = await sql<CopiedRow>`
    select whole_row::text as line, ${keyTexts(table)} as key from ${sql.table(table.name)} as whole_row
    ${behind} order by ${order} limit ${BITE}`.execute(from);
  return result.rows;
}

/** Without `offset 0` every column would have its row's text read anew. */
async function insert(to: Kysely<Schema>, table: TableShape, lines: readonly string[]): Promise<void> {
  await sql`
    insert into ${sql.table(table.name)}
    select (given).* from (select line::${sql.id(table.name)} as given from unnest(${arrayOf(lines)}::text[]) as line offset 0) as parsed`.execute(
    to,
  );
}
