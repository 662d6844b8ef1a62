import { expect } from 'chai';
import type { Obstacle } from '../../src/domain/intent.ts';
import { type ObstacleCounts, toldObstacles } from '../../src/domain/obstacleCounts.ts';

type Kinds = readonly (readonly [Obstacle, number])[];
const counts = (kinds: Kinds, goals: readonly (readonly [string | undefined, number])[] = []): ObstacleCounts => ({
  byKind: kinds.map(([obstacle, people]) => ({ obstacle, people })),
  byGoal: goals.map(([goal, people]) => ({ goal, people })),
});

describe('what may be told of obstacles', () => {
  const cases: readonly (readonly [what: string, kinds: Kinds, told: readonly Obstacle[]])[] = [
    [
      'is each of ten people or more, most first',
      [
        ['device', 10],
        ['licence', 40],
      ],
      ['licence', 'device'],
    ],
    [
      'is not one of nine, nor the one that would give it away',
      [
        ['licence', 40],
        ['policy', 12],
        ['time', 9],
      ],
      ['licence'],
    ],
    [
      'is nothing where one of two is small',
      [
        ['licence', 40],
        ['time', 1],
      ],
      [],
    ],
    [
      'keeps a count of ten where two small ones are ten together',
      [
        ['licence', 10],
        ['time', 5],
        ['team', 5],
      ],
      ['licence'],
    ],
    ['is nothing where nobody named any', [], []],
  ];
  for (const [what, kinds, told] of cases)
    it(what, () => {
      const result = toldObstacles(counts(kinds));
      expect(result.byKind.map(({ obstacle }) => obstacle)).to.deep.equal(told);
      expect(result.isComplete).to.equal(told.length === kinds.length);
    });
  it('holds for goals in the same way', () =>
    expect(
      toldObstacles(
        counts(
          [['licence', 33]],
          [
            ['meetings', 20],
            [undefined, 13],
          ],
        ),
      ),
    ).to.deep.equal({
      byKind: [{ obstacle: 'licence', people: 33 }],
      byGoal: [
        { goal: 'meetings', people: 20 },
        { goal: undefined, people: 13 },
      ],
      isComplete: true,
    }));
});
