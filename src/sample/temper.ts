import { CATALOGUE } from '../domain/catalogue.ts';
import { absurd } from '../domain/errors.ts';
import { draw } from './draw.ts';

/** How much of one behaviour a person shows when nobody nudges them. */
export type Level = 'none' | 'rare' | 'some' | 'regular' | 'heavy';

/** What stays the same about a person's behaviour, whatever the day. */
export interface Temper {
  /** Every draw of this person starts here. */
  readonly key: number;
  /** In catalogue order. */
  readonly levels: readonly Level[];
  /** Opens Teams and reads without leaving a trace in any signal: 0 (never) … 1 (every working day). */
  readonly reads: number;
  readonly takesLeave: boolean;
}

/** What a level means in a week: how likely the week shows anything, and how many actions it then holds. */
export interface Rhythm {
  readonly weekShare: number;
  readonly actions: number;
}

/** A signal's thresholds on a person's inclination (0…1) for rare, some, regular and heavy; and how many actions a heavy week holds. */
interface Spread {
  readonly column: string;
  readonly from: readonly [rare: number, some: number, regular: number, heavy: number];
  readonly regular: number;
  readonly heavy: number;
}

// Chosen so that every stage of the ladder holds people in every signal, and chat is more usual than channels.
const SPREADS: readonly Spread[] = [
  { column: 'Private Chat Message Count', from: [0.16, 0.24, 0.33, 0.55], regular: 11, heavy: 70 },
  { column: 'Post Messages', from: [0.36, 0.5, 0.62, 0.82], regular: 5, heavy: 22 },
  { column: 'Reply Messages', from: [0.32, 0.46, 0.58, 0.8], regular: 6, heavy: 26 },
  { column: 'Meetings Organized Count', from: [0.32, 0.44, 0.56, 0.84], regular: 4, heavy: 20 },
  { column: 'Meetings Attended Count', from: [0.18, 0.28, 0.4, 0.7], regular: 8, heavy: 24 },
  { column: 'Call Count', from: [0.3, 0.42, 0.55, 0.78], regular: 6, heavy: 24 },
];
const OTHER: Spread = { column: '', from: [0.3, 0.45, 0.6, 0.85], regular: 5, heavy: 20 };

const SPREAD_OF: readonly Spread[] = CATALOGUE.map((signal) => SPREADS.find((spread) => spread.column === signal.column) ?? OTHER);

const NON_USERS = 0.06;
const SALT = { engagement: 1, inclination: 2, nonUser: 3 } as const;

/**
 * A person's temper from their key. Inclination towards a signal = 0.65 · engagement + 0.35 · chance + the department's
 * tilt; its thresholds give the level. Six in a hundred use nothing at all.
 */
export function temperOf(key: number, tilt: number): Temper {
  const isNonUser = draw(key, SALT.nonUser, 0) < NON_USERS;
  const engagement = draw(key, SALT.engagement, 0);
  const levels = SPREAD_OF.map((spread, place): Level => {
    if (isNonUser) return 'none';
    const inclination = 0.65 * engagement + 0.35 * draw(key, SALT.inclination, place) + tilt;
    return levelOf(spread, inclination);
  });
  return { key, levels, reads: isNonUser ? 0 : Math.min(0.9, 0.2 + engagement), takesLeave: true };
}

function levelOf({ from: [rare, some, regular, heavy] }: Spread, inclination: number): Level {
  if (inclination < rare) return 'none';
  if (inclination < some) return 'rare';
  if (inclination < regular) return 'some';
  return inclination < heavy ? 'regular' : 'heavy';
}

/** What a level means in a week, for the signal at `place` of the catalogue. */
export function rhythmOf(level: Level, place: number): Rhythm | undefined {
  const spread = SPREAD_OF[place] ?? OTHER;
  switch (level) {
    case 'none':
      return undefined;
    case 'rare':
      return { weekShare: 0.25, actions: 1.5 };
    case 'some':
      return { weekShare: 0.5, actions: 3.2 };
    case 'regular':
      return { weekShare: 0.97, actions: spread.regular };
    case 'heavy':
      return { weekShare: 1, actions: spread.heavy };
    default:
      return absurd(level);
  }
}

const YOUR_LEVELS: Readonly<Record<string, Level>> = {
  'Private Chat Message Count': 'heavy',
  'Meetings Attended Count': 'regular',
  'Call Count': 'regular',
};

/** Chats daily, attends, calls; organises a meeting every other week; no channels at all. Never on leave, so that a demo has something to show. */
export const YOUR_TEMPER: Temper = {
  key: 0x5eed,
  levels: CATALOGUE.map((signal) => YOUR_LEVELS[signal.column] ?? 'none'),
  reads: 1,
  takesLeave: false,
};

/** The one signal of yours that comes by the calendar: a meeting you set up, on the Wednesday of every other week. */
export const YOUR_MEETINGS_PLACE = CATALOGUE.findIndex((signal) => signal.column === 'Meetings Organized Count');
