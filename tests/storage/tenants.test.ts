import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'kysely';
import { Fault } from '../../src/domain/errors.ts';
import { runId } from '../../src/domain/ids.ts';
import { addDays, later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { TEST_SALT } from '../support/testSalt.ts';
import { NOW, somePeople, TODAY } from './samples.ts';

function isATenantStore(open: () => Promise<TestTenant>): void {
  it('keeps its first salt and starts with nothing set', async () => {
    const { tenants } = (await open()).db.stores;
    await tenants.ensure('cd'.repeat(32));
    expect(await tenants.state()).to.deep.equal({
      frozen: undefined,
      arming: [],
      firstRunDay: undefined,
      lastRunDay: undefined,
      deltaToken: undefined,
      hashSalt: TEST_SALT,
      clockOffsetMs: 0,
      isConcealed: false,
    });
  });

  it('keeps brake, arming, token, clock and the newest run day', async () => {
    const { tenants } = (await open()).db.stores;
    const arming = { scope: 'all', noticeUrl: 'https://example.org', noticeDay: TODAY, armedAt: NOW };
    await tenants.arm({ ...arming, noticeUrl: 'https://old.example.org' });
    await tenants.arm({ ...arming, armedAt: later(NOW, 1) });
    await tenants.freeze(NOW, 'stop');
    await tenants.saveDeltaToken({ text: 'token', day: TODAY });
    await tenants.moveClock(7_000_000_000);
    await tenants.noteConcealment(true);
    for (const day of [TODAY, addDays(TODAY, -1)])
      await tenants.saveRun({ id: runId(randomUUID()), day, startedAt: NOW, finishedAt: later(NOW, 1), summary: { sent: 1 } });
    expect(await tenants.state()).to.deep.include({
      frozen: { at: NOW, why: 'stop' },
      arming: [arming],
      firstRunDay: addDays(TODAY, -1),
      lastRunDay: TODAY,
      deltaToken: { text: 'token', day: TODAY },
      clockOffsetMs: 7_000_000_000,
      isConcealed: true,
    });
    await tenants.thaw();
    await tenants.saveDeltaToken({ text: 'next', day: addDays(TODAY, 1) }, { insteadOf: 'other' });
    expect((await tenants.state()).deltaToken, 'it changed since it was read').to.deep.equal({ text: 'token', day: TODAY });
    await tenants.saveDeltaToken({ text: 'token', day: addDays(TODAY, 1) }, { insteadOf: 'token' });
    expect((await tenants.state()).deltaToken).to.deep.equal({ text: 'token', day: addDays(TODAY, 1) });
    await tenants.saveDeltaToken(undefined);
    await tenants.saveDeltaToken({ text: 'stale', day: TODAY }, { insteadOf: 'token' });
    const state = await tenants.state();
    expect([state.frozen, state.deltaToken]).to.deep.equal([undefined, undefined]);
  });

  it('lets one of many claim a job of a day', async () => {
    const tenant = await open();
    const claims = await Promise.all([tenant.db, tenant.other, tenant.db, tenant.other].map((db) => db.stores.tenants.claimJob('cycle', TODAY)));
    expect(claims.filter(Boolean)).to.have.length(1);
    expect(await tenant.db.stores.tenants.claimJob('cycle', addDays(TODAY, 1))).to.equal(true);
  });

  it('counts silences per reason and run, nobody twice, and keeps the latest of each person', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { tenants } = tenant.db.stores;
    const [first, second] = [runId(randomUUID()), runId(randomUUID())];
    await tenants.saveSilences(first, [{ personId: a, why: 'no-need' }]);
    await tenants.saveSilences(first, [
      { personId: a, why: 'no-need' },
      { personId: b, why: 'no-need' },
    ]);
    await tenants.saveSilences(second, [{ personId: a, why: 'paused' }]);
    const counts = await tenant.rows(sql`
      select run_id = ${first} as is_first, why, people from silence_count where tenant_id = ${tenant.tenant} order by run_id = ${first} desc`);
    expect(counts).to.deep.equal([
      { is_first: true, why: 'no-need', people: 2 },
      { is_first: false, why: 'paused', people: 1 },
    ]);
    expect(await tenant.rows(sql`select why from silence where tenant_id = ${tenant.tenant} and person_id = ${a}`)).to.deep.equal([
      { why: 'paused' },
    ]);
  });

  it('rolls everything of a transaction back when its body fails, and gives its result when not', async () => {
    const tenant = await open();
    const failed = await tenant.db
      .transact(async (stores) => {
        await stores.tenants.freeze(NOW, 'never');
        throw new Fault('run-in-past', 'no');
      })
      .catch((fault: unknown) => fault);
    expect(failed).to.be.instanceOf(Fault).with.property('code', 'run-in-past');
    expect((await tenant.db.stores.tenants.state()).frozen).to.equal(undefined);
    const frozen = tenant.db.transact(async (stores) => {
      await stores.tenants.freeze(NOW, 'kept');
      return (await stores.tenants.state()).frozen?.why;
    });
    expect(await frozen).to.equal('kept');
    expect((await tenant.db.stores.tenants.state()).frozen?.why).to.equal('kept');
  });

  it('says what the database refused without query, values or cause', async () => {
    const tenant = await open();
    const fault = await tenant.rows(sql`insert into tenant (tenant_id, hash_salt) values (${tenant.tenant}, 'very secret')`).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).to.be.instanceOf(Fault);
    expect(fault).to.include({ code: 'storage-conflict' }).and.not.have.property('cause');
    expect((fault as Fault).message).to.equal('another writer came first (SQLSTATE 23505, constraint tenant_pk); run it again');
  });
}

onEveryEngine('tenants', isATenantStore);
