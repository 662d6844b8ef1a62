import { absurd } from '../domain/errors.ts';
import type { SignalKind } from '../domain/signals.ts';
import { addDays, type Day, day } from '../domain/time.ts';
import type { ReportRange } from '../domain/usage.ts';

/** The value of a cell in a row that speaks for `refreshDay`: `null` = not known, `undefined` = the cell cannot be understood. */
export interface CellReader {
  /** What a cell is to hold, for texts. */
  readonly expected: string;
  read(text: string, refreshDay: Day): number | null | undefined;
}

/** What an integer column of the database holds. */
const LARGEST_COUNT = 2_147_483_647;
const SECONDS_A_MINUTE = 60;

/** How the cells of one kind of signal are read in a file of this range. */
export function cellReader(kind: SignalKind, range: ReportRange): CellReader {
  switch (kind) {
    case 'count':
      return { expected: `a whole number up to ${LARGEST_COUNT} or nothing`, read: orNull(countOf) };
    case 'minutes':
      return { expected: 'seconds as a whole number, a duration like PT1H2M3S, or nothing', read: orNull(minutesOf) };
    case 'days':
      // In a period's file the flag says "at all", not on how many days: at least one.
      return { expected: 'Yes, No, True, False or nothing', read: orNull(flagOf) };
    case 'last-date':
      return lastDateReader(range);
    default:
      return absurd(kind);
  }
}

const orNull =
  (read: (text: string) => number | undefined): CellReader['read'] =>
  (text) =>
    text === '' ? null : read(text);

/** A whole number a database column holds; `undefined` for anything else. */
export function countOf(text: string): number | undefined {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return count <= LARGEST_COUNT ? count : undefined;
}

const DURATION = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/;

/** Minutes, rounded up, of seconds or of an ISO 8601 duration: `61` and `PT1M1S` are 2. */
function minutesOf(text: string): number | undefined {
  const parts = DURATION.exec(text);
  const seconds = parts === null ? countOf(text) : Number(parts[1] ?? 0) * 3_600 + Number(parts[2] ?? 0) * SECONDS_A_MINUTE + Number(parts[3] ?? 0);
  return seconds === undefined || seconds > LARGEST_COUNT ? undefined : Math.ceil(seconds / SECONDS_A_MINUTE);
}

function flagOf(text: string): number | undefined {
  const truth = truthOf(text);
  return truth === undefined ? undefined : Number(truth);
}

/**
 * 1 when the date is the day asked for or within the period that ends on the row's refresh day, else 0. These reports list only who has
 * the licence, so nothing means "never", which is 0 as well. A later use hides an earlier one: of a day gone by nothing can be said.
 */
function lastDateReader(range: ReportRange): CellReader {
  // A file names few days very often.
  const days = new Map<string, Day | undefined>();
  let end: Day | undefined;
  let start: Day | undefined;
  const read = (text: string, refreshDay: Day): number | undefined => {
    if (text === '') return 0;
    if (!days.has(text)) days.set(text, dayOf(text));
    const date = days.get(text);
    if (date === undefined) return undefined;
    if (range.kind === 'day') return Number(date === range.day);
    if (end !== refreshDay || start === undefined) {
      end = refreshDay;
      start = addDays(refreshDay, 1 - range.days);
    }
    return Number(date >= start && date <= end);
  };
  return { expected: 'a day like 2026-03-09 or nothing', read };
}

export function dayOf(text: string): Day | undefined {
  try {
    return day(text);
  } catch {
    // The caller knows line and column and says more than this fault would.
    return undefined;
  }
}

/** The columns differ in how they say it: True/False here, Yes/No there. `undefined` for neither. */
export function truthOf(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
    case 'yes':
      return true;
    case 'false':
    case 'no':
      return false;
    default:
      return undefined;
  }
}
