import type { SmallTalk } from '../../src/domain/intent.ts';
import type { Language } from './words.ts';

/** Words that ask for nothing, by what they are an answer to; `beside` means nothing alone. Lower case, as short as they are said. */
type Table = Readonly<Record<SmallTalk | 'beside', string>>;

const WORDS: Readonly<Record<Language, Table>> = {
  en: {
    thanks: 'thank thanks thx ty cheers',
    yes: 'yes yeah yep no nope nah sure done',
    fine: 'ok okay k kk great cool nice good perfect fine super wow alright bye goodbye lol haha sorry welcome',
    beside: 'a all and for got i it job later lot many much see so that the this very well you',
  },
};

const KINDS: readonly SmallTalk[] = ['thanks', 'yes', 'fine'];
const SETS = Object.values(WORDS).map((table) => ({
  of: KINDS.map((kind) => [kind, new Set(table[kind].split(' '))] as const),
  beside: new Set(table.beside.split(' ')),
}));

const SMILEY = /^[:;=]['-]?[()DPp]+$/;
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * What is said back to words that ask for nothing: thanks before yes and no, those before the rest; a picture or smiley alone is fine.
 * Absent: they do ask for something. Every word has to be small talk: "thank you for the file" is not.
 *
 * @param words the text as written; @param plain the same in lower case, letters and digits only, with single spaces.
 */
export function smallTalkIn(words: string, plain: string): SmallTalk | undefined {
  if (plain === '') return PICTURE.test(words) || SMILEY.test(words) ? 'fine' : undefined;
  const said = plain.split(' ');
  for (const { of, beside } of SETS) {
    if (!said.every((word) => beside.has(word) || of.some(([, known]) => known.has(word)))) continue;
    const kind = of.find(([, known]) => said.some((word) => known.has(word)))?.[0];
    if (kind !== undefined) return kind;
  }
  return undefined;
}
