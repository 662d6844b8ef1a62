import { placeOf, signalId } from '../../domain/signals.ts';
import { dayOf, weekNumber } from '../dayNumber.ts';
import { type Diary, TEAMS_PLACES } from '../diary.ts';
import { draw } from '../draw.ts';
import { hasTeams, type SamplePerson } from '../samplePerson.ts';
import { mayShowAny } from './countReports.ts';
import { dateCell, oldestOf, type PersonReport, productsOf, type Stretch, yesNo } from './personReport.ts';

/** Meetings by how they were set up; some are of no kind, as in real reports. */
interface MeetingKinds {
  adHoc: number;
  once: number;
  recurring: number;
}

/** What one person did in Teams over some days; counts, and whole seconds. */
export interface TeamsTally {
  chats: number;
  posts: number;
  replies: number;
  meetingsOrganized: number;
  meetingsAttended: number;
  calls: number;
  screenSeconds: number;
  audioSeconds: number;
  videoSeconds: number;
  readonly organized: MeetingKinds;
  readonly attended: MeetingKinds;
}

const place = (id: string): number => placeOf(signalId(id));
const PLACE = {
  chats: place('teams.privateChats'),
  posts: place('teams.channelPosts'),
  replies: place('teams.channelReplies'),
  organized: place('teams.meetingsOrganized'),
  attended: place('teams.meetingsAttended'),
  calls: place('teams.calls'),
  screen: place('teams.screenShares'),
  recurring: place('teams.recurringMeetings'),
  meetNow: place('teams.meetNow'),
} as const;
const SALT = { kind: 800, length: 801, video: 802 } as const;

export const emptyTally = (): TeamsTally => ({
  ...{ chats: 0, posts: 0, replies: 0, meetingsOrganized: 0, meetingsAttended: 0, calls: 0, screenSeconds: 0, audioSeconds: 0, videoSeconds: 0 },
  organized: { adHoc: 0, once: 0, recurring: 0 },
  attended: { adHoc: 0, once: 0, recurring: 0 },
});

/** Adds the day the diary is turned to; whether there was anything to add. */
export function addTeamsDay(tally: TeamsTally, person: SamplePerson, diary: Diary, number: number): boolean {
  const chats = diary.valueOf(PLACE.chats);
  const posts = diary.valueOf(PLACE.posts);
  const replies = diary.valueOf(PLACE.replies);
  const once = diary.ownOf(PLACE.organized);
  const recurring = diary.ownOf(PLACE.recurring);
  const meetNow = diary.ownOf(PLACE.meetNow);
  const attended = diary.valueOf(PLACE.attended);
  const calls = diary.valueOf(PLACE.calls);
  const screenMinutes = diary.valueOf(PLACE.screen);
  if (chats + posts + replies + once + recurring + meetNow + attended + calls + screenMinutes === 0) return false;
  tally.chats += chats;
  tally.posts += posts;
  tally.replies += replies;
  tally.meetingsOrganized += once + recurring + meetNow;
  tally.meetingsAttended += attended;
  tally.calls += calls;
  addKinds(tally, person, number, { once, recurring, meetNow, attended });
  const talkSeconds = 900 + Math.floor(1_800 * draw(person.temper.key, SALT.length, 0));
  tally.screenSeconds += 60 * screenMinutes;
  tally.audioSeconds += (attended + calls) * talkSeconds + 60 * screenMinutes;
  tally.videoSeconds += (attended + calls) * Math.floor(talkSeconds * draw(person.temper.key, SALT.video, 0));
  return true;
}

/** The kind all meetings of a day are counted as that do not say theirs: one a day keeps sums of days and periods equal. */
function addKinds(
  tally: TeamsTally,
  person: SamplePerson,
  number: number,
  of: { readonly once: number; readonly recurring: number; readonly meetNow: number; readonly attended: number },
): void {
  tally.organized.recurring += of.recurring;
  tally.organized.adHoc += of.meetNow;
  if (of.once + of.attended === 0) return;
  const share = draw(person.temper.key, SALT.kind, number);
  if (share < 0.95) tally.organized.once += of.once;
  const kind = share < 0.15 ? 'adHoc' : share < 0.5 ? 'once' : share < 0.95 ? 'recurring' : undefined;
  if (kind !== undefined) tally.attended[kind] += of.attended;
}

