import { type Instant, instant } from '../domain/time.ts';

/** Reads one value of a column from the text the database sends. */
export type ColumnParser = (text: string) => unknown;

/** `2026-03-09 08:00:00.5+00` as the database writes it, in whatever zone the session has. */
function instantFrom(text: string): Instant {
  const iso = text.replace(' ', 'T');
  return instant(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso);
}

const [COMMA, MINUS, ZERO, NINE, CLOSE] = [44, 45, 48, 57, 125];

/**
 * `{1,NULL,-3}`; whole numbers below 2^53, one dimension. Digit by digit: hundreds of thousands of such arrays are read in a cycle, and
 * as JSON each costs three times as much.
 */
export function wholesFrom(text: string): readonly (number | null)[] {
  const numbers: (number | null)[] = [];
  if (text.length === 2) return numbers;
  let number: number | null = null;
  let isNegative = false;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) number = (number ?? 0) * 10 + code - ZERO;
    else if (code === MINUS) isNegative = true;
    else if (code === COMMA || code === CLOSE) {
      numbers.push(isNegative && number !== null ? -number : number);
      number = null;
      isNegative = false;
    }
    // What is left are the letters of NULL.
  }
  return numbers;
}

/** `{0.5,NULL,1e-05}`; numbers only, one dimension. */
const numbersFrom = (text: string): unknown => JSON.parse(`[${text.slice(1, -1).replaceAll('NULL', 'null')}]`);

/** `{teams,"two words"}`; one dimension, no nulls. */
function textsFrom(text: string): readonly string[] {
  if (text === '{}') return [];
  if (!text.includes('"')) return text.slice(1, -1).split(',');
  const found = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g);
  return Array.from(found, ([, quoted, plain]) => plain ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1'));
}

const asText: ColumnParser = (text) => text;

/** The one table for both drivers, by type id: days stay text, instants are milliseconds, counts are numbers. */
export const COLUMN_PARSERS: Readonly<Record<number, ColumnParser>> = {
  16: (text) => text === 't', // boolean
  20: Number, // bigint: counts and milliseconds, below 2^53
  21: Number, // smallint
  23: Number, // integer
  25: asText,
  114: (text) => JSON.parse(text), // json
  700: Number, // real
  701: Number, // double precision
  1005: wholesFrom, // smallint[]
  1007: wholesFrom, // integer[]
  1009: textsFrom, // text[]
  1021: numbersFrom, // real[]
  1043: asText, // varchar
  1082: asText, // date
  1184: instantFrom, // timestamptz
  1700: Number, // numeric
  2950: asText, // uuid
  3802: (text) => JSON.parse(text), // jsonb
};

/** The parser for one type; text for every type the table does not name. */
export const columnParser = (typeId: number): ColumnParser => COLUMN_PARSERS[typeId] ?? asText;
