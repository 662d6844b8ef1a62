import type { Finding } from './finding.ts';
import { type ReportName, reportOf } from './reports.ts';
import { addDays, type Day, daysBetween } from './time.ts';
import type { LedgerEntry } from './usage.ts';

/** Reports are one to two days old; longer than this the service, or our reading, is late. */
const LATE_DAYS = 4;
/** As far back as a day can still be read. */
const REACH_DAYS = 28;
/** Half a month of holes is the first week of an installation, not a fault. */
const MOST_NAMED = 10;

/**
 * What the ledger of one report says of its state: never read, concealed, late, or with days missing within the 28 that can still be
 * read. One finding.
 *
 * @param ledger from 28 days back, oldest first.
 */
export function freshnessOf(report: ReportName, ledger: readonly LedgerEntry[], today: Day): Finding {
  const { label, shape } = reportOf(report);
  const check = `Report ${label}`;
  if (ledger.some((entry) => entry.isConcealed) && ledger.every((entry) => entry.isConcealed || !entry.isComplete))
    return { check, level: 'warning', what: 'its names are concealed, so nothing is known of single people', ...CONCEALED };
  const complete = ledger.filter((entry) => entry.isComplete).map((entry) => entry.day);
  const newest = complete.at(-1);
  if (newest === undefined)
    return {
      check,
      level: 'note',
      what: 'no day is known yet',
      why: 'without days no habit can be told',
      mend: 'run a cycle (npm run coach -- cycle); where it names a problem with this report, mend that',
    };
  const age = daysBetween(newest, today);
  if (age > LATE_DAYS)
    return {
      check,
      level: 'warning',
      what: `its newest day is ${newest}, ${age} days ago`,
      why: 'reports come one to two days late; later than that, the service is late or nothing was read',
      mend: 'see whether the bot runs its daily cycle, then Microsoft’s service health for the reports',
    };
  const holes = shape === 'by-day' ? holesOf(complete, newest, today) : [];
  if (holes.length === 0) return { check, level: 'ok', what: `known up to ${newest}` };
  const shown = holes.slice(0, MOST_NAMED).join(', ');
  return {
    check,
    level: 'note',
    what: `known up to ${newest}; ${holes.length} of the last ${REACH_DAYS} days are missing: ${shown}${holes.length > MOST_NAMED ? ' …' : ''}`,
    why: 'only whole weeks count towards a habit',
    mend: 'nothing to do while the bot runs: missing days are read every hour within Microsoft’s limit of calls',
  };
}

/** How to have names shown, and why it is asked. */
export const CONCEALED = {
  why: 'with concealed names tips go by role and by what all of the organization do, never by a person’s own use',
  mend: 'Microsoft 365 admin centre → Settings → Org settings → Services → Reports: the choice is the organization’s, the coach works either way',
} as const;

function holesOf(complete: readonly Day[], newest: Day, today: Day): readonly Day[] {
  const known = new Set(complete);
  const oldest = addDays(today, -REACH_DAYS);
  const days = Array.from({ length: Math.max(0, daysBetween(oldest, newest) + 1) }, (_, ahead) => addDays(oldest, ahead));
  return days.filter((day) => !known.has(day));
}
