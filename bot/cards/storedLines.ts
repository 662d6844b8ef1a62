import type { PersonalTable, StoredRow } from '../../src/domain/export.ts';
import { STORED_COLUMNS } from './storedColumns.ts';
import { type Told, text } from './storedValues.ts';

/** One row a person: told one column a line. */
const OF_ONE_ROW: readonly PersonalTable[] = ['person', 'chat', 'habit'];
/** A row for each report: those with the same value here are told in one line. */
const BY_REPORT: Partial<Readonly<Record<PersonalTable, string>>> = { usage_day: 'day', usage_period: 'days' };
/** The same in nearly all rows, so told once. */
const EDITION = 'catalogue_version';

type Values = StoredRow['values'];

/** The rows of one table in words, one line a row where nothing else is said above; what is empty is left out. */
export function storedLines(table: PersonalTable, rows: readonly StoredRow[], told: Told): readonly string[] {
  const all = rows.map(({ values }) => values);
  if (OF_ONE_ROW.includes(table)) return all.flatMap((values) => columnsOf(table, values, told));
  const edition = all[0]?.[EDITION];
  const isShared = all.length > 1 && edition !== undefined && all.every((values) => values[EDITION] === edition);
  const hidden = isShared ? [EDITION] : [];
  const key = BY_REPORT[table];
  const lines = key === undefined ? all.map((values) => columnsOf(table, values, told, hidden).join('; ')) : byReport(table, key, all, told, hidden);
  return [...lines.filter((line) => line !== ''), ...(isShared ? columnsOf(table, { [EDITION]: edition }, told) : [])];
}

/** `Day: 9 March 2026; Teams activity: Chat messages 4; …`, in the order of the reports. */
function byReport(table: PersonalTable, key: string, rows: readonly Values[], told: Told, hidden: readonly string[]): readonly string[] {
  const groups = new Map<unknown, Values[]>();
  for (const row of rows) groups.set(row[key], [...(groups.get(row[key]) ?? []), row]);
  return [...groups].map(([shared, ofGroup]) =>
    [
      ...columnsOf(table, { [key]: shared }, told),
      ...ofGroup
        .sort((a, b) => Number(a['report']) - Number(b['report']))
        .flatMap((row) => {
          const counted = `${wordsOf(table, 'report', row, told)}: ${wordsOf(table, 'values', row, told)}`;
          return [counted, ...columnsOf(table, row, told, [key, 'report', 'values', ...hidden])];
        }),
    ].join('; '),
  );
}

/** `Name: Robin Park` of every column that holds something. One that no list knows, of a newer release, goes by its own name. */
function columnsOf(table: PersonalTable, values: Values, told: Told, hidden: readonly string[] = []): readonly string[] {
  const columns = STORED_COLUMNS[table];
  const unknown = Object.keys(values).filter((name) => columns[name] === undefined);
  return [...Object.keys(columns), ...unknown]
    .filter((name) => !hidden.includes(name))
    .flatMap((name) => {
      const words = wordsOf(table, name, values, told);
      const label = columns[name]?.[0];
      return words === '' ? [] : [`${label === undefined ? name.replaceAll('_', ' ') : told.words.plain(label)}: ${words}`];
    });
}

function wordsOf(table: PersonalTable, name: string, values: Values, told: Told): string {
  const value = values[name];
  if (value === null || value === undefined) return '';
  const say = STORED_COLUMNS[table][name]?.[1] ?? text;
  return say(value, told, values);
}
