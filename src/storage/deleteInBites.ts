import { type Kysely, type RawBuilder, sql } from 'kysely';
import { giveWay } from '../giveWay.ts';
import type { Schema } from './schema.ts';
import { MOST_ROWS } from './sqlText.ts';

/** Deletes the table's rows that meet the condition, a bite at a time, others' turns between. Gives how many went. */
export async function deleteInBites(db: Kysely<Schema>, table: RawBuilder<unknown>, condition: RawBuilder<unknown>): Promise<number> {
  let deleted = 0;
  for (let isMore = true; isMore; ) {
    const result = await sql`
      delete from ${table} where ${condition} and ctid = any(array(select ctid from ${table} where ${condition} limit ${MOST_ROWS}))`.execute(db);
    const count = Number(result.numAffectedRows ?? 0n);
    deleted += count;
    isMore = count === MOST_ROWS;
    await giveWay();
  }
  return deleted;
}
