import { expect } from 'chai';
import { sql } from 'kysely';
import { habitOfSignal } from '../../src/domain/habits.ts';
import { OBSTACLES } from '../../src/domain/intent.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { addDays, DAY_MS, HOUR_MS, instant, later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { decision, ITEM, LEASE_MS, message, NOW, plannedTips, SIGNAL, somePeople, TODAY } from './samples.ts';

function knowsWhatWasAnswered(open: () => Promise<TestTenant>): void {
  it('notes a response of each kind once, and only to a message of that person', async () => {
    const tenant = await open();
    const [person, stranger] = await somePeople(tenant, 2);
    const { deliveries } = tenant.db.stores;
    const said = message(person);
    await deliveries.addSent(said, NOW);
    const obstacle = { kind: 'obstacle', obstacle: 'time', words: 'no\u0000 time' } as const;
    expect(await deliveries.respond(stranger, said.id, { kind: 'did-it' }, NOW)).to.equal(false);
    expect(await deliveries.respond(person, said.id, obstacle, NOW)).to.equal(true);
    expect(await deliveries.respond(person, said.id, obstacle, later(NOW, 1))).to.equal(false);
    expect(await deliveries.respond(person, said.id, { kind: 'planned', at: later(NOW, 5) }, later(NOW, 2))).to.equal(true);
    expect(await deliveries.get(said.id)).to.deep.equal({
      id: said.id,
      personId: person,
      errand: said.errand,
      state: 'sent',
      sentAt: NOW,
      responses: [
        { kind: 'obstacle', obstacle: 'time', words: 'no time' },
        { kind: 'planned', at: later(NOW, 5) },
      ],
    });
    expect(await deliveries.get(message(person).id)).to.equal(undefined);
  });

  it('replaces a plan whose moment has passed, once of several at the same moment', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const said = message(person);
    await deliveries.addSent(said, NOW);
    const planned = (hours: number) => ({ kind: 'planned', at: later(NOW, hours * HOUR_MS) }) as const;
    expect(await deliveries.respond(person, said.id, planned(1), NOW)).to.equal(true);
    expect(await deliveries.respond(person, said.id, planned(9), NOW), 'it lies ahead').to.equal(false);
    expect(await deliveries.respond(person, said.id, { kind: 'did-it' }, later(NOW, 1))).to.equal(true);
    const tries = [tenant.db, tenant.other, tenant.db].map((db) => db.stores.deliveries.respond(person, said.id, planned(5), later(NOW, HOUR_MS)));
    expect((await Promise.all(tries)).filter(Boolean)).to.have.length(1);
    expect((await deliveries.get(said.id))?.responses, 'the newest last').to.deep.equal([{ kind: 'did-it' }, planned(5)]);
  });

  it('remembers which items a person refused', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { deliveries } = tenant.db.stores;
    const said = message(a);
    await deliveries.addSent(said, NOW);
    await deliveries.respond(a, said.id, { kind: 'not-for-me' }, NOW);
    await deliveries.addSent(message(b), NOW);
    expect(await deliveries.refusedItemsOf([a, b])).to.deep.equal(new Map([[a, new Set([ITEM])]]));
  });

  it('counts whom something is in the way of: each person once a kind, none from before, none that took theirs back', async () => {
    const tenant = await open();
    const [a, b, c] = await somePeople(tenant, 3);
    const { deliveries } = tenant.db.stores;
    const name = async (person: typeof a, obstacle: 'rights' | 'time', at = NOW) => {
      const said = message(person, { errand: { kind: 'asked-tip', item: ITEM, signal: SIGNAL, praise: undefined } });
      await deliveries.addSent(said, NOW);
      await deliveries.respond(person, said.id, { kind: 'obstacle', obstacle, words: undefined }, at);
      return said.id;
    };
    await name(a, 'rights');
    await name(a, 'rights', later(NOW, DAY_MS));
    await name(a, 'time');
    await name(b, 'rights');
    await name(b, 'time', later(NOW, -1));
    await deliveries.takeBack(c, await name(c, 'rights'), 'obstacle');
    expect(await deliveries.obstacles(NOW)).to.deep.equal({
      byKind: [
        { obstacle: 'rights', people: 2 },
        { obstacle: 'time', people: 1 },
      ],
      byGoal: [{ goal: undefined, people: 2 }],
    });
  });

  it('counts them by the goal that what was sent served', async () => {
    const tenant = await open();
    const people = await somePeople(tenant, 2);
    const { deliveries } = tenant.db.stores;
    for (const person of people) {
      const decided = { ...decision(person), goal: 'meetings' };
      const said = message(person, { decisionId: decided.id });
      await deliveries.plan([{ decision: decided, delivery: said }]);
      await deliveries.respond(person, said.id, { kind: 'obstacle', obstacle: 'team', words: undefined }, NOW);
    }
    expect((await deliveries.obstacles(NOW)).byGoal).to.deep.equal([{ goal: 'meetings', people: 2 }]);
  });

  for (const obstacle of OBSTACLES) {
    const lasts = obstacle !== 'time' && obstacle !== 'other';
    it(`${lasts ? 'does not bring back' : 'may bring back'} a tip that met the obstacle "${obstacle}"`, async () => {
      const tenant = await open();
      const [person] = await somePeople(tenant, 1);
      const { deliveries } = tenant.db.stores;
      const said = message(person);
      await deliveries.addSent(said, NOW);
      await deliveries.respond(person, said.id, { kind: 'obstacle', obstacle, words: undefined }, NOW);
      expect((await deliveries.refusedItemsOf([person])).get(person)?.has(ITEM) ?? false).to.equal(lasts);
    });
  }

  const answers = [
    ['nothing', undefined, false],
    ['a press on the seventh day', 7 * DAY_MS, true],
    ['a press after it', 7 * DAY_MS + 1, false],
  ] as const;
  for (const [what, afterMs, expected] of answers) {
    it(`takes ${what} as ${expected ? 'an' : 'no'} answer`, async () => {
      const tenant = await open();
      const [person] = await somePeople(tenant, 1);
      const { deliveries } = tenant.db.stores;
      const said = message(person, { dueAt: instant('2026-01-01T00:00:00Z') });
      await deliveries.addSent(said, NOW);
      if (afterMs !== undefined) await deliveries.respond(person, said.id, { kind: 'wrong' }, later(NOW, afterMs));
      expect((await deliveries.pastOf([person])).get(person)).to.deep.equal([
        { id: said.id, errand: said.errand, state: 'sent', at: NOW, wasAnswered: expected },
      ]);
    });
  }

  it('expects no answer of somebody who was on leave, and one of whoever was there or never is', async () => {
    const tenant = await open();
    const [away, present, never] = await somePeople(tenant, 3);
    const { deliveries } = tenant.db.stores;
    for (const person of [away, present, never]) await deliveries.addSent(message(person, { errand: { kind: 'stop-notice' } }), NOW);
    for (const week of [-7, 0, 7, 14])
      await tenant.rows(sql`insert into usage_week_ledger (tenant_id, week, report) values (${tenant.tenant}, ${addDays(TODAY, week)}::date, 1)`);
    const used: readonly (readonly [string, readonly number[]])[] = [
      [away, [-7, 14]],
      [present, [-7, 7, 14]],
    ];
    for (const [person, weeks] of used)
      for (const week of weeks)
        await tenant.rows(sql`insert into usage_week (tenant_id, person_id, week, active_days, days_by_report, catalogue_version, values)
          values (${tenant.tenant}, ${person}, ${addDays(TODAY, week)}::date, 1, '{}', 1, '{}')`);
    const past = await deliveries.pastOf([away, present, never]);
    expect([away, present, never].map((person) => past.get(person)?.[0]?.wasAnswered)).to.deep.equal([true, false, false]);
  });

  it('measures decisions of every arm, and whether the behaviour lasted; records and praise are of what was sent', async () => {
    const tenant = await open();
    const [a, b, c] = await somePeople(tenant, 3);
    const { deliveries } = tenant.db.stores;
    const made = [decision(a, { arm: 'waiting' }), decision(b, { arm: 'held-out' }), decision(c, { choice: undefined })];
    await deliveries.plan(made.map((one) => ({ decision: one, delivery: undefined })));
    const { open: open3 } = await deliveries.undecided(TODAY, TODAY, 10, undefined);
    expect(open3.map((one) => [one.habit, one.wasSent])).to.deep.equal(made.map(() => [SIGNAL, false]));
    expect((await deliveries.undecided(addDays(TODAY, 1), addDays(TODAY, 9), 10, undefined)).open, 'other data days').to.deep.equal([]);
    await deliveries.decideOutcomes(open3.map(({ decision: id }) => ({ decision: id, hasCome: true, signal: undefined, at: NOW })));
    const lasting = await deliveries.unsustained(TODAY, TODAY, 2, undefined);
    expect(lasting.open).to.have.length(2);
    expect((await deliveries.unsustained(TODAY, TODAY, 2, lasting.next)).open).to.have.length(1);
    await deliveries.decideSustained([{ decision: made[0]?.id ?? decision(a).id, isSustained: true }]);
    expect((await deliveries.unsustained(TODAY, TODAY, 10, undefined)).open).to.have.length(2);
    expect(
      await tenant.rows(sql`select arm, has_come, is_sustained from outcome where tenant_id = ${tenant.tenant} and is_sustained is not null`),
    ).to.deep.equal([{ arm: 'waiting', has_come: true, is_sustained: true }]);
    expect([(await deliveries.records()).size, (await deliveries.praiseOf([a, b, c])).size]).to.deep.equal([0, 0]);
  });

  it('follows a sent decision to its outcome, praise and record, and takes the behaviour as an answer', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { deliveries } = tenant.db.stores;
    await plannedTips(tenant, [a, b]);
    expect((await deliveries.undecided(TODAY, TODAY, 10, undefined)).open).to.deep.equal([]);
    const claims = await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
    await deliveries.startSending('w1', claims, NOW);
    await deliveries.finish(
      claims.map((claim) => ({ id: claim.id, fence: claim.fence, result: { kind: 'sent', activityId: 'x' } })),
      NOW,
    );
    const [first, second] = (await deliveries.undecided(TODAY, TODAY, 10, undefined)).open;
    if (first === undefined || second === undefined) throw new Error('expected two undecided');
    expect(first).to.deep.include({ habit: habitOfSignal(SIGNAL), dataDay: TODAY, wasSent: true });
    const page = await deliveries.undecided(TODAY, TODAY, 1, undefined);
    expect(page).to.deep.equal({ open: [first], next: { dataDay: TODAY, decision: first.decision } });
    expect(await deliveries.undecided(TODAY, TODAY, 2, page.next)).to.deep.equal({ open: [second], next: undefined });
    const outcomes = [first, second].map((one) => ({ decision: one.decision, hasCome: one === first, signal: undefined, at: NOW }));
    await deliveries.decideOutcomes(outcomes);
    await deliveries.decideOutcomes(outcomes.map((one) => ({ ...one, hasCome: true })));
    expect((await deliveries.undecided(TODAY, TODAY, 10, undefined)).open).to.deep.equal([]);
    expect((await deliveries.undecided(TODAY, TODAY, 1, undefined)).next, 'what has a verdict is walked past').to.deep.include({
      decision: first.decision,
    });
    expect(await deliveries.records()).to.deep.equal(new Map([[ITEM as string, { decided: 2, came: 1 }]]));
    expect(await deliveries.praiseOf([a, b])).to.deep.equal(new Map([[first.personId, SIGNAL]]));
    const past = await deliveries.pastOf([a, b]);
    expect([first, second].map((one) => past.get(one.personId)?.[0]?.wasAnswered)).to.deep.equal([true, false]);
    await deliveries.praised(first.personId, SIGNAL);
    expect(await deliveries.praiseOf([a, b])).to.deep.equal(new Map());
  });

  it('praises a habit once, however often it shows after later tips', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    await tenant.db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://example.org/notice', noticeDay: TODAY, armedAt: NOW });
    for (const ahead of [0, 7]) {
      await deliveries.plan([{ decision: decision(person, { week: addDays(TODAY, ahead) }), delivery: message(person) }]);
      const claims = await deliveries.claimDue('w1', NOW, 5, LEASE_MS, true);
      await deliveries.startSending('w1', claims, NOW);
      await deliveries.finish(
        claims.map((claim) => ({ id: claim.id, fence: claim.fence, result: { kind: 'sent', activityId: 'x' } })),
        NOW,
      );
      const [undecided] = (await deliveries.undecided(TODAY, TODAY, 10, undefined)).open;
      if (undecided === undefined) throw new Error('expected one undecided');
      await deliveries.decideOutcomes([{ decision: undecided.decision, hasCome: true, signal: undefined, at: NOW }]);
      expect((await deliveries.praiseOf([person])).size, `after ${ahead} days`).to.equal(ahead === 0 ? 1 : 0);
      await deliveries.praised(person, SIGNAL);
    }
  });

  it('counts messages in every state but dropped as past, oldest first', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { deliveries } = tenant.db.stores;
    const old = message(person, { errand: { kind: 'asked-tip', item: 'x' as ItemId, signal: SIGNAL, praise: undefined } });
    await deliveries.addSent(old, instant('2026-02-01T00:00:00Z'));
    await plannedTips(tenant, [person]);
    const gone = message(person, { errand: { kind: 'reminder', item: ITEM } });
    await deliveries.add(gone);
    await deliveries.reschedule([], [gone.id]);
    expect((await deliveries.pastOf([person])).get(person)?.map((past) => past.errand.kind)).to.deep.equal(['asked-tip', 'tip']);
    expect(await deliveries.plan([{ decision: decision(person, { week: addDays(TODAY, 7) }), delivery: message(person) }])).to.equal(1);
  });
}

onEveryEngine('answers and outcomes', knowsWhatWasAnswered);
