import { Fault } from '../domain/errors.ts';
import { REPORTS, type ReportName, reportOf } from '../domain/reports.ts';
import { type SignalKind, signalsOf } from '../domain/signals.ts';
import { folded, type GeneralColumn, generalNames, PASSED_OVER, signalColumns, signalNames } from './exportColumns.ts';
import { partsOf } from './reportColumns.ts';

/** Where one signal stands in an exported file. */
export interface SignalPlace {
  /** The report API's name of the column. */
  readonly column: string;
  readonly kind: SignalKind;
  readonly place: number;
  /** What a number is multiplied by to be what the API says. */
  readonly times: number;
}

/** What the first line of a file says it is. Places count cells from 0. */
export type Header =
  | {
      readonly kind: 'report';
      readonly report: ReportName;
      readonly refreshDate: number;
      readonly userPrincipalName: number;
      readonly period: number | undefined;
      readonly isDeleted: number | undefined;
      readonly state: number | undefined;
      readonly signals: readonly SignalPlace[];
    }
  /** A usage report that is known and not needed. */
  | { readonly kind: 'passed-over'; readonly what: string };

/**
 * Recognises a usage report by its column names, in the report API's form or the admin centre's, in any order.
 * OneDrive and SharePoint share their names but for the pages: without those the file's name decides.
 * Throws `invalid-report` for anything else, and where a column is missing without which nothing can be said.
 *
 * @param label the file's name, as texts call it.
 */
export function headerOf(cells: readonly string[], label: string): Header {
  const names = cells.map(folded);
  const report = reportIn(names, label);
  if (report === undefined) {
    const other = PASSED_OVER.find(([mark]) => names.includes(folded(mark)));
    if (other !== undefined) return { kind: 'passed-over', what: other[1] };
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected the column names of a usage report (${REPORTS.map((name) => reportOf(name).label).join(', ')}), got ${names.length === 1 ? 'one column' : `${names.length} columns`} of something else; export it from the admin centre under Reports → Usage`,
    );
  }
  const find = (of: GeneralColumn): number | undefined =>
    generalNames(of)
      .map((name) => placeOf(names, folded(name), name, label))
      .find((place) => place !== undefined);
  const required = (of: GeneralColumn): number => {
    const place = find(of);
    if (place !== undefined) return place;
    throw new Fault(
      'invalid-report',
      `${label}, line 1: expected a column ${generalNames(of)
        .map((name) => JSON.stringify(name))
        .join(' or ')}, got ${names.length} columns of ${reportOf(report).label} without it; export the report with all its columns`,
    );
  };
  return {
    kind: 'report',
    report,
    refreshDate: required('refreshDate'),
    userPrincipalName: required('userPrincipalName'),
    period: find('period'),
    isDeleted: find('isDeleted'),
    state: find('state'),
    signals: signalsOf(report).flatMap(({ column, kind }) => {
      const whole = signalPlace(names, report, column, kind, label);
      return whole.length > 0 ? whole : partsOf(column).flatMap((part) => signalPlace(names, report, part, kind, label));
    }),
  };
}

function signalPlace(names: readonly string[], report: ReportName, column: string, kind: SignalKind, label: string): readonly SignalPlace[] {
  for (const name of signalNames(report, column)) {
    const place = placeOf(names, name.folded, column, label);
    if (place !== undefined) return [{ column, kind, place, times: name.times }];
  }
  return [];
}

function placeOf(names: readonly string[], name: string, shown: string, label: string): number | undefined {
  const place = names.indexOf(name);
  if (place !== names.lastIndexOf(name))
    throw new Fault('invalid-report', `${label}, line 1: expected column ${JSON.stringify(shown)} once, got it twice`);
  return place === -1 ? undefined : place;
}

/** Two columns make a report: "Read" alone is in many a table. Most columns found wins; of equals, the one the file is named after. */
function reportIn(names: readonly string[], label: string): ReportName | undefined {
  const found = REPORTS.map((report) => ({
    report,
    columns: signalColumns(report).filter((column) => signalNames(report, column).some((name) => names.includes(name.folded))).length,
  }));
  const most = Math.max(...found.map(({ columns }) => columns));
  if (most < LEAST_COLUMNS) return undefined;
  const best = found.filter(({ columns }) => columns === most).map(({ report }) => report);
  return best.find((report) => label.toLowerCase().includes(reportOf(report).label.split(' ')[0]?.toLowerCase() ?? '')) ?? best[0];
}

const LEAST_COLUMNS = 2;
