import { CATALOGUE } from '../domain/catalogue.ts';
import { SERVICES, type Service } from '../domain/person.ts';
import { placeOf, signalId } from '../domain/signals.ts';
import { isOnLeave, worksOn } from './absence.ts';
import { weekdayOfNumber, weekNumber } from './dayNumber.ts';
import { countOf, draw } from './draw.ts';
import { serviceFrom } from './holdings.ts';
import type { SamplePerson } from './samplePerson.ts';
import { spreadAt } from './spreads.ts';
import { YOUR_MEETINGS_PLACE, YOUR_TEMPER } from './temper.ts';
import type { Uptake } from './uptake.ts';

const SALT = { week: 100, day: 200, mood: 300, nudged: 400, nudgedCount: 500, reads: 600 } as const;

/** What is done with the first is done with the second as well: a meeting of a series is a meeting, Word in the browser is Word. */
const IMPLIES: readonly (readonly [what: string, ...also: readonly string[]])[] = [
  ['teams.recurringMeetings', 'teams.meetingsOrganized'],
  ['teams.meetNow', 'teams.meetingsOrganized'],
  ['word.web', 'word.days'],
  ['excel.web', 'excel.days'],
  ['powerpoint.web', 'powerpoint.days'],
  ['outlook.mobile', 'outlook.read'],
  ['copilot.word', 'word.days'],
  ['copilot.excel', 'excel.days'],
  ['copilot.powerpoint', 'powerpoint.days'],
  ['copilot.onenote', 'onenote.days'],
  ['copilot.outlook', 'outlook.read'],
];
/** Licences a signal needs besides its own service's. */
const ALSO_NEEDS: Readonly<Record<string, Service>> = { 'teams.mobile': 'teams', 'outlook.mobile': 'exchange', 'copilot.teams': 'teams' };

const IMPLIED_BY: readonly (readonly number[] | undefined)[] = CATALOGUE.map(({ id }) =>
  IMPLIES.flatMap(([what, ...also]) => (also.includes(id) ? [placeOf(signalId(what))] : [])),
).map((sources) => (sources.length === 0 ? undefined : sources));
const NEEDS = CATALOGUE.map(({ id, service }) => ({ first: SERVICES.indexOf(service), second: SERVICES.indexOf(ALSO_NEEDS[id] ?? service) }));
/** A day (number) nobody lives to see. */
const NEVER = 2 ** 31 - 1;
const TEAMS = SERVICES.indexOf('teams');

/** The places, and those of signals that imply one of them: where any is above 0, one of `places` is. */
export function withSources(places: readonly number[]): readonly number[] {
  return [...new Set(places.flatMap((place) => [place, ...(IMPLIED_BY[place] ?? [])]))];
}

/** Everything that leaves a trace in Teams: its own signals, and those of other reports that are done in Teams. */
export const TEAMS_PLACES: readonly number[] = CATALOGUE.flatMap(({ id, report }, place) =>
  report === 'getTeamsUserActivityUserDetail' || id === 'teams.mobile' || id === 'copilot.teams' ? [place] : [],
);

/**
 * What people did, one person and one day at a time: a pure function of the person (that is, of seed and index), the day, and the
 * uptakes of nudges received before it. Outside their working days it is nothing. A week shows a signal or not; within a week that
 * does, the days share its actions by chance, more in the middle of the week. Nothing is shown before the licence it needs.
 *
 * Only what is asked for is reckoned, and a week's draws are kept while the days asked for stay in it: reports ask for each person up to
 * 180 times.
 */
export class Diary {
  private person: SamplePerson | undefined;
  private uptakes: readonly Uptake[] = [];
  /** Per place: the first day all licences it needs are there. */
  private readonly since = new Int32Array(CATALOGUE.length);
  private inTeamsSince = NEVER;
  private number = 0;
  private week = Number.NaN;
  private isAway = false;
  /** By nudges, or by the calendar. */
  private mayShowOtherwise = false;
  private mood = 0;
  /** Per place: twice the week last drawn for, plus one when it shows the signal. */
  private readonly shown = new Int32Array(CATALOGUE.length);

  /** Opens the diary of a person. Nothing may be asked before a day is turned to. */
  open(person: SamplePerson, uptakes: readonly Uptake[]): void {
    this.person = person;
    this.uptakes = uptakes;
    this.mayShowOtherwise = uptakes.length > 0 || person.temper === YOUR_TEMPER;
    this.week = Number.NaN;
    this.shown.fill(-1);
    const from = SERVICES.map((service) => serviceFrom(person, service) ?? NEVER);
    this.inTeamsSince = from[TEAMS] ?? NEVER;
    for (let place = 0; place < NEEDS.length; place += 1) {
      const { first, second } = NEEDS[place] ?? { first: TEAMS, second: TEAMS };
      this.since[place] = Math.max(from[first] ?? NEVER, from[second] ?? NEVER);
    }
  }

