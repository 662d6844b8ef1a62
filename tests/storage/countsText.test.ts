import { expect } from 'chai';
import { countsFrom } from '../../src/storage/countsText.ts';

describe('counts in a text', () => {
  const cases: readonly (readonly [text: string, counts: readonly (number | null)[]])[] = [
    ['5,,-', [5, 0, null]],
    ['-,32767,', [null, 32_767, 0]],
    [',', [0, 0]],
    ['10,-,-,7', [10, null, null, 7]],
  ];
  for (const [text, counts] of cases) it(`are read: “${text}”`, () => expect(countsFrom(text)).to.deep.equal(counts));
});