interface Stay {
  readonly tally: TeamsTally;
  readonly hasOtherAction: boolean;
  readonly lastActive: number | undefined;
}

function stayOf(person: SamplePerson, diary: Diary, stretch: Stretch): Stay {
  const tally = emptyTally();
  let hasOtherAction = false;
  let lastActive: number | undefined;
  let week: number | undefined;
  let isQuietWeek = false;
  for (let number = stretch.to; number >= oldestOf(stretch); number -= 1) {
    const isInside = number >= stretch.from;
    if (!isInside && lastActive !== undefined) break;
    if (weekNumber(number) !== week) {
      week = weekNumber(number);
      // Who only looks leaves no trace but the last day and the flag.
      const isLookedFor = person.temper.reads > 0 && !(lastActive !== undefined && hasOtherAction);
      isQuietWeek = !isLookedFor && !mayShowAny(diary, TEAMS_PLACES, week);
    }
    if (isQuietWeek || !diary.turnTo(number)) continue;
    const isCounted = isInside && addTeamsDay(tally, person, diary, number);
    // Nothing more is to be learnt of a day once both are known.
    if (lastActive !== undefined && hasOtherAction) continue;
    if (!isCounted && !diary.isInTeams()) continue;
    lastActive ??= number;
    if (isInside) hasOtherAction = true;
  }
  return { tally, hasOtherAction, lastActive };
}

/** getTeamsUserActivityUserDetail. The columns in the order in which Microsoft really returns them, which is not that of its documentation. */
export const teamsReport: PersonReport = {
  columns: [
    ...['Report Refresh Date', 'User Id', 'User Principal Name', 'Last Activity Date', 'Is Deleted', 'Deleted Date', 'Assigned Products'],
    ...[
      'Team Chat Message Count',
      'Private Chat Message Count',
      'Call Count',
      'Meeting Count',
      'Meetings Organized Count',
      'Meetings Attended Count',
    ],
    ...['Ad Hoc Meetings Organized Count', 'Ad Hoc Meetings Attended Count'],
    ...['Scheduled One-time Meetings Organized Count', 'Scheduled One-time Meetings Attended Count'],
    ...['Scheduled Recurring Meetings Organized Count', 'Scheduled Recurring Meetings Attended Count'],
    ...['Audio Duration', 'Video Duration', 'Screen Share Duration'],
    ...['Audio Duration In Seconds', 'Video Duration In Seconds', 'Screen Share Duration In Seconds'],
    ...['Has Other Action', 'Urgent Messages', 'Post Messages', 'Tenant Display Name', 'Shared Channel Tenant Display Names'],
    ...['Reply Messages', 'Is Licensed', 'Report Period'],
  ],
  isListed: (person) => hasTeams(person),
  cellsOf: (page) => {
    const { person, diary, names, stretch } = page;
    const { tally, hasOtherAction, lastActive } = stayOf(person, diary, stretch);
    if (stretch.isOneDay && lastActive === undefined) return undefined;
    const { organized, attended } = tally;
    const seconds = [tally.audioSeconds, tally.videoSeconds, tally.screenSeconds];
    return [
      ...[dayOf(stretch.newest), names.id, names.principal, dateCell(lastActive), 'False', '', productsOf(page)],
      ...[tally.posts + tally.replies, tally.chats, tally.calls, tally.meetingsOrganized + tally.meetingsAttended],
      ...[tally.meetingsOrganized, tally.meetingsAttended, organized.adHoc, attended.adHoc, organized.once, attended.once],
      ...[organized.recurring, attended.recurring],
      ...seconds.map(durationOf),
      ...seconds,
      ...[yesNo(hasOtherAction), 0, tally.posts, 'CONTOSO', '', tally.replies, 'Yes', stretch.period],
    ];
  },
};

/** ISO 8601, `PT5H12M3S`; parts that are zero are left out, and nothing at all is `PT0S`. */
export function durationOf(seconds: number): string {
  if (seconds === 0) return 'PT0S';
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${rest > 0 ? `${rest}S` : ''}`;
}
