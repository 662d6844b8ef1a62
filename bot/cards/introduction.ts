import type { Words } from '../words/words.ts';
import { type Block, facts } from './parts.ts';

/** Who is behind the coach and who helps, where the installation says so. */
interface Behind {
  readonly support: string | undefined;
  readonly sponsor: string | undefined;
}

/** Who is behind it, how often it writes, what it goes by, who sees what, how to stop, whom to ask: part of whatever the first message is. */
export function introduction({ support, sponsor }: Behind, words: Words): Block {
  return facts([
    ...(sponsor === undefined ? [] : [[words.shown('intro.sponsor'), words.shown('intro.sponsorMeans', { sponsor })] as const]),
    [words.shown('intro.often'), words.shown('intro.oftenMeans')],
    [words.shown('intro.data'), words.shown('intro.dataMeans')],
    [words.shown('intro.privacy'), words.shown('intro.privacyMeans')],
    [words.shown('intro.stop'), words.shown('intro.stopMeans')],
    ...(support === undefined ? [] : [[words.shown('intro.questions'), words.shown('intro.questionsMeans', { support })] as const]),
  ]);
}
