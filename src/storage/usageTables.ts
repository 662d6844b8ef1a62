import type { Day } from '../domain/time.ts';
import type { PeriodDays, Values } from '../domain/usage.ts';
import type { List, OfPerson, OfTenant, Stamp } from './columnTypes.ts';

export interface UsageIntakeTable extends OfTenant {
  /** The report's number. */
  report: number;
  range: string;
  intake_id: string;
}
interface LedgerColumns extends OfTenant {
  /** The report's number. */
  report: number;
  rows: number;
  is_complete: boolean;
  is_concealed: boolean;
  refresh_day: Day;
  read_at: Stamp;
}
export interface UsageLedgerTable extends LedgerColumns {
  day: Day;
}
export interface UsagePeriodLedgerTable extends LedgerColumns {
  days: PeriodDays;
}
interface FactColumns extends OfPerson {
  catalogue_version: number;
}
export interface UsageDayTable extends FactColumns {
  /** The report's number. */
  report: number;
  day: Day;
  values: List<Values>;
}
export interface UsagePeriodTable extends FactColumns {
  /** The report's number. */
  report: number;
  days: PeriodDays;
  values: List<Values>;
}
export interface UsageWeekLedgerTable extends OfTenant {
  week: Day;
  report: number;
}
export interface UsageWeekTable extends FactColumns {
  week: Day;
  active_days: number;
  /** As `countsFrom` reads them. */
  days_by_report: string;
  /** As `countsFrom` reads them. */
  values: string;
}
export interface UsageTrendTable extends OfTenant {
  /** The report's number, among the reports of counts. */
  report: number;
  measure: string;
  day: Day;
  count: number;
}
