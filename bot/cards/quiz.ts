import type { Message } from '../../src/domain/message.ts';
import { markdownOf, plainOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import {
  type Action,
  apart,
  aside,
  type Block,
  type Card,
  card,
  heading,
  type Origin,
  openLink,
  press,
  primary,
  rows,
  strong,
  text,
} from './parts.ts';

type Of<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;

/** The name of the input with the chosen option's place, merged by the client into the data of the press. */
export const CHOICE_INPUT = 'choice';

/** One question, its options in the order given. */
export function questionCard({ delivery, question, options, number, of }: Of<'question'>, words: Words): Card {
  const origin: Origin = { delivery, item: question.id };
  const spoken = words.plain('question.spoken', { ask: question.ask, options: options.map(({ option }) => option.text).join('; ') });
  return card(words, spoken, [
    heading(words.shown('question.heading')),
    ...(of > 1 ? [aside(words.shown('question.number', { number, of }))] : []),
    {
      type: 'Input.ChoiceSet',
      id: CHOICE_INPUT,
      label: plainOf(question.ask),
      style: 'expanded',
      isRequired: true,
      errorMessage: words.plain('question.choose'),
      wrap: true,
      choices: options.map(({ place, option }) => ({ title: plainOf(option.text), value: String(place) })),
    },
    ...rows([
      primary(press(words.plain('button.answer'), 'quiz.answer', origin)),
      ...(number < of ? [press(words.plain('button.skip'), 'quiz.next', origin, { ignoresInputs: true })] : []),
    ]),
    aside(words.shown('question.onlyYou')),
  ]);
}

/** What is said to an answer: why, for the option chosen and for the right one, and how it goes on. */
export function questionAnsweredCard(message: Of<'question-answered'>, words: Words): Card {
  const { question, isRight, chosen, right, hasNext } = message;
  const title = isRight ? 'answer.right' : 'answer.notYet';
  const again = { day: words.day(message.againOn) };
  return card(words, `${words.plain(title)}. ${plainOf(right.text)}. ${plainOf(right.why)}`, [
    heading(words.shown(title)),
    aside(markdownOf(question.ask)),
    ...(chosen === undefined || chosen.isRight ? [] : [text(words.shown('answer.chosen', { option: chosen.text, why: chosen.why }))]),
    ...rightAnswer(message, words),
    ...(chosen === undefined ? [aside(words.shown('answer.first'))] : []),
    aside(words.shown('answer.again', again)),
    ...(hasNext || message.back !== undefined ? [] : [text(words.shown('answer.end'))]),
    ...rows(after(message, words)),
  ]);
}

function rightAnswer({ isRight, right }: Of<'question-answered'>, words: Words): readonly Block[] {
  const answer = [strong(markdownOf(right.text)), text(markdownOf(right.why))];
  return isRight ? answer : [apart(aside(words.shown('answer.rightIs'))), ...answer];
}

/** A question that rode along leads back to its tip, so nothing else is offered but what the question itself is about. */
function after(message: Of<'question-answered'>, words: Words): readonly Action[] {
  const { hasNext, back, question } = message;
  if (hasNext) return [nextPress(message, words)];
  if (back !== undefined) return question.tip === undefined ? [] : [tipPress(message, words)];
  return [press(words.plain('button.lesson'), 'coach.lesson'), tipPress(message, words)];
}

const nextPress = ({ delivery, question }: Of<'question-answered'>, words: Words): Action =>
  primary(press(words.plain('button.nextQuestion'), 'quiz.next', { delivery, item: question.id }));

/** The tip that says the same as something to do, where there is one. */
const tipPress = ({ question: { tip } }: Of<'question-answered'>, words: Words): Action =>
  tip === undefined
    ? press(words.plain('button.tip'), 'coach.tip')
    : press(words.plain('button.tryIt'), 'find.open', undefined, { values: { i: tip } });

/** One idea to read, the place where it is done, and its question. */
export function lessonCard({ delivery, lesson }: Of<'lesson'>, words: Words): Card {
  const origin: Origin = { delivery, item: lesson.id };
  return card(words, words.plain('lesson.spoken', { title: lesson.title, text: lesson.text }), [
    heading(markdownOf(lesson.title)),
    aside(words.shown('lesson.minute')),
    text(markdownOf(lesson.text)),
    ...rows(
      [primary(press(words.plain('button.askMe'), 'lesson.ask', origin)), openLink(plainOf(lesson.link.title), lesson.link.url)],
      [press(words.plain('button.knows'), 'lesson.knows', origin)],
    ),
  ]);
}

export function noQuestionCard({ nextOn, hasLesson }: Of<'no-question'>, words: Words): Card {
  return notice(
    words,
    'noQuestion.heading',
    [
      nextOn === undefined ? ['noQuestion.none'] : ['noQuestion.next', { day: words.day(nextOn) }],
      ...(hasLesson ? [['noQuestion.lesson'] as const] : []),
    ],
    [...(hasLesson ? [press(words.plain('button.lesson'), 'coach.lesson')] : []), press(words.plain('button.tip'), 'coach.tip')],
  );
}

export function noLessonCard(words: Words): Card {
  return notice(
    words,
    'noLesson.heading',
    [['noLesson.text']],
    [press(words.plain('button.quiz'), 'coach.quiz'), press(words.plain('button.tip'), 'coach.tip')],
  );
}
