import { expect } from 'chai';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { habitOf, provisionalHabitOf, type Stage } from '../../src/domain/habit.ts';
import { habitDefinition, habitId } from '../../src/domain/habits.ts';
import { REPORTS } from '../../src/domain/reports.ts';
import { signalsOf } from '../../src/domain/signals.ts';
import { addDays, day } from '../../src/domain/time.ts';
import type { PeriodUse, WeekUse } from '../../src/domain/usage.ts';

const MONDAY = day('2026-08-31');
const PLACE = 1;
const HABIT = habitDefinition(habitId('teams.channelPosts'));

/** Weeks oldest first; `away` is a week in which nothing at all was used. */
function weeks(...counts: readonly (number | 'away' | null)[]): WeekUse[] {
  return counts.map((count, index) => ({
    week: addDays(MONDAY, 7 * index),
    values: CATALOGUE.map((_, place) => (place === PLACE ? (count === 'away' ? 0 : count) : 0)),
    activeDays: count === 'away' ? 0 : 3,
    daysByReport: REPORTS.map(() => (count === 'away' ? 0 : 3)),
  }));
}

describe('the habit ladder', () => {
  const cases: readonly (readonly [what: string, weeks: WeekUse[], stage: Stage, gap: number])[] = [
    ['nine active weeks of twelve are habitual', weeks(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0), 'habitual', 0],
    ['eight are not, but their mean makes a novice', weeks(2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0), 'novice', 1 - 8 / 9],
    ['nine with a mean of fifteen are power', weeks(20, 20, 20, 20, 20, 20, 20, 20, 20, 0, 0, 0), 'power', 0],
    ['nine with a mean just below fifteen are not', weeks(20, 20, 20, 20, 20, 20, 20, 20, 19, 0, 0, 0), 'habitual', 0],
    ['a mean of exactly one is a novice', weeks(12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 'novice', 1 - 1 / 9],
    ['eleven uses in twelve weeks are low', weeks(11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 'low', 1 - 1 / 9],
    ['nothing is non', weeks(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 'non', 1],
    ['three weeks say nothing', weeks(9, 9, 9), 'cannot-tell', 0],
    ['of four weeks three are asked for', weeks(1, 1, 1, 0), 'habitual', 0],
    ['of eight weeks six are asked for', weeks(1, 5, 0, 0, 0, 0, 0, 0), 'low', 1 - 2 / 6],
    ['of five weeks four are asked for, rounded up', weeks(1, 1, 1, 0, 0), 'low', 1 - 3 / 4],
    ['leave between active weeks is not a miss', weeks(1, 1, 'away', 'away', 1, 1, 1, 1, 1, 1, 0, 1), 'habitual', 0],
    ['being away at the end is not leave yet', weeks(1, 1, 1, 1, 1, 1, 1, 1, 'away', 'away', 'away', 'away'), 'low', 1 - 8 / 9],
    ['weeks in which the column was empty do not count', weeks(null, null, null, null, 1, 1, 1, 1), 'habitual', 0],
    ['a column empty throughout says nothing', weeks(null, null, null, null, null), 'cannot-tell', 0],
    ['only the newest twelve weeks count', weeks(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 'habitual', 0],
  ];
  for (const [what, given, stage, gap] of cases) {
    it(what, () => {
      const habit = habitOf(given, HABIT);
      expect(habit.stage).to.equal(stage);
      expect(habit.gap).to.be.closeTo(gap, 1e-9);
      expect(habitOf([...given].reverse(), HABIT), 'the order given does not matter').to.deep.equal(habit);
    });
  }
});

describe('the provisional stage of the first weeks', () => {
  const periods = (in30: number | null, in90: number | null): PeriodUse[] =>
    ([30, 90] as const).map((days) => ({
      report: 'getTeamsUserActivityUserDetail',
      days,
      values: signalsOf('getTeamsUserActivityUserDetail').map((_, place) => (place === PLACE ? (days === 30 ? in30 : in90) : 0)),
    }));
  const cases: readonly (readonly [what: string, periods: PeriodUse[], weeks: WeekUse[], stage: Stage])[] = [
    ['no use in thirty days is non', periods(0, 5), [], 'non'],
    ['no use in thirty days is non, whatever was before', periods(0, 400), [], 'non'],
    ['three uses in thirty days are low', periods(3, 9), [], 'low'],
    ['four in thirty days cannot be told', periods(4, 9), [], 'cannot-tell'],
    ['once a week over ninety days with recent use is no need', periods(2, 13), [], 'cannot-tell'],
    ['active in every week seen is no need', periods(3, 3), weeks(1, 1), 'cannot-tell'],
    ['a week seen without use leaves it low', periods(3, 3), weeks(1, 0), 'low'],
    ['an empty cell says nothing', periods(null, null), [], 'cannot-tell'],
    ['nobody reported says nothing', [], [], 'cannot-tell'],
  ];
  for (const [what, given, seen, stage] of cases) it(what, () => expect(provisionalHabitOf(given, seen, HABIT).stage).to.equal(stage));
});
