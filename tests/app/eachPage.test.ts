import { expect } from 'chai';
import { eachPage } from '../../src/app/eachPage.ts';
import { type PersonId, personId } from '../../src/domain/ids.ts';
import { aPerson } from '../support/candidate.ts';

const EVERYBODY = Array.from({ length: 7 }, (_, number) => aPerson({ personId: personId(`11111111-aaaa-4bbb-8ccc-00000000000${number}`) }));

const walkOf = (people: number, atOnce: number) => ({
  pages: { people, atOnce },
  stores: {
    people: {
      page: async (after: PersonId | undefined, limit: number) =>
        EVERYBODY.filter((one) => after === undefined || one.personId > after).slice(0, limit),
    },
  },
});

describe('a walk through everybody', () => {
  for (const atOnce of [1, 3])
    it(`hands over everybody once, at most ${atOnce} pages at a time`, async () => {
      const seen: PersonId[] = [];
      let [inWork, most] = [0, 0];
      await eachPage(walkOf(2, atOnce), async (page) => {
        inWork += 1;
        most = Math.max(most, inWork);
        seen.push(...page.map((one) => one.personId));
        await new Promise((done) => setImmediate(done));
        inWork -= 1;
      });
      expect(seen).to.deep.equal(EVERYBODY.map((one) => one.personId));
      expect(most).to.be.within(1, atOnce);
    });

  it('fails as the page that failed, and not before the others have ended', async () => {
    const slow = Promise.withResolvers<void>();
    let hasSlowEnded = false;
    let pages = 0;
    const walk = eachPage(walkOf(2, 3), async () => {
      pages += 1;
      if (pages === 1) {
        await slow.promise;
        hasSlowEnded = true;
        return;
      }
      setImmediate(() => slow.resolve());
      throw new Error('this page');
    });
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const failure = await walk.catch((error: unknown) => error);
    process.off('unhandledRejection', hear);
    expect(unheard, 'a process ends for each of these').to.deep.equal([]);
    expect(failure).to.be.an('error').with.property('message', 'this page');
    expect(hasSlowEnded).to.equal(true);
  });
});
