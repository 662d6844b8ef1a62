import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/domain/errors.ts';
import { placeOf } from '../../src/storage/connectServer.ts';
import { moveToServer } from '../../src/storage/moveToServer.ts';
import type { Environment } from '../environment.ts';
import { silentProgress } from '../progressBar.ts';
import { print, type Shell } from './shell.ts';

/** Whether a command line asks for the move. It opens the folder itself, so no other process can do it. */
export const movesFolder = (args: readonly string[]): boolean =>
  args[0] === 'migrate' && args.some((arg) => arg === '--to' || arg.startsWith('--to='));

/** Copies the embedded database to a server, and says what to set then. */
export async function moveCommand(shell: Shell, environment: Environment, databaseUrl: string, isJson: boolean): Promise<number> {
  const { DATABASE_URL: set, DATA_DIR: folder } = readConfig(environment.values, environment.fromFile, 'look');
  if (set !== undefined)
    throw new Fault('move-refused', 'DATABASE_URL is set, so the data are on a server already; take it out to move what is in DATA_DIR');
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Fault('invalid-config', 'expected --to postgres://user:password@host:5432/database, got something else');
  const place = placeOf(databaseUrl);
  const tables = await moveToServer(folder, databaseUrl, isJson ? silentProgress : shell.progress);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  print(shell, isJson, { folder, to: place, rows, tables }, [
    ...tables.filter((table) => table.rows > 0).map((table) => `${table.table.padEnd(20)} ${table.rows.toLocaleString('en-GB').padStart(12)}  same`),
    `Copied ${folder} to ${place}: ${rows.toLocaleString('en-GB')} rows in ${tables.length} tables, every table counted and compared.`,
    'Now set DATABASE_URL to that address, in .env or where your settings are, and start the bot.',
    `The folder ${folder} is left as it was. Do not start the bot on it again: it would send what the server sends, too.`,
    'When you have seen the bot work, delete it: it holds personal data.',
  ]);
  return 0;
}
