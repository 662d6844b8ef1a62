import type { TenantId } from '../domain/ids.ts';
import type { Database } from '../ports/stores.ts';
import { connectServer, type ServerConnection } from './connectServer.ts';
import { migrate, requireMigrated } from './migrations.ts';
import { databaseOn } from './storesOn.ts';
import { SERVER_UPKEEP } from './upkeep.ts';

export interface ServerOptions extends ServerConnection {
  /** Messages a second the tenant's connector takes, all processes together. */
  readonly ratePerSecond: number;
  /** Applies missing migrations instead of refusing to start. */
  readonly migrates?: boolean;
}

/**
 * Opens the stores on a PostgreSQL server. Throws `storage-unavailable`, naming host, port and database, when it cannot be
 * reached within `startWaitMs` (at once when it refuses user or database); `not-migrated` naming what is missing.
 * Connections lost later are taken anew with growing pauses.
 */
export async function openServer(databaseUrl: string, tenant: TenantId, options: ServerOptions): Promise<Database> {
  const kysely = await connectServer(databaseUrl, options);
  try {
    if (options.migrates !== true) await requireMigrated(kysely);
    else {
      const applied = await migrate(kysely, 'server');
      options.log?.info('storage.migrated', { migrations: applied.join(' ') });
    }
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return databaseOn(kysely, tenant, options.ratePerSecond, SERVER_UPKEEP);
}

/** Brings a server's tables up to date; gives the names of what was applied. */
export async function migrateServer(databaseUrl: string, options: Pick<ServerConnection, 'startWaitMs' | 'log'> = {}): Promise<readonly string[]> {
  const kysely = await connectServer(databaseUrl, { ...options, mostConnections: 1 });
  try {
    return await migrate(kysely, 'server');
  } finally {
    await kysely.destroy();
  }
}
