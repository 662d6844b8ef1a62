import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type Arm, armOf } from '../../src/domain/arm.ts';
import { type PersonId, personId } from '../../src/domain/ids.ts';
import { DAY_MS, instant, later } from '../../src/domain/time.ts';

const ARMED = instant('2026-03-02T08:00:00Z');
const PEOPLE: readonly PersonId[] = Array.from({ length: 20_000 }, () => personId(randomUUID()));
const after = (weeks: number) => later(ARMED, weeks * 7 * DAY_MS);

function share(arm: Arm, people: number, weeks: number): number {
  return PEOPLE.filter((person) => armOf(person, ARMED, { people, salt: 'salt' }, after(weeks)) === arm).length / PEOPLE.length;
}

describe('the arm of a person who is armed', () => {
  const cases: readonly (readonly [what: string, arm: Arm, people: number, weeks: number, expected: number])[] = [
    ['below a hundred nobody waits', 'sent', 99, 0, 1],
    ['from a hundred half of them wait', 'waiting', 100, 0, 0.5],
    ['they wait for four weeks', 'waiting', 4_999, 3.99, 0.5],
    ['and no longer', 'sent', 4_999, 4, 1],
    ['from five thousand a tenth is held out', 'held-out', 5_000, 0, 0.1],
    ['nobody waits then', 'waiting', 5_000, 0, 0],
    ['they are held out for twelve weeks', 'held-out', 100_000, 11.99, 0.1],
    ['and no longer', 'sent', 100_000, 12, 1],
  ];
  for (const [what, arm, people, weeks, expected] of cases) it(what, () => expect(share(arm, people, weeks)).to.be.closeTo(expected, 0.012));

  it('stays the same whenever it is asked, and cannot be guessed without the secret', () => {
    const arms = (salt: string) => PEOPLE.slice(0, 500).map((person) => armOf(person, ARMED, { people: 800, salt }, after(1)));
    expect(arms('one')).to.deep.equal(arms('one'));
    expect(arms('one')).to.not.deep.equal(arms('another'));
  });

  it('takes nobody of the first wave out when the scope grows', () => {
    const arms = (person: PersonId) => [800, 8_000].map((people) => armOf(person, ARMED, { people, salt: 'salt' }, ARMED));
    expect(PEOPLE.map(arms).filter(([small, large]) => small === 'sent' && large === 'held-out')).to.have.length(0);
  });
});
