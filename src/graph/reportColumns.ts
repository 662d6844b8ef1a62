import { Fault } from '../domain/errors.ts';
import { isUuid, personId } from '../domain/ids.ts';
import type { ReportName } from '../domain/reports.ts';
import { type Signal, signalsOf } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import type { ReportRange, UsageRow } from '../domain/usage.ts';
import { type CsvHeader, csvHeader, wrongCell } from './csvHeader.ts';
import { type CellReader, cellReader, dayOf, truthOf } from './reportCells.ts';

/** Where things stand in one file; numbers count its cells from 0. */
export interface ReportColumns {
  readonly refreshDate: number;
  readonly userPrincipalName: number;
  readonly userId: number | undefined;
  readonly isDeleted: number | undefined;
  readonly userState: number | undefined;
  readonly reportPeriod: number | undefined;
  /** The report's signals in catalogue order, and where each stands: nowhere in a file that lacks it, in two places where the file splits it. */
  readonly signals: readonly SignalColumn[];
  /** Signal columns of this report that the file lacks. */
  readonly missing: readonly string[];
}

interface SignalColumn {
  readonly signal: Signal;
  readonly places: readonly number[];
  readonly reader: CellReader;
}

/** One line understood: `usage` is absent for an account without a name. */
export interface ReportLine {
  readonly refreshDay: Day;
  readonly isDeleted: boolean;
  readonly isConcealed: boolean;
  readonly usage: UsageRow | undefined;
}

export const REFRESH_DATE = 'Report Refresh Date';
export const USER_PRINCIPAL_NAME = 'User Principal Name';
export const IS_DELETED = 'Is Deleted';
const USER_ID = 'User Id';
/** What Viva Engage has in place of "Is Deleted": active, deleted or suspended. */
const USER_STATE = 'User State';
const REPORT_PERIOD = 'Report Period';

/** Names are concealed as MD5 in hexadecimal; a real name has an @. */
const CONCEALED = /^[0-9a-f]{32}$/;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Columns that later versions and exports split: whichever part is larger, or later, counts. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'Copilot Chat Last Activity Date': ['Copilot Chat (work) Last Activity Date', 'Copilot Chat (web) Last Activity Date'],
};
const IN_SECONDS = / In Seconds$/;

/** The columns a column may come split into; none for most. */
export const partsOf = (column: string): readonly string[] => PARTS[column] ?? [];

/**
 * Finds the columns by their names, white space folded, in any order; unknown ones are passed over. Throws
 * `invalid-report` when one without which nothing can be said is missing, or when a used one is there twice.
 *
 * @param label what the texts call the file.
 */
export function columnsOf(cells: readonly string[], report: ReportName, range: ReportRange, label: string): ReportColumns {
  const header = csvHeader(cells, label, report);
  const columns = {
    refreshDate: header.require(REFRESH_DATE),
    userPrincipalName: header.require(USER_PRINCIPAL_NAME),
    userId: header.find(USER_ID),
    isDeleted: header.find(IS_DELETED),
    userState: header.find(USER_STATE),
    reportPeriod: header.find(REPORT_PERIOD),
  };
  const signals = signalsOf(report).map((signal) => ({
    signal,
    places: placesOf(signal.column, header),
    reader: cellReader(signal.kind, range),
  }));
  const own = signals.map(({ signal }) => signal.column);
  const missing = signals.filter(({ places }) => places.length === 0).map(({ signal }) => signal.column);
  if (missing.length === own.length)
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected at least one of the columns ${own.map((name) => JSON.stringify(name)).join(', ')}, got none; is this the report ${report}?`,
    );
  return { ...columns, signals, missing };
}

/** The column itself, else its twin with durations in place of seconds, else its parts. */
function placesOf(name: string, header: CsvHeader): readonly number[] {
  const own = header.find(name) ?? (IN_SECONDS.test(name) ? header.find(name.replace(IN_SECONDS, '')) : undefined);
  if (own !== undefined) return [own];
  return (PARTS[name] ?? []).flatMap((part) => header.find(part) ?? []);
}

/** Understands one line. Throws `invalid-report`, naming line and column, for a cell that cannot be what it should be. */
export function lineOf(cells: readonly string[], columns: ReportColumns, line: number, label: string): ReportLine {
  const cell = (place: number): string => cells[place] ?? '';
  const dayText = cell(columns.refreshDate);
  const refreshDay = dayOf(dayText);
  if (refreshDay === undefined) throw wrongCell(label, line, REFRESH_DATE, 'a day like 2026-03-09', dayText);
  const values = columns.signals.map(({ signal, places, reader }) => {
    let value: number | null = null;
    for (const place of places) {
      const text = cell(place);
      const read = reader.read(text, refreshDay);
      if (read === undefined) throw wrongCell(label, line, signal.column, reader.expected, text);
      if (read !== null && (value === null || read > value)) value = read;
    }
    return value;
  });
  const name = cell(columns.userPrincipalName).toLowerCase();
  const id = columns.userId === undefined ? '' : cell(columns.userId).toLowerCase();
  const person = isUuid(id) && id !== NOBODY ? personId(id) : undefined;
  const usage = name === '' ? undefined : { userPrincipalName: name, personId: person, values };
  return { refreshDay, isDeleted: isGone(cells, columns, line, label), isConcealed: isConcealedName(name), usage };
}

/** Whether a lower-case name is a hash in place of one. */
export const isConcealedName = (name: string): boolean => CONCEALED.test(name);

/** The number of days the line sums up, as the file says it; absent in files without that column. */
export const periodOf = (cells: readonly string[], columns: ReportColumns): string | undefined =>
  columns.reportPeriod === undefined ? undefined : (cells[columns.reportPeriod] ?? '');

export const mixedPeriods = (label: string, line: number, first: string, got: string): Fault =>
  wrongCell(label, line, REPORT_PERIOD, `${JSON.stringify(first)} as in the lines before, for one file is of one period`, got);

function isGone(cells: readonly string[], columns: ReportColumns, line: number, label: string): boolean {
  if (columns.userState !== undefined) {
    const state = (cells[columns.userState] ?? '').toLowerCase();
    if (state !== '' && state !== 'active') return true;
  }
  return columns.isDeleted === undefined ? false : deletionOf(cells[columns.isDeleted] ?? '', line, label);
}

/** What the cell "Is Deleted" says; nothing means no. */
export function deletionOf(text: string, line: number, label: string): boolean {
  const isDeleted = text === '' ? false : truthOf(text);
  if (isDeleted === undefined) throw wrongCell(label, line, IS_DELETED, 'True or False', text);
  return isDeleted;
}
