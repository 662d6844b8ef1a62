import { CATALOGUE } from '../domain/catalogue.ts';

/** How one signal is spread over people. */
export interface Spread {
  /** Thresholds on a person's inclination (0…1). */
  readonly from: Thresholds;
  /** Actions in a week of somebody who does it regularly, and of somebody who does it a lot. */
  readonly regular: number;
  readonly heavy: number;
  /** What one action adds to the value: 1, or minutes where time is measured. */
  readonly unit: number;
  /** Only whether, not how often, is known of a day. */
  readonly isOnceADay: boolean;
  /** Added to the inclination of those who work away from a desk. */
  readonly frontline: number;
}

type Thresholds = readonly [rare: number, some: number, regular: number, heavy: number];

// From what nearly everybody does to what few do. Chosen so that every stage of the ladder holds people in every signal.
const USUAL: Thresholds = [0.16, 0.24, 0.33, 0.55];
const COMMON: Thresholds = [0.18, 0.28, 0.4, 0.7];
const MIXED: Thresholds = [0.3, 0.42, 0.55, 0.79];
const UNEVEN: Thresholds = [0.34, 0.48, 0.6, 0.81];
const RARE: Thresholds = [0.46, 0.6, 0.73, 0.86];

const AWAY_FROM_DESK = -0.05;
const ON_THE_PHONE = 0.3;

type Line = readonly [from: Thresholds, regular: number, heavy: number, more?: { readonly unit?: number; readonly frontline?: number }];

// Days and dates are at most one a day: regular is about three of five, heavy nearly all.
const daily = (from: Thresholds, frontline = AWAY_FROM_DESK): Line => [from, 6, 16, { frontline }];

const SPREADS: Readonly<Record<string, Line>> = {
  'teams.privateChats': [USUAL, 11, 70],
  'teams.channelPosts': [[0.36, 0.5, 0.62, 0.82], 5, 22],
  'teams.channelReplies': [[0.32, 0.46, 0.58, 0.8], 6, 26],
  'teams.meetingsOrganized': [[0.32, 0.44, 0.56, 0.84], 4, 20],
  'teams.meetingsAttended': [COMMON, 8, 24],
  'teams.calls': [MIXED, 6, 24],
  'teams.screenShares': [UNEVEN, 6, 20, { unit: 6, frontline: AWAY_FROM_DESK }],
  'teams.recurringMeetings': [[0.44, 0.57, 0.69, 0.86], 4, 20],
  'teams.meetNow': [[0.46, 0.59, 0.71, 0.86], 4, 20],
  'word.days': daily(COMMON),
  'excel.days': daily(COMMON),
  'powerpoint.days': daily(UNEVEN),
  'onenote.days': daily(RARE),
  'word.web': daily(RARE, 0.1),
  'excel.web': daily(RARE, 0.1),
  'powerpoint.web': daily(RARE, 0.05),
  'outlook.mobile': daily(MIXED, ON_THE_PHONE),
  'teams.mobile': daily(MIXED, ON_THE_PHONE),
  'outlook.sent': [USUAL, 14, 90],
  'outlook.read': [USUAL, 30, 210],
  'outlook.meetingsCreated': [UNEVEN, 4, 19],
  'outlook.meetingsAnswered': [MIXED, 5, 21],
  'onedrive.files': [MIXED, 9, 45],
  'onedrive.synced': [UNEVEN, 8, 60],
  'onedrive.sharedInternally': [[0.33, 0.47, 0.59, 0.82], 4, 20],
  'onedrive.sharedExternally': [RARE, 4, 20],
  'sharepoint.files': [MIXED, 8, 40],
  'sharepoint.synced': [RARE, 8, 50],
  'sharepoint.sharedInternally': [[0.4, 0.54, 0.67, 0.85], 4, 20],
  'sharepoint.sharedExternally': [RARE, 4, 20],
  'sharepoint.pages': [MIXED, 7, 30],
  'engage.posted': [[0.52, 0.65, 0.76, 0.87], 4, 20],
  'engage.read': [RARE, 7, 32],
  'engage.liked': [[0.49, 0.62, 0.74, 0.86], 4, 21],
};

const usual = (from: Thresholds): Line => [from, 5, 20];

const SPREAD_AT: readonly Spread[] = CATALOGUE.map(({ id, report, kind }) => {
  const isOnceADay = kind === 'days' || kind === 'last-date';
  const [from, regular, heavy, more] =
    SPREADS[id] ?? (isOnceADay ? daily(report === 'getMicrosoft365CopilotUsageUserDetail' ? RARE : UNEVEN) : usual(UNEVEN));
  return { from, regular, heavy, unit: more?.unit ?? 1, isOnceADay, frontline: more?.frontline ?? 0 };
});
const OTHER: Spread = { from: UNEVEN, regular: 5, heavy: 20, unit: 1, isOnceADay: false, frontline: 0 };

/** The spread of the signal at `place` of the catalogue. */
export function spreadAt(place: number): Spread {
  return SPREAD_AT[place] ?? OTHER;
}
