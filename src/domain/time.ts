import { Temporal } from 'temporal-polyfill';
import { Fault } from './errors.ts';
import type { Brand } from './ids.ts';

/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = Brand<number, 'Instant'>;
/** A calendar day, `2026-03-09`, in whatever zone the context names. */
export type Day = Brand<string, 'Day'>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an ISO 8601 text with a zone. Throws `invalid-time` for anything else. */
export function instant(iso: string): Instant {
  const ms = /(Z|[+-]\d\d:\d\d)$/.test(iso) ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(ms)) throw new Fault('invalid-time', `not an ISO time with a zone: ${JSON.stringify(iso)}`);
  return ms as Instant;
}

/** Milliseconds since 1970 as an instant. Throws `invalid-time` unless finite. */
export function instantOf(ms: number): Instant {
  if (!Number.isFinite(ms)) throw new Fault('invalid-time', `not a time in milliseconds: ${ms}`);
  return ms as Instant;
}

/** ISO 8601 text in UTC, `2026-03-09T08:00:00.000Z`. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString();
}

export function later(at: Instant, ms: number): Instant {
  return (at + ms) as Instant;
}

/** Reads `2026-03-09`. Throws `invalid-time` for anything else, also for days no calendar has. */
export function day(text: string): Day {
  // A report says the same few days in every row.
  if (numbers.has(text as Day)) return text as Day;
  const ms = DAY_SHAPE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text)
    throw new Fault('invalid-time', `not a day like 2026-03-09: ${JSON.stringify(text)}`);
  keep(numbers, text as Day, Math.round(ms / DAY_MS));
  return text as Day;
}

/** The day `count` days after `from`; before it when negative. */
export function addDays(from: Day, count: number): Day {
  return dayNumbered(numberOf(from) + count);
}

/** Whole days from `from` to `to`: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from);
}

/** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
export function weekdayOf(of: Day): number {
  // Day 0 was a Thursday.
  return ((((numberOf(of) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the ISO week that holds `of`. */
export function weekOf(of: Day): Day {
  return addDays(of, 1 - weekdayOf(of));
}

/** Days as text and as numbers, 0 = 1970-01-01: planning asks for the same few thousand again and again, and parsing costs 0.3 µs. */
const numbers = new Map<Day, number>();
const days = new Map<number, Day>();
/** A map that grew beyond this is begun anew. */
const MOST_KEPT = 50_000;

function numberOf(of: Day): number {
  const known = numbers.get(of);
  if (known !== undefined) return known;
  const number = Math.round(Date.parse(`${of}T00:00:00Z`) / DAY_MS);
  keep(numbers, of, number);
  return number;
}

function dayNumbered(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  const of = new Date(number * DAY_MS).toISOString().slice(0, 10) as Day;
  keep(days, number, of);
  return of;
}

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): void {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
}

/** When each day begins, by zone: asking a formatter for a day costs 2 µs, and reckoning a moment 20. */
const midnights = new Map<string, Map<number, Instant>>();

/** The calendar day that a clock on the wall in `zone` (IANA name) shows at `at`. Throws `invalid-time` for no such zone. */
export function dayIn(zone: string, at: Instant): Day {
  const begins = midnights.get(zone) ?? midnightsOf(zone);
  // No zone is more than a day away from UTC.
  const guess = Math.floor(at / DAY_MS);
  if (at < beginOf(zone, begins, guess)) return dayNumbered(guess - 1);
  return dayNumbered(at < beginOf(zone, begins, guess + 1) ? guess : guess + 1);
}

function midnightsOf(zone: string): Map<number, Instant> {
  try {
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  } catch (cause) {
    throw new Fault('invalid-time', `not an IANA time zone: ${JSON.stringify(zone)}`, { cause });
  }
  const begins = new Map<number, Instant>();
  midnights.set(zone, begins);
  return begins;
}

function beginOf(zone: string, begins: Map<number, Instant>, number: number): Instant {
  const known = begins.get(number);
  if (known !== undefined) return known;
  const begin = momentIn(zone, dayNumbered(number), 0);
  keep(begins, number, begin);
  return begin;
}

/** Whether `zone` is an IANA time zone this machine knows. */
export function isZone(zone: string): boolean {
  try {
    dayIn(zone, 0 as Instant);
    return true;
  } catch {
    return false;
  }
}

/**
 * The moment a clock on the wall in `zone` shows `minutes` after midnight of `on`. A time that a change of the clocks
 * skips or repeats is taken as Temporal's "compatible" does: the later one when skipped, the first when repeated.
 */
export function momentIn(zone: string, on: Day, minutes: number): Instant {
  const key = `${zone} ${on} ${minutes}`;
  const known = moments.get(key);
  if (known !== undefined) return known;
  const wall = Temporal.PlainDate.from(on).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const moment = wall.toZonedDateTime(zone).epochMilliseconds as Instant;
  keep(moments, key, moment);
  return moment;
}

/** The starts and ends of working days of a whole tenant are a few hundred moments. */
const moments = new Map<string, Instant>();
