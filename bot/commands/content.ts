import { readFile } from 'node:fs/promises';
import { type ListedItem, listItems, restoreItem, withdrawItem } from '../../src/app/withdraw.ts';
import { sayProblem } from '../../src/content/contentProblem.ts';
import { lintContent } from '../../src/content/lintContent.ts';
import { type PackFile, productPack } from '../../src/content/productPack.ts';
import { Fault } from '../../src/domain/errors.ts';
import { dayIn, type Instant, isoOf } from '../../src/domain/time.ts';
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

interface JsonFlag {
  readonly json?: boolean;
}

/** Shows every item, and which are withdrawn since when. */
export async function listContentCommand(shell: Shell, flags: JsonFlag): Promise<number> {
  const { items, zone } = await shell.withApp('look', async (app) => ({ items: await listItems(app)(), zone: app.settings.defaultZone }));
  const lines = items.map(
    (item) => `${sentenceOf(item)}${item.withdrawnAt === undefined ? '' : `; withdrawn since ${dayIn(zone, item.withdrawnAt)}`}`,
  );
  print(shell, flags.json === true, { items: items.map(documentOf) }, lines);
  return 0;
}

/** Takes an item back: nobody is offered it any more, and no message about it starts. */
export async function withdrawCommand(shell: Shell, id: string, flags: JsonFlag): Promise<number> {
  const { item, withdrawal, zone } = await shell.withApp('look', async (app) => ({
    ...(await withdrawItem(app)(id)),
    zone: app.settings.defaultZone,
  }));
  const { since, isNew, dropped, changed } = withdrawal;
  print(shell, flags.json === true, { ...documentOf({ ...item, withdrawnAt: since }), wasWithdrawn: !isNew, dropped, changed }, [
    `${isNew ? 'Withdrawn' : `Withdrawn already, since ${dayIn(zone, since)}`}: ${sentenceOf(item)}.`,
    ...(isNew || dropped + changed > 0 ? [`Messages still to go: ${dropped} dropped, ${changed} that go without it as their question.`] : []),
    `Nobody is offered it any more. Take this back with: npm run coach -- content restore ${item.id}`,
  ]);
  return 0;
}

/** Offers a withdrawn item again. */
export async function restoreCommand(shell: Shell, id: string, flags: JsonFlag): Promise<number> {
  const { item, wasWithdrawn } = await shell.withApp('look', (app) => restoreItem(app)(id));
  print(shell, flags.json === true, { ...documentOf({ ...item, withdrawnAt: undefined }), wasWithdrawn }, [
    wasWithdrawn ? `Restored: ${sentenceOf(item)}.` : `It is not withdrawn: ${sentenceOf(item)}.`,
    ...(wasWithdrawn ? ['It is offered again from now on; what was dropped stays dropped.'] : []),
  ]);
  return 0;
}

const documentOf = ({ id, kind, title, withdrawnAt }: ListedItem) => ({ id, kind, title, withdrawnAt: maybeIso(withdrawnAt) });

const maybeIso = (at: Instant | undefined): string | null => (at === undefined ? null : isoOf(at));

const sentenceOf = ({ id, kind, title }: ListedItem): string =>
  kind === 'gone' ? `${id}, no longer in the pack` : `${id}, the ${kind} ${JSON.stringify(title)}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

async function packFile(path: string): Promise<PackFile> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new Fault('invalid-content', `expected a file that can be read, got ${JSON.stringify(path)}; give the path of a pack`, { cause });
  }
}
