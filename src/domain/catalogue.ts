import type { Service } from './person.ts';
import type { ReportName } from './reports.ts';
import type { Signal, SignalId, SignalKind } from './signals.ts';

type Words = readonly [id: string, column: string, label: string, doing: string, did: string, kind?: SignalKind];

/** The signals of one report; `kind` where a line does not say its own. */
function of(report: ReportName, app: string, service: Service, kind: SignalKind, lines: readonly Words[]): readonly Signal[] {
  return lines.map(([id, column, label, doing, did, own]) => ({
    id: id as SignalId,
    report,
    column,
    kind: own ?? kind,
    app,
    service,
    label,
    doing,
    did,
  }));
}

/**
 * Every behaviour that is measured. The order is part of what is stored: a row of a report is an array of its signals in this order, a
 * week an array of them all. Append, never reorder, and raise `CATALOGUE_VERSION` with every change. Column names: Microsoft Graph,
 * reportroot-get… of each report; their column headers are matched with white space folded.
 */
export const CATALOGUE: readonly Signal[] = [
  ...of('getTeamsUserActivityUserDetail', 'Teams', 'teams', 'count', [
    ['teams.privateChats', 'Private Chat Message Count', 'Chat messages', 'write in chat', 'wrote in chat'],
    [
      'teams.channelPosts',
      'Post Messages',
      'Conversations started in channels',
      'start conversations in channels',
      'started conversations in channels',
    ],
    ['teams.channelReplies', 'Reply Messages', 'Replies in channels', 'reply in channels', 'replied in channels'],
    ['teams.meetingsOrganized', 'Meetings Organized Count', 'Meetings organized', 'set up meetings in Teams', 'set up meetings in Teams'],
    ['teams.meetingsAttended', 'Meetings Attended Count', 'Meetings attended', 'join meetings in Teams', 'joined meetings in Teams'],
    ['teams.calls', 'Call Count', 'Calls', 'call each other in Teams', 'called in Teams'],
    [
      'teams.screenShares',
      'Screen Share Duration In Seconds',
      'Minutes of screen sharing',
      'share their screen in meetings and calls',
      'shared your screen in meetings or calls',
      'minutes',
    ],
    [
      'teams.recurringMeetings',
      'Scheduled Recurring Meetings Organized Count',
      'Recurring meetings organized',
      'keep regular meetings as a series',
      'held meetings of a series you set up',
    ],
    ['teams.meetNow', 'Ad Hoc Meetings Organized Count', 'Meetings on the spot', 'meet on the spot in Teams', 'started meetings on the spot'],
  ]),
  ...of('getM365AppUserDetail', 'Microsoft 365 Apps', 'apps', 'days', [
    ['word.days', 'Word', 'Days with Word', 'write in Word', 'used Word'],
    ['excel.days', 'Excel', 'Days with Excel', 'work in Excel', 'used Excel'],
    ['powerpoint.days', 'PowerPoint', 'Days with PowerPoint', 'build slides in PowerPoint', 'used PowerPoint'],
    ['onenote.days', 'OneNote', 'Days with OneNote', 'keep notes in OneNote', 'used OneNote'],
    ['word.web', 'Word (Web)', 'Days with Word on the web', 'open documents in the browser', 'used Word in the browser'],
    ['excel.web', 'Excel (Web)', 'Days with Excel on the web', 'open workbooks in the browser', 'used Excel in the browser'],
    ['powerpoint.web', 'PowerPoint (Web)', 'Days with PowerPoint on the web', 'open slides in the browser', 'used PowerPoint in the browser'],
    ['outlook.mobile', 'Outlook (Mobile)', 'Days with Outlook on the phone', 'have Outlook on the phone', 'used Outlook on your phone'],
    ['teams.mobile', 'Teams (Mobile)', 'Days with Teams on the phone', 'have Teams on the phone', 'used Teams on your phone'],
  ]),
  ...of('getEmailActivityUserDetail', 'Outlook', 'exchange', 'count', [
    ['outlook.sent', 'Send Count', 'Mails sent', 'write mails', 'sent mails'],
    ['outlook.read', 'Read Count', 'Mails read', 'read their mails in Outlook', 'read mails'],
    ['outlook.meetingsCreated', 'Meeting Created Count', 'Invitations sent', 'plan time in the calendar', 'sent invitations'],
    ['outlook.meetingsAnswered', 'Meeting Interacted Count', 'Invitations answered', 'answer invitations in the calendar', 'answered invitations'],
  ]),
  ...of('getOneDriveActivityUserDetail', 'OneDrive', 'onedrive', 'count', [
    ['onedrive.files', 'Viewed Or Edited File Count', 'Files opened in OneDrive', 'keep their files in OneDrive', 'opened files in OneDrive'],
    ['onedrive.synced', 'Synced File Count', 'Files synced from OneDrive', 'have OneDrive in their file explorer', 'synced files with OneDrive'],
    [
      'onedrive.sharedInternally',
      'Shared Internally File Count',
      'Files shared with colleagues from OneDrive',
      'share links instead of files',
      'shared links to files',
    ],
    [
      'onedrive.sharedExternally',
      'Shared Externally File Count',
      'Files shared with partners from OneDrive',
      'share links with partners outside',
      'shared links with people outside',
    ],
  ]),
  ...of('getSharePointActivityUserDetail', 'SharePoint', 'sharepoint', 'count', [
    [
      'sharepoint.files',
      'Viewed Or Edited File Count',
      'Files opened in SharePoint',
      'work on files where the team keeps them',
      'opened files in SharePoint',
    ],
    [
      'sharepoint.synced',
      'Synced File Count',
      'Files synced from SharePoint',
      'have the team’s files in their file explorer',
      'synced files with SharePoint',
    ],
    [
      'sharepoint.sharedInternally',
      'Shared Internally File Count',
      'Files shared with colleagues from SharePoint',
      'share links to the team’s files',
      'shared links to the team’s files',
    ],
    [
      'sharepoint.sharedExternally',
      'Shared Externally File Count',
      'Files shared with partners from SharePoint',
      'share the team’s files with partners by link',
      'shared the team’s files with people outside',
    ],
    [
      'sharepoint.pages',
      'Visited Page Count',
      'Pages visited in SharePoint',
      'read the news and pages of the intranet',
      'visited pages in SharePoint',
    ],
  ]),
  ...of('getYammerActivityUserDetail', 'Viva Engage', 'engage', 'count', [
    ['engage.posted', 'Posted Count', 'Posts in Viva Engage', 'post in communities', 'posted in communities'],
    ['engage.read', 'Read Count', 'Posts read in Viva Engage', 'read along in communities', 'read in communities'],
    ['engage.liked', 'Liked Count', 'Reactions in Viva Engage', 'react to posts in communities', 'reacted to posts in communities'],
  ]),
  ...of('getMicrosoft365CopilotUsageUserDetail', 'Copilot', 'copilot', 'last-date', [
    ['copilot.chat', 'Copilot Chat Last Activity Date', 'Days with Copilot Chat', 'ask Copilot in its chat', 'used Copilot Chat'],
    [
      'copilot.teams',
      'Microsoft Teams Copilot Last Activity Date',
      'Days with Copilot in Teams',
      'let Copilot sum up meetings and chats',
      'used Copilot in Teams',
    ],
    ['copilot.word', 'Word Copilot Last Activity Date', 'Days with Copilot in Word', 'draft with Copilot in Word', 'used Copilot in Word'],
    ['copilot.excel', 'Excel Copilot Last Activity Date', 'Days with Copilot in Excel', 'ask Copilot about their tables', 'used Copilot in Excel'],
    [
      'copilot.powerpoint',
      'PowerPoint Copilot Last Activity Date',
      'Days with Copilot in PowerPoint',
      'start slides with Copilot',
      'used Copilot in PowerPoint',
    ],
    [
      'copilot.outlook',
      'Outlook Copilot Last Activity Date',
      'Days with Copilot in Outlook',
      'let Copilot sum up long mails',
      'used Copilot in Outlook',
    ],
    [
      'copilot.agents',
      'Copilot Agent Last Activity Date',
      'Days with agents in Copilot',
      'hand recurring questions to an agent',
      'used an agent in Copilot',
    ],
    [
      'copilot.onenote',
      'OneNote Copilot Last Activity Date',
      'Days with Copilot in OneNote',
      'work on notes with Copilot',
      'used Copilot in OneNote',
    ],
  ]),
];

/** Stored beside every row made from the catalogue, so that rows of an older one can be told apart. */
export const CATALOGUE_VERSION = 1;
