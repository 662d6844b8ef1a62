import { personId } from '../../src/domain/ids.ts';
import { print, type Shell } from './shell.ts';

/** Deletes everything stored about one person. */
export async function forgetCommand(shell: Shell, user: string, flags: { readonly json?: boolean }): Promise<number> {
  const person = personId(user.toLowerCase());
  const rows = await shell.withApp('look', (app) => app.forget(person));
  print(shell, flags.json === true, { forgotten: person, rows }, [
    rows === 0 ? 'Nothing was stored about this person.' : `Deleted ${rows} row${rows === 1 ? '' : 's'}.`,
    'A keyed hash remains, so that the coach never writes to them again unless they write first.',
  ]);
  return 0;
}
