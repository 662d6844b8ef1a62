import windowsIana from 'windows-iana';
import { addDays, type Day, dayIn, day as dayNamed, type Instant, instantOf, isZone, MINUTE_MS, momentIn, weekdayOf } from '../domain/time.ts';

/** The IANA name of a time zone Exchange names in its own way or already by IANA; `undefined` for one nobody knows. */
export function zoneNamed(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined || name === '') return undefined;
  const zone = windowsIana.findIana(name)[0] ?? name;
  return isZone(zone) ? zone : undefined;
}

/** When a custom zone changes its clocks, every year: the `occurrence`th `weekday` (1 = Monday, 5 = the last) of the month, at `minute`. */
export interface ClockChange {
  readonly month: number;
  readonly occurrence: number;
  readonly weekday: number;
  readonly minute: number;
}

/** A zone described in place of named, as Exchange does. UTC = local time + bias: −120 is two hours east of Greenwich. */
export interface CustomZone {
  readonly biasMinutes: number;
  /** Summer time, where the zone has it. `biasMinutes` comes on top: −60 puts the clocks an hour forward. */
  readonly summer: { readonly begins: ClockChange; readonly ends: ClockChange; readonly biasMinutes: number } | undefined;
}

const FURTHEST_MINUTES = 14 * 60;

/**
 * The offset of a custom zone at `at` as a zone of its own, `+03:20`; `undefined` beyond 14 hours. It holds until the clocks change; what
 * is told of a mailbox is read again before that matters.
 */
export function zoneAt(zone: CustomZone, at: Instant): string | undefined {
  const east = -(zone.biasMinutes + (zone.summer !== undefined && isSummer(zone, zone.summer, at) ? zone.summer.biasMinutes : 0));
  if (!Number.isInteger(east) || Math.abs(east) > FURTHEST_MINUTES) return undefined;
  if (east === 0) return 'Etc/UTC';
  const minutes = Math.abs(east);
  return `${east < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function isSummer(zone: CustomZone, summer: NonNullable<CustomZone['summer']>, at: Instant): boolean {
  const year = Number(dayIn('UTC', instantOf(at - zone.biasMinutes * MINUTE_MS)).slice(0, 4));
  // Each change happens on the clock that is still running: summer begins by winter's and ends by its own.
  const begins = momentOf(summer.begins, year) + zone.biasMinutes * MINUTE_MS;
  const ends = momentOf(summer.ends, year) + (zone.biasMinutes + summer.biasMinutes) * MINUTE_MS;
  return begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
}

/** The wall's time of a change as if the wall were at Greenwich. */
function momentOf(change: ClockChange, year: number): number {
  const first = dayNamed(`${year}-${twoDigits(change.month)}-01`);
  const ahead = (change.weekday - weekdayOf(first) + 7) % 7;
  let on: Day = addDays(first, ahead + (change.occurrence - 1) * 7);
  while (on.slice(0, 7) !== first.slice(0, 7)) on = addDays(on, -7);
  return momentIn('UTC', on, change.minute);
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');
