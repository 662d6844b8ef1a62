import { dayOf, weekdayOfNumber, weekNumber } from './dayNumber.ts';
import { draw } from './draw.ts';
import { PLACES } from './places.ts';
import type { SamplePerson } from './samplePerson.ts';

const SALT = { leave: 11, leaveStart: 12, leaveLength: 13, sick: 14 } as const;

const BLOCK_WEEKS = 13;
const LEAVE_SHARE = 0.55;
const SICK_SHARE = 0.015;

/** A stretch of whole weeks away, as week numbers; `to` included. */
interface Leave {
  readonly from: number;
  readonly to: number;
}

/** The leave of the quarter (13 weeks) that holds `week`: one to three weeks, or none; it never crosses into the next quarter. */
function leaveAround(person: SamplePerson, week: number): Leave | undefined {
  const { key, takesLeave } = person.temper;
  if (!takesLeave) return undefined;
  const block = Math.floor(week / BLOCK_WEEKS);
  if (draw(key, SALT.leave, block) >= LEAVE_SHARE) return undefined;
  const lengthShare = draw(key, SALT.leaveLength, block);
  const weeks = lengthShare < 0.55 ? 1 : lengthShare < 0.85 ? 2 : 3;
  const from = block * BLOCK_WEEKS + Math.floor(draw(key, SALT.leaveStart, block) * (BLOCK_WEEKS - weeks + 1));
  return { from, to: from + weeks - 1 };
}

/** Whether the person is away all of the week with this number. */
export const isOnLeave = (person: SamplePerson, week: number): boolean => {
  const leave = leaveAround(person, week);
  return leave !== undefined && week >= leave.from && week <= leave.to;
};

/** Whether the person works on this day: a working day of theirs, no public holiday, no leave, not ill. */
export function isAtWork(person: SamplePerson, number: number): boolean {
  return !isOnLeave(person, weekNumber(number)) && worksOn(person, number);
}

/** The same for a day of a week without leave. */
export function worksOn(person: SamplePerson, number: number): boolean {
  if (!person.weekdays.includes(weekdayOfNumber(number))) return false;
  if (isHoliday(person, number)) return false;
  return !person.temper.takesLeave || draw(person.temper.key, SALT.sick, number) >= SICK_SHARE;
}

const ANY_HOLIDAY: ReadonlySet<string> = new Set(PLACES.flatMap((place) => place.holidays));
/** Month and day of the days met that are a holiday somewhere; `undefined` for all others, which is nearly always. */
const holidays = new Map<number, string | undefined>();

function isHoliday(person: SamplePerson, number: number): boolean {
  let monthDay = holidays.get(number);
  if (monthDay === undefined) {
    if (holidays.has(number)) return false;
    const text = dayOf(number).slice(5);
    monthDay = ANY_HOLIDAY.has(text) ? text : undefined;
    holidays.set(number, monthDay);
  }
  return monthDay !== undefined && person.place.holidays.includes(monthDay);
}

/** The leave a person is on, as day numbers: its first Monday and the Monday they are back. */
export interface Away {
  readonly from: number;
  readonly back: number;
}

/** The leave the person is on on this day, when they are. Leave of two quarters that touches is one. */
export function leaveOn(person: SamplePerson, number: number): Away | undefined {
  let from = weekNumber(number);
  if (!isOnLeave(person, from)) return undefined;
  let back = from + 1;
  while (isOnLeave(person, from - 1)) from -= 1;
  while (isOnLeave(person, back)) back += 1;
  return { from: mondayOf(from), back: mondayOf(back) };
}

const mondayOf = (week: number): number => week * 7 - 3;
