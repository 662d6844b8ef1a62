import { expect } from 'chai';
import type { ItemId } from '../../src/domain/item.ts';
import { drawn, EXPECTED_GOOD } from '../../src/domain/policy.ts';

const choices = (count: number) => Array.from({ length: count }, (_, index) => ({ item: `item-${index}` as ItemId, good: count - index }));

describe('the policy', () => {
  it('gives the best everything below five thousand people', () =>
    expect(EXPECTED_GOOD.probabilities(choices(3), 4_999)).to.deep.equal([1, 0, 0, 0]));
  it('draws one decision in twenty among all options from five thousand on, and nothing is an option', () => {
    const probabilities = EXPECTED_GOOD.probabilities(choices(3), 5_000);
    for (const [index, expected] of [0.9625, 0.0125, 0.0125, 0.0125].entries()) expect(probabilities[index]).to.be.closeTo(expected, 1e-12);
  });
  it('leaves a single tip nine hundred and seventy-five in a thousand', () =>
    expect(EXPECTED_GOOD.probabilities(choices(1), 5_000)[0]).to.be.closeTo(0.975, 1e-12));
});

describe('a draw', () => {
  const probabilities = EXPECTED_GOOD.probabilities(choices(3), 5_000);
  it('is the same for the same person, week and options', () =>
    expect(drawn(probabilities, 'person', '2026-11-23', 'a')).to.equal(drawn(probabilities, 'person', '2026-11-23', 'a')));
  it('takes each option as often as it is likely', () => {
    const counts = [0, 0, 0, 0];
    for (let person = 0; person < 100_000; person += 1) {
      const place = drawn(probabilities, `person-${person}`, '2026-11-23');
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // Four standard deviations.
    for (const [place, probability] of probabilities.entries()) {
      const expected = probability * 100_000;
      expect(counts[place], `option ${place}`).to.be.closeTo(expected, 4 * Math.sqrt(expected * (1 - probability)));
    }
  });
  it('never takes what has no chance', () => {
    for (let person = 0; person < 1_000; person += 1) expect(drawn([0, 1, 0], `person-${person}`)).to.equal(1);
  });
});
