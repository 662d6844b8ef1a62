import { pipeline, Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import { Fault } from '../domain/errors.ts';
import type { ExportedUse } from '../domain/previewUse.ts';
import type { Day } from '../domain/time.ts';
import type { UsageRow } from '../domain/usage.ts';
import { csvFault } from './csvFile.ts';
import { ExportCheck } from './exportCheck.ts';
import { type Header, headerOf, type SignalPlace } from './exportHeader.ts';
import { openExport } from './exportText.ts';
import { readUsageCsv } from './reportCsv.ts';

/** What an exported file held. */
export type ExportReading =
  /** `problems`: sentences about rows that were left out. */
  | { readonly kind: 'usage'; readonly use: ExportedUse; readonly problems: readonly string[]; readonly hash: string }
  /** The right columns and nobody in them. */
  | { readonly kind: 'empty'; readonly hash: string }
  /** A usage report that is not needed here. */
  | { readonly kind: 'passed-over'; readonly what: string };

type ReportHeader = Extract<Header, { kind: 'report' }>;
interface Row {
  readonly record: readonly string[];
  readonly info: Info;
}

/** Far above any line of these reports; an unclosed quote must not take in the rest of the file. */
const LONGEST_RECORD = 128_000;
const PIECE_LINES = 500;

/**
 * Reads a usage report an admin exported, in the report API's form or the admin centre's, separated by commas, semicolons or tabs.
 * It is brought into the API's form, its lines kept where they are, and read as every other report. Throws `invalid-report`, naming
 * file, line and column, for a file of which nothing can be used; nothing of it has then been used.
 *
 * @param label what texts call the file.
 * @param asOf the day from which the file must not be older than 180 days.
 * @param onBytes is told how many bytes of the file came.
 */
export async function readExport(path: string, label: string, asOf: Day, onBytes: (count: number) => void): Promise<ExportReading> {
  const text = await openExport(path, label, onBytes);
  const records = recordsOf(text.pieces, label);
  const first = await records.next();
  if (first.done === true) throw new Fault('invalid-report', `${label}, line 1: expected a line of column names, got nothing`);
  const header = headerOf(first.value.record, label);
  if (header.kind === 'passed-over') {
    await records.return(undefined);
    return header;
  }
  if (header.period === undefined && periodInName(label) === '')
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected a column "Report Period", or a file named after its period like teams-D30.csv, got neither; rename the file`,
    );
  const check = new ExportCheck(label, asOf);
  const row = await records.next();
  if (row.done === true) return { kind: 'empty', hash: text.hash() };
  const { days, refreshDay } = check.first(...spanIn(header, row.value, label), row.value.info.lines);
  const rows: UsageRow[] = [];
  const source = asApiCsv(header, withFirst(row.value, records), check, label);
  const csv = await readUsageCsv(source, header.report, { kind: 'period', days }, label, async (bite) => {
    for (const row of bite) rows.push(row);
  });
  const problems = check.doubles();
  const own = problems.length === 0 ? rows : rows.filter((row) => !check.isTwice(row.userPrincipalName));
  const { isConcealed, missingColumns } = csv;
  return {
    kind: 'usage',
    use: { file: label, report: header.report, days, refreshDay, isConcealed, rows: own, missingColumns },
    problems,
    hash: text.hash(),
  };
}

async function* withFirst(first: Row, others: AsyncIterable<Row>): AsyncGenerator<Row> {
  yield first;
  yield* others;
}

/** What a row says of its period and of the day it ends on. */
function spanIn(header: ReportHeader, { record }: Row, label: string): readonly [period: string, day: string] {
  const period = header.period === undefined ? periodInName(label) : (record[header.period] ?? '');
  return [period, (record[header.refreshDate] ?? '').slice(0, DAY_LENGTH)];
}

async function* recordsOf(pieces: AsyncIterable<string>, label: string): AsyncGenerator<Row, undefined, undefined> {
  const iterator = pieces[Symbol.asyncIterator]();
  let start = '';
  // The separator is told by the first line, which may come in several pieces.
  while (!start.includes('\n') && start.length < LONGEST_RECORD) {
    const next = await iterator.next();
    if (next.done === true) break;
    start += next.value;
  }
  refuseOtherText(start, label);
  const whole = async function* (): AsyncGenerator<string> {
    yield start;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  const options = {
    info: true,
    trim: true,
    skip_empty_lines: true,
    record_delimiter: '\n',
    max_record_size: LONGEST_RECORD,
    delimiter: separatorOf(start),
  };
  const parser = pipeline(Readable.from(whole()), parse(options), () => {
    // Whatever goes wrong reaches the reader below.
  });
  let line = 0;
  try {
    for await (const row of parser as AsyncIterable<Row>) {
      line = row.info.lines;
      yield row;
    }
  } catch (cause) {
    throw csvFault(cause, label, line);
  }
}

function refuseOtherText(start: string, label: string): void {
  const trimmed = start.trimStart();
  const other = trimmed.startsWith('<') ? 'HTML or XML' : /^[{[]/.test(trimmed) ? 'JSON' : start.includes('\0') ? 'binary data' : undefined;
  if (other !== undefined)
    throw new Fault('invalid-report', `${label}, line 1: expected CSV, got ${other}; export the report with Export on its page`);
}

const SEPARATORS = [',', ';', '\t'] as const;

/** The separator most seen outside quotes in the first line. */
function separatorOf(start: string): string {
  const line = (start.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const seen = SEPARATORS.map((separator) => ({ separator, count: line.split(separator).length }));
  return seen.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

/** The file in the API's form: the columns that are needed under their API names, every record on the line it ended on. */
async function* asApiCsv(header: ReportHeader, records: AsyncIterable<Row>, check: ExportCheck, label: string): AsyncGenerator<Uint8Array> {
  let piece = `${['Report Refresh Date', 'User Principal Name', 'Is Deleted', ...header.signals.map((signal) => signal.column)].map(quoted).join(',')}\n`;
  let line = 1;
  let held = 0;
  for await (const row of records) {
    const { record, info } = row;
    const cell = (place: number | undefined): string => (place === undefined ? '' : (record[place] ?? ''));
    const [period, day] = spanIn(header, row, label);
    check.row(period, day, info.lines);
    const name = cell(header.userPrincipalName).replace(/\s+/g, ' ');
    const deleted = deletedIn(header, cell);
    if (name !== '' && !isYes(deleted)) check.person(name.toLowerCase(), info.lines);
    const cells = [day, quoted(name), quoted(deleted), ...header.signals.map((signal) => valueIn(signal, cell(signal.place)))];
    piece += `${'\n'.repeat(Math.max(0, info.lines - line - 1))}${cells.join(',')}\n`;
    line = info.lines;
    held += 1;
    if (held < PIECE_LINES) continue;
    yield ENCODER.encode(piece);
    piece = '';
    held = 0;
  }
  yield ENCODER.encode(piece);
}

const ENCODER = new TextEncoder();
/** `2026-03-09`; some exports write a time behind it. */
const DAY_LENGTH = 10;
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const isYes = (text: string): boolean => /^(true|yes)$/i.test(text);

function deletedIn(header: ReportHeader, cell: (place: number | undefined) => string): string {
  if (header.isDeleted !== undefined) return cell(header.isDeleted);
  return ['deleted', 'suspended'].includes(cell(header.state).toLowerCase()) ? 'True' : 'False';
}

/** Admin centre exports without a period column are named by hand: `teams-D30.csv`, `mail 90 days.csv`. */
function periodInName(label: string): string {
  const found = /(?:^|[^a-z0-9])d(7|28|30|90|180)(?![0-9])|(?:^|[^0-9])(7|28|30|90|180)[ _-]?days/i.exec(label);
  return found?.[1] ?? found?.[2] ?? '';
}

function valueIn(signal: SignalPlace, text: string): string {
  if (signal.kind === 'last-date') return quoted(text.slice(0, DAY_LENGTH));
  const isScaled = signal.times !== 1 && /^\d+(\.\d+)?$/.test(text);
  return quoted(isScaled ? String(Math.round(Number(text) * signal.times)) : text);
}
