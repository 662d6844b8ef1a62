import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { Day } from '../domain/time.ts';
import type { Log, Progress } from '../ports/system.ts';
import { connectServer, NO_LIMITS } from './connectServer.ts';
import { copyTable } from './copyTable.ts';
import { migrate } from './migrations.ts';
import { openKysely } from './openEmbedded.ts';
import { takeFolder } from './ownerLock.ts';
import type { Schema } from './schema.ts';
import { type TableShape, tablesOf } from './tableCatalogue.ts';
import { isSameSum, tableSum } from './tableSum.ts';
import { makePartOf } from './weekParts.ts';

/** A table that was moved: how many rows it has, here and there. */
export interface MovedTable {
  readonly table: string;
  readonly rows: number;
}

/**
 * Copies the embedded database in `folder`, all its tenants, to a server's database, which is migrated first and has to be empty or to
 * hold what an earlier call left. Then every table is counted and added up on both sides. The folder's rows are left as they are.
 *
 * Throws `folder-owned` while a process works in the folder, `move-refused` for a folder without a database or a server with other rows,
 * `move-differs` naming the tables that came out otherwise, and what `connectServer` throws.
 */
export async function moveToServer(folder: string, databaseUrl: string, progress: Progress, log?: Log): Promise<readonly MovedTable[]> {
  if (!(await isThere(join(folder, 'database'))))
    throw new Fault('move-refused', `expected an embedded database in ${folder}, found none; DATA_DIR names the folder that is moved`);
  const lock = await takeFolder(folder);
  try {
    const from = await openKysely(folder, log);
    try {
      const to = await connectServer(databaseUrl, {
        mostConnections: 1,
        name: 'adoption-coach migrate',
        limits: NO_LIMITS,
        ...(log === undefined ? {} : { log }),
      });
      try {
        await migrate(to, 'server');
        return await moveTables(from, to, progress);
      } finally {
        await to.destroy();
      }
    } finally {
      await from.destroy();
    }
  } finally {
    await lock.release();
  }
}

/** Copies and compares every table; see `moveToServer`. */
export async function moveTables(from: Kysely<Schema>, to: Kysely<Schema>, progress: Progress): Promise<readonly MovedTable[]> {
  const tables = await tablesOf(from);
  const there = await tablesOf(to);
  for (const table of tables) refuseOtherShape(table, there);
  let all = 0;
  for (const table of tables) all += await countOf(from, table);
  const copying = progress.step('Copying', all);
  await makeRoomFor(from, to);
  for (const table of tables) await copyTable(from, to, table, (count) => copying.add(count));
  copying.done(`${all} rows of ${tables.length} tables`);

  const comparing = progress.step('Comparing', tables.length);
  const moved: MovedTable[] = [];
  const differing: string[] = [];
  for (const table of tables) {
    // So that the first cycle there plans by what is there.
    await sql`analyze ${sql.table(table.name)}`.execute(to);
    const [ours, theirs] = [await tableSum(from, table), await tableSum(to, table)];
    if (!isSameSum(ours, theirs)) differing.push(`${table.name} (${ours.rows} rows here, ${theirs.rows} there)`);
    moved.push({ table: table.name, rows: ours.rows });
    comparing.add(1);
  }
  comparing.done(differing.length === 0 ? 'every table is the same' : `${differing.length} tables differ`);
  if (differing.length > 0)
    throw new Fault(
      'move-differs',
      `expected the same rows on the server, got others in ${differing.join(', ')}; name a new, empty database and move again`,
    );
  return moved;
}

function refuseOtherShape(table: TableShape, there: readonly TableShape[]): void {
  const other = there.find(({ name }) => name === table.name);
  if (JSON.stringify(other) !== JSON.stringify(table))
    throw new Fault(
      'move-refused',
      `expected the table ${table.name} to have the same columns and key on the server, got others; name a new, empty database`,
    );
}

/** The server keeps days in parts, which copied rows have to find. */
async function makeRoomFor(from: Kysely<Schema>, to: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ day: Day }>`select distinct day from usage_day`.execute(from);
  for (const { day } of rows) await makePartOf(to, day);
}

async function countOf(db: Kysely<Schema>, table: TableShape): Promise<number> {
  const result = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table.name)}`.execute(db);
  return result.rows[0]?.rows ?? 0;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false; // whatever hinders us from looking, there is nothing to move
  }
}
