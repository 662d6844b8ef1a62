import { takesSlot } from './delivery.ts';
import type { WorkingTime } from './person.ts';
import type { Candidate, PlanningContext } from './planning.ts';
import { unit } from './random.ts';
import { addDays, DAY_MS, type Day, dayIn, daysBetween, type Instant, later, weekOf } from './time.ts';
import { momentOf, nextSpan } from './workingTime.ts';

/** Two messages are at least this many days apart, also across the end of a week (reference §1.1). */
const LEAST_DAYS_APART = 5;
/** A message is planned for today or one of the next six days, so that it lies in the week that is decided. */
const DAYS_AHEAD = 6;

/** When a message would come: `expiresAt` is the end of that working day, `week` the Monday of the person's own week. */
export interface Slot {
  readonly dueAt: Instant;
  readonly expiresAt: Instant;
  readonly week: Day;
}

/**
 * The moment a message would come: in the rest of today's working time or on one of the next six days, after an absence ends; spread
 * over the working time by the person's id (reference §1.5). A trial waits for nothing.
 */
export function slotOf(candidate: Candidate, time: WorkingTime, context: PlanningContext): Slot | 'away' | 'no-working-time' {
  const { now } = context;
  const awayUntil = candidate.person.mailbox?.awayUntil;
  if (awayUntil !== undefined && awayUntil > later(now, DAYS_AHEAD * DAY_MS)) return 'away';
  if (!context.waitsForWorkingHours) return { dueAt: now, expiresAt: later(now, DAY_MS), week: weekOf(dayIn(time.zone, now)) };
  const from = awayUntil !== undefined && awayUntil > now ? awayUntil : now;
  const span = nextSpan(time, from, context.holidays, DAYS_AHEAD);
  if (span === undefined) return 'no-working-time';
  return { dueAt: momentOf(span, unit('due', candidate.person.personId, span.day)), expiresAt: span.end, week: weekOf(span.day) };
}

/**
 * Whether the slot is open, `undefined` when it is: one proactive message in the person's own week, five days apart also across its
 * end, and no sooner than the cadence (reference §1.1, §1.4). A week for which nothing was sent on purpose stays as it is.
 */
export function whyTaken(
  candidate: Candidate,
  zone: string,
  slot: Slot,
  cadenceWeeks: number,
): 'slot-taken' | 'drew-nothing' | 'waiting' | 'backing-off' | undefined {
  if (candidate.past.length > 0) {
    const dueDay = dayIn(zone, slot.dueAt);
    const days = candidate.past.filter((message) => takesSlot(message.kind)).map((message) => dayIn(zone, message.at));
    if (days.some((at) => weekOf(at) === slot.week || Math.abs(daysBetween(at, dueDay)) < LEAST_DAYS_APART)) return 'slot-taken';
    if (days.some((at) => addDays(weekOf(at), 7 * cadenceWeeks) > slot.week)) return 'backing-off';
  }
  const unsent = candidate.unsent.find(({ week }) => week === slot.week);
  if (unsent === undefined) return undefined;
  return unsent.choice === undefined ? 'drew-nothing' : 'waiting';
}
