import { CATALOGUE } from '../domain/catalogue.ts';
import type { Department } from './departments.ts';
import { draw } from './draw.ts';
import { type Spread, spreadAt } from './spreads.ts';

/** How much of one behaviour a person shows when nobody nudges them. */
type Level = 'none' | 'rare' | 'some' | 'regular' | 'heavy';

/** What stays the same about a person's behaviour, whatever the day. */
export interface Temper {
  /** Every draw of this person starts here. */
  readonly key: number;
  /** In catalogue order, `undefined` for what is never done; a licence that is missing is not looked at here. */
  readonly rhythms: readonly (Rhythm | undefined)[];
  /** Opens Teams and reads without leaving a trace in any signal: 0 (never) … 1 (every working day). */
  readonly reads: number;
  readonly takesLeave: boolean;
}

/** What a level means in a week: how likely the week shows anything, and how many actions it then holds. */
export interface Rhythm {
  readonly weekShare: number;
  readonly actions: number;
}

const NON_USERS = 0.06;
const SALT = { engagement: 1, inclination: 2, nonUser: 3 } as const;

/**
 * A person's temper from their key. Inclination towards a signal = 0.65 · engagement + 0.35 · chance + the department's
 * tilt, and for the frontline the signal's own; its thresholds give the level. Six in a hundred use nothing at all.
 */
export function temperOf(key: number, { tilt, isFrontline }: Department): Temper {
  const isNonUser = draw(key, SALT.nonUser, 0) < NON_USERS;
  const engagement = draw(key, SALT.engagement, 0);
  const rhythms = CATALOGUE.map((_signal, place) => {
    if (isNonUser) return undefined;
    const spread = spreadAt(place);
    const inclination = 0.65 * engagement + 0.35 * draw(key, SALT.inclination, place) + tilt;
    return rhythmOf(levelOf(spread, inclination + (isFrontline ? spread.frontline : 0)), place);
  });
  return { key, rhythms, reads: isNonUser ? 0 : Math.min(0.9, 0.2 + engagement), takesLeave: true };
}

function levelOf({ from: [rare, some, regular, heavy] }: Spread, inclination: number): Level {
  if (inclination < rare) return 'none';
  if (inclination < some) return 'rare';
  if (inclination < regular) return 'some';
  return inclination < heavy ? 'regular' : 'heavy';
}

const RHYTHMS: Readonly<Record<Level, readonly (Rhythm | undefined)[]>> = {
  none: CATALOGUE.map(() => undefined),
  // Where one action is several minutes, less than one minute a week is once in a while.
  rare: CATALOGUE.map((_signal, place) => (spreadAt(place).unit > 1 ? { weekShare: 0.1, actions: 1 } : { weekShare: 0.25, actions: 1.5 })),
  some: CATALOGUE.map((_signal, place) => ({ weekShare: 0.5, actions: spreadAt(place).isOnceADay ? 5 : 3.2 })),
  regular: CATALOGUE.map((_signal, place) => ({ weekShare: 0.97, actions: spreadAt(place).regular })),
  heavy: CATALOGUE.map((_signal, place) => ({ weekShare: 1, actions: spreadAt(place).heavy })),
};

const rhythmOf = (level: Level, place: number): Rhythm | undefined => RHYTHMS[level][place];

const YOUR_LEVELS: Readonly<Record<string, Level>> = {
  'teams.privateChats': 'heavy',
  'teams.meetingsAttended': 'regular',
  'teams.calls': 'regular',
  'teams.screenShares': 'regular',
  'word.days': 'regular',
  'excel.days': 'heavy',
  'powerpoint.days': 'regular',
  'outlook.mobile': 'regular',
  'teams.mobile': 'regular',
  'outlook.sent': 'heavy',
  'outlook.read': 'heavy',
  'outlook.meetingsCreated': 'some',
  'outlook.meetingsAnswered': 'regular',
  'onedrive.files': 'heavy',
  'onedrive.synced': 'regular',
  'sharepoint.pages': 'some',
};

/**
 * Chats daily, attends, calls; organises a meeting every other week; no channels at all. Lives in mail, Word, Excel and PowerPoint,
 * keeps files in OneDrive and sends them as attachments, never as links. Never on leave, so that a demo has something to show.
 */
export const YOUR_TEMPER: Temper = {
  key: 0x5eed,
  rhythms: CATALOGUE.map((signal, place) => rhythmOf(YOUR_LEVELS[signal.id] ?? 'none', place)),
  reads: 1,
  takesLeave: false,
};

/** The one signal of yours that comes by the calendar: a meeting you set up, on the Wednesday of every other week. */
export const YOUR_MEETINGS_PLACE = CATALOGUE.findIndex((signal) => signal.id === 'teams.meetingsOrganized');
