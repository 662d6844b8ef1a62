import { CATALOGUE } from './catalogue.ts';
import { STAGES } from './habit.ts';
import { HABITS } from './habits.ts';
import { REPORTS, reportOf } from './reports.ts';
import { signalsOf } from './signals.ts';

/** What is stored about people, by table, in the order an export tells it. */
export const PERSONAL_TABLES = [
  'person',
  'chat',
  'group_member',
  'habit',
  'usage_week',
  'usage_day',
  'usage_period',
  'delivery',
  'response',
  'review',
  'review_log',
  'decision',
  'outcome',
  'silence',
] as const;
export type PersonalTable = (typeof PERSONAL_TABLES)[number];

/** One stored row as it is, but for the ids of tenant and person, which are the same in all. */
export interface StoredRow {
  readonly table: PersonalTable;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A part of an export that fits into one card: lines by table, newest first. */
export type ExportPage = readonly { readonly table: PersonalTable; readonly lines: readonly string[] }[];

/** Characters of lines on a page, each line counted with what the card puts around it: far below the 14,000 a card may have. */
const MOST_ON_PAGE = 6_000;
const AROUND_LINE = 100;
/** Longer lines are cut into several, at a comma where there is one. */
const MOST_IN_LINE = 400;

/** The whole of what is stored, readable, in pages; every row and every value that is not empty is in one of them. At least one page. */
export function exportPages(rows: readonly StoredRow[]): readonly ExportPage[] {
  const pages: { table: PersonalTable; lines: string[] }[][] = [[]];
  let room = MOST_ON_PAGE;
  for (const table of PERSONAL_TABLES) {
    const ofTable = rows.filter((row) => row.table === table).sort((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1));
    for (const line of ofTable.flatMap((row) => cut(lineOf(row)))) {
      if (room < line.length + AROUND_LINE) {
        pages.push([]);
        room = MOST_ON_PAGE;
      }
      room -= line.length + AROUND_LINE;
      const page = pages.at(-1) ?? [];
      const section = page.at(-1);
      if (section?.table === table) section.lines.push(line);
      else page.push({ table, lines: [line] });
    }
  }
  return pages;
}

const MOMENTS = ['sent_at', 'due_at', 'given_at', 'made_at', 'decided_at', 'answered_on', 'last_day', 'day', 'week'];

function momentOf({ values }: StoredRow): string {
  const moment = MOMENTS.map((name) => values[name]).find((value) => typeof value === 'string');
  return typeof moment === 'string' ? moment : '';
}

function lineOf(row: StoredRow): string {
  return Object.entries(row.values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${saidOf(row, name, value)}`)
    .join(', ');
}

/** Arrays hold their meaning in their order, so each value is named; zeros and what is not known are left out, and said to be. */
function saidOf({ table, values }: StoredRow, name: string, value: unknown): string {
  if (name === 'report') return typeof value === 'number' ? reportLabel(value) : textOf(value);
  if (!Array.isArray(value)) return textOf(value);
  const list: readonly unknown[] = value;
  const named = (labels: readonly string[], say = textOf): string =>
    list.flatMap((entry, place) => (entry === null || entry === 0 ? [] : [`${labels[place] ?? place} ${say(entry)}`])).join(', ') ||
    'nothing but zeros';
  if (name === 'stages') return named(HABIT_LABELS, (stage) => STAGES[Number(stage)] ?? textOf(stage));
  if (name === 'gaps') return named(HABIT_LABELS);
  if (name === 'basics') return list.map((place) => SIGNAL_LABELS[Number(place)] ?? place).join(', ');
  if (name === 'days_by_report') return named(REPORTS.map((report) => reportOf(report).label));
  if (name === 'values' && table === 'usage_week') return named(SIGNAL_LABELS);
  if (name === 'values') {
    const report = REPORTS.find((one) => reportOf(one).number === values['report']);
    return named(report === undefined ? [] : signalsOf(report).map(({ label }) => label));
  }
  return list.map(textOf).join(', ');
}

const HABIT_LABELS = HABITS.map(({ label }) => label);
const SIGNAL_LABELS = CATALOGUE.map(({ label }) => label);
const reportLabel = (number: number): string => {
  const report = REPORTS.find((one) => reportOf(one).number === number);
  return report === undefined ? String(number) : reportOf(report).label;
};

/** Plain text; what is nested as `name: value`. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${textOf(inner)}`)
    .join(', ');
}

function cut(line: string): readonly string[] {
  const pieces: string[] = [];
  let rest = [...line];
  while (rest.length > MOST_IN_LINE) {
    const comma = rest.lastIndexOf(',', MOST_IN_LINE - 1);
    const end = comma > 0 ? comma + 1 : MOST_IN_LINE;
    pieces.push(rest.slice(0, end).join(''));
    rest = rest.slice(end);
  }
  return [...pieces, rest.join('')];
}
