import { absurd } from '../../src/domain/errors.ts';
import type { Message } from '../../src/domain/message.ts';
import { markdownOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { groundsText } from './grounds.ts';
import { introduction } from './introduction.ts';
import { apart, aside, type Block, type Card, card, folded, heading, type Origin, press, rows, strong, text, unfold } from './parts.ts';
import { choosingObstacle, choosingPlan, explaining } from './tipQuestions.ts';
import { thanks } from './tipThanks.ts';
import { trying } from './trying.ts';

type TipMessage = Extract<Message, { kind: 'tip' }>;

/** The weekly card in every state it can be in. */
export function tipCard(message: TipMessage, words: Words): Card {
  const { state, tip } = message;
  const origin: Origin = { delivery: message.delivery, item: tip.id };
  switch (state.kind) {
    case 'open':
      return openTip(message, origin, words);
    case 'choosing-plan':
      return choosingPlan(tip, state.moments, message.zone, origin, words);
    case 'choosing-obstacle':
      return choosingObstacle(tip, origin, words);
    case 'explaining':
      return explaining(state.explanation, origin, words);
    case 'done':
    case 'planned':
    case 'obstacle-noted':
    case 'refused':
    case 'reported-wrong':
      return thanks(state, message, words);
    default:
      return absurd(state);
  }
}

/** What is pressed least often: six buttons seen at once are the most that Teams advises, a question's among them. */
const MORE = 'more';
const LAST_ROW = 2;

function openTip(message: TipMessage, origin: Origin, words: Words): Card {
  const { tip, praise, grounds, introduces, welcomesBack } = message;
  const spoken = words.plain('tip.spoken', { title: tip.title, gain: tip.gain, action: tip.action });
  const before = [
    ...(introduces ? [text(words.shown('intro.hello'))] : []),
    ...(welcomesBack ? [text(words.shown('tip.welcomeBack'))] : []),
    ...(praise === undefined ? [] : [text(words.shown('tip.praise', { did: praise.did }))]),
  ];
  const title = heading(markdownOf(tip.title));
  return card(words, introduces ? `${words.plain('welcome.spoken')} ${spoken}` : spoken, [
    ...before,
    before.length === 0 ? title : apart(title),
    text(markdownOf(tip.gain)),
    trying(tip, words),
    ...rows(
      [press(words.plain('button.did'), 'tip.did', origin), press(words.plain('button.plan'), 'tip.plan', origin)],
      [press(words.plain('button.inTheWay'), 'tip.inTheWay', origin), unfold(words.plain('button.more'), MORE)],
      [press(words.plain('button.notForMe'), 'tip.notForMe', origin), press(words.plain('button.why'), 'tip.why', origin)],
    ).map((row, index) => (index === LAST_ROW ? folded(MORE, row) : row)),
    ...riding(message, words),
    aside(`${groundsText(grounds, words)} ${words.shown('tip.stop')}`),
    ...(introduces ? [apart(strong(words.shown('intro.heading'))), introduction(message, words)] : []),
  ]);
}

/** One question that is due, asked in a line; its options open in place of the card, so that a tip stays a tip. */
function riding({ delivery, question }: TipMessage, words: Words): readonly Block[] {
  if (question === undefined) return [];
  return [
    apart(strong(words.shown('tip.question'))),
    text(markdownOf(question.ask)),
    ...rows([press(words.plain('button.answer'), 'quiz.answer', { delivery, item: question.id })]),
  ];
}
