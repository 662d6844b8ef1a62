import type { Day } from './time.ts';

/** Reports that count the whole tenant, without names, by the name of their function in Microsoft Graph. Concealment does not touch them. */
export const TREND_REPORTS = ['getOffice365ActiveUserCounts', 'getTeamsUserActivityCounts', 'getOffice365ServicesUserCounts'] as const;
export type TrendReport = (typeof TREND_REPORTS)[number];

/** One number of the whole tenant: on the day itself, or, in `getOffice365ServicesUserCounts`, in the 30 days that end on it. */
export interface TrendPoint {
  readonly report: TrendReport;
  /** One of the report's measures. */
  readonly measure: string;
  readonly day: Day;
  /** People, actions or minutes, as the measure says. */
  readonly count: number;
}

/** A measure and its column. `teams.…` are called as the signals they add up. `minutes`: the column holds a duration. */
export interface Measure {
  readonly id: string;
  readonly column: string;
  readonly kind: 'count' | 'minutes';
}

export interface Trend {
  /** Part of what is stored, in place of the name: never renumber. */
  readonly number: number;
  /** How far back one file reaches. */
  readonly days: 30 | 180;
  /** The column with the day a line speaks for. */
  readonly dayColumn: 'Report Date' | 'Report Refresh Date';
  readonly measures: readonly Measure[];
}

const counts = (...lines: readonly (readonly [id: string, column: string])[]): readonly Measure[] =>
  lines.map(([id, column]) => ({ id, column, kind: 'count' }));

const KNOWN: Readonly<Record<TrendReport, Trend>> = {
  getOffice365ActiveUserCounts: {
    number: 1,
    days: 180,
    dayColumn: 'Report Date',
    measures: counts(
      ['active.any', 'Office 365'],
      ['active.exchange', 'Exchange'],
      ['active.onedrive', 'OneDrive'],
      ['active.sharepoint', 'SharePoint'],
      ['active.engage', 'Yammer'],
      ['active.teams', 'Teams'],
    ),
  },
  getTeamsUserActivityCounts: {
    number: 2,
    days: 180,
    dayColumn: 'Report Date',
    measures: [
      ...counts(
        ['teams.privateChats', 'Private Chat Messages'],
        ['teams.channelPosts', 'Post Messages'],
        ['teams.channelReplies', 'Reply Messages'],
        ['teams.meetingsOrganized', 'Meetings Organized'],
        ['teams.meetingsAttended', 'Meetings Attended'],
        ['teams.calls', 'Calls'],
      ),
      { id: 'teams.screenShares', column: 'Screen Share Duration', kind: 'minutes' },
    ],
  },
  getOffice365ServicesUserCounts: {
    number: 3,
    days: 30,
    dayColumn: 'Report Refresh Date',
    measures: counts(
      ...(
        [
          ['any', 'Office 365'],
          ['exchange', 'Exchange'],
          ['onedrive', 'OneDrive'],
          ['sharepoint', 'SharePoint'],
          ['engage', 'Yammer'],
          ['teams', 'Teams'],
        ] as const
      ).flatMap(([service, name]): [string, string][] => [
        [`${service}.active`, `${name} Active`],
        [`${service}.inactive`, `${name} Inactive`],
      ]),
    ),
  },
};

export function trendOf(report: TrendReport): Trend {
  return KNOWN[report];
}

/** The report a number stands for in the database; `undefined` for one that no report has. */
export function trendNumbered(number: number): TrendReport | undefined {
  return TREND_REPORTS.find((report) => KNOWN[report].number === number);
}
