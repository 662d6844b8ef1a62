import { addDays, type Day, day, daysBetween } from '../domain/time.ts';

const EPOCH: Day = day('1970-01-01');

/** Whole days since 1970-01-01: behaviour is reckoned in these, because text is slow. */
export function dayNumber(of: Day): number {
  return daysBetween(EPOCH, of);
}

const days = new Map<number, Day>();

/** The day with this number. Each is made once: reports write the same few hundred a million times. */
export function dayOf(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  const made = addDays(EPOCH, number);
  days.set(number, made);
  return made;
}

/** 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday. */
export function weekdayOfNumber(number: number): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** The number of the Monday-to-Sunday week; consecutive weeks have consecutive numbers. */
export function weekNumber(number: number): number {
  return Math.floor((number + 3) / 7);
}
