import { inExportOrder, PERSONAL_TABLES, type PersonalTable, type StoredRow } from '../../src/domain/export.ts';
import { storedLines } from './storedLines.ts';
import type { Told } from './storedValues.ts';

/** A part of an export that fits into one card: lines by table. */
export type ExportPage = readonly { readonly table: PersonalTable; readonly lines: readonly string[] }[];

/** Characters of lines on a page, each line counted with what the card puts around it: far below the 14,000 a card may have. */
const MOST_ON_PAGE = 6_000;
const AROUND_LINE = 100;
/** Longer lines are cut into several, between two values where there is such a place. */
const MOST_IN_LINE = 400;
/** The whole of what is stored, in words, in pages; every row and every value that is not empty or zero is in one of them. At least one page. */
export function exportPages(rows: readonly StoredRow[], told: Told): readonly ExportPage[] {
  const pages: { table: PersonalTable; lines: string[] }[][] = [[]];
  let room = MOST_ON_PAGE;
  const ordered = inExportOrder(rows);
  for (const table of PERSONAL_TABLES) {
    const ofTable = ordered.filter((row) => row.table === table);
    for (const line of storedLines(table, ofTable, told).flatMap(cut)) {
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

const GOES_ON = '… ';

/** The pieces together are the line; where it was cut, a sign that it goes on stands for the comma or semicolon. */
function cut(line: string): readonly string[] {
  const pieces: string[] = [];
  let rest = [...line];
  while (rest.length > MOST_IN_LINE) {
    const head = rest.slice(0, MOST_IN_LINE);
    const lastOf = (sign: string, before = ''): number =>
      head.findLastIndex((character, place) => character === sign && rest[place + 1] === ' ' && (before === '' || rest[place - 1] === before));
    // Between two columns, else between two titles, else between any two values: a title may hold a comma of its own.
    const mark = [lastOf(';'), lastOf(',', '”')].find((place) => place > MOST_IN_LINE / 4) ?? lastOf(',');
    const end = mark > 0 ? mark : MOST_IN_LINE;
    pieces.push(rest.slice(0, end).join(''));
    rest = [...GOES_ON, ...rest.slice(mark > 0 ? end + 2 : end)];
  }
  return [...pieces, rest.join('')];
}
