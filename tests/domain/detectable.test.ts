import { expect } from 'chai';
import fc from 'fast-check';
import { comparisonFor, detectableDifference, servedFirst } from '../../src/domain/detectable.ts';

describe('the effect that could be found', () => {
  const sizes: readonly (readonly [people: number, kind: string, served: number])[] = [
    [99, 'none', 99],
    [100, 'two-waves', 50],
    [101, 'two-waves', 51],
    [4_999, 'two-waves', 2_500],
    [5_000, 'hold-out', 4_500],
    [5_019, 'hold-out', 4_518],
  ];
  for (const [people, kind, served] of sizes)
    it(`is measured among ${people} people by ${kind}, of whom ${served} are served at once`, () => {
      const comparison = comparisonFor(people);
      expect(comparison.kind).to.equal(kind);
      expect(servedFirst(people, comparison)).to.equal(served);
    });

  it('comes after 4 weeks of waves, after 12 of a hold-out', () => {
    expect(comparisonFor(800)).to.deep.equal({ kind: 'two-waves', weeks: 4 });
    expect(comparisonFor(8_000)).to.deep.equal({ kind: 'hold-out', share: 0.1, weeks: 12 });
  });

  const byHand: readonly (readonly [base: number, first: number, second: number, points: number])[] = [
    // 280.2 · √(0.21 · 0.005) = 9.0795
    [0.3, 400, 400, 9.1],
    // 280.2 · √(0.25 · (1/9000 + 1/1000)) = 280.2 · √0.00027778 = 4.6700
    [0.5, 9_000, 1_000, 4.7],
    // Nobody counts as 5 %: 280.2 · √(0.0475 · 0.02) = 8.6364
    [0, 100, 100, 8.7],
  ];
  for (const [base, first, second, points] of byHand)
    it(`is ${points} points at a base of ${base} between ${first} and ${second}`, () => {
      expect(detectableDifference(base, first, second)).to.deep.equal({ kind: 'difference', percentagePoints: points });
    });

  it('is not told of fewer than 30 people in a group', () => {
    expect(detectableDifference(0.3, 400, 29)).to.deep.equal({ kind: 'too-few', needed: 30, smallestGroup: 29 });
  });

  it('gets no larger with more people, and is the same for a share and its rest', () => {
    const points = (base: number, first: number, second: number): number => {
      const found = detectableDifference(base, first, second);
      return found.kind === 'difference' ? found.percentagePoints : Number.NaN;
    };
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 30, max: 50_000 }),
        fc.integer({ min: 30, max: 50_000 }),
        (base, first, second) => {
          expect(points(base, first + 100, second)).to.be.at.most(points(base, first, second));
          expect(points(1 - base, first, second)).to.be.closeTo(points(base, first, second), 0.1 + 1e-9);
        },
      ),
    );
  });
});
