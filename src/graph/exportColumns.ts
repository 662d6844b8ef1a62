import type { ReportName } from '../domain/reports.ts';
import { signalsOf } from '../domain/signals.ts';

/** What every report says of a row, whoever it is about. `state`: Viva Engage's word for an account instead of "Is Deleted". */
export type GeneralColumn = 'refreshDate' | 'period' | 'userPrincipalName' | 'isDeleted' | 'state';

/**
 * Names of the general columns, best first. The first is the report API's (reportroot-get… of Microsoft Graph), the others are those
 * of the admin centre's tables (Microsoft 365 admin documentation, activity-reports: "Username", "User name", "Deleted", "User state")
 * and of the older exports ("Data as of", "Reporting period in days", "User principal name").
 */
const GENERAL: Readonly<Record<GeneralColumn, readonly string[]>> = {
  refreshDate: ['Report Refresh Date', 'Refresh date', 'Data as of'],
  period: ['Report Period', 'Reporting period in days', 'Reporting period'],
  userPrincipalName: ['User Principal Name', 'Username', 'User name', 'UPN'],
  isDeleted: ['Is Deleted', 'Deleted'],
  state: ['User State'],
};

/** Another name a signal's column goes by. `times`: what its numbers are multiplied by to be the API's. */
interface OtherName {
  readonly column: string;
  readonly names: readonly string[];
  readonly times?: number;
}

/**
 * Names of the admin centre's tables for columns of the report API, from the Microsoft 365 admin documentation, one page each:
 * microsoft-teams-user-activity-preview (its column "Mapped metric in Export" and, for older exports, its "Metric"),
 * email-activity-ww, onedrive-for-business-activity-ww, sharepoint-activity-ww, viva-engage-activity-report-ww,
 * microsoft365-apps-usage-ww (platforms before or behind the app), microsoft-365-copilot-usage ("Last activity date of …").
 * "Channel messages" is not here: it counts posts and replies together.
 */
