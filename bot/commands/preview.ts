import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { previewFiles } from '../../src/app/previewFiles.ts';
import { loadContent } from '../../src/content/loadContent.ts';
import { Fault } from '../../src/domain/errors.ts';
import { type Day, day, dayIn } from '../../src/domain/time.ts';
import { readExport } from '../../src/graph/exportFile.ts';
import type { Progress } from '../../src/ports/system.ts';
import { movableClock } from '../../src/system.ts';
import { previewLines } from '../preview/previewLines.ts';
import { previewPage } from '../preview/previewPage.ts';
import { silentProgress } from '../progressBar.ts';
import { print, type Shell } from './shell.ts';

export interface PreviewFlags {
  readonly asOf?: string;
  readonly html?: string;
  readonly json?: boolean;
}

export const PREVIEW_HELP = `
The files are usage reports as CSV, exported in the admin centre (Reports → Usage → Export) or by Microsoft Graph, over 7, 30, 90 or
180 days. 30 and 90 days of the same report tell most. Nothing is stored, nothing is sent, no settings are needed.`;

/** What would happen, from exported report files: 0 when every file could be used, 1 when one could not. */
export async function previewCommand(shell: Shell, paths: readonly string[], flags: PreviewFlags): Promise<number> {
  const asOf = flags.asOf === undefined ? dayIn('UTC', movableClock().now()) : day(flags.asOf);
  const isJson = flags.json === true;
  const progress = isJson ? silentProgress : shell.progress;
  const found = await previewFiles({ readFile: readerWith(progress), content: loadContent().content })(paths, asOf);
  const { preview } = found;
  const written = preview === undefined ? undefined : flags.html;
  if (preview !== undefined && written !== undefined) await writeWhole(written, previewPage({ ...found, preview }));
  print(
    shell,
    isJson,
    found,
    written === undefined ? previewLines(found) : [`Written to ${written}`, ...found.problems.map((problem) => `Not used: ${problem}`)],
  );
  return found.problems.length === 0 ? 0 : 1;
}

const readerWith = (progress: Progress) => async (path: string, asOf: Day) => {
  const size = await stat(path).then(
    (found) => found.size,
    // The reader says what is wrong with it.
    () => 0,
  );
  const step = progress.step('Reading', size);
  try {
    const reading = await readExport(path, path, asOf, (bytes) => step.add(bytes));
    step.done(`${basename(path)}: ${reading.kind === 'usage' ? `${reading.use.rows.length} people` : 'nothing to use'}`);
    return reading;
  } catch (fault) {
    step.done(`${basename(path)}: not used`);
    throw fault;
  }
};

/** Writes a file that is either whole or not there. */
async function writeWhole(path: string, text: string): Promise<void> {
  const half = `${path}.${process.pid}.part`;
  try {
    await writeFile(half, text);
    await rename(half, path);
  } catch (cause) {
    await rm(half, { force: true });
    throw new Fault('invalid-config', `--html: expected a path that can be written to, got ${JSON.stringify(path)}; does its folder exist?`, {
      cause,
    });
  }
}
