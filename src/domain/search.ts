import type { Content, ItemId, Lesson, Lessons, Question, Tip } from './item.ts';
import type { Service } from './person.ts';
import { signalOf } from './signals.ts';

/** Something that answers what a person wrote. */
export type Found =
  | { readonly kind: 'tip'; readonly tip: Tip }
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'question'; readonly question: Question };

interface Entry {
  readonly found: Found;
  readonly id: ItemId;
  readonly service: Service;
  /** The weight of each word in it. */
  readonly weights: ReadonlyMap<string, number>;
}

/** The pack made ready for searching. */
export interface SearchIndex {
  readonly entries: readonly Entry[];
  /** In how many entries a word stands. */
  readonly spread: ReadonlyMap<string, number>;
}

const TITLE_WEIGHT = 3;
const TEXT_WEIGHT = 1;
/** A tip is done at once, a lesson is read, a question asks something back: of two that fit as well, the tip comes first. */
const KIND_WEIGHT = { tip: 1, lesson: 0.95, question: 0.6 } as const;
/** Of what a person wrote at least this part, by weight, has to stand in an entry; else it is about something else. */
const LEAST_PART = 0.5;
/** Further words of a long text add nothing but time. */
const MOST_WORDS = 24;

const STOP_WORDS = new Set(
  'a about again all also am an and any are as at be been but by can could did do does for from get got had has have how i if in into is it its just let like many me more most much my need no not of on once one or our out over please should so some than that the their them then there these they this those to too up us use using want was we what when where which while who why will with would you your'.split(
    ' ',
  ),
);

/** Words people use for what the pack calls otherwise. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['mail', 'email'],
  ['doc', 'document'],
  ['spreadsheet', 'excel'],
]);

/** The words of a text as they are compared: lower case, no accents, no very common ones, endings off. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
    .map(stemOf)
    .map((word) => SAME_AS.get(word) ?? word);
}

/**
 * A word without the endings of plurals and tenses, so that "sharing", "shared", "shares" and "share" are one; words of up to four letters
 * lose only an s. Not a linguist: it must treat both sides alike, not find the root.
 */
function stemOf(word: string): string {
  const plain = word.endsWith('ies') && word.length > 4 ? `${word.slice(0, -3)}y` : word.replace(/([^s])s$/, '$1');
  if (plain.length <= 4) return plain;
  return plain
    .replace(/(ing|ed)$/, '')
    .replace(/(.)\1$/, '$1')
    .replace(/e$/, '');
}

/** Reads the whole pack once. */
export function searchIndex(content: Content, { lessons, questions }: Lessons): SearchIndex {
  const entries: readonly Entry[] = [
    ...[...content.values()].map((tip) => entryOf({ kind: 'tip', tip }, tip, tip.title, `${tip.gain} ${tip.action} ${tip.link.title}`)),
    ...[...lessons.values()].map((lesson) => entryOf({ kind: 'lesson', lesson }, lesson, lesson.title, lesson.text)),
    ...[...questions.values()].map((question) =>
      entryOf({ kind: 'question', question }, question, question.ask, question.options.map((option) => option.text).join(' ')),
    ),
  ];
  const spread = new Map<string, number>();
  for (const { weights } of entries) for (const word of weights.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  return { entries, spread };
}

function entryOf(found: Found, { id, service, signals }: Tip | Lesson | Question, title: string, text: string): Entry {
  const weights = new Map<string, number>();
  const add = (words: readonly string[], weight: number): void => {
    for (const word of words) weights.set(word, Math.max(weights.get(word) ?? 0, weight));
  };
  add(wordsOf(title), TITLE_WEIGHT);
  add(wordsOf(text), TEXT_WEIGHT);
  for (const signal of signals) add(wordsOf(`${signalOf(signal).app} ${signalOf(signal).label}`), TEXT_WEIGHT);
  return { found, id, service, weights };
}

/**
 * What fits best to `text`, best first, ties by id; nothing when less than half of the words, by weight, stand in any entry.
 *
 *     score = kind · Σ over words of rarity(w) · weight(w),   rarity(w) = ln(1 + entries / entries with w),   weight 3 in the title, else 1
 *
 * Example: of 100 entries 9 hold "share": rarity ln(1 + 100/9) = 2.494; in a tip's title it adds 7.48.
 *
 * @param services only items of these.
 * @param isOffered only items of which it is true; absent: all.
 */
export function search(
  index: SearchIndex,
  text: string,
  services: readonly Service[],
  most: number,
  isOffered: (id: ItemId) => boolean = () => true,
): readonly Found[] {
  const words = [...new Set(wordsOf(text))].slice(0, MOST_WORDS);
  const rarity = (word: string): number => Math.log(1 + index.entries.length / (index.spread.get(word) ?? 1));
  const whole = words.reduce((sum, word) => sum + rarity(word), 0);
  if (whole === 0) return [];
  return index.entries
    .filter((entry) => services.includes(entry.service) && isOffered(entry.id))
    .map((entry) => {
      const hits = words.filter((word) => entry.weights.has(word));
      const part = hits.reduce((sum, word) => sum + rarity(word), 0) / whole;
      const score = KIND_WEIGHT[entry.found.kind] * hits.reduce((sum, word) => sum + rarity(word) * (entry.weights.get(word) ?? 0), 0);
      return { entry, part, score };
    })
    .filter(({ part }) => part >= LEAST_PART)
    .sort((a, b) => b.score - a.score || (a.entry.id < b.entry.id ? -1 : 1))
    .slice(0, most)
    .map(({ entry }) => entry.found);
}
