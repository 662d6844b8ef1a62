import type { Errand } from '../domain/delivery.ts';
import { absurd, Fault } from '../domain/errors.ts';
import { type DeliveryId, deliveryId, type PersonId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { AnswerOption, ItemId, Question } from '../domain/item.ts';
import { chooseLesson } from '../domain/learning.ts';
import type { Message } from '../domain/message.ts';
import { zoneOf } from '../domain/person.ts';
import { forecast, nextReview, type Review } from '../domain/quiz.ts';
import { chooseQuestions } from '../domain/quizChoice.ts';
import { chosenOption, shownOptions } from '../domain/quizOptions.ts';
import { DAY_MS, type Day, dayIn, later } from '../domain/time.ts';
import type { DeliveryView } from '../ports/deliveries.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { type LearnerToday, loadLearner } from './learner.ts';

type QuestionPress = Extract<Intent, { readonly kind: 'answer-question' | 'next-question' }>;

/** The first question of a sitting the person asked for, or why there is none. */
export const askQuestions =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => {
    const loaded = await loadLearner(deps)(personId);
    const questions =
      loaded === undefined ? [] : chooseQuestions(loaded.learner, deps.settings.lessons, { kind: 'asked-for', testsOut: false }, loaded.today);
    return beginSitting(deps, personId, questions, loaded);
  };

/** Notes the sitting, so that its answers count once, and shows its first question. */
export async function beginSitting(
  deps: ConversationDeps,
  personId: PersonId,
  questions: readonly Question[],
  loaded: LearnerToday | undefined,
): Promise<Message> {
  const [first] = questions;
  if (first === undefined) return nothingToAsk(deps, loaded);
  const now = deps.system.clock.now();
  const id = deliveryId(deps.system.newId());
  const errand: Errand = { kind: 'asked-quiz', questions: questions.map((question) => question.id) };
  await deps.db.stores.deliveries.addSent(
    { id, personId, decisionId: undefined, errand, dueAt: now, expiresAt: later(now, DAY_MS), isTrial: false },
    now,
  );
  return questionMessage({ delivery: id, questions: errand.questions }, personId, first);
}

function nothingToAsk(deps: ConversationDeps, loaded: LearnerToday | undefined): Message {
  const days = loaded === undefined ? [] : [...loaded.learner.reviews].flatMap(([id, review]) => (isAsked(deps, id) ? [review.dueDay] : []));
  const hasLesson = loaded !== undefined && chooseLesson(loaded.learner, deps.settings.lessons) !== undefined;
  return { kind: 'no-question', nextOn: days.sort().find((day) => loaded !== undefined && day > loaded.today), hasLesson };
}

const isAsked = (deps: ConversationDeps, id: ItemId): boolean => deps.settings.lessons.questions.has(id);

/** The questions one message asks. `back`: the tip they ride along on. */
interface Asking {
  readonly delivery: DeliveryId;
  readonly questions: readonly ItemId[];
  readonly back?: DeliveryId;
}

function askingOf({ id, errand }: DeliveryView): Asking | undefined {
  if (errand.kind === 'asked-quiz') return { delivery: id, questions: errand.questions };
  return errand.kind === 'tip' && errand.question !== undefined ? { delivery: id, questions: [errand.question], back: id } : undefined;
}

/** What a press on a question's card comes to. The message that asks must be the person's own, and the question one of it. */
export const onQuestion =
  (deps: ConversationDeps) =>
  async (personId: PersonId, press: QuestionPress): Promise<Message> => {
    const view = await deps.db.stores.deliveries.get(press.delivery);
    const asking = view === undefined || view.personId !== personId ? undefined : askingOf(view);
    const question = asking === undefined ? undefined : questionIn(deps, asking.questions, press.question);
    if (asking === undefined || question === undefined) return { kind: 'card-gone' };
    switch (press.kind) {
      case 'answer-question': {
        if (press.place === undefined) return questionMessage(asking, personId, question);
        const chosen = chosenOption(question, press.place);
        return chosen === undefined ? { kind: 'card-gone' } : answered(deps, personId, asking, question, chosen);
      }
      case 'next-question': {
        const next = nextIn(deps, asking.questions, question.id);
        return next === undefined ? nothingToAsk(deps, await loadLearner(deps)(personId)) : questionMessage(asking, personId, next);
      }
      default:
        return absurd(press);
    }
  };

/** A question of the sitting that is still in the pack. */
function questionIn(deps: ConversationDeps, of: readonly ItemId[], id: string): Question | undefined {
  return of.some((one) => one === id) ? deps.settings.lessons.questions.get(id) : undefined;
}

/** The next question of the sitting, those left out that are no longer in the pack. */
function nextIn(deps: ConversationDeps, of: readonly ItemId[], after: ItemId): Question | undefined {
  return of
    .slice(of.indexOf(after) + 1)
    .flatMap((id) => deps.settings.lessons.questions.get(id) ?? [])
    .at(0);
}

function questionMessage({ questions: of, ...from }: Asking, personId: PersonId, question: Question): Message {
  const options = shownOptions(question, personId, from.delivery);
  return { kind: 'question', ...from, question, options, number: of.indexOf(question.id) + 1, of: of.length };
}

async function answered(
  deps: ConversationDeps,
  personId: PersonId,
  { questions: of, ...from }: Asking,
  question: Question,
  chosen: AnswerOption,
): Promise<Message> {
  const right = question.options.find((option) => option.isRight);
  const counted = await count(deps, personId, from.delivery, question.id, chosen.isRight);
  if (right === undefined || counted === undefined) return { kind: 'card-gone' };
  return {
    kind: 'question-answered',
    ...from,
    question,
    isRight: counted.isRight,
    chosen: counted.isRight === chosen.isRight ? chosen : undefined,
    right,
    againOn: counted.review.dueDay,
    hasNext: nextIn(deps, of, question.id) !== undefined,
  };
}

/** Every try but the last is overtaken by one answer in another sitting, given at the same moment. */
const MOST_TRIES = 5;

/** Counts the answer unless this sitting has one; gives what counts now, `undefined` for somebody nobody knows. */
async function count(
  deps: ConversationDeps,
  personId: PersonId,
  askedBy: DeliveryId,
  question: ItemId,
  isRight: boolean,
): Promise<{ readonly isRight: boolean; readonly review: Review } | undefined> {
  const { people, reviews } = deps.db.stores;
  const day = dayIn(zoneOf(await people.get(personId), deps.settings.defaultZone), deps.system.clock.now());
  const newest = async (): Promise<Review | undefined> => (await reviews.of([personId])).get(personId)?.get(question);
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const before = await newest();
    const review = nextReview(before, isRight, day);
    const result = await reviews.answer(personId, { question, askedBy, day, isRight, forecast: expectation(before, day), review });
    switch (result.kind) {
      case 'counted':
        return { isRight, review };
      case 'answered-before': {
        const known = await newest();
        return known === undefined ? undefined : { isRight: result.wasRight, review: known };
      }
      case 'unknown-person':
        return undefined;
      case 'overtaken':
        break;
      default:
        return absurd(result);
    }
  }
  throw new Fault('storage-conflict', `an answer was overtaken ${MOST_TRIES} times; press again`);
}

const expectation = (before: Review | undefined, day: Day) => (before === undefined ? undefined : forecast(before, day));
