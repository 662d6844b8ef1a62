import { Fault } from '../domain/errors.ts';
import type { Content } from '../domain/item.ts';
import { type Preview, previewOf } from '../domain/preview.ts';
import type { ExportedUse } from '../domain/previewUse.ts';
import { reportOf } from '../domain/reports.ts';
import { type Day, daysBetween } from '../domain/time.ts';

/** What one exported file gave. See the reader of exported files for when it throws instead. */
export type FileReading =
  | { readonly kind: 'usage'; readonly use: ExportedUse; readonly problems: readonly string[]; readonly hash: string }
  | { readonly kind: 'empty'; readonly hash: string }
  | { readonly kind: 'passed-over'; readonly what: string };

interface PreviewDeps {
  readonly readFile: (path: string, asOf: Day) => Promise<FileReading>;
  readonly content: Content;
}

export interface FilesPreviewed {
  /** Absent when no file could be used. */
  readonly preview: Preview | undefined;
  /** What was wrong, each naming its file: as a whole or, where a line is named, in part not used. */
  readonly problems: readonly string[];
  /** Files that are right and not needed. */
  readonly notes: readonly string[];
}

/** Periods of one report that end further apart than this do not speak of the same time. */
const MOST_DAYS_APART = 7;

/** Reads the files one after the other, leaves out what cannot be used, and works out what would happen. Stores nothing. */
export const previewFiles =
  (deps: PreviewDeps) =>
  async (paths: readonly string[], asOf: Day): Promise<FilesPreviewed> => {
    const problems: string[] = [];
    const notes: string[] = [];
    const uses: ExportedUse[] = [];
    const seen = new Map<string, string>();
    for (const path of paths) {
      const reading = await readOrRefuse(deps, path, asOf);
      if (typeof reading === 'string') {
        problems.push(reading);
        continue;
      }
      if (reading.kind === 'passed-over') {
        notes.push(`${path}: a report about ${reading.what}; it is not needed here`);
        continue;
      }
      const twin = seen.get(reading.hash);
      if (twin !== undefined) {
        problems.push(`${path}: expected another file, got the same as ${twin} once more; it is left out`);
        continue;
      }
      seen.set(reading.hash, path);
      if (reading.kind === 'empty') {
        notes.push(`${path}: the right columns, and nobody in them`);
        continue;
      }
      problems.push(...reading.problems);
      uses.push(reading.use);
    }
    const fitting = fittingOnes(uses, problems);
    const [first, ...others] = fitting;
    return { preview: first === undefined ? undefined : previewOf([first, ...others], asOf, deps.content), problems, notes };
  };

async function readOrRefuse(deps: PreviewDeps, path: string, asOf: Day): Promise<FileReading | string> {
  try {
    return await deps.readFile(path, asOf);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'invalid-report') return fault.message;
    throw fault;
  }
}

/** One file of a report and a period, the newest; and no period that ends long before the others of its report. */
function fittingOnes(uses: readonly ExportedUse[], problems: string[]): readonly ExportedUse[] {
  const newestFirst = [...uses].sort((a, b) => (a.refreshDay < b.refreshDay ? 1 : a.refreshDay > b.refreshDay ? -1 : 0));
  const kept: ExportedUse[] = [];
  for (const use of newestFirst) {
    const what = `${reportOf(use.report).label} over ${use.days} days`;
    const same = kept.find((other) => other.report === use.report && other.days === use.days);
    const newest = kept.find((other) => other.report === use.report);
    if (same !== undefined)
      problems.push(`${use.file}: expected one file of ${what}, got this one besides ${same.file}, which is not older; it is left out`);
    else if (newest !== undefined && daysBetween(use.refreshDay, newest.refreshDay) > MOST_DAYS_APART)
      problems.push(
        `${use.file}: expected ${what} to end within ${MOST_DAYS_APART} days of ${newest.refreshDay}, where ${newest.file} ends, got ${use.refreshDay}; it is left out, export both on one day`,
      );
    else kept.push(use);
  }
  return uses.filter((use) => kept.includes(use));
}
