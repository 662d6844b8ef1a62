import { groupId } from '../../src/domain/ids.ts';
import { day, dayIn } from '../../src/domain/time.ts';
import { print, type Shell } from './shell.ts';

export interface ArmFlags {
  readonly group?: string;
  readonly all?: boolean;
  readonly noticeUrl: string;
  readonly noticeDate: string;
  readonly json?: boolean;
}

/** Allows sending to a scope whose people were told. */
export async function armCommand(shell: Shell, flags: ArmFlags): Promise<number> {
  const isAll = flags.all === true;
  if (isAll === (flags.group !== undefined)) {
    shell.io.err('error: name one scope, either --all or --group GROUP-ID\n');
    return 2;
  }
  const scope = flags.group === undefined ? 'all' : { group: groupId(flags.group) };
  const notice = { url: flags.noticeUrl, day: day(flags.noticeDate) };
  const { people, thawed } = await shell.withApp('cycle', (app) => app.arm(scope, notice, dayIn(app.settings.defaultZone, app.system.clock.now())));
  const who = scope === 'all' ? 'everybody' : `group ${scope.group}`;
  print(shell, flags.json === true, { armed: scope, people, notice, wasFrozen: thawed !== undefined }, [
    ...(thawed === undefined ? [] : [`Sending was frozen (${thawed.why}); it goes on now.`]),
    `Armed for ${who} (${people} people). Messages go with the next cycle. Stop everything with: npm run coach -- freeze`,
  ]);
  return 0;
}

/** Stops all sending at once. */
export async function freezeCommand(shell: Shell, flags: { readonly json?: boolean }): Promise<number> {
  await shell.withApp('look', (app) => app.freeze('by command'));
  print(shell, flags.json === true, { frozen: true }, [
    'Frozen: nothing more is sent. Answers to what people say go on. Lift it with: npm run coach -- arm …',
  ]);
  return 0;
}
