import { DAILY_KEPT_DAYS, isCompleteDay, mayBeNewer, rangesToRead } from '../domain/reading.ts';
import { REPORTS, type ReportName, reportOf } from '../domain/reports.ts';
import { addDays, type Day, type Instant } from '../domain/time.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { UsageSource } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Log, Progress } from '../ports/system.ts';
import { ingestRange, type RangeIntake } from './ingestRange.ts';
import type { ReadProblem } from './readProblem.ts';

/** What reading one report came to in one run. */
export interface ReportIntake {
  readonly report: ReportName;
  readonly calls: number;
  readonly rows: number;
  readonly matched: number;
  /** Rows of nobody the directory knows; their names are not kept. */
  readonly unmatched: number;
  /** Those of the unmatched whose name several accounts bear: which one is meant is not guessed. */
  readonly ambiguous: number;
  readonly changed: number;
  readonly daysComplete: number;
  readonly daysIncomplete: readonly Day[];
  readonly newestDay: Day | undefined;
  /** False where the tenant has nothing this report could tell of, as without Copilot. */
  readonly isAvailable: boolean;
  readonly isConcealed: boolean;
  readonly isThrottled: boolean;
  readonly missingColumns: readonly string[];
  /** The first file that could not be read, and why; nothing of it was kept. */
  readonly problem: ReadProblem | undefined;
}

export interface IngestDeps {
  readonly db: Database;
  readonly source: UsageSource;
  readonly progress: Progress;
  readonly log: Log;
}

/**
 * Reads every report: D7 first, for it names the newest day, then what is most useful within the platform's budget. A report
 * whose names are concealed is not stored. A file that cannot be read stops neither the other files nor the other reports; a service that
 * does not answer ends its report for this run. A missing permission is a fault.
 */
export const ingestUsage =
  (deps: IngestDeps) =>
  (today: Day, now: Instant): Promise<readonly ReportIntake[]> =>
    ingestAll(deps, today, now, 'daily');

/**
 * Reads what is still missing of the days within reach: in the first hours of an installation, and of reports that had to wait or could
 * not be read; makes no call when nothing is.
 */
export const fillUsage =
  (deps: IngestDeps) =>
  (today: Day, now: Instant): Promise<readonly ReportIntake[]> =>
    ingestAll(deps, today, now, 'missing');

type Which = 'daily' | 'missing';

async function ingestAll(deps: IngestDeps, today: Day, now: Instant, which: Which): Promise<readonly ReportIntake[]> {
  const intakes: ReportIntake[] = [];
  for (const report of REPORTS) {
    const step = deps.progress.step('Usage');
    const tally = new Tally(report);
    await ingestReport(deps, tally, today, now, which, () => step.add(1));
    const intake = tally.intake();
    step.done(intake.isConcealed ? 'the names in the reports are concealed' : `${intake.rows} rows from ${intake.calls} files`);
    intakes.push(intake);
  }
  return intakes;
}

async function ingestReport(deps: IngestDeps, tally: Tally, today: Day, now: Instant, which: Which, onFile: () => void): Promise<void> {
  const { usage } = deps.db.stores;
  const { report } = tally;
  const from = addDays(today, -DAILY_KEPT_DAYS);
  const take = async (range: ReportRange, newestDay?: Day): Promise<RangeIntake> => {
    const ledger = range.kind === 'day' ? await usage.ledger(report, from) : [];
    const isWhole = (rows: number, refreshDay: Day): boolean =>
      range.kind === 'period' || isCompleteDay(rows, range.day, newestDay ?? refreshDay, ledger);
    const taken = await ingestRange(deps, report, range, now, isWhole);
    onFile();
    tally.count(range, taken);
    return taken;
  };

  const periodsRead = await usage.periodLedger(report);
  const known = periodsRead.find((period) => period.days === 7)?.refreshDay;
  tally.newestDay = known;
  if (which === 'daily' || known === undefined || mayBeNewer(known, today)) {
    const newest = await take({ kind: 'period', days: 7 });
    if (newest.kind === 'not-available') tally.isAvailable = false;
    if (newest.kind !== 'read') return;
    tally.newestDay = newest.refreshDay;
    if (newest.isConcealed) return;
  }
  const { newestDay } = tally;
  if (newestDay === undefined) return;

  const ledger = await usage.ledger(report, from);
  const callsLeft = deps.source.callsPerTenMinutes === undefined ? undefined : deps.source.callsPerTenMinutes - tally.calls;
  const wanted = rangesToRead({
    today,
    newestDay,
    ledger,
    periodsRead: await usage.periodLedger(report),
    report: reportOf(report),
    knownWeeks: [...(await usage.knownWeeks(from)).values()].filter((reports) => reports.has(report)).length,
    callsLeft: which === 'daily' ? callsLeft : undefined,
  });
  const complete = new Set(ledger.filter((entry) => entry.isComplete).map((entry) => entry.day));
  const missing = wanted.filter((range) => range.kind === 'day' && !complete.has(range.day)).slice(0, callsLeft);
  for (const range of which === 'daily' ? wanted : missing) {
    const taken = await take(range, newestDay);
    if (taken.kind === 'throttled' || (taken.kind === 'failed' && !taken.isOfFile)) return;
    if (taken.kind === 'read' && taken.isConcealed) return;
  }
}

/** Adds up what the files of one report came to. */
class Tally {
  readonly report: ReportName;
  calls = 0;
  newestDay: Day | undefined;
  isAvailable = true;
  private readonly sums = { rows: 0, matched: 0, unmatched: 0, ambiguous: 0, changed: 0, daysComplete: 0 };
  private readonly daysIncomplete: Day[] = [];
  private isConcealed = false;
  private isThrottled = false;
  private missingColumns: readonly string[] = [];
  private problem: ReadProblem | undefined;

  constructor(report: ReportName) {
    this.report = report;
  }

  count(range: ReportRange, taken: RangeIntake): void {
    this.calls += 1;
    const isDay = range.kind === 'day';
    if (taken.kind === 'throttled') this.isThrottled = true;
    if (taken.kind === 'failed') this.problem ??= taken.problem;
    if (isDay && (taken.kind === 'not-available' || taken.kind === 'failed')) this.daysIncomplete.push(range.day);
    if (taken.kind !== 'read') return;
    this.isConcealed ||= taken.isConcealed;
    this.missingColumns = taken.missingColumns;
    for (const name of ['rows', 'matched', 'unmatched', 'ambiguous', 'changed'] as const) this.sums[name] += taken[name];
    if (isDay && taken.isComplete) this.sums.daysComplete += 1;
    if (isDay && !taken.isComplete) this.daysIncomplete.push(range.day);
  }

  intake(): ReportIntake {
    const { report, calls, daysIncomplete, newestDay, isAvailable, isConcealed, isThrottled, missingColumns, problem } = this;
    return { report, calls, ...this.sums, daysIncomplete, newestDay, isAvailable, isConcealed, isThrottled, missingColumns, problem };
  }
}
