import { Fault } from '../domain/errors.ts';
import { isUuid, personId } from '../domain/ids.ts';
import type { ReportName } from '../domain/reports.ts';
import { type Signal, signalsOf } from '../domain/signals.ts';
import { type Day, day } from '../domain/time.ts';
import type { UsageRow } from '../domain/usage.ts';

/** Where things stand in one file; numbers count its cells from 0. */
export interface ReportColumns {
  readonly refreshDate: number;
  readonly userPrincipalName: number;
  readonly userId: number | undefined;
  readonly isDeleted: number | undefined;
  /** The report's signals in catalogue order, and where each stands; absent for columns the file lacks. */
  readonly signals: readonly { readonly signal: Signal; readonly place: number | undefined }[];
  /** Signal columns of this report that the file lacks. */
  readonly missing: readonly string[];
}

/** One line understood: `usage` is absent for an account without a name. */
export interface ReportLine {
  readonly refreshDay: Day;
  readonly isDeleted: boolean;
  readonly isConcealed: boolean;
  readonly usage: UsageRow | undefined;
}

const REFRESH_DATE = 'Report Refresh Date';
const USER_PRINCIPAL_NAME = 'User Principal Name';
const USER_ID = 'User Id';
const IS_DELETED = 'Is Deleted';

/** Names are concealed as MD5 in hexadecimal; a real name has an @. */
const CONCEALED = /^[0-9a-f]{32}$/;
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** What an integer column of the database holds. */
const LARGEST_COUNT = 2_147_483_647;

/**
 * Finds the columns by their names, white space folded, in any order; unknown ones are passed over. Throws
 * `invalid-report` when one without which nothing can be said is missing, or when a used one is there twice.
 *
 * @param label what the texts call the file.
 */
export function columnsOf(header: readonly string[], report: ReportName, label: string): ReportColumns {
  const names = header.map((name) => name.replace(/\s+/g, ' ').trim());
  const find = (name: string): number | undefined => {
    const place = names.indexOf(name);
    if (place !== names.lastIndexOf(name))
      throw new Fault('invalid-report', `${label}, line 1: expected column ${JSON.stringify(name)} once, got it twice`);
    return place === -1 ? undefined : place;
  };
  const required = (name: string): number => {
    const place = find(name);
    if (place !== undefined) return place;
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected column ${JSON.stringify(name)}, got ${names.length} columns without it; is this the report ${report} as CSV?`,
    );
  };
  const columns = {
    refreshDate: required(REFRESH_DATE),
    userPrincipalName: required(USER_PRINCIPAL_NAME),
    userId: find(USER_ID),
    isDeleted: find(IS_DELETED),
  };
  const signals = signalsOf(report).map((signal) => ({ signal, place: find(signal.column) }));
  const own = signals.map(({ signal }) => signal.column);
  const missing = signals.filter(({ place }) => place === undefined).map(({ signal }) => signal.column);
  if (missing.length === own.length)
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected at least one of the columns ${own.map((name) => JSON.stringify(name)).join(', ')}, got none; is this the report ${report}?`,
    );
  return { ...columns, signals, missing };
}

/** Understands one line. Throws `invalid-report`, naming line and column, for a cell that cannot be what it should be. */
export function lineOf(cells: readonly string[], columns: ReportColumns, line: number, label: string): ReportLine {
  const cell = (place: number): string => cells[place] ?? '';
  const wrong = (place: string, expected: string, got: string): Fault =>
    new Fault('invalid-report', `${label}, line ${line}, column ${JSON.stringify(place)}: expected ${expected}, got ${shown(got)}`);
  const dayText = cell(columns.refreshDate);
  const refreshDay = dayOf(dayText);
  if (refreshDay === undefined) throw wrong(REFRESH_DATE, 'a day like 2026-03-09', dayText);
  const values = columns.signals.map(({ signal, place }) => {
    const text = place === undefined ? '' : cell(place);
    if (text === '') return null;
    const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(count <= LARGEST_COUNT)) throw wrong(signal.column, `a whole number up to ${LARGEST_COUNT} or nothing`, text);
    return count;
  });
  const isDeleted = columns.isDeleted === undefined ? false : truthOf(cell(columns.isDeleted));
  if (isDeleted === undefined) throw wrong(IS_DELETED, 'True or False', cell(columns.isDeleted ?? 0));
  const name = cell(columns.userPrincipalName).toLowerCase();
  const id = columns.userId === undefined ? '' : cell(columns.userId).toLowerCase();
  const person = isUuid(id) && id !== NOBODY ? personId(id) : undefined;
  const usage = name === '' ? undefined : { userPrincipalName: name, personId: person, values };
  return { refreshDay, isDeleted, isConcealed: CONCEALED.test(name), usage };
}

function dayOf(text: string): Day | undefined {
  try {
    return day(text);
  } catch {
    // The caller knows line and column and says more than this fault would.
    return undefined;
  }
}

/** The columns differ in how they say it: True/False here, Yes/No there. */
function truthOf(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
    case 'yes':
      return true;
    case 'false':
    case 'no':
    case '':
      return false;
    default:
      return undefined;
  }
}

/** A cell in a text: only what is surely no name, for a shifted file has names in any column. */
const shown = (text: string): string => (/^[-+.,:/\d\s]{0,40}$/.test(text) ? JSON.stringify(text) : `text of ${text.length} characters`);
