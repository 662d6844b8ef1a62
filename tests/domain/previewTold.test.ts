import { expect } from 'chai';
import fc from 'fast-check';
import { hiddenParts, splitShare, type ToldShare, toldParts, toldShares } from '../../src/domain/previewTold.ts';

const counts = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 5_000 })), { minLength: 2, maxLength: 6 });
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const shown = (shares: readonly ToldShare[]) => shares.map((share) => (share.kind === 'percent' ? share.percent : share.kind));

describe('what may be told of a whole and its parts', () => {
  const cases: readonly (readonly [counts: readonly number[], hidden: readonly number[]])[] = [
    [[40, 0, 12], []],
    [
      [3, 40, 0, 12],
      [0, 3],
    ],
    [
      [9, 500, 11],
      [0, 2],
    ],
    [
      [1, 1, 500, 20],
      [0, 1, 3],
    ],
    [
      [9, 9, 500],
      [0, 1],
    ],
    [
      [4, 500],
      [0, 1],
    ],
    [[10, 10], []],
  ];
  for (const [parts, hidden] of cases)
    it(`hides of ${parts.join(', ')} ${hidden.length === 0 ? 'nothing' : `those at ${hidden.join(', ')}`}`, () => {
      expect([...hiddenParts(parts)].sort()).to.deep.equal(hidden);
    });

  it('never lets a part of 1 to 9 people be seen or computed, not even where the whole is known', () => {
    fc.assert(
      fc.property(counts, (parts) => {
        const told = toldParts(parts);
        const untold = parts.filter((_, place) => told[place] === undefined);
        for (const count of told) if (count !== undefined) expect(count === 0 || count >= 10).to.equal(true);
        if (untold.length === 0) return;
        // What is left after subtraction is ten people in two parts, or the whole itself.
        const isWhole = untold.length === parts.filter((count) => count > 0).length;
        expect(isWhole || (untold.length >= 2 && sum(untold) >= 10)).to.equal(true);
      }),
    );
  });

  const shares: readonly (readonly [counts: readonly number[], told: readonly (number | string)[]])[] = [
    [
      [33, 33, 34],
      [35, 30, 35],
    ],
    [
      [300, 9_700, 0],
      [5, 95, 0],
    ],
    [
      [100, 9_900],
      ['few', 100],
    ],
    [
      [3, 40, 0, 12],
      ['hidden', 75, 0, 'hidden'],
    ],
    [
      [4, 5, 0],
      ['hidden', 'hidden', 'hidden'],
    ],
  ];
  for (const [parts, told] of shares)
    it(`tells ${parts.join(', ')} as ${told.join(', ')}`, () => expect(shown(toldShares(parts))).to.deep.equal(told));

  it('tells shares in steps of 5 that never add up to more than 100 and are less than a step off', () => {
    fc.assert(
      fc.property(counts, (parts) => {
        const told = toldShares(parts);
        const percents = told.map((share) => (share.kind === 'percent' ? share.percent : 0));
        expect(sum(percents)).to.be.at.most(100);
        if (told.every((share) => share.kind !== 'hidden')) expect(sum(percents)).to.equal(100);
        percents.forEach((percent, place) => {
          expect(percent % 5).to.equal(0);
          if (told[place]?.kind !== 'hidden') expect(Math.abs(percent - (100 * (parts[place] ?? 0)) / sum(parts))).to.be.below(5);
        });
      }),
    );
  });

  it('splits a share into parts that add up to it, or not at all', () => {
    expect(shown(splitShare({ kind: 'percent', percent: 60 }, [33, 27]))).to.deep.equal([35, 25]);
    expect(shown(splitShare({ kind: 'percent', percent: 60 }, [55, 5]))).to.deep.equal(['hidden', 'hidden']);
    expect(shown(splitShare({ kind: 'percent', percent: 60 }, [60, 0]))).to.deep.equal([60, 0]);
    expect(shown(splitShare({ kind: 'hidden' }, [33, 27]))).to.deep.equal(['hidden', 'hidden']);
  });
});
