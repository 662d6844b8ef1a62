import { expect } from 'chai';
import { sql } from 'kysely';
import type { Errand, NewDelivery } from '../../src/domain/delivery.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { claimed, decision, ITEM, LEASE_MS, message, NOW, plannedTips, SIGNAL, somePeople, TIP } from './samples.ts';

const OTHER = 'another-tip' as ItemId;
const QUESTION = 'a-question' as ItemId;
const ASKING: Errand = { ...TIP, kind: 'tip', question: QUESTION } as Errand;

const stateOf = async ({ rows, tenant }: TestTenant, { id }: Pick<NewDelivery, 'id'>) => {
  const [row] = await rows<{ state: string; drop_reason: string | null }>(
    sql`select state, drop_reason from delivery where tenant_id = ${tenant} and delivery_id = ${id}`,
  );
  return [row?.state, row?.drop_reason];
};

onEveryEngine('withdrawn items', (open) => {
  it('are listed with their time until they are restored, each tenant’s its own', async () => {
    const [{ db }, stranger] = [await open(), await open()];
    const { withdrawnItems } = db.stores;
    expect(await withdrawnItems.withdraw(OTHER, NOW)).to.deep.equal({ since: NOW, isNew: true, dropped: 0, changed: 0 });
    await withdrawnItems.withdraw(ITEM, later(NOW, 1));
    expect(await withdrawnItems.withdraw(OTHER, later(NOW, 9)), 'again').to.deep.equal({ since: NOW, isNew: false, dropped: 0, changed: 0 });
    expect([...(await withdrawnItems.list())]).to.deep.equal([
      [OTHER, NOW],
      [ITEM, later(NOW, 1)],
    ]);
    expect((await stranger.db.stores.withdrawnItems.list()).size).to.equal(0);
    expect(await withdrawnItems.restore(OTHER)).to.equal(true);
    expect(await withdrawnItems.restore(OTHER)).to.equal(false);
    expect([...(await withdrawnItems.list()).keys()]).to.deep.equal([ITEM]);
  });

  it('take every message about them with them that is not sending, and no other', async () => {
    const tenant = await open();
    const { deliveries, withdrawnItems } = tenant.db.stores;
    const [person] = await somePeople(tenant, 1);
    const of = (errand: Errand): NewDelivery => message(person, { errand });
    const sending = of({ kind: 'reminder', item: ITEM });
    await deliveries.add(sending);
    await deliveries.startSending('w1', await deliveries.claimDue('w1', NOW, 1, LEASE_MS, true), NOW);
    const held = of({ kind: 'asked-tip', item: ITEM, signal: SIGNAL, praise: undefined });
    await deliveries.add(held);
    const claims = await deliveries.claimDue('w1', NOW, 1, LEASE_MS, true);
    const about = [of(TIP), of({ kind: 'reminder', item: ITEM }), of({ kind: 'asked-lesson', item: ITEM })];
    const others = [of({ kind: 'reminder', item: OTHER }), of({ kind: 'export' })];
    for (const one of [...about, ...others]) await deliveries.add(one);

    expect(await withdrawnItems.withdraw(ITEM, NOW)).to.include({ dropped: 4, changed: 0 });
    for (const one of [held, ...about]) expect(await stateOf(tenant, one)).to.deep.equal(['dropped', 'withdrawn']);
    for (const one of others) expect(await stateOf(tenant, one)).to.deep.equal(['planned', null]);
    expect(await stateOf(tenant, sending)).to.deep.equal(['sending', null]);
    expect(await deliveries.startSending('w1', claims, NOW), 'what a worker held').to.deep.equal({ allowed: [], dropped: [] });
  });

  it('leave a tip that asks them as a question to go without it, made anew', async () => {
    const tenant = await open();
    const { deliveries, withdrawnItems } = tenant.db.stores;
    const [one, other] = await somePeople(tenant, 2);
    const [first, second] = [message(one, { errand: ASKING }), message(other, { errand: ASKING, dueAt: later(NOW, 1) })];
    await deliveries.add(first);
    await deliveries.add(second);
    await tenant.db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://example.org', noticeDay: decision(one).week, armedAt: NOW });
    const claims = await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
    expect(claims.map(({ id }) => id)).to.deep.equal([first.id]);

    expect(await withdrawnItems.withdraw(QUESTION, NOW)).to.include({ dropped: 0, changed: 2 });
    expect(await deliveries.startSending('w1', claims, NOW), 'made ready with the question').to.deep.equal({ allowed: [], dropped: [] });
    const again = await deliveries.claimDue('w1', later(NOW, 1), 5, LEASE_MS, true);
    expect(again.map(({ errand }) => errand)).to.deep.equal([TIP, TIP]);
    expect((await deliveries.startSending('w1', again, NOW)).allowed).to.have.length(2);
  });

  it('are planned no more, nor logged as decided, by a run that began before', async () => {
    const tenant = await open();
    const { deliveries, withdrawnItems } = tenant.db.stores;
    const [one, other] = await somePeople(tenant, 2);
    await withdrawnItems.withdraw(ITEM, NOW);
    await withdrawnItems.withdraw(QUESTION, NOW);
    const [gone, kept] = [decision(one), decision(other, { choice: OTHER })];
    const errand = { ...ASKING, item: OTHER } as Errand;
    const planned = await deliveries.plan([
      { decision: gone, delivery: message(one, { decisionId: gone.id }) },
      { decision: kept, delivery: message(other, { decisionId: kept.id, errand }) },
    ]);
    expect(planned).to.equal(1);
    const logged = await tenant.rows<{ person_id: string }>(sql`select person_id from decision where tenant_id = ${tenant.tenant}`);
    expect(logged).to.deep.equal([{ person_id: other }]);
    const [claim] = await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
    expect(claim?.errand, 'without the question').to.deep.equal({ ...TIP, item: OTHER });
    expect(await deliveries.add(message(one, { errand: { kind: 'reminder', item: ITEM } }))).to.equal(false);
  });

  it('are planned again when they are restored', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries, withdrawnItems } = tenant.db.stores;
    await withdrawnItems.withdraw(ITEM, NOW);
    await plannedTips(tenant, [person]);
    expect((await deliveries.countByState()).planned).to.equal(0);
    await withdrawnItems.restore(ITEM);
    await plannedTips(tenant, [person]);
    expect((await deliveries.countByState()).planned).to.equal(1);
  });

  it('start in no process, whatever it holds at that moment', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const [started, withdrawal] = await Promise.all([
      tenant.db.stores.deliveries.startSending('w1', [claim], NOW),
      tenant.other.stores.withdrawnItems.withdraw(ITEM, NOW),
    ]);
    const state = await stateOf(tenant, claim);
    // Either the send came first, or nothing of it is left.
    if (started.allowed.length === 1) expect([state, withdrawal.dropped]).to.deep.equal([['sending', null], 0]);
    else expect(state).to.deep.equal(['dropped', 'withdrawn']);
  });
});
