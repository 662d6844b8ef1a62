import type { PersonId } from './ids.ts';
import type { Day } from './time.ts';

/** One person's signals in catalogue order: `null` = the report left the cell empty, 0 = it said zero. */
export type Values = readonly (number | null)[];

/** Which part of a report is asked for: the sums over the last days, or one day. */
export type ReportRange = { readonly kind: 'period'; readonly days: PeriodDays } | { readonly kind: 'day'; readonly day: Day };

export type PeriodDays = 7 | 30 | 90 | 180;
export const PERIODS = [7, 30, 90, 180] as const satisfies readonly PeriodDays[];

/** One row of a usage report, before it is matched to a person. */
export interface UsageRow {
  /** Lower case; a 32-digit hash when names are concealed. */
  readonly userPrincipalName: string;
  /** Only the Teams reports carry it, and not when names are concealed. */
  readonly personId: PersonId | undefined;
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

/** One person's use on one day; days without a row and complete in the ledger count as zero. */
export interface DayUse {
  readonly day: Day;
  readonly values: Values;
}

/** One person's use in one complete week, Monday first. `activeDays` counts days with any signal of any app. */
export interface WeekUse {
  /** The Monday. */
  readonly week: Day;
  readonly values: Values;
  readonly activeDays: number;
}

/** Sums of a period as the report gave them, for the first weeks, before daily data suffice. */
export interface PeriodUse {
  readonly days: PeriodDays;
  readonly values: Values;
}
