import { Fault } from '../domain/errors.ts';
import type { Content } from '../domain/item.ts';
import { sayProblem } from './contentProblem.ts';
import { type PackFile, productPack } from './productPack.ts';
import { readPacks } from './readPacks.ts';

/**
 * The content in force, every item checked: files by name, items in the order written.
 *
 * @param files the files of a pack as they were read; the product's own when left out.
 * @returns the items by id; throws `invalid-content` with every problem `lintContent` finds at once, or when there is no file.
 */
export function loadContent(files: readonly PackFile[] = productPack()): Content {
  if (files.length === 0) throw new Fault('invalid-content', 'expected at least one file in the content pack, got none; see src/content/pack');
  const { content, problems } = readPacks(files);
  if (problems.length > 0)
    throw new Fault(
      'invalid-content',
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in the content pack:\n${problems.map((problem) => `  - ${sayProblem(problem)}`).join('\n')}`,
    );
  return content;
}
