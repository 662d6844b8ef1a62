import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { claimDailyCycle } from '../../src/app/dailyCycle.ts';
import { runId } from '../../src/domain/ids.ts';
import { day, instant } from '../../src/domain/time.ts';
import { onEveryEngine } from '../support/databases.ts';

onEveryEngine('the daily cycle', (open) => {
  const MORNING = instant('2026-11-24T05:30:00Z');
  const NEXT_HOUR = instant('2026-11-24T06:10:00Z');
  const zone = 'Europe/Berlin';

  it('is due from five in the morning, in the tenant’s zone', async () => {
    const { db } = await open();
    const claim = claimDailyCycle({ db, zone });
    expect(await claim(instant('2026-11-24T03:59:00Z'))).to.equal(false);
    expect(await claim(instant('2026-11-24T04:00:00Z'))).to.equal(true);
  });

  it('is one process’s alone in an hour, and made up for in the next when it failed', async () => {
    const { db, other } = await open();
    const claims = await Promise.all([db, other, db].map((each) => claimDailyCycle({ db: each, zone })(MORNING)));
    expect(claims.filter((claimed) => claimed)).to.have.length(1);
    expect(await claimDailyCycle({ db: other, zone })(NEXT_HOUR)).to.equal(true);
  });

  it('is not due again on a day it has finished', async () => {
    const { db } = await open();
    await db.stores.tenants.saveRun({ id: runId(randomUUID()), day: day('2026-11-24'), startedAt: MORNING, finishedAt: MORNING, summary: {} });
    expect(await claimDailyCycle({ db, zone })(NEXT_HOUR)).to.equal(false);
    expect(await claimDailyCycle({ db, zone })(instant('2026-11-25T06:00:00Z'))).to.equal(true);
  });
});
