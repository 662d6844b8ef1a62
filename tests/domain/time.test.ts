import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, type Day, dayIn, daysBetween, instantOf, weekdayOf, weekOf } from '../../src/domain/time.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
];
const clocks = new Map(
  ZONES.map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })]),
);
const FROM = Date.parse('2000-01-01T00:00:00Z');
const TO = Date.parse('2040-01-01T00:00:00Z');

describe('a day', () => {
  it('is the one a clock in the zone shows, also where clocks change at midnight', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: FROM, max: TO }), (zone, ms) => {
        expect(dayIn(zone, instantOf(ms))).to.equal(clocks.get(zone)?.format(ms));
      }),
      { numRuns: 20_000 },
    ));

  it('turns at the very millisecond', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: FROM / 1_800_000, max: TO / 1_800_000 }),
        fc.constantFrom(-1, 0),
        (zone, halfHours, ms) => {
          const at = halfHours * 1_800_000 + ms;
          expect(dayIn(zone, instantOf(at))).to.equal(clocks.get(zone)?.format(at));
        },
      ),
      { numRuns: 20_000 },
    ));

  it('counts on as the calendar does', () =>
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 60_000 }), fc.integer({ min: -1_000, max: 1_000 }), (number, count) => {
        const of = new Date(number * 86_400_000).toISOString().slice(0, 10) as Day;
        expect(addDays(of, count)).to.equal(new Date((number + count) * 86_400_000).toISOString().slice(0, 10));
        expect(daysBetween(of, addDays(of, count))).to.equal(count);
        expect(weekdayOf(of)).to.equal(new Date(number * 86_400_000).getUTCDay() || 7);
        expect(weekdayOf(weekOf(of))).to.equal(1);
      }),
    ));

  it('is of a zone there is', () =>
    expect(() => dayIn('Mars/Olympus', instantOf(0)))
      .to.throw()
      .with.property('code', 'invalid-time'));
});
