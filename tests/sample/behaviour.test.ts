import { expect } from 'chai';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { habitsOf, type Stage } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import { REPORTS } from '../../src/domain/reports.ts';
import { placeOf, signalId } from '../../src/domain/signals.ts';
import { day } from '../../src/domain/time.ts';
import type { WeekUse } from '../../src/domain/usage.ts';
import { isAtWork, leaveOn } from '../../src/sample/absence.ts';
import { behaviourOn } from '../../src/sample/behaviour.ts';
import { dayNumber, dayOf, weekdayOfNumber } from '../../src/sample/dayNumber.ts';
import { heldOn, serviceFrom } from '../../src/sample/holdings.ts';
import { type Population, population } from '../../src/sample/population.ts';
import { reportFile } from '../../src/sample/reportFile.ts';
import { placesOf } from '../../src/sample/reports/countReports.ts';
import { hasTeams, type SamplePerson } from '../../src/sample/samplePerson.ts';
import { type Uptake, uptakeOf } from '../../src/sample/uptake.ts';
import { YOU } from './company.ts';

const SEED = 'a company';
const NEWEST = dayNumber(day('2026-11-19'));
const OPENED = NEWEST + 2;
/** The Monday of the newest complete week. */
const LAST_MONDAY = dayNumber(day('2026-11-09'));
const POSTS = placeOf(signalId('teams.channelPosts'));
const REPLIES = placeOf(signalId('teams.channelReplies'));
const ORGANIZED = placeOf(signalId('teams.meetingsOrganized'));
const CHATS = placeOf(signalId('teams.privateChats'));

function weeksOf(person: SamplePerson): readonly WeekUse[] {
  return Array.from({ length: 12 }, (_, ago) => {
    const monday = LAST_MONDAY - 7 * ago;
    const days = Array.from({ length: 7 }, (__, offset) => behaviourOn(person, monday + offset, []));
    const values = CATALOGUE.map((_signal, place) => days.reduce((sum, one) => sum + (one.values[place] ?? 0), 0));
    const activeDays = days.filter((one) => one.values.some((value) => value > 0)).length;
    return { week: dayOf(monday), values, activeDays, daysByReport: REPORTS.map(() => activeDays) };
  });
}

const stageOf = (person: SamplePerson, place: number): Stage => habitsOf(weeksOf(person), [], {})[place]?.stage ?? 'cannot-tell';

function activeDays(person: SamplePerson, from: number, to: number, place: number, uptakes: readonly Uptake[]): number {
  let days = 0;
  for (let number = from; number <= to; number += 1) if ((behaviourOn(person, number, uptakes).values[place] ?? 0) > 0) days += 1;
  return days;
}

