import { absurd } from '../../src/domain/errors.ts';
import { type AnswerKind, LASTING_OBSTACLES, type Obstacle } from '../../src/domain/intent.ts';
import type { Message, TipState } from '../../src/domain/message.ts';
import { plainOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { type Action, aside, type Card, openLink, press, primary } from './parts.ts';

type TipMessage = Extract<Message, { kind: 'tip' }>;
type Answered = Exclude<TipState, { kind: 'open' | 'choosing-plan' | 'choosing-obstacle' | 'explaining' }>;

/** The card after an answer: thanks, what happens next, the tip's own link where it is still to be done, and a way to take it back. */
export function thanks(state: Answered, message: TipMessage, words: Words): Card {
  const { delivery, tip, zone } = message;
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
      return noted(state.obstacle, message, words, undo('obstacle'));
    case 'refused':
      return notice(words, 'refused.heading', [['refused.text']], [undo('not-for-me')], which);
    case 'reported-wrong':
      return notice(words, 'wrong.heading', [['wrong.text']], [undo('wrong')], which);
    default:
      return absurd(state);
  }
}

/** The help desk knows of licences, permissions and devices, and has nothing to say of time, rules and teams. */
const FOR_HELP_DESK: readonly Obstacle[] = ['licence', 'rights', 'device'];

/** What helps with the reason given: somebody to ask, another tip, or a better moment. */
function noted(obstacle: Obstacle, { delivery, tip, support }: TipMessage, words: Words, undo: Action): Card {
  const isLasting = LASTING_OBSTACLES.some((one) => one === obstacle);
  const help = support !== undefined && FOR_HELP_DESK.includes(obstacle) ? [['noted.support', { support }] as const] : [];
  const way = isLasting
    ? press(words.plain('button.otherTip'), 'coach.tip')
    : primary(press(words.plain('button.laterMoment'), 'tip.plan', { delivery, item: tip.id }));
  return notice(
    words,
    'noted.heading',
    [[`noted.${obstacle}`], ...help, ...(isLasting ? [['noted.lasting'] as const] : [])],
    [way, undo],
    [aside(words.shown('after.tip', { title: tip.title })), aside(words.shown('noted.kept', { obstacle: words.plain(`obstacle.${obstacle}`) }))],
  );
}
