import { expect } from 'chai';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { basicsKnown, completeWeeks } from '../../src/domain/features.ts';
import { REPORTS, type ReportName } from '../../src/domain/reports.ts';
import { placeOf, signalId } from '../../src/domain/signals.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import type { WeekUse } from '../../src/domain/usage.ts';

const MONDAY = day('2026-11-02');
const days = (from: number, count: number): Day[] => Array.from({ length: count }, (_, ahead) => addDays(MONDAY, from + ahead));

describe('complete weeks', () => {
  it('are those whose seven days are known, whatever the order', () => {
    expect(completeWeeks([...days(-3, 20)].reverse())).to.deep.equal([MONDAY, addDays(MONDAY, 7)]);
  });
  it('need every day', () => expect(completeWeeks(days(0, 14).filter((known) => known !== addDays(MONDAY, 3)))).to.deep.equal([addDays(MONDAY, 7)]));
});

describe('knowing the basics', () => {
  const POSTS = placeOf(signalId('teams.channelPosts'));
  const WORD = placeOf(signalId('word.days'));
  const TEAMS: ReportName = 'getTeamsUserActivityUserDetail';
  /** A week with Teams on so many days, and Word on so many. */
  const week = (ago: number, teams: number | null, word = 0): WeekUse => ({
    week: addDays(MONDAY, -7 * ago),
    values: CATALOGUE.map((_, place) => (place === WORD ? word : 1)),
    activeDays: 5,
    daysByReport: REPORTS.map((report) => (report === TEAMS ? teams : 5)),
  });
  it('is using the app every working day', () => expect(basicsKnown([week(0, 5), week(1, 5)])).to.include(POSTS));
  it('survives two days off', () => expect(basicsKnown([week(0, 3), week(1, 5)])).to.include(POSTS));
  it('is not using it on half of the days', () => expect(basicsKnown([week(0, 3), week(1, 2)])).to.not.include(POSTS));
  it('looks at the newest two weeks only', () => expect(basicsKnown([week(0, 1), week(1, 1), week(2, 5)])).to.not.include(POSTS));
  it('takes one week where no more is known', () => expect(basicsKnown([week(0, 4)])).to.include(POSTS));
  it('passes over weeks the report does not know', () => expect(basicsKnown([week(0, null), week(1, 5), week(2, 5)])).to.include(POSTS));
  it('is assumed while nothing is known', () => expect(basicsKnown([])).to.have.length(CATALOGUE.length));
  it('is said of each app by itself where its days are counted', () => {
    expect(basicsKnown([week(0, 5, 0), week(1, 5, 1)])).to.not.include(WORD);
    expect(basicsKnown([week(0, 0, 5), week(1, 0, 5)])).to.include(WORD);
  });
});
