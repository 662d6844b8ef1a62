import { expect } from 'chai';
import { sql } from 'kysely';
import type { Errand } from '../../src/domain/delivery.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { decision, ITEM, MONDAY, message, NOW, newPerson, somePeople, TODAY } from './samples.ts';

function plansOnce(open: () => Promise<TestTenant>): void {
  it('plans a person once a week, however often and by whomever it is asked', async () => {
    const tenant = await open();
    const people = await somePeople(tenant, 5);
    const entries = () =>
      people.map((person) => {
        const made = decision(person);
        return { decision: made, delivery: message(person, { decisionId: made.id }) };
      });
    const counts = await Promise.all([tenant.db.stores.deliveries.plan(entries()), tenant.other.stores.deliveries.plan(entries())]);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(5);
    expect(await tenant.db.stores.deliveries.plan(entries())).to.equal(0);
    expect((await tenant.db.stores.deliveries.countByState()).planned).to.equal(5);
    expect(await tenant.rows(sql`select 1 from decision where tenant_id = ${tenant.tenant}`)).to.have.length(5);
  });

  it('replaces a shadow decision, writes nothing to send for it, and leaves the real one alone', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const shadow = (reason: string) => ({ decision: decision(person, { arm: 'shadow', reason }), delivery: message(person) });
    expect(await deliveries.plan([shadow('first')])).to.equal(0);
    expect(await deliveries.plan([shadow('second')])).to.equal(0);
    expect(await deliveries.plan([{ decision: decision(person), delivery: message(person) }])).to.equal(1);
    const logged = await tenant.rows(sql`select reason, arm from decision where tenant_id = ${tenant.tenant} order by arm desc`);
    expect(logged).to.deep.equal([
      { reason: 'second', arm: 'shadow' },
      { reason: 'expected good 0.1000', arm: 'sent' },
    ]);
    expect((await deliveries.countByState()).planned).to.equal(1);
  });

  it('plans nothing beside a welcome of the same week, and no second welcome', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const welcome: Errand = { kind: 'welcome' };
    const added = await Promise.all([
      deliveries.add(message(person, { errand: welcome })),
      tenant.other.stores.deliveries.add(message(person, { errand: welcome })),
    ]);
    expect(added.filter(Boolean)).to.have.length(1);
    expect(await deliveries.plan([{ decision: decision(person), delivery: message(person) }])).to.equal(0);
    expect(await deliveries.addSent(message(person, { errand: welcome }), NOW)).to.equal(false);
    expect(await tenant.rows(sql`select 1 from decision where tenant_id = ${tenant.tenant}`)).to.have.length(0);
    expect(await deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM } }))).to.equal(true);
    expect(await deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM } }))).to.equal(true);
  });

  it('gives the slot of a week to a welcome said at once or to a tip, whichever comes first', async () => {
    const tenant = await open();
    const [welcomed, tipped, both] = await somePeople(tenant, 3);
    const { deliveries } = tenant.db.stores;
    const welcome = (person: PersonId) => tenant.other.stores.deliveries.addSent(message(person, { errand: { kind: 'welcome' } }), NOW, MONDAY);
    const plan = (person: PersonId) => deliveries.plan([{ decision: decision(person), delivery: message(person) }]);
    expect([await welcome(welcomed), await plan(welcomed)]).to.deep.equal([true, 0]);
    expect([await plan(tipped), await welcome(tipped)]).to.deep.equal([1, false]);
    const [isWelcome, planned] = await Promise.all([welcome(both), plan(both)]);
    expect([isWelcome, planned === 1].filter(Boolean)).to.have.length(1);
  });

  it('lets the first decision of a week stand though it sent nothing, and tells of it what planning needs', async () => {
    const tenant = await open();
    const [drewNothing, waiting, other] = await somePeople(tenant, 3);
    const { deliveries } = tenant.db.stores;
    const none = [decision(drewNothing, { choice: undefined, reason: 'drew nothing' }), decision(waiting, { arm: 'waiting', reason: 'waits' })];
    expect(await deliveries.plan(none.map((made) => ({ decision: made, delivery: message(made.personId) })).slice(1))).to.equal(0);
    expect(await deliveries.plan([{ decision: none[0] ?? decision(other), delivery: undefined }])).to.equal(0);
    const later = [drewNothing, waiting, other].map((person) => ({ decision: decision(person), delivery: message(person) }));
    expect(await deliveries.plan(later), 'only who has no decision yet').to.equal(1);
    const reasons = await tenant.rows(sql`select reason, arm from decision where tenant_id = ${tenant.tenant} order by person_id`);
    expect(reasons).to.deep.equal([
      { reason: 'drew nothing', arm: 'sent' },
      { reason: 'waits', arm: 'waiting' },
      { reason: 'expected good 0.1000', arm: 'sent' },
    ]);
    expect(await deliveries.unsentOf([drewNothing, waiting, other])).to.deep.equal(
      new Map([
        [drewNothing, [{ week: MONDAY, madeAt: NOW, choice: undefined }]],
        [waiting, [{ week: MONDAY, madeAt: NOW, choice: ITEM }]],
      ]),
    );
  });

  it('keeps a decision in shadow whose outcome is known', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const first = decision(person, { arm: 'shadow', reason: 'first' });
    await deliveries.plan([{ decision: first, delivery: undefined }]);
    await deliveries.decideOutcomes([{ decision: first.id, hasCome: true, signal: undefined, at: NOW }]);
    await deliveries.plan([{ decision: decision(person, { arm: 'shadow', reason: 'second' }), delivery: undefined }]);
    expect(await tenant.rows(sql`select reason from decision where tenant_id = ${tenant.tenant}`)).to.deep.equal([{ reason: 'first' }]);
  });

  it('plans no second message in a week whose message was dropped', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const again = () => deliveries.plan([{ decision: decision(person), delivery: message(person) }]);
    expect(await again()).to.equal(1);
    await deliveries.dropPlanned(person, 'replaced', 'all');
    expect(await again()).to.equal(0);
  });

  it('plans nothing for somebody who is not there', async () => {
    const { db } = await open();
    const gone = newPerson();
    expect(await db.stores.deliveries.plan([{ decision: decision(gone), delivery: message(gone) }])).to.equal(0);
  });

  it('logs a decision as it was made', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    await tenant.db.stores.deliveries.plan([{ decision: decision(person, { reason: 'a "quoted", {braced} \\ reason\u0000' }), delivery: undefined }]);
    const [row] = await tenant.rows(sql`select week, made_at, options, reason, data_day from decision where tenant_id = ${tenant.tenant}`);
    const options = { [ITEM]: 1, '': 0 };
    expect(row).to.deep.equal({ week: TODAY, made_at: NOW, options, reason: 'a "quoted", {braced} \\ reason', data_day: TODAY });
  });
}

onEveryEngine('decisions', plansOnce);
