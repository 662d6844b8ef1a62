import { readConfig } from '../../src/config.ts';
import { migrateServer } from '../../src/storage/openServer.ts';
import type { Environment } from '../environment.ts';
import { moveCommand } from './moveTo.ts';
import { print, type Shell } from './shell.ts';

export interface MigrateFlags {
  readonly to?: string;
  readonly json?: boolean;
}

/** Brings the database to this version's tables, or moves an embedded one to a server. An embedded one is migrated by every command that opens it. */
export async function migrateCommand(shell: Shell, environment: Environment, flags: MigrateFlags): Promise<number> {
  if (flags.to !== undefined) return await moveCommand(shell, environment, flags.to, flags.json === true);
  const { DATABASE_URL: url } = readConfig(environment.values, environment.fromFile, 'look');
  const applied = url === undefined ? await shell.withApp('look', async () => []) : await migrateServer(url);
  print(shell, flags.json === true, { applied }, applied.length === 0 ? ['The database is up to date.'] : [`Applied: ${applied.join(', ')}`]);
  return 0;
}
