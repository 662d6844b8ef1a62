import { absurd } from '../../domain/errors.ts';
import type { ReportRange } from '../../domain/usage.ts';
import { dayNumber, dayOf } from '../dayNumber.ts';
import type { Diary } from '../diary.ts';
import type { SamplePerson } from '../samplePerson.ts';

/** What a file is asked for: a range as the coach asks for it, or all there is. */
export type AskedRange = ReportRange | { readonly kind: 'all' };

/** The days (numbers, both included) a file speaks of. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Lists only those who were active in it, and looks no further back. */
  readonly isOneDay: boolean;
  /** The newest day there are data for: what "Report Refresh Date" says. */
  readonly newest: number;
  /** What "Report Period" says. */
  readonly period: string;
}

/** Who a row is about, as the file may name them. */
export interface RowNames {
  readonly id: string;
  readonly principal: string;
  readonly display: string;
}

/** One person's page of a report: their diary is open. */
export interface Page {
  readonly person: SamplePerson;
  readonly diary: Diary;
  readonly names: RowNames;
  readonly stretch: Stretch;
}

export type Cells = readonly (string | number)[];

/** A report with a row for each person. */
export interface PersonReport {
  readonly columns: readonly string[];
  /** Whether a file whose newest day is `newest` has a row for the person at all. */
  isListed(person: SamplePerson, newest: number): boolean;
  /** The row; `undefined` for one day on which nothing was done. */
  cellsOf(page: Page): Cells | undefined;
}

/** Reports look back this far, also for the last activity. */
export const LOOK_BACK_DAYS = 180;

/** The days a range means when the newest day with data is `newest`. A day after it is a stretch nobody was active in. */
export function stretchOf(range: AskedRange, newest: number): Stretch {
  switch (range.kind) {
    case 'period':
      return { from: newest - range.days + 1, to: newest, isOneDay: false, newest, period: String(range.days) };
    case 'day': {
      const number = dayNumber(range.day);
      return { from: number, to: number > newest ? number - 1 : number, isOneDay: true, newest, period: '1' };
    }
    case 'all':
      return { from: newest - LOOK_BACK_DAYS + 1, to: newest, isOneDay: false, newest, period: 'ALL' };
    default:
      return absurd(range);
  }
}

/** The oldest day that is looked at for the last activity. */
export function oldestOf({ from, to, isOneDay }: Stretch): number {
  return isOneDay ? from : to - LOOK_BACK_DAYS + 1;
}

/** A date's cell; empty where there is none. */
export const dateCell = (number: number | undefined): string => (number === undefined ? '' : dayOf(number));

export const yesNo = (is: boolean): string => (is ? 'Yes' : 'No');
export const trueFalse = (is: boolean): string => (is ? 'True' : 'False');

/** "Assigned Products" as of the newest day. */
export function productsOf({ person, stretch }: Page): string {
  let products = '';
  for (const { licence, from } of person.holdings) if (from <= stretch.newest) products += products === '' ? licence.product : `+${licence.product}`;
  return products;
}
