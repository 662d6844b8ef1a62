import { type Kysely, sql } from 'kysely';
import { giveWay } from '../giveWay.ts';
import type { Schema } from './schema.ts';

/** Tables whose rows change by the thousand every day. */
const BUSY_TABLES = [
  'usage_day',
  'usage_period',
  'usage_week',
  'habit',
  'silence',
  'person',
  'decision',
  'delivery',
  'outcome',
] as const satisfies readonly (keyof Schema)[];

/** What is done for the database's own sake. A server does it by itself. */
export interface Upkeep {
  /** Makes the room of dead rows usable again and counts anew what the planner goes by. */
  tidy(db: Kysely<Schema>): Promise<void>;
}

export const SERVER_UPKEEP: Upkeep = { tidy: async () => {} };

/** The embedded database has no background processes, and nobody else is connected whom these locks could hold up. */
export const EMBEDDED_UPKEEP: Upkeep = {
  async tidy(db) {
    if (db.isTransaction) return; // vacuum refuses; the next run does it
    // A tenth of the usual sample: which index to take shows in it too, and counting is over in milliseconds.
    await sql`set default_statistics_target = 10`.execute(db);
    for (const table of BUSY_TABLES) {
      await sql`vacuum ${sql.table(table)}`.execute(db);
      await giveWay();
      await sql`analyze ${sql.table(table)}`.execute(db);
      await giveWay();
    }
  },
};
