import type { ItemId, Lessons, Question } from './item.ts';
import type { Service } from './person.ts';
import type { Persona } from './persona.ts';
import { dueQuestions, MOST_IN_SITTING, type Review } from './quiz.ts';
import type { SignalId } from './signals.ts';
import type { Day } from './time.ts';

/** Where the questions are asked. */
export type Sitting =
  /** Asked for; `testsOut`: the person wants to show what they know, so lessons need not come first. */
  | { readonly kind: 'asked-for'; readonly testsOut: boolean }
  /** One question rides on the message of the week, and only one that is due. */
  | { readonly kind: 'weekly-card' };

/** What the choice rests on for one person. */
export interface Learner {
  readonly services: readonly Service[];
  readonly persona: Persona;
  /** What to learn about, most wanted first: the signals of the person's needs, or topics of their own choice. */
  readonly topics: readonly SignalId[];
  /** By question. */
  readonly reviews: ReadonlyMap<ItemId, Review>;
  /** Lessons the person was shown. */
  readonly seenLessons: ReadonlySet<ItemId>;
  /** Items the person said "not for me" to: none of them is asked again. */
  readonly refusedItems: ReadonlySet<string>;
}

/**
 * The questions of one sitting, in the order to ask them, none twice, at most five (one on a weekly card).
 *
 * First what is due, longest first. Then, where the person asked for questions, new ones for their topics: one of each topic in
 * turn, first steps before the rest, those of a lesson only once the lesson was seen. Never one whose service is not licensed, that
 * was refused, or that is no longer in the pack; new ones only where they are for the person's persona.
 */
export function chooseQuestions(learner: Learner, lessons: Lessons, sitting: Sitting, today: Day): readonly Question[] {
  const most = sitting.kind === 'weekly-card' ? 1 : MOST_IN_SITTING;
  const open = [...lessons.questions.values()].filter(({ id, service }) => learner.services.includes(service) && !learner.refusedItems.has(id));
  const byId = new Map(open.map((question) => [question.id, question]));
  const reviews = new Map([...learner.reviews].filter(([id]) => byId.has(id)));
  const due = dueQuestions(reviews, today, most).flatMap((id) => byId.get(id) ?? []);
  if (sitting.kind === 'weekly-card') return due;
  const mayBeNew = open.filter(
    ({ id, personas, lesson }) =>
      !learner.reviews.has(id) &&
      (personas.length === 0 || personas.includes(learner.persona)) &&
      (sitting.testsOut || lesson === undefined || learner.seenLessons.has(lesson)),
  );
  return [...due, ...inTurn(learner.topics, mayBeNew)].slice(0, most);
}

/** One question of each topic in the topics' order, then the second of each, and so on; a question of two topics comes once. */
function inTurn(topics: readonly SignalId[], questions: readonly Question[]): readonly Question[] {
  const ordered = [...questions.filter(({ level }) => level === 'first-steps'), ...questions.filter(({ level }) => level === 'everyday')];
  const ofTopics = topics.map((topic) => ordered.filter(({ signals }) => signals.includes(topic)));
  const rounds = Math.max(0, ...ofTopics.map((list) => list.length));
  const turns = Array.from({ length: rounds }, (_, round) => ofTopics.flatMap((list) => list[round] ?? []));
  return [...new Set(turns.flat())];
}
