import { expect } from 'chai';
import { isCompleteDay, type ReadingState, rangesToRead } from '../../src/domain/reading.ts';
import { reportOf } from '../../src/domain/reports.ts';
import { addDays, day } from '../../src/domain/time.ts';
import type { LedgerEntry, ReportRange } from '../../src/domain/usage.ts';

const TODAY = day('2026-11-21');
const NEWEST = day('2026-11-19');
const first: ReadingState = {
  report: reportOf('getTeamsUserActivityUserDetail'),
  today: TODAY,
  newestDay: NEWEST,
  ledger: [],
  periodsRead: [],
  knownWeeks: 0,
  callsLeft: 13,
};
const entry = (back: number, rows = 100, isComplete = true): LedgerEntry => ({
  day: addDays(NEWEST, -back),
  rows,
  isComplete,
  isConcealed: false,
  refreshDay: NEWEST,
});
const text = (range: ReportRange): string => (range.kind === 'day' ? range.day : `D${range.days}`);

describe('what a run reads of a report', () => {
  it('is, the first time, the periods and the newest ten days within the budget of fourteen calls', () => {
    expect(rangesToRead(first).map(text)).to.deep.equal(['D30', 'D90', 'D180', ...Array.from({ length: 10 }, (_, back) => addDays(NEWEST, -back))]);
  });

  it('is everything within reach where there is no budget', () => {
    const ranges = rangesToRead({ ...first, callsLeft: undefined }).map(text);
    expect(ranges).to.have.length(3 + 27);
    expect(ranges.at(-1)).to.equal('2026-10-24');
  });

  it('is afterwards the newest seven days again and the newest holes first', () => {
    const ledger = [...Array.from({ length: 10 }, (_, back) => entry(back)), entry(12)];
    const ranges = rangesToRead({ ...first, ledger, knownWeeks: 4, callsLeft: 13 }).map(text);
    expect(ranges.slice(0, 7)).to.deep.equal(Array.from({ length: 7 }, (_, back) => addDays(NEWEST, -back)));
    expect(ranges.slice(7)).to.deep.equal([10, 11, 13, 14, 15, 16].map((back) => addDays(NEWEST, -back)));
  });

  it('is an incomplete day again, as long as it can be had', () => {
    const ledger = Array.from({ length: 27 }, (_, back) => entry(back, 100, back !== 20));
    expect(rangesToRead({ ...first, ledger, knownWeeks: 4 }).map(text)).to.include(addDays(NEWEST, -20));
  });

  it('never asks for a day out of reach', () => {
    for (const range of rangesToRead({ ...first, callsLeft: undefined }))
      if (range.kind === 'day') expect(range.day >= addDays(TODAY, -28)).to.equal(true);
  });
});

describe('a day’s file', () => {
  const cases: readonly (readonly [what: string, rows: number, back: number, weekBefore: number | undefined, complete: boolean])[] = [
    ['with half of last week’s rows is whole', 50, 0, 100, true],
    ['with fewer is not', 49, 0, 100, false],
    ['is whole when nothing is known of the week before', 3, 0, undefined, true],
    ['is not compared with a handful of rows', 4, 0, 10, true],
    ['without rows on a weekday is late', 0, 0, undefined, false],
    ['without rows on a weekend day the data have passed is an idle day', 0, 4, undefined, true],
    ['without rows and no longer corrected is an idle day', 0, 7, undefined, true],
    ['with few rows and no longer corrected is a holiday', 3, 7, 100, true],
    ['with few rows is late as long as it is corrected', 3, 6, 100, false],
  ];
  for (const [what, rows, back, weekBefore, complete] of cases)
    it(what, () => {
      const ledger = weekBefore === undefined ? [] : [entry(back + 7, weekBefore)];
      expect(isCompleteDay(rows, addDays(NEWEST, -back), NEWEST, ledger)).to.equal(complete);
    });
});
