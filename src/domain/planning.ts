import type { Errand, ErrandKind } from './delivery.ts';
import type { Goal } from './goal.ts';
import type { Habit } from './habit.ts';
import type { HabitId } from './habits.ts';
import type { Content, ItemId, Lessons } from './item.ts';
import type { Person } from './person.ts';
import type { Policy } from './policy.ts';
import type { Review } from './quiz.ts';
import type { SignalId } from './signals.ts';
import type { Day, Instant } from './time.ts';
import type { TipsBySignal } from './tipsBySignal.ts';

/** A message sent, on its way or planned: everything that takes the weekly slot or a tip's lifetime. */
export interface PastMessage {
  readonly kind: ErrandKind;
  readonly item: ItemId | undefined;
  /** When it was sent, or is due. */
  readonly at: Instant;
  /** Whether the person pressed or the behaviour itself came within the time that counts, or they were on leave. */
  readonly wasAnswered: boolean;
  /** It said that it is good to have the person back. */
  readonly welcomesBack: boolean;
}

/** A decision that sent nothing on purpose: nothing was drawn, the person's wave had not begun, or they are held out. */
export interface UnsentDecision {
  /** The Monday of the person's own week whose slot it stands for. */
  readonly week: Day;
  readonly madeAt: Instant;
  /** What would have been sent; absent where nothing was drawn. */
  readonly choice: ItemId | undefined;
}

/** How a person can be reached, as far as is known. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'installed' }
  /** Uninstalled or blocked: an opt-out until the person comes back. */
  | { readonly kind: 'gone' };

/** Everything one decision rests on. */
export interface Candidate {
  readonly person: Person;
  readonly isSuppressed: boolean;
  readonly reach: Reach;
  /** In the order of `HABITS`; empty when nothing is known of the person. */
  readonly habits: readonly Habit[];
  /** Catalogue places of signals whose basics the person knows; absent: nobody can say, so they are taken to know them all. */
  readonly basics: ReadonlySet<number> | undefined;
  readonly past: readonly PastMessage[];
  readonly unsent: readonly UnsentDecision[];
  /** Items the person said "not for me" to. */
  readonly refusedItems: ReadonlySet<string>;
  /** When the person last wrote or pressed anything. */
  readonly lastHeardAt: Instant | undefined;
  /** A habit that came and was not yet praised. */
  readonly praise: SignalId | undefined;
  /** The week they came back in after an absence, while it is news. */
  readonly returnedWeek: Day | undefined;
  /** What the person remembers of questions, by question. */
  readonly reviews: ReadonlyMap<ItemId, Review>;
}

/** What is the same for everybody in one run. */
export interface PlanningContext {
  readonly now: Instant;
  readonly defaultZone: string;
  readonly holidays: ReadonlySet<Day>;
  readonly content: Content;
  /** The content by the signal it teaches; made once, by `tipsBySignal(content)`. */
  readonly tips: TipsBySignal;
  readonly lessons: Lessons;
  /** The goals that are the focus of this person; see `focus.ts`. */
  readonly focusOf: (person: Person) => readonly Goal[];
  /**
   * `concealed`: the reports hide names, so nothing is known of single people and nothing is said of them; what is missing is then
   * told by the tenant's own counts.
   */
  readonly mode: 'named' | 'concealed';
  /** While names are concealed: the part of the tenant's people, 0…1, who lack the habit by the counts without names; absent: not known. */
  readonly aggregateGap: (habit: HabitId) => number | undefined;
  /** Share (0…1) of the person's colleagues who already have the habit, and whose share that is; see `shares.ts`. */
  readonly shareOf: (person: Person, habit: HabitId) => { readonly share: number; readonly where: 'department' | 'organisation' } | undefined;
  /** The item's record: how often the behaviour came after it, 0…1, smoothed towards 0.5 while little is known. */
  readonly recordOf: (item: ItemId) => number;
  readonly policy: Policy;
  /** Distinct people who are armed: decides whether the policy explores. */
  readonly peopleInScope: number;
  /** The day this installation first saw the tenant; a licence from before it is not new. */
  readonly firstDay: Day;
  /** False in a trial that sends at once: working hours are then not waited for. */
  readonly waitsForWorkingHours: boolean;
}

/** Why a person gets nothing now. */
export const SILENCES = [
  'guest',
  'disabled',
  'not-a-person',
  'no-licence',
  'do-not-contact',
  'opted-out',
  'gone',
  'paused',
  'stopped',
  'slot-taken',
  'backing-off',
  'away',
  'no-working-time',
  'cannot-tell',
  'no-need',
  'no-item',
  /** Nothing was drawn for this week, so that what a message does can be told. */
  'drew-nothing',
  /** The person's wave begins later. */
  'waiting',
  'held-out',
] as const;
export type Silence = (typeof SILENCES)[number];

/** One eligible option with the probability it was given. `item` absent: send nothing. */
export interface Option {
  readonly item: ItemId | undefined;
  readonly probability: number;
}

/** What is logged of a decision, whatever was chosen. */
export interface Decided {
  readonly goal: string | undefined;
  readonly options: readonly Option[];
  /** The Monday of the person's own week whose slot this stands for. */
  readonly week: Day;
  readonly reason: string;
}

/** What is decided for one person now. */
export type Plan =
  /** The slot is not open, or nothing fits. */
  | { readonly kind: 'silent'; readonly why: Silence }
  | (Decided & { readonly kind: 'send'; readonly errand: Errand; readonly dueAt: Instant; readonly expiresAt: Instant })
  /** The slot was open and "send nothing" was drawn: it stays empty this week. `habit` and `signal`: of the tip the policy favoured. */
  | (Decided & { readonly kind: 'nothing'; readonly habit: HabitId; readonly signal: SignalId });
