import { readFile } from 'node:fs/promises';
import { sayProblem } from '../../src/content/contentProblem.ts';
import { lintContent } from '../../src/content/lintContent.ts';
import { type PackFile, productPack } from '../../src/content/productPack.ts';
import { Fault } from '../../src/domain/errors.ts';
import { print, type Shell } from './shell.ts';

/** Checks the files of a content pack, or the product's own: 0 when the coach can use them, 1 with every problem when not. */
export async function contentLintCommand(shell: Shell, paths: readonly string[], flags: { readonly json?: boolean }): Promise<number> {
  const files = paths.length === 0 ? productPack() : await Promise.all(paths.map(packFile));
  const problems = lintContent(files);
  const among = `${counted(files.length, 'file')}.`;
  print(
    shell,
    flags.json === true,
    { files: files.map(({ name }) => name), problems },
    problems.length === 0 ? [`No problem in ${among}`] : [...problems.map(sayProblem), `${counted(problems.length, 'problem')} in ${among}`],
  );
  return problems.length === 0 ? 0 : 1;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

async function packFile(path: string): Promise<PackFile> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new Fault('invalid-content', `expected a file that can be read, got ${JSON.stringify(path)}; give the path of a pack`, { cause });
  }
}
