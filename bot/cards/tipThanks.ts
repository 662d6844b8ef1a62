import { absurd } from '../../src/domain/errors.ts';
import type { AnswerKind } from '../../src/domain/intent.ts';
import type { Message, TipState } from '../../src/domain/message.ts';
import { plainOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { aside, type Card, openLink, press } from './parts.ts';

type TipMessage = Extract<Message, { kind: 'tip' }>;
type Answered = Exclude<TipState, { kind: 'open' | 'choosing-plan' | 'choosing-obstacle' | 'explaining' }>;

/** The card after an answer: thanks, what happens next, the tip's own link where it is still to be done, and a way to take it back. */
export function thanks(state: Answered, { delivery, tip, support, zone }: TipMessage, words: Words): Card {
  const undo = (what: AnswerKind) => press(words.plain('button.undo'), 'tip.undo', { delivery, item: tip.id }, { values: { what } });
  const which = [aside(words.shown('after.tip', { title: tip.title }))];
  switch (state.kind) {
    case 'done':
      return notice(words, 'done.heading', [['done.text']], [undo('did-it')], which);
    case 'planned':
      return notice(
        words,
        'planned.heading',
        [['planned.text', { moment: words.moment(state.at, zone) }]],
        [openLink(plainOf(tip.link.title), tip.link.url), undo('planned')],
        which,
      );
    case 'obstacle-noted':
      return notice(
        words,
        'noted.heading',
        [
          ['noted.text', { obstacle: words.plain(`obstacle.${state.obstacle}`) }],
          ...(support === undefined ? [] : [['noted.support', { support }] as const]),
        ],
        [undo('obstacle')],
        which,
      );
    case 'refused':
      return notice(words, 'refused.heading', [['refused.text']], [undo('not-for-me')], which);
    case 'reported-wrong':
      return notice(words, 'wrong.heading', [['wrong.text']], [undo('wrong')], which);
    default:
      return absurd(state);
  }
}
