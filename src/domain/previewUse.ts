import type { ReportName } from './reports.ts';
import type { Day } from './time.ts';
import type { PeriodDays, UsageRow } from './usage.ts';

/** The sums of one report over one period, as one exported file gave them. */
export interface ExportedUse {
  /** The file's name, as texts call it. */
  readonly file: string;
  readonly report: ReportName;
  readonly days: PeriodDays;
  /** The last day of the period. */
  readonly refreshDay: Day;
  /** Every name is a hash. */
  readonly isConcealed: boolean;
  /** Each person once. */
  readonly rows: readonly UsageRow[];
  /** Columns of signals the file lacks, as the report API names them. */
  readonly missingColumns: readonly string[];
}

/** The usage reports reach no further back, and what people did half a year ago says nothing of today. */
export const LONGEST_AGE_DAYS = 180;
