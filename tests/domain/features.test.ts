import { expect } from 'chai';
import { completeWeeks, knowsBasics, weekUseOf } from '../../src/domain/features.ts';
import { outcomeOf } from '../../src/domain/outcome.ts';
import { CATALOGUE } from '../../src/domain/signals.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import type { DayUse } from '../../src/domain/usage.ts';

const MONDAY = day('2026-11-02');
const use = (ahead: number, first: number | null, second: number | null = 0): DayUse => ({
  day: addDays(MONDAY, ahead),
  values: CATALOGUE.map((_, place) => (place === 0 ? first : place === 1 ? second : 0)),
});
const days = (from: number, count: number): Day[] => Array.from({ length: count }, (_, ahead) => addDays(MONDAY, from + ahead));

describe('a week of use', () => {
  it('sums each signal and counts the days with any use', () => {
    const week = weekUseOf(MONDAY, [use(0, 3), use(2, 0, 1), use(3, 0), use(6, 2)]);
    expect(week?.values.slice(0, 2)).to.deep.equal([5, 1]);
    expect(week?.activeDays).to.equal(3);
  });
  it('keeps empty apart from zero', () => expect(weekUseOf(MONDAY, [use(0, null, 4)])?.values.slice(0, 2)).to.deep.equal([null, 4]));
  it('leaves out the days of other weeks', () => expect(weekUseOf(MONDAY, [use(-1, 9), use(7, 9), use(1, 1)])?.values[0]).to.equal(1));
  it('is nothing when nothing was used', () => expect(weekUseOf(MONDAY, [use(0, 0), use(1, null)])).to.equal(undefined));
});

describe('complete weeks', () => {
  it('are those whose seven days are known, whatever the order', () => {
    expect(completeWeeks([...days(-3, 20)].reverse())).to.deep.equal([MONDAY, addDays(MONDAY, 7)]);
  });
  it('need every day', () => expect(completeWeeks(days(0, 14).filter((known) => known !== addDays(MONDAY, 3)))).to.deep.equal([addDays(MONDAY, 7)]));
});

describe('knowing the basics', () => {
  const everyWorkingDay = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11].map((ahead) => use(ahead, 1));
  it('is using the service every working day', () => expect(knowsBasics(everyWorkingDay, days(0, 14))).to.equal(true));
  it('survives two days off', () => expect(knowsBasics(everyWorkingDay.slice(2), days(0, 14))).to.equal(true));
  it('is not using it on half of the days', () => expect(knowsBasics(everyWorkingDay.slice(5), days(0, 14))).to.equal(false));
  it('is assumed while fewer than five weekdays are known', () => expect(knowsBasics([], days(0, 4))).to.equal(true));
  it('does not count weekends against anybody', () => expect(knowsBasics(everyWorkingDay, days(0, 13))).to.equal(true));
});

describe('the outcome of a nudge', () => {
  const dataDay = addDays(MONDAY, -1);
  const known = (count: number): ReadonlySet<Day> => new Set(days(0, count));
  it('came with two active days of the fourteen', () => expect(outcomeOf(dataDay, [use(0, 1), use(13, 1)], known(14), 0)).to.equal('came'));
  it('came as soon as it can be seen', () => expect(outcomeOf(dataDay, [use(0, 1), use(1, 1)], known(2), 0)).to.equal('came'));
  it('did not come with one', () => expect(outcomeOf(dataDay, [use(3, 5)], known(14), 0)).to.equal('did-not-come'));
  it('is undecided while days are missing', () => expect(outcomeOf(dataDay, [use(3, 5)], known(13), 0)).to.equal('undecided'));
  it('looks at its own signal only', () => expect(outcomeOf(dataDay, [use(0, 1), use(1, 1)], known(14), 1)).to.equal('did-not-come'));
  it('does not count the data day itself or the fifteenth day', () =>
    expect(outcomeOf(dataDay, [use(-1, 1), use(14, 1), use(2, 1)], known(20), 0)).to.equal('did-not-come'));
});
