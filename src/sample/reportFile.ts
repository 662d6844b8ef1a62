import { createHash } from 'node:crypto';
import { absurd } from '../domain/errors.ts';
import { placeOf, signalId } from '../domain/signals.ts';
import type { ReportRange } from '../domain/usage.ts';
import { dayNumber, dayOf } from './dayNumber.ts';
import type { SamplePerson } from './samplePerson.ts';
import { type Tally, tallyOf } from './tally.ts';
import type { Uptake } from './uptake.ts';

/** The columns in the order in which Microsoft really returns them, which is not the order of its documentation. */
export const COLUMNS: readonly string[] = [
  ...['Report Refresh Date', 'User Id', 'User Principal Name', 'Last Activity Date', 'Is Deleted', 'Deleted Date', 'Assigned Products'],
  ...['Team Chat Message Count', 'Private Chat Message Count', 'Call Count', 'Meeting Count', 'Meetings Organized Count', 'Meetings Attended Count'],
  ...['Ad Hoc Meetings Organized Count', 'Ad Hoc Meetings Attended Count'],
  ...['Scheduled One-time Meetings Organized Count', 'Scheduled One-time Meetings Attended Count'],
  ...['Scheduled Recurring Meetings Organized Count', 'Scheduled Recurring Meetings Attended Count'],
  ...['Audio Duration', 'Video Duration', 'Screen Share Duration'],
  ...['Audio Duration In Seconds', 'Video Duration In Seconds', 'Screen Share Duration In Seconds'],
  ...['Has Other Action', 'Urgent Messages', 'Post Messages', 'Tenant Display Name', 'Shared Channel Tenant Display Names'],
  ...['Reply Messages', 'Is Licensed', 'Report Period'],
];

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const NO_ID = '00000000-0000-0000-0000-000000000000';

const PLACE = {
  chats: placeOf(signalId('teams.privateChats')),
  posts: placeOf(signalId('teams.channelPosts')),
  replies: placeOf(signalId('teams.channelReplies')),
  organized: placeOf(signalId('teams.meetingsOrganized')),
  attended: placeOf(signalId('teams.meetingsAttended')),
  calls: placeOf(signalId('teams.calls')),
} as const;

/** What a report file is made from. */
export interface ReportSource {
  readonly licensed: readonly SamplePerson[];
  readonly uptakesOf: (person: SamplePerson) => readonly Uptake[];
  readonly isConcealed: boolean;
  /** The newest day there is data for, as a day number. */
  readonly newest: number;
}

/**
 * getTeamsUserActivityUserDetail as CSV: byte order mark, header, one row a person, CRLF. A period lists every licensed person
 * with the sums of its days, which end with the newest; a day lists those who were active on it, and nobody when its data are
 * not there yet. "Report Refresh Date" is the newest day in both; "Report Period" is the number of days.
 */
export function* reportFile(source: ReportSource, range: ReportRange): Generator<string> {
  yield `${BYTE_ORDER_MARK}${COLUMNS.join(',')}${LINE_END}`;
  for (const person of source.licensed) {
    const tally = tallyFor(source, person, range);
    if (tally !== undefined) yield row(source, person, tally, range.kind === 'period' ? range.days : 1);
  }
}

function tallyFor(source: ReportSource, person: SamplePerson, range: ReportRange): Tally | undefined {
  switch (range.kind) {
    case 'period':
      return tallyOf(person, source.newest, range.days, source.uptakesOf(person));
    case 'day': {
      const number = dayNumber(range.day);
      if (number > source.newest) return undefined;
      const tally = tallyOf(person, number, 1, source.uptakesOf(person));
      return tally.hasOtherAction ? tally : undefined;
    }
    default:
      return absurd(range);
  }
}

function row(source: ReportSource, person: SamplePerson, tally: Tally, days: number): string {
  const at = (place: number): number => tally.values[place] ?? 0;
  const seconds = [tally.audioSeconds, tally.videoSeconds, tally.screenSeconds];
  const cells: readonly (string | number)[] = [
    dayOf(source.newest),
    source.isConcealed ? NO_ID : person.personId,
    source.isConcealed ? concealed(person.userPrincipalName) : person.reportedName,
    tally.lastActive === undefined ? '' : dayOf(tally.lastActive),
    'False',
    '',
    person.licence === undefined ? '' : person.licence.product,
    at(PLACE.posts) + at(PLACE.replies),
    at(PLACE.chats),
    at(PLACE.calls),
    at(PLACE.organized) + at(PLACE.attended),
    at(PLACE.organized),
    at(PLACE.attended),
    tally.organized.adHoc,
    tally.attended.adHoc,
    tally.organized.once,
    tally.attended.once,
    tally.organized.recurring,
    tally.attended.recurring,
    ...seconds.map(durationOf),
    ...seconds,
    tally.hasOtherAction ? 'Yes' : 'No',
    0,
    at(PLACE.posts),
    'CONTOSO',
    '',
    at(PLACE.replies),
    'Yes',
    days,
  ];
  return `${cells.join(',')}${LINE_END}`;
}

/** ISO 8601, `PT5H12M3S`; parts that are zero are left out, and nothing at all is `PT0S`. */
function durationOf(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.length === 0 ? 'PT0S' : `PT${shown.join('')}`;
}

/** How a name looks while names are concealed: 32 hexadecimal digits, upper case. */
const concealed = (name: string): string => createHash('md5').update(name).digest('hex').toUpperCase();
