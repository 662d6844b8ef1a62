import { absurd } from '../../src/domain/errors.ts';
import type { Message, TipState } from '../../src/domain/message.ts';
import { plainOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { aside, type Card, openLink } from './parts.ts';

type TipMessage = Extract<Message, { kind: 'tip' }>;
type Answered = Exclude<TipState, { kind: 'open' | 'choosing-plan' | 'choosing-obstacle' | 'explaining' }>;

/** The card after an answer: thanks, what happens next, and nothing more to press but, where it is still to be done, the tip's own link. */
export function thanks(state: Answered, { tip, support, zone }: TipMessage, words: Words): Card {
  const which = [aside(words.shown('after.tip', { title: tip.title }))];
  switch (state.kind) {
    case 'done':
      return notice(words, 'done.heading', [['done.text']], [], which);
    case 'planned':
      return notice(
        words,
        'planned.heading',
        [['planned.text', { moment: words.moment(state.at, zone) }]],
        [openLink(plainOf(tip.link.title), tip.link.url)],
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
        [],
        which,
      );
    case 'refused':
      return notice(words, 'refused.heading', [['refused.text']], [], which);
    case 'reported-wrong':
      return notice(words, 'wrong.heading', [['wrong.text']], [], which);
    default:
      return absurd(state);
  }
}
