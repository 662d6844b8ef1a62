import { Fault } from './errors.ts';
import { type HabitId, habitId } from './habits.ts';
import { type Brand, isUuid } from './ids.ts';
import type { Persona } from './persona.ts';
import type { Day } from './time.ts';

/** A habit worth nudging: one or more habits, in the order they matter. */
export interface Goal {
  readonly id: string;
  readonly habits: readonly [HabitId, ...HabitId[]];
  /** The person chose it for themselves: it is wanted, whatever colleagues do. */
  readonly isOwn?: true;
}

/** What is nudged where nobody chose a focus (reference §1.11); Viva Engage, OneNote and SharePoint pages are off. */
export const DEFAULT_FOCUS: readonly Goal[] = [
  { id: 'meetings', habits: [habitId('teams.meetingsOrganized'), habitId('teams.meetingsAttended')] },
  { id: 'chat-and-channels', habits: [habitId('teams.privateChats'), habitId('teams.channelPosts'), habitId('teams.channelReplies')] },
  { id: 'files-as-links', habits: [habitId('files-as-links')] },
  { id: 'mail-under-control', habits: [habitId('mail-under-control'), habitId('calendar-kept')] },
];

export type GoalId = Brand<string, 'GoalId'>;

/** A goal's UUID, lower case. Throws `invalid-id` for anything else. */
export function goalId(text: string): GoalId {
  if (!isUuid(text)) throw new Fault('invalid-id', `expected a goal’s id as \`coach goal list\` shows it, got ${JSON.stringify(text)}`);
  return text as GoalId;
}

/** Whose habit it is to become. */
export type Audience =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'department'; readonly department: string }
  | { readonly kind: 'persona'; readonly persona: Persona };

/** A goal that people chose: so large a share of the audience is to have the habit by a day. */
export interface ChosenGoal {
  readonly id: GoalId;
  readonly habit: HabitId;
  readonly audience: Audience;
  /** 0…1, above 0. */
  readonly share: number;
  /** The last day it counts. */
  readonly byDay: Day;
}

/** More than this is no focus (reference §1.11). */
export const MOST_GOALS = 3;
