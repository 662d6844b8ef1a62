import { absurd } from '../../src/domain/errors.ts';
import type { ItemId } from '../../src/domain/item.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Found } from '../../src/domain/search.ts';
import { markdownOf, plainOf } from '../words/foreignText.ts';
import type { Words, WordsKey } from '../words/words.ts';
import { aside, type Block, type Card, card, heading, panel, press, rows, strong } from './parts.ts';

/** What answers the person's words, at most three, each with its button. The words themselves are not repeated. */
export function foundCard({ found }: Extract<Message, { kind: 'found' }>, words: Words): Card {
  const spoken = found.map((one) => sayingOf(one).title).join('; ');
  return card(words, words.plain('found.spoken', { titles: spoken }), [
    heading(words.shown('found.heading')),
    ...found.map((one) => resultOf(one, words)),
    aside(words.shown('found.other')),
    ...rows([press(words.plain('button.help'), 'coach.help')]),
  ]);
}

function resultOf(found: Found, words: Words): Block {
  const { id, title, more, button } = sayingOf(found);
  return panel([
    strong(markdownOf(title)),
    ...(more === undefined ? [] : [aside(markdownOf(more))]),
    ...rows([press(words.plain(button), 'find.open', undefined, { values: { i: id } })]),
  ]);
}

function sayingOf(found: Found): { readonly id: ItemId; readonly title: string; readonly more: string | undefined; readonly button: WordsKey } {
  switch (found.kind) {
    case 'tip':
      return { id: found.tip.id, title: found.tip.title, more: found.tip.gain, button: 'button.showTip' };
    case 'lesson':
      return { id: found.lesson.id, title: found.lesson.title, more: undefined, button: 'button.readLesson' };
    case 'question':
      return { id: found.question.id, title: plainOf(found.question.ask), more: undefined, button: 'button.askThis' };
    default:
      return absurd(found);
  }
}
