import { expect } from 'chai';
import { returnedWeekOf } from '../../src/domain/returnedWeek.ts';
import { addDays, day } from '../../src/domain/time.ts';
import type { WeekUse } from '../../src/domain/usage.ts';

const NEWEST = day('2026-11-16');

/**
 * One mark a week, newest first: `o` use seen by the first of two reports, `.` none, `x` none and the first report does not know the
 * week, `y` none and only the second one, in which the person is never seen, does not, ` ` a week nobody knows.
 */
function weeksOf(marks: string): readonly WeekUse[] {
  const days = { o: [3, 0], '.': [0, 0], x: [null, 0], y: [0, null] } as const;
  return [...marks].flatMap((mark, place): readonly WeekUse[] => {
    if (mark === ' ') return [];
    const daysByReport = days[mark as keyof typeof days];
    return [{ week: addDays(NEWEST, -7 * place), values: [], activeDays: daysByReport[0] ?? 0, daysByReport }];
  });
}

describe('the week somebody came back in', () => {
  const cases: readonly (readonly [what: string, marks: string, weeksAgo: number | undefined])[] = [
    ['follows three weeks without use that followed use', 'o...o', 0],
    ['is the first week of use, not the newest', 'ooo...o', 2],
    ['may follow a leave of eight weeks', 'oooo........o', 3],
    ['is none after two weeks without use', 'o..oo', undefined],
    ['is none for whoever was never seen before', 'o.....', undefined],
    ['is none while they are away', '....ooo', undefined],
    ['is no news after four weeks', 'oooo....o', 3],
    ['is no news in the fifth week', 'ooooo...o', undefined],
    ['is the newest of two', 'o...o...o', 0],
    ['is none where a report that saw them does not know a week', 'o.x.o', undefined],
    ['is told though a report that never saw them does not know a week', 'o.y.o', 0],
    ['is none where nobody knows a week between', 'o.. .o', undefined],
    ['is none without weeks', '', undefined],
  ];
  for (const [what, marks, weeksAgo] of cases)
    it(`${what}: ${JSON.stringify(marks)}`, () =>
      expect(returnedWeekOf(weeksOf(marks))).to.equal(weeksAgo === undefined ? undefined : addDays(NEWEST, -7 * weeksAgo)));
});
