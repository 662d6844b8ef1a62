import { type Instant, isoOf } from '../domain/time.ts';

/** Rows a statement takes at most: beside 5,000 a card press is answered in milliseconds, beside 100,000 it is not. */
export const MOST_ROWS = 5_000;

/** An instant as both drivers take it. */
export const stamp = (at: Instant): string => isoOf(at);

export const maybeStamp = (at: Instant | undefined): string | null => (at === undefined ? null : stamp(at));

/** Text as PostgreSQL can hold it: without NUL, lone surrogates replaced. */
export function storable(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}

/** JSON as PostgreSQL can hold it; `undefined` fields are left out, as JSON does. */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // What cannot be held is written as an escape of this kind; looking at every text costs five times as much.
  return text.includes('\\u') ? JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storable(inner) : inner)) : text;
}

/**
 * An array literal, `{"a",1,NULL}`, to be cast in the statement: the two drivers agree on text and on nothing else.
 * One dimension; `undefined` is null.
 */
export function arrayOf(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `{${values.map(elementOf).join(',')}}`;
}

/** What may not stand in an element as it is: quotes, backslashes, NUL, surrogates. Few texts have any, and one look at each is enough. */
const NEEDS_CARE = /["\\\0\ud800-\udfff]/;

function elementOf(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return String(value);
  if (!NEEDS_CARE.test(value)) return `"${value}"`;
  const text = storable(value);
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The same of numbers alone, in half the time. */
export const wholesOf = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** Cuts a list into bites of at most `size`; none for an empty list. */
export function bitesOf<T>(list: readonly T[], size: number = MOST_ROWS): readonly (readonly T[])[] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}
