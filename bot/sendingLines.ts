import type { Sending } from '../src/app/sending.ts';
import type { RunStatus, ToldDrop } from '../src/domain/sendStatus.ts';
import { type Instant, MINUTE_MS } from '../src/domain/time.ts';

const DROPPED: Readonly<Record<ToldDrop, string>> = {
  stale: 'found no day in time',
  frozen: 'sending was frozen',
  disarmed: 'not armed any more',
  'habit-came': 'the habit came before',
  'not-installed': 'the app is not there',
  left: 'the account or the chat is gone',
  refused: 'refused by Teams',
  replaced: 'taken out of the content',
  withdrawn: 'withdrawn by command',
  'not-wanted': 'not wanted by the person',
};

const HEADINGS = ['run of', 'planned', 'sent', 'unknown', 'on its way', 'due', 'later', 'dropped', 'done'] as const;
const LEGEND = [
  'planned = sent + unknown + on its way + due + later + dropped. Unknown: Teams gave no clear answer, and a second copy costs more',
  'than a missed one, so it is not sent again. Later: its time is still to come, in the person’s working hours.',
] as const;

/** Where sending stands, as a table a person reads, with what it means; times are those of `zone`. */
export function sendingLines(status: Sending, now: Instant, zone: string): readonly string[] {
  const { runs, besides, frozen } = status;
  const alone = besides === 0 ? [] : [`Besides: ${besides} that no run planned, such as welcomes and reminders.`];
  if (runs.length === 0)
    return ['No run has planned a message yet. See what one would plan: npm run coach -- cycle --dry-run', ...alone, ...pace(status, now, zone)];
  return [
    ...tableOf([HEADINGS, ...runs.map((run) => cellsOf(run, now, zone, frozen !== undefined))]),
    ...runs.flatMap((run) => droppedLines(run, zone)),
    '',
    ...LEGEND,
    ...alone,
    ...pace(status, now, zone),
  ];
}

function pace({ sentPerSecond, doneAt, frozen }: Sending, now: Instant, zone: string): readonly string[] {
  if (frozen !== undefined) return [`Sending is frozen (${frozen}). Lift it with: npm run coach -- arm …`];
  const rate = sentPerSecond === 0 ? 'Nothing went in the last ten seconds' : `${sentPerSecond.toFixed(1)} a second went in the last ten seconds`;
  return [doneAt === undefined ? `${rate}; nothing is left to send.` : `${rate}; the last is likely to go ${whenOf(doneAt, now, zone)}.`];
}

function cellsOf(run: RunStatus, now: Instant, zone: string, isFrozen: boolean): readonly string[] {
  const { planned, sent, unknown, sending, due, waiting, dropped, doneAt } = run;
  const sumDropped = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  const open = due + waiting + sending === 0 ? 'yes' : isFrozen ? 'frozen' : 'on its way';
  const counts = [planned, sent, unknown, sending, due, waiting, sumDropped].map((count) => count.toLocaleString('en-GB'));
  return [clockOf(run.runAt, zone), ...counts, doneAt === undefined ? open : whenOf(doneAt, now, zone)];
}

function droppedLines({ runAt, dropped }: RunStatus, zone: string): readonly string[] {
  const reasons = (Object.entries(dropped) as [ToldDrop, number][]).map(([why, count]) => `${DROPPED[why]} ${count}`);
  return reasons.length === 0 ? [] : [`Dropped of ${clockOf(runAt, zone)}: ${reasons.join(', ')}`];
}

/** The first and the last column to the left, numbers to the right. */
function tableOf(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const last = HEADINGS.length - 1;
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : column === last ? cell : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

/** `2026-11-18 06:00`. */
function clockOf(at: Instant, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(at);
}

/** `in 7 min, 2026-11-18 09:42`. */
function whenOf(at: Instant, now: Instant, zone: string): string {
  const minutes = Math.ceil((at - now) / MINUTE_MS);
  if (minutes <= 1) return 'within a minute';
  const hours = Math.floor(minutes / 60);
  return `in ${hours > 0 ? `${hours} h ` : ''}${minutes % 60} min, ${clockOf(at, zone)}`;
}
