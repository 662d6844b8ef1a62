import { Fault } from './errors.ts';
import type { PeriodDays } from './usage.ts';

/** The usage reports that are read, by the name of their function in Microsoft Graph. */
export const REPORTS = [
  'getTeamsUserActivityUserDetail',
  'getM365AppUserDetail',
  'getEmailActivityUserDetail',
  'getOneDriveActivityUserDetail',
  'getSharePointActivityUserDetail',
  'getYammerActivityUserDetail',
  'getMicrosoft365CopilotUsageUserDetail',
] as const;
export type ReportName = (typeof REPORTS)[number];

/** The report of active users: read for nothing but since when people have their licences. */
export const LICENCE_REPORT = 'getOffice365ActiveUserDetail';

/**
 * How a report tells of days. `by-day`: one file a day can be asked for. `last-dates`: it only knows, per behaviour, the date it was
 * last seen, so a file speaks for the one day it ends on, and every day that is not read in time is lost.
 */
export type ReportShape = 'by-day' | 'last-dates';

export interface Report {
  /** Part of what is stored, in place of the name: never renumber. */
  readonly number: number;
  readonly shape: ReportShape;
  /** The sums it is asked for in the first weeks, besides the newest seven days. */
  readonly periods: readonly PeriodDays[];
  /** What people call it. */
  readonly label: string;
}

const USUAL_PERIODS = [30, 90, 180] as const;

const KNOWN: Readonly<Record<ReportName, Report>> = {
  getTeamsUserActivityUserDetail: { number: 1, shape: 'by-day', periods: USUAL_PERIODS, label: 'Teams activity' },
  getM365AppUserDetail: { number: 2, shape: 'by-day', periods: USUAL_PERIODS, label: 'Microsoft 365 Apps' },
  getEmailActivityUserDetail: { number: 3, shape: 'by-day', periods: USUAL_PERIODS, label: 'E-mail activity' },
  getOneDriveActivityUserDetail: { number: 4, shape: 'by-day', periods: USUAL_PERIODS, label: 'OneDrive activity' },
  getSharePointActivityUserDetail: { number: 5, shape: 'by-day', periods: USUAL_PERIODS, label: 'SharePoint activity' },
  getYammerActivityUserDetail: { number: 6, shape: 'by-day', periods: USUAL_PERIODS, label: 'Viva Engage activity' },
  getMicrosoft365CopilotUsageUserDetail: { number: 7, shape: 'last-dates', periods: [28, 90, 180], label: 'Copilot usage' },
};

export function reportOf(name: ReportName): Report {
  return KNOWN[name];
}

/** The report a number stands for in the database. Throws `storage-failed` for one that no report has. */
export function reportNumbered(number: number): ReportName {
  const name = REPORTS.find((report) => KNOWN[report].number === number);
  if (name === undefined) throw new Fault('storage-failed', `expected the number of a report, got ${number}; was it written by a newer release?`);
  return name;
}
