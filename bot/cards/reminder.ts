import type { Message } from '../../src/domain/message.ts';
import { markdownOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { aside, type Card, card, heading, type Origin, press, rows, strong } from './parts.ts';
import { trying } from './trying.ts';

/** The one reminder a person planned. */
export function reminderCard({ delivery, tip }: Extract<Message, { kind: 'reminder' }>, words: Words): Card {
  const origin: Origin = { delivery, item: tip.id };
  return card(words, words.plain('reminder.spoken', { title: tip.title, action: tip.action }), [
    heading(words.shown('reminder.heading')),
    strong(markdownOf(tip.title)),
    trying(tip, words),
    ...rows(
      [
        press(words.plain('button.did'), 'tip.did', origin),
        press(words.plain('button.plan'), 'tip.plan', origin),
        press(words.plain('button.notForMe'), 'tip.notForMe', origin),
      ],
      [press(words.plain('button.inTheWay'), 'tip.inTheWay', origin)],
    ),
    aside(words.shown('reminder.stop')),
  ]);
}
