import { expect } from 'chai';
import { addDays } from '../../src/domain/time.ts';
import type { TrendPoint } from '../../src/domain/trends.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { TODAY } from './samples.ts';

const point = (back: number, count: number, measure = 'active.teams'): TrendPoint => ({
  report: 'getOffice365ActiveUserCounts',
  measure,
  day: addDays(TODAY, -back),
  count,
});

function isATrendStore(open: () => Promise<TestTenant>): void {
  it('keeps the newest of what was said of a day, for this tenant alone, oldest first', async () => {
    const { trends } = (await open()).db.stores;
    await (await open()).db.stores.trends.put([point(0, 99)]);
    await trends.put([point(1, 5), point(0, 7), point(0, 8), point(0, 3, 'active.any')]);
    await trends.put([point(1, 6)]);
    expect(await trends.of(addDays(TODAY, -1))).to.deep.equal([point(0, 3, 'active.any'), point(1, 6), point(0, 8)]);
    expect(await trends.of(TODAY)).to.deep.equal([point(0, 3, 'active.any'), point(0, 8)]);
  });

  it('takes half a year of all measures at once, and nothing', async () => {
    const { trends } = (await open()).db.stores;
    const points = ['active.any', 'active.teams', 'active.exchange', 'active.engage', 'active.onedrive', 'active.sharepoint'].flatMap((measure) =>
      Array.from({ length: 180 }, (_, back) => point(back, back, measure)),
    );
    await trends.put(points);
    await trends.put([]);
    expect(await trends.of(addDays(TODAY, -180))).to.have.length(6 * 180);
  });
}

onEveryEngine('the tenant’s counts', isATrendStore);
