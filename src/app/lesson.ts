import type { Errand } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import { deliveryId, type PersonId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Lesson } from '../domain/item.ts';
import { chooseLesson, ofTopic } from '../domain/learning.ts';
import type { Message } from '../domain/message.ts';
import { chooseQuestions } from '../domain/quizChoice.ts';
import { DAY_MS, later } from '../domain/time.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { loadLearner } from './learner.ts';
import { beginSitting } from './quiz.ts';

type LessonPress = Extract<Intent, { readonly kind: 'lesson-question' | 'knows-already' }>;

/** The next lesson for the person, or that there is none. */
export const showLesson =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => {
    const loaded = await loadLearner(deps)(personId);
    const lesson = loaded === undefined ? undefined : chooseLesson(loaded.learner, deps.settings.lessons);
    return lesson === undefined ? { kind: 'no-lesson' } : openLesson(deps, personId, lesson);
  };

/** Shows one lesson and notes that it was seen. */
export async function openLesson(deps: ConversationDeps, personId: PersonId, lesson: Lesson): Promise<Message> {
  const now = deps.system.clock.now();
  const id = deliveryId(deps.system.newId());
  const errand: Errand = { kind: 'asked-lesson', item: lesson.id };
  await deps.db.stores.deliveries.addSent(
    { id, personId, decisionId: undefined, errand, dueAt: now, expiresAt: later(now, DAY_MS), isTrial: false },
    now,
  );
  return { kind: 'lesson', delivery: id, lesson };
}

/** What a press on a lesson's card comes to: its own question, or those of its topic for whoever knows it already. */
export const onLesson =
  (deps: ConversationDeps) =>
  async (personId: PersonId, press: LessonPress): Promise<Message> => {
    const view = await deps.db.stores.deliveries.get(press.delivery);
    const { lessons } = deps.settings;
    const lesson =
      view === undefined || view.personId !== personId || view.errand.kind !== 'asked-lesson' ? undefined : lessons.lessons.get(view.errand.item);
    if (lesson === undefined) return { kind: 'card-gone' };
    const loaded = await loadLearner(deps)(personId);
    switch (press.kind) {
      case 'lesson-question': {
        const question = lessons.questions.get(lesson.question);
        return beginSitting(deps, personId, question === undefined ? [] : [question], loaded);
      }
      case 'knows-already': {
        if (loaded === undefined) return { kind: 'card-gone' };
        const learner = { ...loaded.learner, topics: lesson.signals };
        const questions = chooseQuestions(learner, ofTopic(lesson, lessons), { kind: 'asked-for', testsOut: true }, loaded.today);
        return beginSitting(deps, personId, questions, loaded);
      }
      default:
        return absurd(press);
    }
  };
