import { type CycleSummary, MOST_UNCONFIRMED, problemsOf } from '../../src/app/cycle.ts';
import { Fault } from '../../src/domain/errors.ts';
import { type Day, day, dayIn, daysBetween } from '../../src/domain/time.ts';
import type { ToldSilence } from '../../src/domain/toldSilences.ts';
import { silentProgress } from '../progressBar.ts';
import { print, type Shell } from './shell.ts';

export interface CycleFlags {
  readonly asOf?: string;
  readonly dryRun?: boolean;
  readonly sendNow?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const CYCLE_HELP = `
What happens: directory and usage reports are read, habits worked out, messages planned and those that are due sent.
Until the coach is armed (coach arm) the plan is only shown. --send-now is an explicit trial: today's messages go at once,
caps and opt-outs stay; more than ${MOST_UNCONFIRMED} people need --yes.`;

const MOST_DAYS_AHEAD = 31;

/** One daily cycle now. Exit 1 when a report could not be read, although the cycle went on without it. */
export async function cycleCommand(shell: Shell, flags: CycleFlags): Promise<number> {
  const asOf = flags.asOf === undefined ? undefined : day(flags.asOf);
  const isJson = flags.json === true;
  const options = { isDry: flags.dryRun === true, sendsNow: flags.sendNow === true, isConfirmed: flags.yes === true, asOf };
  const summary = await shell.withApp('cycle', async (app) => {
    if (asOf !== undefined && !options.isConfirmed) refuseFarAhead(asOf, dayIn(app.settings.defaultZone, app.system.clock.now()));
    return app.cycle(options, isJson ? silentProgress : shell.progress);
  });
  print(shell, isJson, summary, linesOf(summary, options.isDry));
  return problemsOf(summary).length > 0 ? 1 : 0;
}

/** After a run for a day no earlier day can be run, so a slip of the pen must not cost a year. */
function refuseFarAhead(asOf: Day, today: Day): void {
  if (daysBetween(today, asOf) > MOST_DAYS_AHEAD)
    throw new Fault(
      'needs-confirmation',
      `${asOf} lies more than ${MOST_DAYS_AHEAD} days ahead, and no earlier day could be run after it; give --yes if it is meant`,
    );
}

function linesOf(summary: CycleSummary, isDry: boolean): readonly string[] {
  const { plan, delivery, habits, outcomes } = summary;
  const silences = Object.entries(plan.silences) as [ToldSilence, number][];
  return [
    `Cycle of ${summary.day}${isDry ? ' (dry run: nothing planned, nothing sent)' : ''}`,
    ...summary.reports.flatMap((report) => reportLines(report)),
    `  First days of licences noted: ${summary.licences.noted}; days of the tenant’s own counts known: ${summary.baseline.daysKnown}`,
    ...problemsOf(summary).map((problem) => `  Not read (${problem.code}): ${problem.text}`),
    `  People: ${habits.people}; complete weeks: ${habits.weeksKnown}; data up to: ${habits.dataDay ?? 'nothing yet'}`,
    `  Behaviour that came after a tip: ${outcomes.came}; did not: ${outcomes.didNotCome}`,
    `  Planned: ${plan.planned}${plan.shadow > 0 ? `; ${isDry ? 'would be planned' : 'in shadow, not armed'}: ${plan.shadow}` : ''}`,
    ...Object.entries(plan.byItem).map(([item, count]) => `    ${item}: ${count}`),
    `  Nothing for: ${silences.map(([why, count]) => `${SILENCE_WORDS[why]} ${count}`).join(', ') || 'nobody'}`,
    `  Sent: ${delivery.sent}; unknown: ${delivery.unknown}; dropped: ${delivery.dropped}; to be tried again: ${delivery.again}`,
    ...(summary.frozen ? ['  Sending is frozen. Lift it with: npm run coach -- arm …'] : []),
  ];
}

function reportLines(report: CycleSummary['reports'][number]): readonly string[] {
  if (!report.isAvailable) return [`  ${report.report}: not available in this tenant`];
  const lines = [
    `  ${report.report}: ${report.rows} rows from ${report.calls} files, ${report.matched} matched, ${report.unmatched} of nobody known`,
  ];
  if (report.ambiguous > 0)
    lines.push(`    Rows of a name several accounts bear, or of a person who is there twice, counted for nobody: ${report.ambiguous}`);
  if (report.isConcealed)
    lines.push(
      '    The names in the reports are concealed, so nothing is said about single people.',
      '    To change it: Microsoft 365 admin centre → Settings → Org settings → Services → Reports.',
    );
  if (report.isThrottled) lines.push('    Microsoft asked to wait; what is missing is read in a later run.');
  if (report.missingColumns.length > 0) lines.push(`    Columns missing in the file: ${report.missingColumns.join(', ')}`);
  if (report.daysIncomplete.length > 0) lines.push(`    Incomplete days: ${report.daysIncomplete.join(', ')}`);
  return lines;
}

const SILENCE_WORDS: Readonly<Record<ToldSilence, string>> = {
  guest: 'guests',
  disabled: 'disabled accounts',
  'not-a-person': 'shared mailboxes',
  'no-licence': 'no licence',
  'slot-taken': 'had this week’s message',
  'no-working-time': 'no working time',
  'cannot-tell': 'cannot tell yet',
  'no-need': 'no need',
  'no-item': 'no fitting tip',
  'not-sent': 'not sent',
};
