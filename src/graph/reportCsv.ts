import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { Fault } from '../domain/errors.ts';
import type { ReportName } from '../domain/reports.ts';
import type { Day } from '../domain/time.ts';
import type { UsageRow } from '../domain/usage.ts';
import { BrokenStream } from './byteStream.ts';
import { columnsOf, lineOf, type ReportColumns } from './reportColumns.ts';

/** What a file held. */
export interface UsageCsv {
  /** Rows handed over: accounts that exist and have a name. */
  readonly rows: number;
  readonly deletedRows: number;
  readonly namelessRows: number;
  /** The newest day any row names; absent without rows. */
  readonly refreshDay: Day | undefined;
  /** Every name is a hash, and there is at least one. */
  readonly isConcealed: boolean;
  readonly missingColumns: readonly string[];
}

/** About 10 ms of parsing: beside the embedded database a card press waits for no more than that. */
const BITE_ROWS = 1_000;
/** Far above any line of these reports; an unclosed quote must not take in the rest of the file. */
const LONGEST_RECORD = 128_000;

/**
 * Reads a usage report as CSV (UTF-8, with or without BOM, CRLF or LF), handing over rows in bites of at most 1,000, in the
 * file's order, one bite at a time; no more of the file is read meanwhile. Rows may have been handed over before a fault.
 * Throws `invalid-report`, naming line and column, for anything that is not that report in full.
 *
 * @param label what the texts call the file.
 */
export async function readUsageCsv(
  source: AsyncIterable<Uint8Array>,
  report: ReportName,
  label: string,
  onRows: (rows: readonly UsageRow[]) => Promise<void>,
): Promise<UsageCsv> {
  const tally = new Tally();
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_RECORD,
  });
  let columns: ReportColumns | undefined;
  const consume = async (records: AsyncIterable<{ readonly record: readonly string[]; readonly info: Info }>): Promise<void> => {
    let bite: UsageRow[] = [];
    for await (const { record, info } of records) {
      tally.arrived(info.lines, record);
      if (columns === undefined) {
        columns = columnsOf(record, report, label);
        continue;
      }
      const line = lineOf(record, columns, tally.line, label);
      tally.count(line);
      if (line.isDeleted || line.usage === undefined) continue;
      bite.push(line.usage);
      if (bite.length < BITE_ROWS) continue;
      await onRows(bite);
      bite = [];
    }
    if (bite.length > 0) await onRows(bite);
  };
  try {
    await pipeline(checkedForCsv(source, label), parser, consume);
  } catch (cause) {
    throw faultOf(cause, label, tally.line);
  }
  if (columns === undefined) throw new Fault('invalid-report', `${label}, line 1: expected a line of column names, got nothing`);
  return tally.result(columns.missing);
}

/** What is counted on the way through a file. */
class Tally {
  /** The last line understood as CSV; 0 before the first. */
  line = 0;
  private countedTwice = 0;
  private rows = 0;
  private deletedRows = 0;
  private namelessRows = 0;
  private concealedRows = 0;
  private refreshDay: Day | undefined;

  /** Notes the line a record ends on. The parser counts a CRLF inside quotes twice, which is taken back here. */
  arrived(parserLine: number, record: readonly string[]): void {
    // Only a record of several lines, or one after an empty line, is looked into.
    if (parserLine - this.countedTwice > this.line + 1) this.countedTwice += record.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0);
    this.line = parserLine - this.countedTwice;
  }

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

/** Passes the bytes on unless they begin like a web page or like JSON. */
async function* checkedForCsv(source: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const piece of source) {
    if (isFirst) {
      const start = new TextDecoder().decode(piece.subarray(0, 64)).trimStart();
      const other = start.startsWith('<') ? 'HTML or XML' : /^[{[]/.test(start) ? 'JSON' : undefined;
      if (other !== undefined)
        throw new Fault('invalid-report', `${label}, line 1: expected CSV, got ${other}; is there a proxy or sign-in page in between?`);
      isFirst = false;
    }
    yield piece;
  }
}

/** The parser's errors hold whole lines, i.e. names: only their code and line are passed on. */
function faultOf(cause: unknown, label: string, lastLine: number): unknown {
  if (cause instanceof BrokenStream)
    return new Fault(
      'invalid-report',
      `${label}, after line ${lastLine}: expected more, but the file broke off (${cause.message}); the next run reads it again`,
      { cause },
    );
  if (!(cause instanceof CsvError)) return cause;
  const isOpenQuote = cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE';
  // An open quote is noticed at the end of the file; what helps is the line it stands in, one after the last good record.
  const at = Reflect.get(cause, isOpenQuote ? 'records' : 'lines');
  const line = typeof at !== 'number' ? lastLine + 1 : isOpenQuote ? at + 1 : at;
  const isUneven = cause.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
  const got = isOpenQuote ? 'a quote that is never closed' : isUneven ? 'another number of cells than in line 1' : cause.code;
  return new Fault('invalid-report', `${label}, line ${line}: expected a full line of CSV, got ${got}; the file may be cut off`);
}
