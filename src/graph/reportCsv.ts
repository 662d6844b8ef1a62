import type { ReportName } from '../domain/reports.ts';
import type { Day } from '../domain/time.ts';
import type { ReportRange, UsageRow } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import { readCsv } from './csvFile.ts';
import { columnsOf, lineOf, mixedPeriods, periodOf, type ReportColumns } from './reportColumns.ts';

/** What a file held. */
export interface UsageCsv {
  /** Rows handed over: accounts that exist and have a name. */
  readonly rows: number;
  /** Accounts that are deleted or, in Viva Engage, not active. */
  readonly deletedRows: number;
  readonly namelessRows: number;
  /** The newest day any row names; absent without rows. */
  readonly refreshDay: Day | undefined;
  /** Every name is a hash, and there is at least one. */
  readonly isConcealed: boolean;
  readonly missingColumns: readonly string[];
}

const BITE_ROWS = 1_000;
/** Some 8 ms of reading: a card press waits for no more than that. */
const LINES_AT_ONCE = 250;

/**
 * Reads a usage report as CSV (see `readCsv`), handing over rows in bites of at most 1,000, in the file's order, one bite at a
 * time; no more of the file is read meanwhile. Rows may have been handed over before a fault. Throws `invalid-report`, naming line
 * and column, for anything that is not that report in full and of one period.
 *
 * @param range what the file is of: the sums over a period, or one day.
 * @param label what the texts call the file.
 */
export async function readUsageCsv(
  source: AsyncIterable<Uint8Array>,
  report: ReportName,
  range: ReportRange,
  label: string,
  onRows: (rows: readonly UsageRow[]) => Promise<void>,
): Promise<UsageCsv> {
  const tally = new Tally();
  let columns: ReportColumns | undefined;
  let period: string | undefined;
  let bite: UsageRow[] = [];
  let lines = 0;
  await readCsv(source, label, {
    header(cells) {
      columns = columnsOf(cells, report, range, label);
    },
    line(cells, number) {
      if (columns === undefined) return undefined;
      const line = lineOf(cells, columns, number, label);
      const own = periodOf(cells, columns);
      period ??= own;
      if (period !== undefined && own !== undefined && own !== period) throw mixedPeriods(label, number, period, own);
      tally.count(line);
      lines += 1;
      if (!line.isDeleted && line.usage !== undefined) bite.push(line.usage);
      if (bite.length < BITE_ROWS) return lines % LINES_AT_ONCE === 0 ? giveWay() : undefined;
      const full = bite;
      bite = [];
      return onRows(full);
    },
  });
  if (bite.length > 0) await onRows(bite);
  return tally.result(columns?.missing ?? []);
}

/** What is counted on the way through a file. */
class Tally {
  private rows = 0;
  private deletedRows = 0;
  private namelessRows = 0;
  private concealedRows = 0;
  private refreshDay: Day | undefined;

  count(line: ReturnType<typeof lineOf>): void {
    if (this.refreshDay === undefined || line.refreshDay > this.refreshDay) this.refreshDay = line.refreshDay;
    if (line.isConcealed) this.concealedRows += 1;
    if (line.usage === undefined) this.namelessRows += 1;
    else if (line.isDeleted) this.deletedRows += 1;
    else this.rows += 1;
  }

  result(missingColumns: readonly string[]): UsageCsv {
    const { rows, deletedRows, namelessRows, refreshDay } = this;
    const isConcealed = this.concealedRows > 0 && this.concealedRows === rows + deletedRows;
    return { rows, deletedRows, namelessRows, refreshDay, isConcealed, missingColumns };
  }
}
