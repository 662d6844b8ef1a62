import type { PersonId } from './ids.ts';
import type { ReportName } from './reports.ts';
import type { Day } from './time.ts';

/** Signals in catalogue order, of one report or of all: `null` = not known (the cell was empty, the report not read), 0 = it said zero. */
export type Values = readonly (number | null)[];

/** Which part of a report is asked for: the sums over the last days, or one day. */
export type ReportRange = { readonly kind: 'period'; readonly days: PeriodDays } | { readonly kind: 'day'; readonly day: Day };

export type PeriodDays = 7 | 28 | 30 | 90 | 180;

/** One row of a usage report, before it is matched to a person. */
export interface UsageRow {
  /** Lower case; a 32-digit hash when names are concealed. */
  readonly userPrincipalName: string;
  /** Only the Teams reports carry it, and not when names are concealed. */
  readonly personId: PersonId | undefined;
  /** The report's own signals. */
  readonly values: Values;
}

/** What is known of one day of one report. Nothing is read as zero from a day that is not complete. */
export interface LedgerEntry {
  readonly day: Day;
  readonly rows: number;
  readonly isComplete: boolean;
  readonly isConcealed: boolean;
  /** The day the report itself says its data speaks for. */
  readonly refreshDay: Day;
}

/** One person's use on one day by one report, its own signals; days without a row and complete in the ledger count as zero. */
export interface DayUse {
  readonly report: ReportName;
  readonly day: Day;
  readonly values: Values;
}

/**
 * One person's use in one week, Monday first: sums of all signals of the catalogue, `null` for those of reports that do not know the
 * week in full. `activeDays` counts days (0…7) with any signal of any app; `daysByReport` the same per report, in the order of `REPORTS`.
 */
export interface WeekUse {
  /** The Monday. */
  readonly week: Day;
  readonly values: Values;
  readonly activeDays: number;
  readonly daysByReport: readonly (number | null)[];
}

/** Sums of a period as one report gave them, its own signals, for the first weeks, before daily data suffice. */
export interface PeriodUse {
  readonly report: ReportName;
  readonly days: PeriodDays;
  readonly values: Values;
}
