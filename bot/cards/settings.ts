import { absurd } from '../../src/domain/errors.ts';
import type { Setting } from '../../src/domain/message.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { type Card, press } from './parts.ts';

/** What was set, and how to take it back. */
export function settingCard(setting: Setting, words: Words): Card {
  const resume = press(words.plain('button.resume'), 'me.resume');
  const tip = press(words.plain('button.tip'), 'coach.tip');
  switch (setting.kind) {
    case 'paused':
      return notice(words, 'paused.heading', [['paused.text', { day: words.day(setting.until) }]], [resume]);
    case 'resumed': {
      const fewer = press(words.plain('button.fewer'), 'me.fewer');
      const weekly = press(words.plain('button.weekly'), 'me.weekly');
      return setting.cadenceWeeks === 1
        ? notice(words, 'resumed.heading', [['resumed.text']], [tip, fewer])
        : notice(words, 'resumed.heading', [['resumed.textFewer']], [tip, weekly]);
    }
    case 'cadence': {
      const isFewer = setting.cadenceWeeks === 2;
      const other = isFewer ? press(words.plain('button.weekly'), 'me.weekly') : press(words.plain('button.fewer'), 'me.fewer');
      const { stillPaused } = setting;
      return notice(
        words,
        isFewer ? 'fewer.heading' : 'weekly.heading',
        [
          [isFewer ? 'fewer.text' : 'weekly.text'],
          ...(stillPaused === undefined ? [] : [['cadence.paused', { day: words.day(stillPaused) }] as const]),
        ],
        [other, stillPaused === undefined ? press(words.plain('button.never'), 'me.never') : resume],
      );
    }
    case 'never':
      return notice(words, 'never.heading', [['never.text']], [resume, press(words.plain('button.data'), 'me.data')]);
    default:
      return absurd(setting);
  }
}

/** Said once, after six messages without an answer. Says nothing of that: nobody owes an answer. */
export function stopNoticeCard(words: Words): Card {
  return notice(
    words,
    'stopNotice.heading',
    [['stopNotice.text'], ['stopNotice.back']],
    [press(words.plain('button.resume'), 'me.resume'), press(words.plain('button.data'), 'me.data')],
  );
}
