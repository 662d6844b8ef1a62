import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { answering, giveWay } from '../src/giveWay.ts';

describe('giving way', () => {
  it('lets an answer that is being made go first', async () => {
    const order: string[] = [];
    const answer = answering(async () => {
      for (let turn = 0; turn < 20; turn += 1) await setImmediate();
      order.push('answer');
    });
    const bite = giveWay().then(() => order.push('long work'));
    await Promise.all([answer, bite]);
    expect(order).to.deep.equal(['answer', 'long work']);
  });

  it('goes on all the same where somebody always waits', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isAnswered = false;
    const answer = answering(() => promise).then(() => {
      isAnswered = true;
    });
    await giveWay();
    expect(isAnswered).to.equal(false);
    resolve();
    await answer;
  });

  it('does not wait for long work that is an answer itself', async () => {
    const began = performance.now();
    await answering(async () => {
      for (let bite = 0; bite < 200; bite += 1) await giveWay();
    });
    // By fifty milliseconds a bite it would be ten seconds.
    expect(performance.now() - began).to.be.below(5_000);
  });

  it('waits no more for an answer that failed', async () => {
    const failed = await answering(() => Promise.reject(new Error('no'))).catch((error: unknown) => String(error));
    expect(failed).to.equal('Error: no');
    const order: string[] = [];
    const bite = giveWay().then(() => order.push('long work'));
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    order.push('later');
    await bite;
    expect(order).to.deep.equal(['long work', 'later']);
  });
});
