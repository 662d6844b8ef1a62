import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { mapInBites } from '../../src/app/mapInBites.ts';

describe('a list mapped in bites', () => {
  it('keeps its order, whatever its length', async () => {
    for (const length of [0, 1, 50, 51, 120]) {
      const list = Array.from({ length }, (_, index) => index);
      expect(await mapInBites(list, (one) => one * 2)).to.deep.equal(list.map((one) => one * 2));
    }
  });

  it('lets others have their turn on the way', async () => {
    let seen = 0;
    const mapped = mapInBites(Array.from({ length: 200 }), () => {
      seen += 1;
    });
    await setImmediate();
    expect(seen).to.be.within(1, 199);
    await mapped;
    expect(seen).to.equal(200);
  });
});
