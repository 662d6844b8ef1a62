import type { ExportRequest } from '../../src/app/export.ts';
import { personId } from '../../src/domain/ids.ts';
import { print, type Shell } from './shell.ts';

const SAID: Readonly<Record<ExportRequest, string>> = {
  'on-its-way': 'The bot will tell the person that their data is ready for them. Nobody else is shown any of it.',
  'already-on-its-way': 'It was asked for before and is still on its way.',
  'not-known': 'Nothing is stored about this person, so there is nothing to give.',
};

/** Has the bot give one person everything stored about them. */
export async function exportCommand(shell: Shell, user: string, flags: { readonly json?: boolean }): Promise<number> {
  const person = personId(user.toLowerCase());
  const outcome = await shell.withApp('look', (app) => app.requestExport(person));
  print(shell, flags.json === true, { person, outcome }, [SAID[outcome]]);
  return outcome === 'not-known' ? 1 : 0;
}

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
