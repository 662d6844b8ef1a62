import { expect } from 'chai';
import fc from 'fast-check';
import { planMoments } from '../../src/domain/planMoments.ts';
import { type Day, day, dayIn, instant, instantOf, isoOf } from '../../src/domain/time.ts';
import { isWorking, momentOf, nextSpan, usualWorkingTime } from '../../src/domain/workingTime.ts';

const BERLIN = usualWorkingTime('Europe/Berlin');
const NONE: ReadonlySet<Day> = new Set();

describe('working time', () => {
  const cases: readonly (readonly [what: string, from: string, start: string | undefined, end: string | undefined])[] = [
    ['before work it begins with work', '2026-03-09T05:00:00Z', '2026-03-09T08:00:00.000Z', '2026-03-09T16:00:00.000Z'],
    ['during work it begins now', '2026-03-09T10:30:00Z', '2026-03-09T10:30:00.000Z', '2026-03-09T16:00:00.000Z'],
    ['after work it is the next day', '2026-03-09T16:00:00Z', '2026-03-10T08:00:00.000Z', '2026-03-10T16:00:00.000Z'],
    ['the last quarter of an hour is too late', '2026-03-09T15:50:00Z', '2026-03-10T08:00:00.000Z', '2026-03-10T16:00:00.000Z'],
    ['on Saturday it is Monday', '2026-03-14T10:00:00Z', '2026-03-16T08:00:00.000Z', '2026-03-16T16:00:00.000Z'],
    ['across the change of the clocks nine stays nine', '2026-03-28T10:00:00Z', '2026-03-30T07:00:00.000Z', '2026-03-30T15:00:00.000Z'],
  ];
  for (const [what, from, start, end] of cases)
    it(what, () => {
      const span = nextSpan(BERLIN, instant(from), NONE, 6);
      expect(span && isoOf(span.start)).to.equal(start);
      expect(span && isoOf(span.end)).to.equal(end);
    });

  it('passes over the tenant’s holidays', () => {
    const span = nextSpan(BERLIN, instant('2026-12-24T20:00:00Z'), new Set([day('2026-12-25')]), 6);
    expect(span?.day).to.equal('2026-12-28');
  });

  it('is none where nobody works within the days asked for', () => {
    expect(nextSpan({ ...BERLIN, weekdays: [] }, instant('2026-03-09T08:00:00Z'), NONE, 6)).to.equal(undefined);
    expect(nextSpan(BERLIN, instant('2026-03-14T10:00:00Z'), NONE, 1)).to.equal(undefined);
  });

  it('holds every moment chosen from it, in any zone and at any time', () => {
    const zones = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Tokyo', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo', 'Africa/Lagos'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (zone, at, share) => {
          const time = usualWorkingTime(zone);
          const from = instantOf(at);
          const span = nextSpan(time, from, NONE, 6);
          if (span === undefined) throw new Error('a week without work');
          const moment = momentOf(span, share);
          expect(isWorking(time, moment, NONE), `${zone} ${isoOf(moment)}`).to.equal(true);
          expect(moment).to.be.at.least(from);
          expect(dayIn(zone, moment)).to.equal(span.day);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the moments a plan can be made for', () => {
  it('are tomorrow, next Monday and a week from now, half an hour into work', () => {
    const moments = planMoments(BERLIN, instant('2026-03-11T10:00:00Z'), NONE).map(({ moment, at }) => [moment, isoOf(at)]);
    expect(moments).to.deep.equal([
      ['tomorrow', '2026-03-12T08:30:00.000Z'],
      ['monday', '2026-03-16T08:30:00.000Z'],
      ['next-week', '2026-03-18T08:30:00.000Z'],
    ]);
  });

  it('offer a day once: on Friday the next working day is Monday', () => {
    const moments = planMoments(BERLIN, instant('2026-03-13T10:00:00Z'), NONE).map(({ at }) => isoOf(at));
    expect(moments).to.deep.equal(['2026-03-16T08:30:00.000Z', '2026-03-20T08:30:00.000Z']);
  });
});
