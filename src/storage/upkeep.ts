import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { Pages } from '../ports/stores.ts';
import { deleteInBites } from './deleteInBites.ts';
import { gatherRows } from './gatheredRows.ts';
import type { HeldRows } from './heldRows.ts';
import type { Schema } from './schema.ts';
import { stageRows } from './stagedRows.ts';
import { dropPartsBefore, makePartOf } from './weekParts.ts';

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

/** What differs between the embedded database and a server beyond the connection. */
export interface Upkeep {
  readonly pages: Pages;
  /** People one folding statement covers. */
  readonly foldedAtOnce: number;
  /** Sees that there is a place for the day's rows. */
  makeRoom(db: Kysely<Schema>, day: Day): Promise<void>;
  /** Lets go of a tenant's rows of days before this one; a week may go as a whole, when its last day does. */
  expireDays(db: Kysely<Schema>, tenant: TenantId, before: Day): Promise<void>;
  /** Holds the rows of a report while it is read. */
  holdRows(db: Kysely<Schema>, tenant: TenantId, isOfDay: boolean): Promise<HeldRows>;
  /** Makes the room of dead rows usable again and counts anew what the planner goes by. */
  tidy(db: Kysely<Schema>): Promise<void>;
}

/** A server vacuums by itself, and counts every table but one in parts. */
export const SERVER_UPKEEP: Upkeep = {
  pages: { people: 1_000, atOnce: 3 },
  foldedAtOnce: 20_000,
  makeRoom: makePartOf,
  expireDays: dropPartsBefore,
  holdRows: stageRows,
  async tidy(db) {
    // Where another tenant's process is counting, that is enough.
    if (!db.isTransaction) await sql`analyze (skip_locked) usage_day`.execute(db);
  },
};

/** The embedded database has no background processes, and nobody else is connected whom these locks could hold up. */
export const EMBEDDED_UPKEEP: Upkeep = {
  // A page's reading and reckoning is one stretch of work: at 1,000 a card press waited 100 ms for it.
  pages: { people: 200, atOnce: 1 },
  // About 20 ms.
  foldedAtOnce: 200,
  makeRoom: async () => {},
  async expireDays(db, tenant, before) {
    await deleteInBites(db, sql.table('usage_day'), sql`tenant_id = ${tenant} and day < ${before}::date`);
  },
  holdRows: gatherRows,
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
