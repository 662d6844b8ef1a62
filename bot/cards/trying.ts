import type { Tip } from '../../src/domain/item.ts';
import { markdownOf, plainOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { aside, type Block, openLink, panel, primary, rows, text } from './parts.ts';

/** What to do, and the button that opens the place where it is done. */
export function trying(tip: Tip, words: Words): Block {
  return panel([
    text(markdownOf(tip.action)),
    ...(tip.bestOn === 'computer' ? [aside(words.shown('tip.computer'))] : []),
    ...rows([primary(openLink(plainOf(tip.link.title), tip.link.url))]),
  ]);
}
