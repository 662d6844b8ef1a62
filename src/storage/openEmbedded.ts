import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import { giveWay } from '../giveWay.ts';
import type { Database } from '../ports/stores.ts';
import type { Log } from '../ports/system.ts';
import { EmbeddedDialect } from './embeddedDialect.ts';
import { EmbeddedSession } from './embeddedSession.ts';
import { type Acquire, GuardedDialect } from './guardedDialect.ts';
import { migrate } from './migrations.ts';
import { type OwnerLock, takeFolder } from './ownerLock.ts';
import type { Schema } from './schema.ts';
import { storageFault } from './storageFault.ts';
import { databaseOn } from './storesOn.ts';
import { EMBEDDED_UPKEEP } from './upkeep.ts';

export interface EmbeddedOptions {
  /** Messages a second the tenant's connector takes. */
  readonly ratePerSecond: number;
  readonly log?: Log;
}

/** A database inside this process. */
export interface EmbeddedDatabase extends Database {
  /** The same database for long work: each of its statements lets the answers somebody waits for go first. */
  readonly forLongWork: Database;
  /** Tells commands that find this owner where it takes work: see `ownerOf`. In memory nobody can ask. */
  announce(socket: string, secret: string): Promise<void>;
}

/**
 * Opens the database in `folder` (made where needed; nothing is kept for `'memory'`) and migrates it. The folder belongs to
 * this process until `close`: the lock is taken before a file of the database is touched.
 * Throws `folder-owned` naming the live owner's pid, `storage-failed` when the files cannot be used.
 */
export async function openEmbedded(folder: string | 'memory', tenant: TenantId, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const lock = folder === 'memory' ? NO_LOCK : await takeFolder(folder);
  try {
    const { kysely, session } = await openBoth(folder, options.log);
    const database = databaseOn(kysely, tenant, options.ratePerSecond, EMBEDDED_UPKEEP);
    const patient = kyselyOn(session, async (take) => {
      await giveWay();
      return await take();
    });
    return {
      ...database,
      forLongWork: databaseOn(patient, tenant, options.ratePerSecond, EMBEDDED_UPKEEP),
      announce: lock.announce,
      close: async () => {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const NO_LOCK: OwnerLock = { announce: async () => {}, release: async () => {} };

/** The embedded database itself, migrated, without the lock on its folder. */
export async function openKysely(folder: string | 'memory', log: Log | undefined): Promise<Kysely<Schema>> {
  return (await openBoth(folder, log)).kysely;
}

interface Opened {
  readonly kysely: Kysely<Schema>;
  readonly session: EmbeddedSession;
}

async function openBoth(folder: string | 'memory', log: Log | undefined): Promise<Opened> {
  const session = new EmbeddedSession(await start(folder));
  const kysely = kyselyOn(session, (take) => take());
  try {
    const applied = await migrate(kysely, 'embedded');
    if (applied.length > 0) log?.info('storage.migrated', { migrations: applied.join(' ') });
    await expectOneTenant(kysely);
    return { kysely, session };
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
}

const kyselyOn = (session: EmbeddedSession, acquire: Acquire): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new GuardedDialect(new EmbeddedDialect(session), acquire) });

/**
 * Every page is in memory, so what costs is each row looked at, and a few rows among many come cheapest along an index. And a table
 * that grew since it was last counted looks small to the planner, which then takes all rows behind a page's first, sorts them and throws
 * them away again: pages of people took 25 µs a row that way, along the index they take 5.
 */
const PLANNING = 'set seq_page_cost = 0.1; set random_page_cost = 0.1; set enable_bitmapscan = off';

/**
 * Tells the planner of tables that were never counted with rows in them that all their rows are of one tenant. It would take one in two
 * hundred for this tenant's, and go through all of a table rather than ask for a page of people: in the first run of an installation, which
 * fills what it asks, the planning of the last people would cost a hundred times that of the first.
 */
async function expectOneTenant(kysely: Kysely<Schema>): Promise<void> {
  await sql`
    select pg_restore_attribute_stats('schemaname', 'public', 'relname', relname::text, 'attname', 'tenant_id', 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
    from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'tenant_id'
    where relkind = 'r' and relnamespace = 'public'::regnamespace
      and not exists (select from pg_stats where schemaname = 'public' and tablename = relname and pg_stats.attname = 'tenant_id')`.execute(kysely);
}

async function start(folder: string | 'memory'): Promise<PGlite> {
  try {
    const pglite = await PGlite.create(folder === 'memory' ? {} : { dataDir: join(folder, 'database') });
    await pglite.exec(PLANNING);
    return pglite;
  } catch (error) {
    throw storageFault(error);
  }
}
