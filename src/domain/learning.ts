import { CATALOGUE } from './catalogue.ts';
import type { Goal } from './goal.ts';
import { type Habit, lacksHabit } from './habit.ts';
import { type HabitId, habitDefinition, habitPlaceOf } from './habits.ts';
import type { Lesson, Lessons } from './item.ts';
import type { Learner } from './quizChoice.ts';
import type { SignalId } from './signals.ts';

/**
 * What to learn about, most wanted first, every signal once: what the person chose, the habits in focus that are missing, the rest
 * of the focus, then everything else, so that somebody who has every habit still finds something.
 *
 * @param habits in the order of `HABITS`; empty when nothing is known.
 */
export function learningTopics(chosen: readonly SignalId[], focus: readonly Goal[], habits: readonly Habit[]): readonly SignalId[] {
  const inFocus = focus.flatMap((goal) => goal.habits);
  const isMissing = (id: HabitId): boolean => lacksHabit(habits[habitPlaceOf(id)]?.stage ?? 'cannot-tell');
  const signalsOf = (ids: readonly HabitId[]): readonly SignalId[] => ids.flatMap((id) => habitDefinition(id).signals);
  return [...new Set([...chosen, ...signalsOf(inFocus.filter(isMissing)), ...signalsOf(inFocus), ...CATALOGUE.map(({ id }) => id)])];
}

/**
 * The lesson to show next: of the most wanted topic, first steps before the rest, never one that was seen, refused or not
 * licensed, is for another persona, or whose question was answered without it. `undefined` when none is left.
 */
export function chooseLesson(learner: Learner, { lessons }: Lessons): Lesson | undefined {
  const open = [...lessons.values()].filter(
    ({ id, service, personas, question }) =>
      learner.services.includes(service) &&
      !learner.seenLessons.has(id) &&
      !learner.refusedItems.has(id) &&
      !learner.reviews.has(question) &&
      (personas.length === 0 || personas.includes(learner.persona)),
  );
  const ordered = [...open.filter(({ level }) => level === 'first-steps'), ...open.filter(({ level }) => level === 'everyday')];
  const wanted = learner.topics.flatMap((topic) => ordered.find(({ signals }) => signals.includes(topic)) ?? []);
  return wanted[0];
}

/** The lesson's own question and all others of its topic, for somebody who wants to show that they know it. */
export function ofTopic(lesson: Lesson, { lessons, questions }: Lessons): Lessons {
  const isOfTopic = (signals: readonly SignalId[]): boolean => signals.some((signal) => lesson.signals.includes(signal));
  return { lessons, questions: new Map([...questions].filter(([id, { signals }]) => id === lesson.question || isOfTopic(signals))) };
}
