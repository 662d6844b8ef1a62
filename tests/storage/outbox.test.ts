import { expect } from 'chai';
import { sql } from 'kysely';
import type { Errand } from '../../src/domain/delivery.ts';
import { DAY_MS, later } from '../../src/domain/time.ts';
import { type Engine, onEveryEngine, type TestTenant } from '../support/databases.ts';
import { claimed, endLeases, ITEM, LEASE_MS, manyPeople, message, NOW, plannedTips, somePeople, TODAY } from './samples.ts';

function isAnOutbox(open: () => Promise<TestTenant>, engine: Engine): void {
  it('gives every due message to one of two workers, oldest first', async () => {
    const tenant = await open();
    const people = await manyPeople(tenant, 60);
    await plannedTips(tenant, people);
    const bites = await Promise.all(
      [1, 2, 3, 4].map((n) => (n % 2 === 0 ? tenant.db : tenant.other).stores.deliveries.claimDue(`w${n}`, NOW, 20, LEASE_MS, true)),
    );
    const ids = bites.flat().map((claim) => claim.id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.length).to.be.at.least(20);
    const rest = await tenant.db.stores.deliveries.claimDue('w5', NOW, 100, LEASE_MS, true);
    expect(new Set([...ids, ...rest.map((claim) => claim.id)]).size).to.equal(60);
  });

  // On the embedded database a second statement waits for the first's transaction, so this cannot happen there.
  if (engine.name === 'server') {
    it('passes over what another worker is claiming at that moment', async () => {
      const tenant = await open();
      await plannedTips(tenant, await somePeople(tenant, 3));
      const [first, second] = await tenant.other.transact(async (stores) => {
        const held = await stores.deliveries.claimDue('w1', NOW, 2, LEASE_MS, true);
        return [held, await tenant.db.stores.deliveries.claimDue('w2', NOW, 3, LEASE_MS, true)] as const;
      });
      expect([first.length, second.length]).to.deep.equal([2, 1]);
      expect(new Set([...first, ...second].map((claim) => claim.id)).size).to.equal(3);
    }).timeout(5_000);
  }

  it('gives a claim whole', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const [planned] = await plannedTips(tenant, [person]);
    const claims = await tenant.db.stores.deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
    expect(claims).to.deep.equal([{ ...planned, fence: 1, attempts: 0, moves: 0 }]);
  });

  it('claims nothing while sending is frozen, and what was planned stays as it is', async () => {
    const tenant = await open();
    await plannedTips(tenant, await somePeople(tenant, 1));
    const { deliveries, tenants } = tenant.db.stores;
    await tenants.freeze(NOW, 'enough');
    expect(await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true)).to.deep.equal([]);
    expect((await deliveries.countByState()).planned).to.equal(1);
    await tenants.thaw();
    expect(await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true)).to.have.length(1);
  });

  it('claims nothing that is not due yet or past its time', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { deliveries } = tenant.db.stores;
    const reminder: Errand = { kind: 'reminder', item: ITEM };
    await deliveries.add(message(a, { errand: reminder, dueAt: later(NOW, 1) }));
    const stale = message(b, { errand: reminder, dueAt: later(NOW, -2), expiresAt: NOW });
    await deliveries.add(stale);
    expect(await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true)).to.deep.equal([]);
    expect((await deliveries.expired(NOW, 5)).map((claim) => claim.id)).to.deep.equal([stale.id]);
    expect(await deliveries.nextDueAt(true)).to.equal(later(NOW, -2));
  });

  it('moves what expired, drops what is stale, and leaves what is no longer planned', async () => {
    const tenant = await open();
    const people = await somePeople(tenant, 3);
    const [a, b, c] = await plannedTips(tenant, people);
    if (a === undefined || b === undefined || c === undefined) throw new Error('not planned');
    const { deliveries } = tenant.db.stores;
    await tenant.rows(sql`update delivery set state = 'sent', sent_at = '2026-03-09Z' where tenant_id = ${tenant.tenant} and delivery_id = ${c.id}`);
    const tomorrow = later(NOW, DAY_MS);
    await deliveries.reschedule(
      [
        { id: a.id, dueAt: tomorrow, expiresAt: later(tomorrow, 5), week: TODAY },
        { id: c.id, dueAt: tomorrow, expiresAt: tomorrow, week: TODAY },
      ],
      [b.id],
    );
    const [claim] = await deliveries.claimDue('w1', tomorrow, 5, LEASE_MS, true);
    expect(claim).to.deep.equal({ ...a, dueAt: tomorrow, expiresAt: later(tomorrow, 5), fence: 1, attempts: 0, moves: 1 });
    expect(await deliveries.countByState()).to.deep.equal({ planned: 0, claimed: 1, sending: 0, sent: 1, unknown: 0, dropped: 1 });
  });

  it('writes what became of a message once, by its fence; a late answer corrects unknown', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const { deliveries } = tenant.db.stores;
    await deliveries.startSending('w1', [claim], NOW);
    await endLeases(tenant);
    expect(await deliveries.recover(false)).to.deep.equal({ planned: 0, unknown: 1 });
    const sent = { kind: 'sent', activityId: 'act' } as const;
    await deliveries.finish([{ id: claim.id, fence: claim.fence + 1, result: sent }], NOW);
    await deliveries.finish([{ id: claim.id, fence: claim.fence, result: { kind: 'again', at: NOW } }], NOW);
    expect((await deliveries.get(claim.id))?.state).to.equal('unknown');
    await deliveries.finish([{ id: claim.id, fence: claim.fence, result: sent }], NOW);
    await deliveries.finish([{ id: claim.id, fence: claim.fence, result: { kind: 'unknown' } }], NOW);
    const view = await deliveries.get(claim.id);
    expect([view?.state, view?.sentAt]).to.deep.equal(['sent', NOW]);
  });

  it('counts attempts and comes back at the time asked for', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const { deliveries } = tenant.db.stores;
    await deliveries.startSending('w1', [claim], NOW);
    await deliveries.finish([{ id: claim.id, fence: claim.fence, result: { kind: 'again', at: later(NOW, 9) } }], NOW);
    expect(await deliveries.claimDue('w1', later(NOW, 8), 5, LEASE_MS, true)).to.deep.equal([]);
    const [again] = await deliveries.claimDue('w1', later(NOW, 9), 5, LEASE_MS, true);
    expect([again?.attempts, again?.fence]).to.deep.equal([1, 2]);
  });

  it('takes back ended leases only, or all of them for an owner who is alone', async () => {
    const tenant = await open();
    const people = await somePeople(tenant, 2);
    await plannedTips(tenant, people);
    const { deliveries } = tenant.db.stores;
    const [first] = await deliveries.claimDue('w1', NOW, 1, LEASE_MS, true);
    if (first === undefined) throw new Error('nothing was claimed');
    await deliveries.startSending('w1', [first], NOW);
    await deliveries.claimDue('w2', NOW, 1, LEASE_MS, true);
    expect(await deliveries.recover(false)).to.deep.equal({ planned: 0, unknown: 0 });
    expect(await deliveries.recover(true)).to.deep.equal({ planned: 1, unknown: 1 });
  });

  it('releases and drops only what this worker holds', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const { deliveries } = tenant.db.stores;
    await deliveries.release('w2', [claim.id]);
    await deliveries.drop('w2', claim.id, 'refused');
    expect((await deliveries.countByState()).claimed).to.equal(1);
    await deliveries.release('w1', [claim.id]);
    expect(await deliveries.nextDueAt(true)).to.equal(claim.dueAt);
    const [again] = await deliveries.claimDue('w1', NOW, 1, LEASE_MS, true);
    expect(again?.attempts, 'letting go is no attempt').to.equal(0);
    await deliveries.putOff('w2', claim.id, later(NOW, 9));
    await deliveries.putOff('w1', claim.id, later(NOW, 3));
    expect(await deliveries.nextDueAt(true)).to.equal(later(NOW, 3));
    const [putOff] = await deliveries.claimDue('w1', later(NOW, 3), 1, LEASE_MS, true);
    expect(putOff?.attempts, 'putting off is one').to.equal(1);
    await deliveries.drop('w1', claim.id, 'not-installed');
    expect((await deliveries.countByState()).dropped).to.equal(1);
  });

  it('drops what is planned of one person or of everybody, and of no other tenant', async () => {
    const [tenant, other] = [await open(), await open()];
    const people = await somePeople(tenant, 3);
    await plannedTips(tenant, people);
    await plannedTips(other, await somePeople(other, 1));
    const { deliveries } = tenant.db.stores;
    await deliveries.claimDue('w1', NOW, 1, LEASE_MS, true);
    expect(await deliveries.dropPlanned(people[0], 'opted-out', 'all')).to.equal(1);
    expect(await deliveries.dropPlanned('everybody', 'replaced', 'all')).to.equal(2);
    expect((await other.db.stores.deliveries.countByState()).planned).to.equal(1);
  });

  it('drops what nobody asked for and leaves what the person asked for', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    await plannedTips(tenant, [person]);
    await deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM } }));
    expect(await deliveries.dropPlanned(person, 'paused', 'proactive')).to.equal(1);
    expect((await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true)).map((claim) => claim.errand.kind)).to.deep.equal(['reminder']);
    expect(await deliveries.dropPlanned(person, 'not-installed', 'all')).to.equal(1);
  });

  it('makes planned proactive messages due at once, and no reminder', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const tomorrow = later(NOW, DAY_MS);
    await plannedTips(tenant, [person]);
    await deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM }, dueAt: tomorrow, expiresAt: later(tomorrow, 9) }));
    await tenant.rows(sql`update delivery set due_at = '2027-01-01Z' where tenant_id = ${tenant.tenant} and kind = 'tip'`);
    expect(await deliveries.makeDueNow(NOW)).to.equal(1);
    expect((await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true)).map((claim) => claim.errand.kind)).to.deep.equal(['tip']);
  });
}

onEveryEngine('the outbox', isAnOutbox);