describe('the people of the sample tenant', () => {
  const company: Population = population(SEED, 200, YOU, OPENED);
  const your = company.find(YOU.personId);

  it('are the same for the same seed, whatever their number, and others for another', () => {
    const larger = population(SEED, 300, YOU, OPENED);
    expect(larger.people.slice(0, 200)).to.deep.equal(company.people);
    const ids = new Set(company.people.map((person) => person.personId));
    expect(population('another', 200, undefined, OPENED).people.some((person) => ids.has(person.personId))).to.equal(false);
  });

  it('have addresses of their own, many departments and languages, and some accounts that are no colleagues', () => {
    const distinct = (of: (person: SamplePerson) => string): number => new Set(company.people.map(of)).size;
    expect(distinct((person) => person.userPrincipalName)).to.equal(200);
    expect(distinct((person) => person.department.name)).to.be.at.least(8);
    expect(distinct((person) => person.language)).to.be.at.least(8);
    expect(company.people.every((person) => person.userPrincipalName.endsWith('@contoso.example'))).to.equal(true);
    for (const kind of ['guest', 'disabled', 'shared'] as const)
      expect(
        company.people.some((person) => person.kind === kind),
        kind,
      ).to.equal(true);
    expect(company.people.some((person) => person.kind === 'member' && !hasTeams(person))).to.equal(true);
  });

  it('stand on every rung of the ladder in every signal their licences allow', () => {
    const many = population(SEED, 1_500, YOU, OPENED).people.filter((person) => person.kind === 'member');
    const stages = many.map((person) => habitsOf(weeksOf(person), [], {}));
    for (const [place, signal] of CATALOGUE.entries()) {
      const had = many.map((person) => (serviceFrom(person, signal.service) ?? NEWEST) < NEWEST - 90);
      const own = stages.flatMap((habits, index) => (had[index] === true ? [habits[place]?.stage] : []));
      expect(own.length, signal.id).to.be.above(100);
      const rungs = ['non', 'low', 'novice', 'habitual', ...(HABITS[place]?.isCounted === true ? ['power'] : [])];
      for (const stage of rungs) {
        const share = own.filter((one) => one === stage).length / own.length;
        expect(share, `${signal.id} ${stage}`).to.be.within(0.01, 0.75);
      }
    }
  });

  it('chat more than they post, and few are regulars of Copilot or Viva Engage', () => {
    const many = population(SEED, 600, YOU, OPENED).people.filter((person) => person.kind === 'member');
    const regulars = (id: string): number => {
      const place = placeOf(signalId(id));
      return many.filter((person) => ['habitual', 'power'].includes(stageOf(person, place))).length / many.length;
    };
    expect(regulars('teams.privateChats')).to.be.above(1.4 * regulars('teams.channelPosts'));
    for (const id of ['copilot.chat', 'copilot.word', 'engage.posted', 'engage.liked']) expect(regulars(id), id).to.be.within(0.001, 0.25);
  });

  it('do nothing on their days off, and are away for one to three weeks at a time', () => {
    const leaves = new Set<number>();
    for (const person of company.licensed) {
      for (let number = NEWEST - 180; number <= NEWEST; number += 1) {
        const leave = leaveOn(person, number);
        if (leave !== undefined) leaves.add((leave.back - leave.from) / 7);
        const isOff = !isAtWork(person, number) || !person.weekdays.includes(weekdayOfNumber(number)) || leave !== undefined;
        if (isOff) expect(behaviourOn(person, number, [], [CHATS])).to.deep.equal({ values: [0], isInTeams: false });
      }
    }
    // Two quarters' leave may touch.
    expect([...leaves].sort()).to.include.members([1, 2, 3]);
    expect(Math.max(...leaves)).to.be.at.most(6);
  });

  it('include you, who chats daily, organises little and stays out of channels', () => {
    if (your === undefined) throw new Error('you are not in the company');
    expect([CHATS, ORGANIZED, POSTS, REPLIES].map((place) => stageOf(your, place))).to.deep.equal(['power', 'low', 'non', 'non']);
    expect(activeDays(your, NEWEST - 29, NEWEST, ORGANIZED, [])).to.be.within(1, 3);
    expect(activeDays(your, LAST_MONDAY, LAST_MONDAY + 6, CHATS, [])).to.equal(5);
  });

  it('show nothing before they have the licence, and some of it soon after', () => {
    const many = population(SEED, 1_500, YOU, OPENED).people;
    const fresh = many.filter((person) => person.kind === 'member' && (serviceFrom(person, 'copilot') ?? 0) > OPENED);
    expect(fresh.length).to.be.above(10);
    const copilot = placesOf('getMicrosoft365CopilotUsageUserDetail');
    const uses = (person: SamplePerson, from: number, to: number): number =>
      copilot.reduce((sum, place) => sum + activeDays(person, from, to, place, []), 0);
    let after = 0;
    for (const person of fresh) {
      const from = serviceFrom(person, 'copilot') ?? 0;
      expect(uses(person, from - 60, from - 1), person.userPrincipalName).to.equal(0);
      after += uses(person, from, from + 60);
    }
    expect(after).to.be.above(fresh.length * 5);
    const without = many.filter((person) => person.kind === 'member' && serviceFrom(person, 'copilot') === undefined);
    expect(without.slice(0, 50).every((person) => uses(person, NEWEST - 20, NEWEST) === 0)).to.equal(true);
  });

  it('have Copilot in about 15 of 100 cases, some since a few days only', () => {
    const many = population(SEED, 2_000, YOU, OPENED).people;
    const held = many.filter((person) => person.kind === 'member').map((person) => heldOn(person, OPENED).at(-1));
    const copilot = held.filter((holding) => holding?.licence.skuPartNumber === 'Microsoft_365_Copilot');
    expect(copilot.length / many.length).to.be.within(0.1, 0.2);
    expect(copilot.filter((holding) => (holding?.from ?? 0) > OPENED - 14).length).to.be.above(10);
    const newcomers = held.filter((holding) => holding?.licence.services.includes('teams') === true && holding.from > OPENED - 16);
    expect(newcomers.length).to.be.above(10);
  });

  it('answer to nudges in every signal they have the licence for', () => {
    const many = population(SEED, 400, YOU, OPENED).people.filter(
      (person) => person.kind === 'member' && (serviceFrom(person, 'copilot') ?? NEWEST) < NEWEST,
    );
    for (const signal of CATALOGUE) {
      const place = placeOf(signal.id);
      const idle = many.filter((person) => activeDays(person, NEWEST - 14, NEWEST + 14, place, []) === 0);
      const after = idle.filter((person) => {
        const uptake = uptakeOf(SEED, person, { signal: signal.id, day: NEWEST, isCertain: true });
        return activeDays(person, NEWEST + 1, NEWEST + 14, place, uptake === undefined ? [] : [uptake]) >= 3;
      });
      expect(after.length, signal.id).to.be.above(idle.length / 2);
      expect(idle.length, signal.id).to.be.above(0);
    }
  });

  it('do what is used or not at most once a day', () => {
    for (const person of company.people)
      for (const [place, value] of behaviourOn(person, NEWEST, []).values.entries())
        if (['days', 'last-date'].includes(CATALOGUE[place]?.kind ?? '')) expect(value).to.be.at.most(1);
  });

  it('include you, who lives in mail and Office, keeps files in OneDrive and never sends a link', () => {
    if (your === undefined) throw new Error('you are not in the company');
    const stage = (id: string): Stage => stageOf(your, placeOf(signalId(id)));
    for (const id of ['outlook.read', 'outlook.meetingsAnswered', 'onedrive.files', 'word.days', 'excel.days', 'powerpoint.days'])
      expect(stage(id), id).to.be.oneOf(['habitual', 'power']);
    for (const id of ['onedrive.sharedInternally', 'sharepoint.sharedInternally', 'onedrive.sharedExternally', 'copilot.chat'])
      expect(stage(id), id).to.equal('non');
    expect(serviceFrom(your, 'copilot')).to.be.above(OPENED + 14);
  });

  it('behave as ever where nobody nudges them, and differently where somebody does', () => {
    const idle = company.licensed.filter((person) => stageOf(person, POSTS) === 'non');
    expect(idle.length).to.be.above(40);
    const nudge = { signal: signalId('teams.channelPosts'), day: NEWEST, isCertain: false };
    const came = idle.map((person) => {
      const uptake = uptakeOf(SEED, person, nudge);
      const twin = activeDays(person, NEWEST + 1, NEWEST + 14, POSTS, []);
      const nudged = activeDays(person, NEWEST + 1, NEWEST + 14, POSTS, uptake === undefined ? [] : [uptake]);
      expect(activeDays(person, NEWEST - 60, NEWEST, POSTS, uptake === undefined ? [] : [uptake])).to.equal(
        activeDays(person, NEWEST - 60, NEWEST, POSTS, []),
      );
      if (uptake === undefined) expect(nudged).to.equal(twin);
      return nudged > twin;
    });
    const share = came.filter(Boolean).length / came.length;
    // Susceptibility is even between 0 and 0.6: three in ten on the average.
    expect(share).to.be.within(0.12, 0.5);
  });

  it('keep some of what they took up for good and let the rest fade', () => {
    const nudge = { signal: signalId('teams.channelPosts'), day: NEWEST, isCertain: false };
    const takers = company.licensed.flatMap((person) => {
      const uptake = stageOf(person, POSTS) === 'non' ? uptakeOf(SEED, person, nudge) : undefined;
      return uptake === undefined ? [] : [{ person, uptake }];
    });
    const late = (isKept: boolean): number[] =>
      takers
        .filter(({ uptake }) => (uptake.halfLifeDays === undefined) === isKept)
        .map(({ person, uptake }) => activeDays(person, NEWEST + 90, NEWEST + 118, POSTS, [uptake]));
    expect(late(true).length).to.be.above(2);
    expect(late(false).length).to.be.above(2);
    expect(Math.max(...late(false))).to.be.at.most(4);
    expect(late(true).filter((days) => days >= 5).length).to.be.above(late(true).length / 2);
  });

  it('do what they said they did: on at least three days within the five that next week’s report knows, whatever the weekday', () => {
    if (your === undefined) throw new Error('you are not in the company');
    for (let said = NEWEST; said < NEWEST + 28; said += 1) {
      const uptake = uptakeOf(SEED, your, { signal: signalId('teams.channelReplies'), day: said, isCertain: true });
      expect(uptake).to.not.equal(undefined);
      expect(activeDays(your, said + 1, said + 5, REPLIES, uptake === undefined ? [] : [uptake]), dayOf(said)).to.be.at.least(3);
    }
  });

  it('are as many as asked for', () => {
    const large = population(SEED, 10_000, YOU, OPENED);
    const source = { people: large.people, uptakesOf: () => [], isConcealed: false, newest: NEWEST };
    const rows = [...reportFile('getTeamsUserActivityUserDetail', source, { kind: 'day', day: day('2026-11-17') })].length;
    expect(rows).to.be.above(5_000);
  });
});
