import type { ChosenGoal, GoalId } from '../domain/goal.ts';
import type { Day, Instant } from '../domain/time.ts';

/** The goals people chose. */
export interface Goals {
  /** In the order they were made. */
  list(): Promise<readonly ChosenGoal[]>;
  /** Adds a goal; false, and nothing added, when the audience has `most` that count on `today` or later. Two calls at once count each other. */
  add(goal: ChosenGoal, madeAt: Instant, today: Day, most: number): Promise<boolean>;
  /** False when there is no such goal. */
  drop(id: GoalId): Promise<boolean>;
  /** Departments of enabled members, and how many they are, by name. */
  departments(): Promise<readonly { readonly department: string; readonly people: number }[]>;
}
