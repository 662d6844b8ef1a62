import { addDays, type Day, day, weekdayOf } from '../../src/domain/time.ts';
import type { GraphData } from './graphStub.ts';
import { fileOf, HEADERS } from './usageFiles.ts';

/** Somebody of a test's company: what they do on every working day, by report column. */
export interface Employee {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly department: string;
  readonly daily: Readonly<Record<string, number>>;
}

export const COMPANY_TENANT = 'aaaabbbb-0000-4ccc-8111-dddd2222eeee';
export const TEAMS_SKU = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
const TEAMS_PLAN = '57ff2da0-773e-42df-b2af-ffb7a2317929';

const COLUMNS = [
  'Team Chat Message Count',
  'Private Chat Message Count',
  'Call Count',
  'Meeting Count',
  'Post Messages',
  'Reply Messages',
  'Meetings Organized Count',
  'Meetings Attended Count',
] as const;

/** Every one of the six measured behaviours, every working day. */
export const EVERYTHING: Employee['daily'] = Object.fromEntries(COLUMNS.map((column) => [column, 4]));

const HEADER = [
  'Report Refresh Date',
  'User Id',
  'User Principal Name',
  'Last Activity Date',
  'Is Deleted',
  'Deleted Date',
  'Assigned Products',
  ...COLUMNS,
  'Is Licensed',
  'Report Period',
];

export function employee(number: number, daily: Employee['daily'], department = 'Sales'): Employee {
  const id = `11111111-aaaa-4bbb-8ccc-${String(number).padStart(12, '0')}`;
  return { id, userPrincipalName: `person.${number}@contoso.example`, department, daily };
}

const isWorkingDay = (of: Day): boolean => weekdayOf(of) <= 5;

/** Nobody of the company uses anything but Teams, and nobody has Copilot. */
const OTHER_REPORTS = [
  "getM365AppUserDetail(period='D7')",
  "getEmailActivityUserDetail(period='D7')",
  "getOneDriveActivityUserDetail(period='D7')",
  "getSharePointActivityUserDetail(period='D7')",
  "getYammerActivityUserDetail(period='D7')",
  "getOffice365ActiveUserDetail(period='D7')",
  "getOffice365ActiveUserCounts(period='D180')",
  "getTeamsUserActivityCounts(period='D180')",
  "getOffice365ServicesUserCounts(period='D30')",
] as const;

/**
 * The company's Graph on a day: the directory, and the Teams report for every period and for each of the last 28 days, two days late; the
 * other reports without a row.
 */
export function companyData(employees: readonly Employee[], today: string): Pick<GraphData, 'users' | 'reports' | 'skus'> {
  const newest = addDays(day(today), -2);
  const reports: Record<string, string> = Object.fromEntries(OTHER_REPORTS.map((report) => [report, emptyFile(report)]));
  for (const days of [7, 30, 90, 180]) {
    const range = Array.from({ length: days }, (_, back) => addDays(newest, -back)).filter(isWorkingDay).length;
    reports[`getTeamsUserActivityUserDetail(period='D${days}')`] = csv(employees.map((one) => row(one, newest, range, days)));
  }
  for (let back = 0; back < 28; back += 1) {
    const of = addDays(newest, -back);
    const active = isWorkingDay(of) ? employees.filter((one) => Object.keys(one.daily).length > 0) : [];
    reports[`getTeamsUserActivityUserDetail(date=${of})`] = csv(active.map((one) => row(one, newest, 1, 1)));
  }
  return { users: employees.map(userOf), reports, skus: [TEAMS_IN_SKU] };
}

function emptyFile(report: string): string {
  const header = Object.entries(HEADERS).find(([name]) => report.startsWith(name))?.[1];
  if (header === undefined) throw new Error(`no header of ${report}`);
  return fileOf(header, []);
}

const TEAMS_IN_SKU = {
  skuId: TEAMS_SKU,
  skuPartNumber: 'ENTERPRISEPREMIUM',
  servicePlans: [{ servicePlanId: TEAMS_PLAN, servicePlanName: 'TEAMS1', provisioningStatus: 'Success', appliesTo: 'User' }],
};

function userOf(one: Employee): object {
  return {
    id: one.id,
    userPrincipalName: one.userPrincipalName,
    displayName: one.userPrincipalName,
    department: one.department,
    accountEnabled: true,
    userType: 'Member',
    assignedLicenses: [{ disabledPlans: [], skuId: TEAMS_SKU }],
  };
}

function row(one: Employee, newest: Day, times: number, period: number): string {
  const counts = COLUMNS.map((column) => (one.daily[column] ?? 0) * times);
  return [newest, one.id, one.userPrincipalName, newest, 'False', '', 'MICROSOFT 365 E5', ...counts, 'Yes', period].join(',');
}

const csv = (rows: readonly string[]): string => `\uFEFF${[HEADER.join(','), ...rows].join('\r\n')}\r\n`;
