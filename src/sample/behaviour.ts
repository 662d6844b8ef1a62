import { CATALOGUE } from '../domain/catalogue.ts';
import { isAtWork } from './absence.ts';
import { weekdayOfNumber, weekNumber } from './dayNumber.ts';
import { countOf, draw } from './draw.ts';
import { hasTeams, type SamplePerson } from './samplePerson.ts';
import { rhythmOf, YOUR_MEETINGS_PLACE, YOUR_TEMPER } from './temper.ts';
import type { Uptake } from './uptake.ts';

/** What one person did on one day. `values` in catalogue order. */
export interface Behaviour {
  readonly values: readonly number[];
  /** Only looked: opened Teams, read, moved the status. */
  readonly hasOtherAction: boolean;
}

const IDLE: Behaviour = { values: CATALOGUE.map(() => 0), hasOtherAction: false };
const SALT = { week: 100, day: 200, mood: 300, nudged: 400, nudgedCount: 500, reads: 600 } as const;

/**
 * What a person did on a day: a pure function of the person (that is, of seed and index), the day, and the uptakes of nudges
 * received before it. Outside their working days it is nothing. A week shows a signal or not; within a week that does, the
 * days share its actions by chance, more in the middle of the week.
 */
export function behaviourOn(person: SamplePerson, number: number, uptakes: readonly Uptake[]): Behaviour {
  if (!hasTeams(person) || !isAtWork(person, number)) return IDLE;
  const { key, levels, reads } = person.temper;
  const week = weekNumber(number);
  const mood = (0.55 + 0.9 * draw(key, SALT.mood, number)) * weekdayFactor(number);
  let isActive = false;
  const values = levels.map((level, place) => {
    const rhythm = rhythmOf(level, place);
    let count = 0;
    if (rhythm !== undefined && draw(key, SALT.week + place, week) < rhythm.weekShare) {
      count = countOf((rhythm.actions / person.weekdays.length) * mood, draw(key, SALT.day + place, number));
    }
    if (person.temper === YOUR_TEMPER && place === YOUR_MEETINGS_PLACE) count += isYourMeetingDay(number) ? 1 : 0;
    count += nudgedCount(key, place, number, uptakes);
    isActive ||= count > 0;
    return count;
  });
  return { values, hasOtherAction: isActive || draw(key, SALT.reads, number) < reads };
}

/** Tuesday to Thursday are livelier than the ends of the week. */
function weekdayFactor(number: number): number {
  const weekday = weekdayOfNumber(number);
  return weekday >= 2 && weekday <= 4 ? 1.1 : 0.85;
}

const isYourMeetingDay = (number: number): boolean => weekdayOfNumber(number) === 3 && weekNumber(number) % 2 === 0;

/** What nudges taken up add on this day: the largest of them, not their sum; two tips about a thing make one habit. */
function nudgedCount(key: number, place: number, number: number, uptakes: readonly Uptake[]): number {
  const shows = uptakes.some((uptake) => uptake.place === place && number >= uptake.from && isShown(key, number, uptake));
  return shows ? 1 + countOf(0.8, draw(key, SALT.nudgedCount + place, number)) : 0;
}

function isShown(key: number, number: number, uptake: Uptake): boolean {
  if (uptake.sureDays.includes(number)) return true;
  const age = number - uptake.from;
  const share = uptake.halfLifeDays === undefined ? uptake.dayShare : uptake.dayShare * 2 ** (-age / uptake.halfLifeDays);
  return draw(key, SALT.nudged + uptake.place, number) < share;
}
