import type { Sending } from '../../src/app/sending.ts';
import { type Instant, isoOf, SECOND_MS } from '../../src/domain/time.ts';
import { sendingLines } from '../sendingLines.ts';
import { print, type Shell } from './shell.ts';

/** A working week and two days: a message moves at most five times. */
const NEWEST_RUNS = 7;

/** Says where the messages of the newest runs stand, how fast they go, and when the last is likely to go. */
export async function deliveriesCommand(shell: Shell, flags: { readonly json?: boolean }): Promise<number> {
  const { status, now, zone } = await shell.withApp('look', async (app) => ({
    status: await app.sending(NEWEST_RUNS),
    now: app.system.clock.now(),
    zone: app.settings.defaultZone,
  }));
  print(shell, flags.json === true, documentOf(status, now), sendingLines(status, now, zone));
  return 0;
}

function documentOf({ runs, besides, sentPerSecond, doneAt, frozen }: Sending, now: Instant): unknown {
  const end = (at: Instant | undefined) => ({
    doneAt: at === undefined ? null : isoOf(at),
    secondsLeft: at === undefined ? null : Math.max(0, Math.round((at - now) / SECOND_MS)),
  });
  return {
    at: isoOf(now),
    sentPerSecond,
    ...end(doneAt),
    frozen: frozen ?? null,
    besides,
    runs: runs.map(({ runAt, doneAt: runDoneAt, ...counts }) => ({ run: isoOf(runAt), ...counts, ...end(runDoneAt) })),
  };
}
