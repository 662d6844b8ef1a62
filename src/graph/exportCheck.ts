import { Fault } from '../domain/errors.ts';
import { LONGEST_AGE_DAYS } from '../domain/previewUse.ts';
import { type Day, daysBetween } from '../domain/time.ts';
import type { PeriodDays } from '../domain/usage.ts';
import { dayOf } from './reportCells.ts';

const PERIODS: readonly PeriodDays[] = [7, 28, 30, 90, 180];
const MOST_NAMED = 20;

/** What must be the same in every row of an exported file, and what must not: its period and its day; its people. */
export class ExportCheck {
  private span: { readonly days: PeriodDays; readonly refreshDay: Day; readonly line: number } | undefined;
  private readonly lines = new Map<string, number>();
  private readonly again = new Map<string, number[]>();
  private readonly label: string;
  private readonly asOf: Day;

  constructor(label: string, asOf: Day) {
    this.label = label;
    this.asOf = asOf;
  }

  /** What the first row says the file is of. Throws `invalid-report` for no such period, and for a day that says nothing any more. */
  first(periodText: string, dayText: string, line: number): { readonly days: PeriodDays; readonly refreshDay: Day } {
    this.span = { days: this.periodIn(periodText, line), refreshDay: this.dayIn(dayText, line), line };
    return this.span;
  }

  /** Throws `invalid-report` unless the row is of the same period and day as the first. */
  row(periodText: string, dayText: string, line: number): void {
    const { span } = this;
    if (span === undefined) return;
    if (periodText !== String(span.days))
      throw this.wrong(
        'Report Period',
        `${span.days} as in line ${span.line}`,
        periodText,
        line,
        'one file holds one period; was it cut off, or two files joined?',
      );
    if (dayText !== span.refreshDay)
      throw this.wrong(
        'Report Refresh Date',
        `${span.refreshDay} as in line ${span.line}`,
        dayText,
        line,
        'one file ends on one day; were two files joined?',
      );
  }

  /** Notes where a person stands; `name` in lower case. */
  person(name: string, line: number): void {
    const before = this.lines.get(name);
    if (before === undefined) {
      this.lines.set(name, line);
      return;
    }
    const again = this.again.get(name);
    if (again === undefined) this.again.set(name, [before, line]);
    else again.push(line);
  }

  isTwice(name: string): boolean {
    return this.again.has(name);
  }

  /** A sentence for each person named more than once, without the name. */
  doubles(): readonly string[] {
    const told = [...this.again.values()]
      .slice(0, MOST_NAMED)
      .map(
        (lines) =>
          `${this.label}, lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}, column "User Principal Name": expected each person once, got the same one ${lines.length === 2 ? 'twice' : `${lines.length} times`}; all of these rows are left out`,
      );
    const more = this.again.size - told.length;
    return more > 0 ? [...told, `${this.label}: ${more} more people are named more than once; their rows are left out`] : told;
  }

  private periodIn(text: string, line: number): PeriodDays {
    const days = PERIODS.find((one) => String(one) === text);
    if (days !== undefined) return days;
    throw this.wrong('Report Period', '7, 28, 30, 90 or 180', text, line, 'export the report for one of these periods');
  }

  private dayIn(text: string, line: number): Day {
    const found = dayOf(text);
    if (found === undefined)
      throw this.wrong('Report Refresh Date', 'a day like 2026-03-09', text, line, 'spreadsheets rewrite days: use the file as it was exported');
    const age = daysBetween(found, this.asOf);
    if (age > LONGEST_AGE_DAYS)
      throw this.wrong(
        'Report Refresh Date',
        `a day at most ${LONGEST_AGE_DAYS} days before ${this.asOf}`,
        text,
        line,
        'export the report anew, or give its time with --as-of',
      );
    if (age < 0) throw this.wrong('Report Refresh Date', `a day no later than ${this.asOf}`, text, line, 'give a later --as-of');
    return found;
  }

  private wrong(column: string, expected: string, got: string, line: number, mend: string): Fault {
    const shown = /^[-+.,:/\d\sA-Z]{0,12}$/.test(got) ? JSON.stringify(got) : `text of ${got.length} characters`;
    return new Fault('invalid-report', `${this.label}, line ${line}, column ${JSON.stringify(column)}: expected ${expected}, got ${shown}; ${mend}`);
  }
}
