import { createHash } from 'node:crypto';
import { Diary } from './diary.ts';
import { activeUsersReport } from './reports/activeUsersReport.ts';
import { appsReport } from './reports/appsReport.ts';
import { COMPANY_REPORTS } from './reports/companyReports.ts';
import { copilotReport, copilotReportV2 } from './reports/copilotReport.ts';
import { emailReport, engageReport, oneDriveReport, sharePointReport } from './reports/countReports.ts';
import { type AskedRange, type Cells, type PersonReport, type RowNames, stretchOf } from './reports/personReport.ts';
import { teamsReport } from './reports/teamsReport.ts';
import type { SamplePerson } from './samplePerson.ts';
import type { Uptake } from './uptake.ts';

/** What a report file is made from. */
export interface ReportSource {
  /** All accounts; a report lists those it knows. */
  readonly people: readonly SamplePerson[];
  readonly uptakesOf: (person: SamplePerson) => readonly Uptake[];
  readonly isConcealed: boolean;
  /** The newest day there is data for, as a day number. */
  readonly newest: number;
}

const PERSON_REPORTS = {
  getTeamsUserActivityUserDetail: teamsReport,
  getM365AppUserDetail: appsReport,
  getEmailActivityUserDetail: emailReport,
  getOneDriveActivityUserDetail: oneDriveReport,
  getSharePointActivityUserDetail: sharePointReport,
  getYammerActivityUserDetail: engageReport,
  getOffice365ActiveUserDetail: activeUsersReport,
  getMicrosoft365CopilotUsageUserDetail: copilotReport,
  'getMicrosoft365CopilotUsageUserDetail v2': copilotReportV2,
} as const satisfies Readonly<Record<string, PersonReport>>;

/** A file that can be had: the name of its function in Microsoft Graph, and where there are two its version. */
export type FileName = keyof typeof PERSON_REPORTS | keyof typeof COMPANY_REPORTS;

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * A usage report as CSV: byte order mark, header, rows, CRLF. A period lists every person the report knows with the sums of its
 * days, which end with the newest; a day lists those who were active on it, and nobody when its data are not there yet. "Report
 * Refresh Date" is the newest day in both; "Report Period" is the number of days. Nothing of a file is kept: its parts are made as they are
 * taken. A part may be empty.
 */
export function* reportFile(name: FileName, source: ReportSource, range: AskedRange): Generator<string> {
  const stretch = stretchOf(range, source.newest);
  if (isCompanyReport(name)) {
    const report = COMPANY_REPORTS[name];
    yield `${BYTE_ORDER_MARK}${lineOf(report.columns)}`;
    for (const cells of report.rows(source, stretch)) yield cells === undefined ? '' : lineOf(cells);
    return;
  }
  const report: PersonReport = PERSON_REPORTS[name];
  yield `${BYTE_ORDER_MARK}${lineOf(report.columns)}`;
  const diary = new Diary();
  for (const person of source.people) {
    if (!report.isListed(person, source.newest)) continue;
    diary.open(person, source.uptakesOf(person));
    const cells = report.cellsOf({ person, diary, names: source.isConcealed ? concealedNames(person) : openNames(person), stretch });
    if (cells !== undefined) yield lineOf(cells);
  }
}

const isCompanyReport = (name: FileName): name is keyof typeof COMPANY_REPORTS => name in COMPANY_REPORTS;

const lineOf = (cells: Cells): string => `${cells.join(',')}${LINE_END}`;

const openNames = (person: SamplePerson): RowNames => ({ id: person.personId, principal: person.reportedName, display: person.displayName });

/** The same in every report, so that rows can still be told to be one person's. */
const concealedNames = (person: SamplePerson): RowNames => ({
  id: NO_ID,
  principal: concealed(person.userPrincipalName),
  display: concealed(person.displayName),
});

/** How a name looks while names are concealed: 32 hexadecimal digits, upper case. */
const concealed = (name: string): string => createHash('md5').update(name).digest('hex').toUpperCase();
