import type { ContentProblem } from './contentProblem.ts';
import type { PackFile } from './productPack.ts';
import { readPacks } from './readPacks.ts';

/**
 * Every problem in the files of one pack, file by file and line by line; none when the coach can use them. Looked for: what is no
 * YAML, unknown or missing fields, ids used twice, unknown signals, services, levels and personas, a title over 60 characters,
 * over 60 words in title, gain and action of a tip, over 120 in a lesson, unkind wording, a link that is no https address or no
 * documented Teams deep link, a question without exactly one right option or without a why of its own for each, a right option
 * that its length gives away, references that lead nowhere.
 */
export function lintContent(files: readonly PackFile[]): readonly ContentProblem[] {
  return readPacks(files).problems;
}
