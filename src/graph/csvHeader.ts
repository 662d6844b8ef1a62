import { Fault } from '../domain/errors.ts';

/** The columns of one file by their names, white space folded, in any order. */
export interface CsvHeader {
  /** How many columns there are. */
  readonly width: number;
  /** The column's place from 0; `undefined` when it is not there. Throws `invalid-report` when it is there twice. */
  find(name: string): number | undefined;
  /** As `find`; throws `invalid-report` when it is not there. */
  require(name: string): number;
}

/**
 * @param label what the texts call the file.
 * @param what the report the file is to be, as Graph names it.
 */
export function csvHeader(cells: readonly string[], label: string, what: string): CsvHeader {
  const names = cells.map((name) => name.replace(/\s+/g, ' ').trim());
  const find = (name: string): number | undefined => {
    const place = names.indexOf(name);
    if (place !== names.lastIndexOf(name))
      throw new Fault('invalid-report', `${label}, line 1: expected column ${JSON.stringify(name)} once, got it twice`);
    return place === -1 ? undefined : place;
  };
  return {
    width: names.length,
    find,
    require(name) {
      const place = find(name);
      if (place !== undefined) return place;
      throw new Fault(
        'invalid-report',
        `${label}, line 1: expected column ${JSON.stringify(name)}, got ${names.length} columns without it; is this the report ${what} as CSV?`,
      );
    },
  };
}

/** The fault for a cell that cannot be what it should be. */
export function wrongCell(label: string, line: number, column: string, expected: string, got: string): Fault {
  return new Fault('invalid-report', `${label}, line ${line}, column ${JSON.stringify(column)}: expected ${expected}, got ${shown(got)}`);
}

/** A cell in a text: only what is surely no name, for a shifted file has names in any column. */
const shown = (text: string): string => (/^[-+.,:/\d\s]{0,40}$/.test(text) ? JSON.stringify(text) : `text of ${text.length} characters`);