  /** Turns to a day (number); false when the person did nothing at all on it because they were not at work. */
  turnTo(number: number): boolean {
    const { person } = this;
    if (person === undefined || person.kind !== 'member') return false;
    const week = weekNumber(number);
    if (week !== this.week) {
      this.week = week;
      this.isAway = isOnLeave(person, week);
    }
    if (this.isAway || !worksOn(person, number)) return false;
    this.number = number;
    this.mood = (0.55 + 0.9 * draw(person.temper.key, SALT.mood, number)) * weekdayFactor(number);
    return true;
  }

  /** The value of the signal at `place` on the day turned to. */
  valueOf(place: number): number {
    let value = this.ownOf(place);
    const sources = IMPLIED_BY[place];
    if (sources === undefined) return value;
    for (const source of sources) value += this.ownOf(source);
    return value > 1 && spreadAt(place).isOnceADay ? 1 : value;
  }

  /**
   * Whether the signal's own part can be anything but 0 in the week with that number. Where it cannot, its days need not be turned to:
   * what people never or rarely do costs nothing.
   */
  mayShow(place: number, week: number): boolean {
    const { person } = this;
    if (person === undefined) return false;
    if (this.mayShowOtherwise) return true;
    const rhythm = person.temper.rhythms[place];
    return rhythm !== undefined && this.isShown(place, person.temper.key, rhythm.weekShare, week);
  }

  /** The value without what other signals imply. */
  ownOf(place: number): number {
    const { person, number } = this;
    if (person === undefined) return 0;
    const { temper, weekdays } = person;
    const rhythm = temper.rhythms[place];
    const isShown = rhythm !== undefined && this.isShown(place, temper.key, rhythm.weekShare, this.week);
    if ((!isShown && !this.mayShowOtherwise) || (this.since[place] ?? NEVER) > number) return 0;
    let count = 0;
    if (isShown) count = countOf((rhythm.actions / weekdays.length) * this.mood, draw(temper.key, SALT.day + place, number));
    if (temper === YOUR_TEMPER && place === YOUR_MEETINGS_PLACE && isYourMeetingDay(number)) count += 1;
    if (this.uptakes.length > 0) count += nudgedCount(temper.key, place, number, this.uptakes);
    if (count === 0) return 0;
    const { unit, isOnceADay } = spreadAt(place);
    return isOnceADay ? 1 : count * unit;
  }

  /** Whether the person was in Teams on the day turned to, be it only to look. */
  isInTeams(): boolean {
    return this.looksAtTeams() || TEAMS_PLACES.some((place) => this.ownOf(place) > 0);
  }

  /** Opened Teams, read, moved the status: what leaves no trace in any signal. */
  looksAtTeams(): boolean {
    const { person, number } = this;
    if (person === undefined || this.inTeamsSince > number) return false;
    return draw(person.temper.key, SALT.reads, number) < person.temper.reads;
  }

  private isShown(place: number, key: number, share: number, week: number): boolean {
    const known = this.shown[place] ?? -1;
    if (known >> 1 === week) return (known & 1) === 1;
    const isShown = draw(key, SALT.week + place, week) < share;
    this.shown[place] = 2 * week + (isShown ? 1 : 0);
    return isShown;
  }
}

/** Tuesday to Thursday are livelier than the ends of the week. */
function weekdayFactor(number: number): number {
  const weekday = weekdayOfNumber(number);
  return weekday >= 2 && weekday <= 4 ? 1.1 : 0.85;
}

const isYourMeetingDay = (number: number): boolean => weekdayOfNumber(number) === 3 && weekNumber(number) % 2 === 0;

/** What nudges taken up add on this day: the largest of them, not their sum; two tips about a thing make one habit. */
function nudgedCount(key: number, place: number, number: number, uptakes: readonly Uptake[]): number {
  const shows = uptakes.some((uptake) => uptake.place === place && number >= uptake.from && isTaken(key, number, uptake));
  return shows ? 1 + countOf(0.8, draw(key, SALT.nudgedCount + place, number)) : 0;
}

function isTaken(key: number, number: number, uptake: Uptake): boolean {
  if (uptake.sureDays.includes(number)) return true;
  const age = number - uptake.from;
  const share = uptake.halfLifeDays === undefined ? uptake.dayShare : uptake.dayShare * 2 ** (-age / uptake.halfLifeDays);
  return draw(key, SALT.nudged + uptake.place, number) < share;
}
