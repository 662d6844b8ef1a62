import { Fault } from '../domain/errors.ts';
import { DAILY_KEPT_DAYS, isCompleteDay, rangesToRead } from '../domain/reading.ts';
import { REPORTS, type ReportName, reportOf } from '../domain/reports.ts';
import { addDays, type Day, type Instant } from '../domain/time.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { ReportRead, UsageSource } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Log, Progress } from '../ports/system.ts';

/** What reading one report came to in one run. */
export interface ReportIntake {
  readonly report: ReportName;
  readonly calls: number;
  readonly rows: number;
  readonly matched: number;
  /** Rows of nobody the directory knows; their names are not kept. */
  readonly unmatched: number;
  readonly changed: number;
  readonly daysComplete: number;
  readonly daysIncomplete: readonly Day[];
  readonly newestDay: Day | undefined;
  readonly isConcealed: boolean;
  readonly isThrottled: boolean;
  readonly missingColumns: readonly string[];
}

/**
 * Reads every report: D7 first, for it names the newest day, then what is most useful within the platform's budget. A report
 * whose names are concealed is not stored. A file that cannot be read is a fault; what was stored before it stays, nothing of it does.
 */
export const ingestUsage =
  (deps: { readonly db: Database; readonly source: UsageSource; readonly progress: Progress; readonly log: Log }) =>
  async (today: Day, now: Instant): Promise<readonly ReportIntake[]> => {
    const intakes: ReportIntake[] = [];
    for (const report of REPORTS) intakes.push(await ingestReport(deps, report, today, now, 'daily'));
    return intakes;
  };

/** Reads what is still missing of the days within reach, for the first hours of an installation; makes no call when nothing is. */
export const fillUsage =
  (deps: IngestDeps) =>
  async (today: Day, now: Instant): Promise<readonly ReportIntake[]> => {
    const intakes: ReportIntake[] = [];
    for (const report of REPORTS) intakes.push(await ingestReport(deps, report, today, now, 'missing'));
    return intakes;
  };

type IngestDeps = Parameters<typeof ingestUsage>[0];

async function ingestReport(deps: IngestDeps, report: ReportName, today: Day, now: Instant, which: 'daily' | 'missing'): Promise<ReportIntake> {
  const { usage } = deps.db.stores;
  const step = deps.progress.step('Usage');
  const tally = { report, calls: 0, rows: 0, matched: 0, unmatched: 0, changed: 0, daysComplete: 0, missingColumns: [] as readonly string[] };
  const daysIncomplete: Day[] = [];
  const end = (last: { newestDay: Day | undefined; isConcealed: boolean; isThrottled: boolean }): ReportIntake => {
    step.done(last.isConcealed ? 'the names in the reports are concealed' : `${tally.rows} rows from ${tally.calls} files`);
    return { ...tally, daysIncomplete, ...last };
  };
  const take = async (range: ReportRange, newestDay?: Day): Promise<ReportRead> => {
    const ledger = range.kind === 'day' ? await usage.ledger(report, addDays(today, -DAILY_KEPT_DAYS)) : [];
    const { read, stored } = await readRange(
      deps,
      report,
      range,
      now,
      (rows, refreshDay) => range.kind === 'period' || isCompleteDay(rows, range.day, newestDay ?? refreshDay, ledger),
    );
    tally.calls += 1;
    step.add(1);
    if (read.kind === 'not-available' && range.kind === 'day') daysIncomplete.push(range.day);
    if (read.kind !== 'read') return read;
    tally.rows += read.rows;
    tally.matched += stored.matched;
    tally.unmatched += stored.unmatched;
    tally.changed += stored.changed;
    tally.missingColumns = read.missingColumns;
    if (range.kind === 'day' && stored.isComplete) tally.daysComplete += 1;
    if (range.kind === 'day' && !stored.isComplete) daysIncomplete.push(range.day);
    return read;
  };

  const periodsRead = await usage.periodLedger(report);
  let newestDay = periodsRead.find((period) => period.days === 7)?.refreshDay;
  if (which === 'daily' || newestDay === undefined) {
    const newest = await take({ kind: 'period', days: 7 });
    if (newest.kind !== 'read') return end({ newestDay, isConcealed: false, isThrottled: newest.kind === 'throttled' });
    newestDay = newest.refreshDay;
    if (newest.isConcealed) return end({ newestDay, isConcealed: true, isThrottled: false });
  }
  if (newestDay === undefined) return end({ newestDay, isConcealed: false, isThrottled: false });

  const ledger = await usage.ledger(report, addDays(today, -DAILY_KEPT_DAYS));
  const known = new Set(ledger.filter((entry) => entry.isComplete).map((entry) => entry.day));
  const wanted = rangesToRead({
    today,
    newestDay,
    ledger,
    periodsRead,
    report: reportOf(report),
    knownWeeks: [...(await usage.knownWeeks(addDays(today, -DAILY_KEPT_DAYS))).values()].filter((reports) => reports.has(report)).length,
    callsLeft: which === 'missing' || deps.source.callsPerTenMinutes === undefined ? undefined : deps.source.callsPerTenMinutes - tally.calls,
  });
  const missing = wanted.filter((range) => range.kind === 'day' && !known.has(range.day)).slice(0, deps.source.callsPerTenMinutes);
  const ranges = which === 'daily' ? wanted : missing;
  for (const range of ranges) {
    const read = await take(range, newestDay);
    if (read.kind === 'throttled') {
      deps.log.warn('report.throttled', { report, retryAfterMs: read.retryAfterMs });
      return end({ newestDay, isConcealed: false, isThrottled: true });
    }
    if (read.kind === 'read' && read.isConcealed) return end({ newestDay, isConcealed: true, isThrottled: false });
  }
  return end({ newestDay, isConcealed: false, isThrottled: false });
}

interface Stored {
  readonly matched: number;
  readonly unmatched: number;
  readonly changed: number;
  readonly isComplete: boolean;
}

const NOTHING: Stored = { matched: 0, unmatched: 0, changed: 0, isComplete: false };

/** Reads one file into the staging table and lets it count only when it was read to its end and its names are names. */
async function readRange(
  deps: IngestDeps,
  report: ReportName,
  range: ReportRange,
  readAt: Instant,
  isWhole: (rows: number, refreshDay: Day) => boolean,
): Promise<{ readonly read: ReportRead; readonly stored: Stored }> {
  const intake = await deps.db.stores.usage.begin(report, range);
  try {
    const read = await deps.source.read(report, range, (rows) => intake.add(rows));
    const refreshDay = read.kind === 'read' ? (read.refreshDay ?? (range.kind === 'day' ? range.day : undefined)) : undefined;
    if (read.kind !== 'read' || read.isConcealed || refreshDay === undefined) {
      await intake.abandon();
      return { read, stored: NOTHING };
    }
    const isComplete = isWhole(read.rows, refreshDay);
    const counts = await intake.commit({ isComplete, isConcealed: false, refreshDay, readAt }).catch(overtaken);
    return { read, stored: { ...counts, isComplete } };
  } catch (fault) {
    await intake.abandon();
    throw fault;
  }
}

/** Another process read the same file at the same moment and is the one that stores it: nothing is lost, and nothing is ours to count. */
function overtaken(fault: unknown): Omit<Stored, 'isComplete'> {
  if (fault instanceof Fault && fault.code === 'storage-conflict') return { matched: 0, unmatched: 0, changed: 0 };
  throw fault;
}
