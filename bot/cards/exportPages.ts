import { inExportOrder, type PersonalTable, type StoredRow } from '../../src/domain/export.ts';
import { STORED_COLUMNS } from './storedColumns.ts';
import { type Told, text } from './storedValues.ts';

/** A part of an export that fits into one card: lines by table. */
export type ExportPage = readonly { readonly table: PersonalTable; readonly lines: readonly string[] }[];

/** Characters of lines on a page, each line counted with what the card puts around it: far below the 14,000 a card may have. */
const MOST_ON_PAGE = 6_000;
const AROUND_LINE = 100;
/** Longer lines are cut into several, between two values where there is such a place. */
const MOST_IN_LINE = 400;
/** One row a person: told one column a line. */
const OF_ONE_ROW: readonly PersonalTable[] = ['person', 'chat', 'habit'];

/** The whole of what is stored, in words, in pages; every row and every value that is not empty is in one of them. At least one page. */
export function exportPages(rows: readonly StoredRow[], told: Told): readonly ExportPage[] {
  const pages: { table: PersonalTable; lines: string[] }[][] = [[]];
  let room = MOST_ON_PAGE;
  for (const row of inExportOrder(rows)) {
    for (const line of linesOf(row, told).flatMap(cut)) {
      if (room < line.length + AROUND_LINE) {
        pages.push([]);
        room = MOST_ON_PAGE;
      }
      room -= line.length + AROUND_LINE;
      const page = pages.at(-1) ?? [];
      const section = page.at(-1);
      if (section?.table === row.table) section.lines.push(line);
      else page.push({ table: row.table, lines: [line] });
    }
  }
  return pages;
}

/** A column that no list knows, of a newer release, goes by its own name. */
function linesOf({ table, values }: StoredRow, told: Told): readonly string[] {
  const columns = STORED_COLUMNS[table];
  const unknown = Object.keys(values).filter((name) => columns[name] === undefined);
  const said = [...Object.keys(columns), ...unknown].flatMap((name) => {
    const value = values[name];
    if (value === null || value === undefined) return [];
    const column = columns[name];
    const words = column === undefined ? text(value, told, values) : column[1](value, told, values);
    const label = column === undefined ? name.replaceAll('_', ' ') : told.words.plain(column[0]);
    return words === '' ? [] : [`${label}: ${words}`];
  });
  if (OF_ONE_ROW.includes(table)) return said;
  return said.length === 0 ? [] : [said.join('; ')];
}

const GOES_ON = '… ';

/** The pieces together are the line; where it was cut, a sign that it goes on stands for the comma or semicolon. */
function cut(line: string): readonly string[] {
  const pieces: string[] = [];
  let rest = [...line];
  while (rest.length > MOST_IN_LINE) {
    const head = rest.slice(0, MOST_IN_LINE);
    const semicolon = head.findLastIndex((character, place) => character === ';' && rest[place + 1] === ' ');
    const mark = semicolon > MOST_IN_LINE / 2 ? semicolon : head.findLastIndex((character, place) => character === ',' && rest[place + 1] === ' ');
    const end = mark > 0 ? mark : MOST_IN_LINE;
    pieces.push(rest.slice(0, end).join(''));
    rest = [...GOES_ON, ...rest.slice(mark > 0 ? end + 2 : end)];
  }
  return [...pieces, rest.join('')];
}
