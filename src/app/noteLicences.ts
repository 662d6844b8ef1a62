import { LICENCE_REPORT } from '../domain/reports.ts';
import type { LicenceRow, UsageSource } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Log, Progress } from '../ports/system.ts';
import { problemOf, type ReadProblem } from './readProblem.ts';

/** What the report of licences came to in one run. */
export interface LicenceIntake {
  /** Accounts in the file. */
  readonly rows: number;
  /** People of whom something new was noted. */
  readonly noted: number;
  readonly isConcealed: boolean;
  readonly isThrottled: boolean;
  readonly problem: ReadProblem | undefined;
}

const NOTHING: LicenceIntake = { rows: 0, noted: 0, isConcealed: false, isThrottled: false, problem: undefined };

/** Learns since when people have their licences, where the directory does not say. Concealed names match nobody. */
export const noteLicences =
  (deps: { readonly db: Database; readonly source: UsageSource; readonly progress: Progress; readonly log: Log }) =>
  async (): Promise<LicenceIntake> => {
    const step = deps.progress.step('Licences');
    const { people } = deps.db.stores;
    /** On most days nothing; the whole file only where nobody's licences are known. */
    const said: LicenceRow[] = [];
    const read = await deps.source
      .readLicences(async (rows) => {
        said.push(...(await people.untoldLicences(rows)));
        step.add(rows.length);
      })
      .catch(problemOf);
    // Nothing of a file that breaks off half-way is believed.
    const isWhole = 'kind' in read && read.kind === 'read' && !read.isConcealed;
    const noted = isWhole ? await people.noteLicences(said) : 0;
    step.done(`${noted} people noted`);
    if ('code' in read) {
      deps.log.error('report.failed', { report: LICENCE_REPORT, fault: read.text });
      return { ...NOTHING, problem: read };
    }
    if (read.kind === 'throttled') deps.log.warn('report.throttled', { report: LICENCE_REPORT, retryAfterMs: read.retryAfterMs });
    if (read.kind !== 'read') return { ...NOTHING, isThrottled: read.kind === 'throttled' };
    return { ...NOTHING, rows: read.rows, noted, isConcealed: read.isConcealed };
  };
