import { lacksHabit } from './habit.ts';
import { type HabitId, habitDefinition, habitPlaceOf } from './habits.ts';
import type { Level } from './item.ts';
import type { Candidate, PlanningContext } from './planning.ts';
import type { SignalId } from './signals.ts';

/** A habit to serve, and how much of it is missing. */
export interface Need {
  readonly goal: string | undefined;
  readonly habit: HabitId;
  /** The ways to it, each with the part of it that is missing in this one way, 0…1. */
  readonly ways: readonly { readonly signal: SignalId; readonly gap: number }[];
  /** 0…1. */
  readonly gap: number;
  /** The person chose it themselves. */
  readonly isOwn: boolean;
  /** Only tips of this level serve it; absent: any. */
  readonly level: Level | undefined;
}

/** What is missing where the counts without names do not tell either. */
const UNKNOWN_GAP = 0.5;
/** Somebody who asks has the habit and may yet learn something of it. */
const ASKED_GAP = 0.01;

/**
 * The needs of a person: habits in their focus that they certainly lack. While names are concealed nothing is known of them, so it is
 * every habit in their focus, with the gap of the tenant, and served by everyday tips only (reference §5.1).
 */
export function needsOf(candidate: Candidate, context: PlanningContext): readonly Need[] {
  const isConcealed = context.mode === 'concealed';
  return inFocus(candidate, context, (habit) => {
    if (isConcealed) return { gap: context.aggregateGap(habit) ?? UNKNOWN_GAP, level: 'everyday' };
    const own = candidate.habits[habitPlaceOf(habit)];
    return own !== undefined && lacksHabit(own.stage) ? { gap: own.gap, level: undefined } : undefined;
  });
}

/** Habits in focus the person does not certainly lack, for when they ask. */
export function interestsOf(candidate: Candidate, context: PlanningContext): readonly Need[] {
  return inFocus(candidate, context, (habit) => {
    const own = candidate.habits[habitPlaceOf(habit)];
    return own === undefined || lacksHabit(own.stage) ? undefined : { gap: ASKED_GAP, level: undefined };
  });
}

function inFocus(candidate: Candidate, context: PlanningContext, read: (habit: HabitId) => Pick<Need, 'gap' | 'level'> | undefined): readonly Need[] {
  const needs: Need[] = [];
  for (const goal of context.focusOf(candidate.person)) {
    for (const habit of goal.habits) {
      const need = read(habit);
      if (need !== undefined) needs.push({ goal: goal.id, isOwn: goal.isOwn === true, habit, ways: waysOf(candidate, habit, need.gap), ...need });
    }
  }
  return needs;
}

/** The gap in one way is that of the way's own habit; where it cannot be told, that of the whole. */
function waysOf(candidate: Candidate, habit: HabitId, gap: number): Need['ways'] {
  const { signals, places } = habitDefinition(habit);
  if (signals.length === 1) return [{ signal: signals[0], gap }];
  return signals.map((signal, index) => {
    // A signal's own habit stands at the signal's place.
    const own = candidate.habits[places[index] ?? -1];
    return { signal, gap: own === undefined || own.stage === 'cannot-tell' ? gap : own.gap };
  });
}
