import { expect } from 'chai';
import { sql } from 'kysely';
import type { DropReason, Errand } from '../../src/domain/delivery.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { claimed, endLeases, ITEM, LEASE_MS, message, NOW, SIGNAL, somePeople, TODAY } from './samples.ts';

function guardsTheSend(open: () => Promise<TestTenant>): void {
  const stops: readonly (readonly [what: string, why: DropReason, stop: (tenant: TestTenant, person: PersonId) => Promise<unknown>])[] = [
    ['the tenant is frozen', 'frozen', ({ db }) => db.stores.tenants.freeze(NOW, 'admin')],
    [
      'the person said never',
      'opted-out',
      ({ db }, id) =>
        db.stores.people.choose(id, {
          cadenceWeeks: 1,
          pausedUntil: undefined,
          hasOptedOut: true,
          persona: undefined,
          topics: [],
          language: undefined,
        }),
    ],
    [
      'the person paused',
      'paused',
      ({ db }, id) =>
        db.stores.people.choose(id, {
          cadenceWeeks: 1,
          pausedUntil: later(NOW, 1),
          hasOptedOut: false,
          persona: undefined,
          topics: [],
          language: undefined,
        }),
    ],
    ['the app is gone from the chat', 'blocked', ({ db }, id) => db.stores.chats.markGone(id)],
    ['the account left', 'left', ({ db }, id) => db.stores.people.apply([{ kind: 'removed', personId: id }], TODAY, false)],
    ['arming was taken back', 'disarmed', (tenant) => tenant.rows(sql`delete from arming where tenant_id = ${tenant.tenant}`)],
    [
      'the habit came',
      'habit-came',
      ({ db }, id) => {
        const habits = [
          { stage: 'non', gap: 1 },
          { stage: 'habitual', gap: 0 },
        ] as const;
        return db.stores.habits.put([{ personId: id, habits, basics: [], returnedWeek: undefined, dataDay: TODAY }]);
      },
    ],
    [
      'the item was withdrawn',
      'withdrawn',
      (tenant) => tenant.rows(sql`insert into withdrawn_item (tenant_id, item, withdrawn_at) values (${tenant.tenant}, ${ITEM}, now())`),
    ],
    [
      'the person wants no contact',
      'forgotten',
      async (tenant, id) => {
        await tenant.rows(sql`
          insert into suppressed (tenant_id, person_hash, guard)
          select tenant_id, 'h', sha256(convert_to(hash_salt, 'UTF8') || uuid_send(${id}::uuid)) from tenant where tenant_id = ${tenant.tenant}`);
      },
    ],
  ];
  for (const [what, why, stop] of stops) {
    it(`drops a claimed tip as ${why} when ${what} since`, async () => {
      const tenant = await open();
      const { person, claim } = await claimed(tenant);
      await stop(tenant, person);
      const started = await tenant.db.stores.deliveries.startSending('w1', [claim], NOW);
      expect(started).to.deep.equal({ allowed: [], dropped: [{ id: claim.id, why }] });
      expect((await tenant.db.stores.deliveries.countByState()).dropped).to.equal(1);
    });
  }

  it('believes no stage from before the names were concealed', async () => {
    const tenant = await open();
    const { person, claim } = await claimed(tenant);
    const habits = [{ stage: 'non', gap: 1 } as const, { stage: 'habitual', gap: 0 } as const];
    await tenant.db.stores.habits.put([{ personId: person, habits, basics: [], returnedWeek: undefined, dataDay: TODAY }]);
    await tenant.db.stores.tenants.noteConcealment(true);
    expect((await tenant.db.stores.deliveries.startSending('w1', [claim], NOW)).allowed).to.deep.equal([claim.id]);
  });

  for (const kind of ['reminder', 'asked-tip'] as const) {
    for (const [what, why, stop] of stops) {
      const isStopped = ['frozen', 'forgotten', 'left', 'blocked', 'withdrawn'].includes(why);
      it(`${isStopped ? 'stops' : 'sends'} a ${kind} when ${what}`, async () => {
        const tenant = await open();
        const [person] = await somePeople(tenant, 1);
        const { deliveries } = tenant.db.stores;
        const errand: Errand = kind === 'reminder' ? { kind, item: ITEM } : { kind, item: ITEM, signal: SIGNAL, praise: undefined };
        await deliveries.add(message(person, { errand }));
        const claims = await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
        await stop(tenant, person);
        const started = await deliveries.startSending('w1', claims, NOW);
        expect([started.allowed.length, started.dropped.map((one) => one.why)]).to.deep.equal(isStopped ? [0, [why]] : [1, []]);
      });
    }
  }

  it('sends a tip that nothing stops, to an armed group as well, and in a trial without arming', async () => {
    const tenant = await open();
    const { person, claim } = await claimed(tenant);
    const { deliveries, people, tenants } = tenant.db.stores;
    await people.choose(person, { cadenceWeeks: 1, pausedUntil: NOW, hasOptedOut: false, persona: undefined, topics: [], language: undefined });
    await tenant.rows(sql`delete from arming where tenant_id = ${tenant.tenant}`);
    await tenants.arm({ scope: 'pilot', noticeUrl: 'https://example.org', noticeDay: TODAY, armedAt: NOW });
    await people.setGroupMembers('pilot', [person]);
    expect((await deliveries.startSending('w1', [claim], NOW)).allowed).to.deep.equal([claim.id]);

    const second = await open();
    const other = await claimed(second);
    await second.rows(sql`delete from arming where tenant_id = ${second.tenant}`);
    await second.rows(sql`update delivery set is_trial = true where tenant_id = ${second.tenant}`);
    expect((await second.db.stores.deliveries.startSending('w1', [other.claim], NOW)).allowed).to.deep.equal([other.claim.id]);
  });

  it('starts nothing for another worker, an older fence or an ended lease', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const { deliveries } = tenant.db.stores;
    const nothing = { allowed: [], dropped: [] };
    expect(await deliveries.startSending('w2', [claim], NOW)).to.deep.equal(nothing);
    expect(await deliveries.startSending('w1', [{ ...claim, fence: 0 }], NOW)).to.deep.equal(nothing);
    await endLeases(tenant);
    expect(await deliveries.startSending('w1', [claim], NOW)).to.deep.equal(nothing);
  });

  it('starts one of two workers that race with the same claim', async () => {
    const tenant = await open();
    const { claim } = await claimed(tenant);
    const starts = await Promise.all([tenant.db, tenant.other].map((db) => db.stores.deliveries.startSending('w1', [claim], NOW)));
    expect(starts.flatMap((started) => started.allowed)).to.deep.equal([claim.id]);
  });
}

onEveryEngine('the last check before a send', guardsTheSend);
