import { expect } from 'chai';
import { endsWithin } from '../../bot/endsWithin.ts';

describe('waiting for an end', () => {
  it('is over with the work, or with the time, and fails as the work does', async () => {
    expect(await endsWithin(Promise.resolve('done'), 60_000)).to.equal(true);
    expect(await endsWithin(new Promise(() => undefined), 1)).to.equal(false);
    const bug = new TypeError('a bug');
    expect(await endsWithin(Promise.reject(bug), 60_000).catch((error: unknown) => error)).to.equal(bug);
  });
});
