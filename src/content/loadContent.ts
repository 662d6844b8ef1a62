import { Fault } from '../domain/errors.ts';
import { sayProblem } from './contentProblem.ts';
import { type PackFile, productPack } from './productPack.ts';
import { type ReadPacks, readPacks } from './readPacks.ts';

/**
 * The items in force, every item of the pack checked: files by name, items in the order written.
 *
 * @param files the files of a pack as they were read; the product's own when left out.
 * @returns the tips by id, and the lessons and questions; throws `invalid-content` with every problem `lintContent` finds at once, or
 *   when there is no file.
 */
export function loadContent(files: readonly PackFile[] = productPack()): Pick<ReadPacks, 'content' | 'lessons'> {
  if (files.length === 0) throw new Fault('invalid-content', 'expected at least one file in the content pack, got none; see src/content/pack');
  const read = readPacks(files);
  const { problems } = read;
  if (problems.length > 0)
    throw new Fault(
      'invalid-content',
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in the content pack:\n${problems.map((problem) => `  - ${sayProblem(problem)}`).join('\n')}`,
    );
  return read;
}
