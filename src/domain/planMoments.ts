import type { PlanMoment } from './intent.ts';
import type { WorkingTime } from './person.ts';
import { addDays, type Day, dayIn, type Instant, MINUTE_MS, weekdayOf } from './time.ts';
import { nextSpan, type WorkingSpan } from './workingTime.ts';

/** A reminder comes this long after the start of work. */
const AFTER_START_MS = 30 * MINUTE_MS;
const DAYS_AHEAD = 13;

/**
 * The moments a person can pick for a plan: half an hour into the next working day, into the first one from next Monday on, and into
 * the first one from this day a week on. Two that fall on the same day are offered once.
 */
export function planMoments(
  time: WorkingTime,
  now: Instant,
  holidays: ReadonlySet<Day>,
): readonly { readonly moment: PlanMoment; readonly at: Instant; readonly endsAt: Instant }[] {
  const today = dayIn(time.zone, now);
  const daysToMonday = 8 - weekdayOf(today);
  const wishes: readonly (readonly [PlanMoment, Day])[] = [
    ['tomorrow', addDays(today, 1)],
    ['monday', addDays(today, daysToMonday)],
    ['next-week', addDays(today, 7)],
  ];
  const seen = new Set<Day>();
  return wishes.flatMap(([moment, from]) => {
    const span = spanFrom(time, from, now, holidays);
    if (span === undefined || seen.has(span.day)) return [];
    seen.add(span.day);
    return [{ moment, at: Math.min(span.start + AFTER_START_MS, span.end) as Instant, endsAt: span.end }];
  });
}

function spanFrom(time: WorkingTime, from: Day, now: Instant, holidays: ReadonlySet<Day>): WorkingSpan | undefined {
  const closed = new Set(holidays);
  for (let day = dayIn(time.zone, now); day < from; day = addDays(day, 1)) closed.add(day);
  return nextSpan(time, now, closed, DAYS_AHEAD);
}
