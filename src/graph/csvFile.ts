import { pipeline } from 'node:stream/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { Fault } from '../domain/errors.ts';
import { BrokenStream } from './byteStream.ts';

/** Far above any line of these reports; an unclosed quote must not take in the rest of the file. */
const LONGEST_RECORD = 128_000;

/**
 * Who takes the lines of a file: `header` the first, `line` every other with its number in the file. What `line` gives is waited for;
 * no more of the file is read meanwhile.
 */
export interface CsvTaker {
  header(cells: readonly string[]): void;
  line(cells: readonly string[], number: number): Promise<void> | undefined;
}

/**
 * Reads CSV (UTF-8, with or without BOM, CRLF or LF, cells trimmed, empty lines passed over) to its end. Throws `invalid-report`, naming
 * the line, for what is no CSV in full; what `taker` throws is passed on.
 *
 * @param label what the texts call the file.
 */
export async function readCsv(source: AsyncIterable<Uint8Array>, label: string, taker: CsvTaker): Promise<void> {
  const lines = new LineCount();
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: LONGEST_RECORD,
  });
  let hasHeader = false;
  const consume = async (records: AsyncIterable<{ readonly record: readonly string[]; readonly info: Info }>): Promise<void> => {
    for await (const { record, info } of records) {
      lines.arrived(info.lines, record);
      if (hasHeader) {
        const busy = taker.line(record, lines.last);
        if (busy !== undefined) await busy;
      } else {
        taker.header(record);
        hasHeader = true;
      }
    }
  };
  try {
    await pipeline(checkedForCsv(source, label), parser, consume);
  } catch (cause) {
    throw csvFault(cause, label, lines.last);
  }
  if (!hasHeader) throw new Fault('invalid-report', `${label}, line 1: expected a line of column names, got nothing`);
}

class LineCount {
  /** The last line understood as CSV; 0 before the first. */
  last = 0;
  private countedTwice = 0;

  /** Notes the line a record ends on. The parser counts a CRLF inside quotes twice, which is taken back here. */
  arrived(parserLine: number, record: readonly string[]): void {
    // Only a record of several lines, or one after an empty line, is looked into.
    if (parserLine - this.countedTwice > this.last + 1) this.countedTwice += record.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0);
    this.last = parserLine - this.countedTwice;
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
export function csvFault(cause: unknown, label: string, lastLine: number): unknown {
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
