import { expect } from 'chai';
import { type Chaos, chaos, type Deed } from '../support/chaos.ts';

const SHORT: readonly Deed[] = ['worker killed', 'both killed', 'clocks jump', 'disk full'];

describe('two workers on a server, while things break', () => {
  let scene: Chaos;
  before(async function () {
    this.timeout(120_000);
    scene = await chaos('a short Thursday');
  });
  after(() => scene?.close());

  for (const [number, deed] of SHORT.entries()) {
    it(`account for every message and double none: ${deed}`, async () => {
      const { wrong, sent, unknown } = await scene.round(number, deed);
      expect(wrong).to.deep.equal([]);
      expect(sent + unknown).to.be.above(0);
    }).timeout(180_000);
  }
});
