import { open } from 'node:fs/promises';
import type { Day } from '../../../src/domain/time.ts';
import { accountOf, numbersFrom } from './invented.ts';

const COUNTS = [
  'Team Chat Message Count',
  'Private Chat Message Count',
  'Call Count',
  'Meeting Count',
  'Meetings Organized Count',
  'Meetings Attended Count',
  'Ad Hoc Meetings Organized Count',
  'Ad Hoc Meetings Attended Count',
  'Scheduled One-time Meetings Organized Count',
  'Scheduled One-time Meetings Attended Count',
  'Scheduled Recurring Meetings Organized Count',
  'Scheduled Recurring Meetings Attended Count',
] as const;

/** The 33 columns in the order Microsoft sends them. */
const HEADER = [
  'Report Refresh Date',
  'User Id',
  'User Principal Name',
  'Last Activity Date',
  'Is Deleted',
  'Deleted Date',
  'Assigned Products',
  ...COUNTS,
  'Audio Duration',
  'Video Duration',
  'Screen Share Duration',
  'Audio Duration In Seconds',
  'Video Duration In Seconds',
  'Screen Share Duration In Seconds',
  'Has Other Action',
  'Urgent Messages',
  'Post Messages',
  'Tenant Display Name',
  'Shared Channel Tenant Display Names',
  'Reply Messages',
  'Is Licensed',
  'Report Period',
];

const PIECE_ROWS = 5_000;

/** What differs between two files of the same day. */
export interface TeamsFile {
  readonly people: number;
  readonly day: Day;
  /** The share (0…1) of people whose row is another than in the file with 0. */
  readonly changedShare: number;
  /** People at the end that this file leaves out. */
  readonly without: number;
}

/**
 * Writes a Teams activity report of one day, a row per person, none of nothing but zeros and none with an object id, so that every
 * row must be found by its name. Rows are not in the order of ids.
 */
export async function writeTeamsFile(path: string, { people, day, changedShare, without }: TeamsFile): Promise<void> {
  const random = numbersFrom(1);
  const changes = numbersFrom(2);
  const file = await open(path, 'w');
  try {
    await file.write(`\uFEFF${HEADER.join(',')}\r\n`);
    for (let first = 0; first < people - without; first += PIECE_ROWS) {
      let piece = '';
      for (let number = first; number < Math.min(first + PIECE_ROWS, people - without); number += 1) {
        const counts = COUNTS.map(() => (random() < 0.5 ? 0 : Math.floor(random() * 40)));
        counts[1] = 1 + Math.floor(random() * 60) + (changes() < changedShare ? 100 : 0);
        const [audio, video, share] = [random(), random(), random()].map((part) => Math.floor(part * 9_000));
        const { userPrincipalName } = accountOf(number);
        piece += `${day},,${userPrincipalName},${day},False,,MICROSOFT 365 E5+MICROSOFT POWER AUTOMATE FREE,${counts.join(',')},PT${audio}S,PT${video}S,PT${share}S,${audio},${video},${share},Yes,0,${Math.floor(random() * 4)},CONTOSO,,${Math.floor(random() * 6)},Yes,1\r\n`;
      }
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
}
