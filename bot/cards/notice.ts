import type { Words, WordsKey, WordValues } from '../words/words.ts';
import { type Action, type Block, type Card, card, heading, rows, text } from './parts.ts';

/** A sentence of the resource with what is filled in. */
export type Sentence = readonly [key: WordsKey, values?: WordValues];

/** The plainest card: a heading, a few sentences, at most two buttons. All of it is read aloud. */
export function notice(
  words: Words,
  headingKey: WordsKey,
  sentences: readonly Sentence[],
  actions: readonly Action[] = [],
  after: readonly Block[] = [],
): Card {
  const title = words.plain(headingKey);
  const spoken = [/[.?!]$/.test(title) ? title : `${title}.`, ...sentences.map(([key, values]) => words.plain(key, values))].join(' ');
  return card(words, spoken, [
    heading(words.shown(headingKey)),
    ...sentences.map(([key, values]) => text(words.shown(key, values))),
    ...after,
    ...rows(actions),
  ]);
}