const OTHER_NAMES: Readonly<Record<ReportName, readonly OtherName[]>> = {
  getTeamsUserActivityUserDetail: [
    { column: 'Private Chat Message Count', names: ['Chat messages', 'Private chat messages'] },
    { column: 'Post Messages', names: ['Posts', 'Posted messages'] },
    { column: 'Reply Messages', names: ['Replies', 'Replied messages'] },
    { column: 'Meetings Organized Count', names: ['Total organized meetings', 'Meetings organized'] },
    { column: 'Meetings Attended Count', names: ['Total participated meetings', 'Meetings participated', 'Meetings attended', 'Total meetings'] },
    { column: 'Call Count', names: ['1:1 calls', 'Calls'] },
    { column: 'Scheduled Recurring Meetings Organized Count', names: ['Meetings organized scheduled recurring'] },
    { column: 'Ad Hoc Meetings Organized Count', names: ['Meetings organized ad hoc', 'Meetings organized adhoc'] },
    { column: 'Screen Share Duration In Seconds', names: ['Screen Share Duration (In Seconds)', 'Screen share time (sec)'] },
    { column: 'Screen Share Duration In Seconds', names: ['Screen share time (min)', 'Screen share time'], times: 60 },
  ],
  getM365AppUserDetail: [
    { column: 'Word (Web)', names: ['Web Word', 'Word Web'] },
    { column: 'Excel (Web)', names: ['Web Excel', 'Excel Web'] },
    { column: 'PowerPoint (Web)', names: ['Web PowerPoint', 'PowerPoint Web'] },
    { column: 'Outlook (Mobile)', names: ['Mobile Outlook', 'Outlook Mobile'] },
    { column: 'Teams (Mobile)', names: ['Mobile Teams', 'Teams Mobile'] },
  ],
  getEmailActivityUserDetail: [
    { column: 'Send Count', names: ['Send actions', 'Sent', 'Emails sent'] },
    { column: 'Read Count', names: ['Read actions', 'Emails read'] },
    { column: 'Meeting Created Count', names: ['Meeting created actions', 'Meetings created'] },
    { column: 'Meeting Interacted Count', names: ['Meeting interacted actions', 'Meetings interacted'] },
  ],
  getOneDriveActivityUserDetail: [
    { column: 'Viewed Or Edited File Count', names: ['Files viewed or edited', 'Viewed or edited'] },
    { column: 'Synced File Count', names: ['Files synced', 'Synced'] },
    { column: 'Shared Internally File Count', names: ['Files shared internally', 'Shared internally'] },
    { column: 'Shared Externally File Count', names: ['Files shared externally', 'Shared externally'] },
  ],
  getSharePointActivityUserDetail: [
    { column: 'Viewed Or Edited File Count', names: ['Files viewed or edited', 'Viewed or edited'] },
    { column: 'Synced File Count', names: ['Files synced', 'Synced'] },
    { column: 'Shared Internally File Count', names: ['Files shared internally', 'Shared internally'] },
    { column: 'Shared Externally File Count', names: ['Files shared externally', 'Shared externally'] },
    { column: 'Visited Page Count', names: ['Pages visited', 'Page visited', 'Pages viewed'] },
  ],
  getYammerActivityUserDetail: [
    { column: 'Posted Count', names: ['Posted', 'Messages posted'] },
    { column: 'Read Count', names: ['Read', 'Messages read'] },
    { column: 'Liked Count', names: ['Liked', 'Messages liked'] },
  ],
  getMicrosoft365CopilotUsageUserDetail: [
    { column: 'Copilot Chat Last Activity Date', names: ['Last activity date of Copilot Chat'] },
    ...['work', 'web'].map((part) => ({
      column: `Copilot Chat (${part}) Last Activity Date`,
      names: [`Last activity date of Copilot Chat (${part})`],
    })),
    { column: 'Microsoft Teams Copilot Last Activity Date', names: ['Last activity date of Teams Copilot', 'Teams Copilot Last Activity Date'] },
    ...['Word', 'Excel', 'PowerPoint', 'Outlook', 'OneNote'].map((app) => ({
      column: `${app} Copilot Last Activity Date`,
      names: [`Last activity date of ${app} Copilot`],
    })),
    { column: 'Copilot Agent Last Activity Date', names: ['Last activity date of any agent', 'Last activity date of Copilot agents'] },
  ],
};

/** Reports that are known and not read here, each by a column no other has (reportroot-get… of Microsoft Graph). */
export const PASSED_OVER: readonly (readonly [mark: string, what: string])[] = [
  ['Has Exchange License', 'active users and their licences'],
  ['Mail For Mac', 'the apps that mail is read in'],
  ['Used Windows Phone', 'devices'],
  ['Activated On Shared Computer', 'activations of Microsoft 365 Apps'],
  ['Responded Count', 'Microsoft Forms'],
  ['Exchange Active', 'totals without people'],
  ['Any App Enabled Users', 'Copilot totals without people'],
  ['Storage Used (Byte)', 'storage'],
];

/** How names are compared: case, white space, a trailing "(UTC)" and a byte order mark do not count. */
export function folded(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .replace(/\s*\(utc\b.*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

export const generalNames = (column: GeneralColumn): readonly string[] => GENERAL[column];

/** A name a signal's column may have in a file of its report, best first. */
export interface SignalName {
  readonly folded: string;
  readonly times: number;
}

const SIGNAL_NAMES = new Map<string, readonly SignalName[]>();

/** Every name the column of a report's signal goes by, the report API's first. */
export function signalNames(report: ReportName, column: string): readonly SignalName[] {
  const key = `${report}/${column}`;
  const known = SIGNAL_NAMES.get(key);
  if (known !== undefined) return known;
  const others = OTHER_NAMES[report]
    .filter((other) => other.column === column)
    .flatMap(({ names, times = 1 }) => names.map((name) => ({ folded: folded(name), times })));
  const names = [{ folded: folded(column), times: 1 }, ...others];
  SIGNAL_NAMES.set(key, names);
  return names;
}

/** The columns of a report's signals, as the API names them. */
export const signalColumns = (report: ReportName): readonly string[] => signalsOf(report).map((signal) => signal.column);
