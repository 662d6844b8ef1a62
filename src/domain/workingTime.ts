import type { WorkingTime } from './person.ts';
import { addDays, type Day, dayIn, type Instant, MINUTE_MS, momentIn, weekdayOf } from './time.ts';

/** Monday to Friday, 9 to 17, where the mailbox says nothing. */
export function usualWorkingTime(zone: string): WorkingTime {
  return { zone, weekdays: [1, 2, 3, 4, 5], startMinute: 9 * 60, endMinute: 17 * 60 };
}

/** A stretch of one working day, `start` included, `end` not. `day` is the person's own. */
export interface WorkingSpan {
  readonly day: Day;
  readonly start: Instant;
  readonly end: Instant;
}

/** A message comes no later than this before the end of work, so that it can still be read. */
const LAST_MINUTES = 15;

/**
 * What is left of working time on the first working day at or after `from`, at most `withinDays` days ahead (0 = the
 * day of `from` only). `undefined` when there is none. Holidays are the tenant's, as days on the person's own calendar.
 */
export function nextSpan(time: WorkingTime, from: Instant, holidays: ReadonlySet<Day>, withinDays: number): WorkingSpan | undefined {
  const today = dayIn(time.zone, from);
  for (let ahead = 0; ahead <= withinDays; ahead += 1) {
    const day = addDays(today, ahead);
    if (!time.weekdays.includes(weekdayOf(day)) || holidays.has(day)) continue;
    const start = Math.max(momentIn(time.zone, day, time.startMinute), from) as Instant;
    const end = momentIn(time.zone, day, time.endMinute);
    if (start < end - LAST_MINUTES * MINUTE_MS) return { day, start, end };
  }
  return undefined;
}

/**
 * A moment in the span, spread by `share` (0…1, from the person's id) so that a tenant's messages do not come all at once.
 * Never in the last 15 minutes.
 */
export function momentOf(span: WorkingSpan, share: number): Instant {
  const room = span.end - LAST_MINUTES * MINUTE_MS - span.start;
  return Math.floor(span.start + share * room) as Instant;
}

/** Whether `at` lies in the person's working hours on a working day. */
export function isWorking(time: WorkingTime, at: Instant, holidays: ReadonlySet<Day>): boolean {
  const day = dayIn(time.zone, at);
  if (!time.weekdays.includes(weekdayOf(day)) || holidays.has(day)) return false;
  return at >= momentIn(time.zone, day, time.startMinute) && at < momentIn(time.zone, day, time.endMinute);
}
