import { Fault } from '../domain/errors.ts';
import type { ReportName } from '../domain/reports.ts';
import type { Day, Instant } from '../domain/time.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { NotAvailable, ReportRead, Throttled, UsageSource } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Log } from '../ports/system.ts';
import { problemOf, type ReadProblem } from './readProblem.ts';

/** Rows that were stored, of one file. */
interface Stored {
  readonly matched: number;
  readonly unmatched: number;
  readonly ambiguous: number;
  readonly changed: number;
  readonly isComplete: boolean;
}

/** What one file of a report came to. */
export type RangeIntake =
  | (Extract<ReportRead, { kind: 'read' }> & Stored)
  | NotAvailable
  | Throttled
  /** `isOfFile`: what is wrong is the file; else the service did not give it. */
  | { readonly kind: 'failed'; readonly problem: ReadProblem; readonly isOfFile: boolean };

const NOTHING: Stored = { matched: 0, unmatched: 0, ambiguous: 0, changed: 0, isComplete: false };

/** Reads one file and lets it count only when it was read to its end and its names are names. */
export async function ingestRange(
  deps: { readonly db: Database; readonly source: UsageSource; readonly log: Log },
  report: ReportName,
  range: ReportRange,
  readAt: Instant,
  isWhole: (rows: number, refreshDay: Day) => boolean,
): Promise<RangeIntake> {
  const intake = await deps.db.stores.usage.begin(report, range);
  try {
    const read = await deps.source.read(report, range, (rows) => intake.add(rows)).catch(problemOf);
    if ('code' in read) {
      await intake.abandon();
      deps.log.error('report.failed', { report, fault: read.text });
      return { kind: 'failed', problem: read, isOfFile: read.code === 'invalid-report' };
    }
    if (read.kind === 'throttled') deps.log.warn('report.throttled', { report, retryAfterMs: read.retryAfterMs });
    const refreshDay = read.kind === 'read' ? (read.refreshDay ?? (range.kind === 'day' ? range.day : undefined)) : undefined;
    if (read.kind !== 'read' || read.isConcealed || refreshDay === undefined) {
      await intake.abandon();
      return read.kind === 'read' ? { ...read, ...NOTHING } : read;
    }
    const isComplete = isWhole(read.rows, refreshDay);
    const counts = await intake.commit({ isComplete, isConcealed: false, refreshDay, readAt }).catch(overtaken);
    return { ...read, ...counts, isComplete };
  } catch (fault) {
    await intake.abandon();
    throw fault;
  }
}

/** Another process read the same file at the same moment and is the one that stores it: nothing is lost, and nothing is ours to count. */
function overtaken(fault: unknown): Stored {
  if (fault instanceof Fault && fault.code === 'storage-conflict') return NOTHING;
  throw fault;
}
