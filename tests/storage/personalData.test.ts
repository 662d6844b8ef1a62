import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'kysely';
import type { NewDelivery } from '../../src/domain/delivery.ts';
import { type PersonId, runId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { nextReview } from '../../src/domain/quiz.ts';
import { addDays, later } from '../../src/domain/time.ts';
import type { Answer, Stores } from '../../src/ports/stores.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { ITEM, MONDAY, manyPeople, message, NOW, plannedTips, REPORT, SIGNAL, somePeople, TODAY } from './samples.ts';

const firstAnswer = (said: NewDelivery): Answer => ({
  question: 'which-link' as ItemId,
  askedBy: said.id,
  day: TODAY,
  isRight: true,
  forecast: undefined,
  review: nextReview(undefined, true, TODAY),
});

const VALUES = [1, 2, 3, 4, 5, 6];

/** Two people with a row in every table; both live the same life. */
async function livedIn(tenant: TestTenant) {
  const { db } = tenant;
  const { usage, habits, deliveries, chats, reviews, tenants, people } = db.stores;
  const both = await somePeople(tenant, 2);
  await people.setGroupMembers('pilot', both);
  for (const range of [{ kind: 'day', day: TODAY } as const, { kind: 'period', days: 30 } as const]) {
    const intake = await usage.begin(REPORT, range);
    await intake.add(both.map((personId) => ({ userPrincipalName: '', personId, values: VALUES })));
    await intake.commit({ isComplete: true, isConcealed: false, refreshDay: TODAY, readAt: NOW });
  }
  await usage.foldWeek(MONDAY, [REPORT]);
  await habits.put(both.map((personId) => ({ personId, habits: [{ stage: 'non', gap: 1 }], basics: [], returnedWeek: undefined, dataDay: TODAY })));
  const planned = await plannedTips(tenant, both);
  const claims = await deliveries.claimDue('w1', NOW, 5, 60_000, true);
  await deliveries.startSending('w1', claims, NOW);
  await deliveries.finish(
    claims.map((claim) => ({ id: claim.id, fence: claim.fence, result: { kind: 'sent', activityId: 'x' } })),
    NOW,
  );
  for (const one of planned) {
    await reviews.answer(one.personId, firstAnswer(one));
    await deliveries.respond(one.personId, one.id, { kind: 'did-it' }, NOW);
    await deliveries.respond(one.personId, one.id, { kind: 'planned', at: later(NOW, 1) }, NOW);
    await deliveries.respond(one.personId, one.id, { kind: 'obstacle', obstacle: 'time', words: undefined }, NOW);
    if (one.decisionId !== undefined) await deliveries.decideOutcomes([{ decision: one.decisionId, hasCome: true, signal: undefined, at: NOW }]);
    await chats.put(one.personId, { serviceUrl: 'https://s', conversationId: `chat of ${one.personId}` });
    await chats.firstTime(`chat of ${one.personId}`, 'activity', NOW);
  }
  await tenants.saveSilences(
    runId(randomUUID()),
    both.map((personId) => ({ personId, why: 'no-need' })),
  );
  // A read that is going on: its rows are about people as well.
  const open = await usage.begin(REPORT, { kind: 'period', days: 7 });
  await open.add(both.map((personId) => ({ userPrincipalName: '', personId, values: VALUES })));
  return { forgotten: both[0], stays: both[1], open };
}

async function tablesWithPeople(tenant: TestTenant): Promise<readonly string[]> {
  const found = await tenant.rows(sql<{ name: string }>`
    select relname::text as name from pg_class join pg_attribute on attrelid = pg_class.oid and attname = 'person_id'
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`);
  return found.map((row) => row.name);
}

async function tablesHolding(tenant: TestTenant, person: string): Promise<readonly string[]> {
  const held: string[] = [];
  for (const table of await tablesWithPeople(tenant)) {
    const rows = await tenant.rows(sql`select 1 from ${sql.table(table)} where tenant_id = ${tenant.tenant} and person_id = ${person}::uuid`);
    if (rows.length > 0) held.push(table);
  }
  return held;
}

function forgets(open: () => Promise<TestTenant>): void {
  it('removes a person from every table the catalogue knows, and nobody else', async () => {
    const tenant = await open();
    const { forgotten, stays, open: intake } = await livedIn(tenant);
    const tables = await tablesWithPeople(tenant);
    expect(tables).to.include('delivery').and.have.length.above(10);
    expect(await tablesHolding(tenant, forgotten), 'the test must have filled every table').to.deep.equal(tables);
    const rows = await tenant.db.stores.personalData.everything(forgotten);
    const told = new Set(rows.map((row) => row.table));
    const week = rows.find((row) => row.table === 'usage_week')?.values;
    expect(
      [week?.['days_by_report'], week?.['values']].every((counts) => Array.isArray(counts) && counts.includes(null)),
      'counts as lists',
    ).to.equal(true);
    expect([...told].sort(), 'an export tells of every one of them').to.deep.equal(tables);
    const removed = await tenant.db.stores.personalData.forget(forgotten, 'hash');
    expect(removed).to.be.at.least(tables.length);
    expect(await tablesHolding(tenant, forgotten)).to.deep.equal([]);
    expect(await tablesHolding(tenant, stays)).to.deep.equal(tables);
    expect(await tenant.rows(sql`select 1 from inbound where tenant_id = ${tenant.tenant}`)).to.have.length(1);
    await intake.commit({ isComplete: true, isConcealed: false, refreshDay: TODAY, readAt: NOW });
    expect(await tablesHolding(tenant, forgotten)).to.deep.equal([]);
  });

  it('remembers only a hash, by which nothing is sent until the person comes back', async () => {
    const tenant = await open();
    const { deliveries, people, personalData, tenants } = tenant.db.stores;
    const [person, other] = await somePeople(tenant, 2);
    await personalData.forget(person, 'hash');
    await personalData.forget(person, 'hash');
    expect(await tenants.suppressed([person, other])).to.deep.equal(new Set([person]));
    await people.apply([{ kind: 'changed', personId: person, userPrincipalName: 'back@example.org' }], TODAY, false);
    expect(await people.get(person), 'the directory does not bring them back').to.equal(undefined);
    // Whatever brought a row back, the last check before a send asks the list.
    await tenant.rows(sql`insert into person (tenant_id, person_id, display_name, is_member, is_enabled, services, is_removed)
      values (${tenant.tenant}, ${person}, '', true, true, '{}', false)`);
    await deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM } }));
    const claims = await deliveries.claimDue('w1', NOW, 5, 60_000, true);
    const dropped = await deliveries.startSending('w1', claims, NOW);
    expect(dropped.dropped.map((one) => one.why)).to.deep.equal(['forgotten']);
    await tenants.unsuppress('hash');
    expect(await tenants.suppressed([person])).to.deep.equal(new Set());
    await deliveries.add(message(person, { errand: { kind: 'asked-tip', item: ITEM, signal: SIGNAL, praise: undefined } }));
    const again = await deliveries.claimDue('w1', NOW, 5, 60_000, true);
    expect((await deliveries.startSending('w1', again, NOW)).allowed).to.have.length(1);
  });

  const writers: readonly (readonly [string, (stores: Stores, person: PersonId, said: NewDelivery) => Promise<unknown>])[] = [
    ['the chat is met', ({ chats }, person) => chats.meet(person, 'Anne', { serviceUrl: 'https://s', conversationId: 'a:1' }, NOW)],
    ['the chat is opened', ({ chats }, person) => chats.put(person, { serviceUrl: 'https://s', conversationId: 'a:1' })],
    ['the app is installed', ({ chats }, person) => chats.markInstalled(person)],
    ['the app is removed', ({ chats }, person) => chats.markGone(person)],
    [
      'a choice is made',
      ({ people }, person) =>
        people.choose(person, { cadenceWeeks: 2, pausedUntil: undefined, hasOptedOut: false, persona: undefined, topics: [], language: undefined }),
    ],
    ['an account is made', ({ people }, person) => people.ensure(person, 'Anne')],
    ['a group is read', ({ people }, person) => people.setGroupMembers('pilot', [person])],
    ['the directory is read', ({ people }, person) => people.apply([{ kind: 'changed', personId: person, userPrincipalName: 'a@b' }], TODAY, false)],
    ['a message is planned', ({ deliveries }, person) => deliveries.add(message(person, { errand: { kind: 'reminder', item: ITEM } }))],
    ['a message is said', ({ deliveries }, person) => deliveries.addSent(message(person, { errand: { kind: 'welcome' } }), NOW)],
    ['a question is answered', ({ reviews }, person, said) => reviews.answer(person, firstAnswer(said))],
    ['an answer is given', ({ deliveries }, person, said) => deliveries.respond(person, said.id, { kind: 'wrong' }, NOW)],
  ];
  for (const [what, write] of writers)
    it(`leaves nothing when ${what} at the same moment, nor after`, async () => {
      const tenant = await open();
      const [person] = await somePeople(tenant, 1);
      const said = message(person);
      await tenant.db.stores.deliveries.addSent(said, NOW);
      let writing: Promise<unknown> = Promise.resolve();
      await tenant.db.transact(async (stores) => {
        await stores.personalData.forget(person, 'hash');
        writing = write(tenant.other.stores, person, said);
        // On a server the writer is at work or waits before this transaction ends.
        for (let turn = 0; turn < 20; turn += 1) await stores.tenants.state();
      });
      await writing;
      expect(await tablesHolding(tenant, person)).to.deep.equal([]);
      await write(tenant.db.stores, person, said);
      expect(await tablesHolding(tenant, person)).to.deep.equal([]);
    });

  it('lets an answer that came first be written, and then forgets it', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const said = message(person);
    await tenant.db.stores.deliveries.addSent(said, NOW);
    let forgetting: Promise<unknown> = Promise.resolve();
    await tenant.db.transact(async (stores) => {
      await stores.deliveries.respond(person, said.id, { kind: 'wrong' }, NOW);
      await stores.chats.markInstalled(person);
      forgetting = tenant.other.stores.personalData.forget(person, 'hash');
      for (let turn = 0; turn < 20; turn += 1) await stores.tenants.state();
    });
    await forgetting;
    expect(await tablesHolding(tenant, person)).to.deep.equal([]);
  });

  it('erases accounts the directory no longer had on a day or before, in bites, without a hash, and nobody else', async () => {
    const tenant = await open();
    const { people, personalData, chats } = tenant.db.stores;
    const staff = await manyPeople(tenant, 45);
    const [stays, late, back, blocking] = staff;
    if (stays === undefined || late === undefined || back === undefined || blocking === undefined) throw new Error('expected many people');
    const gone = staff.slice(2).map((personId) => ({ kind: 'removed', personId }) as const);
    await people.apply(gone, TODAY, false);
    // Told again, a removal keeps its day.
    await people.apply([...gone, { kind: 'removed', personId: late }], addDays(TODAY, 5), false);
    await people.apply([{ kind: 'changed', personId: back }], addDays(TODAY, 6), false);
    await chats.markGone(blocking);
    expect(await personalData.eraseRemoved(addDays(TODAY, -1))).to.equal(0);
    expect(await personalData.eraseRemoved(TODAY)).to.equal(42);
    expect(await personalData.eraseRemoved(TODAY)).to.equal(0);
    const left = await tenant.rows(sql`select person_id from person where tenant_id = ${tenant.tenant} order by person_id`);
    expect(left).to.deep.equal([stays, late, back].sort().map((person_id) => ({ person_id })));
    expect(await tablesHolding(tenant, blocking)).to.deep.equal([]);
    expect(await tenant.rows(sql`select 1 from suppressed where tenant_id = ${tenant.tenant}`)).to.deep.equal([]);
  });

  it('erases whom a full read of the directory did not name, too', async () => {
    const tenant = await open();
    const { people, personalData } = tenant.db.stores;
    const [stays] = await somePeople(tenant, 2);
    await people.apply([{ kind: 'changed', personId: stays }], addDays(TODAY, 1), false);
    await people.endFullRead();
    expect(await personalData.eraseRemoved(TODAY)).to.equal(0);
    expect(await personalData.eraseRemoved(addDays(TODAY, 1))).to.equal(1);
    expect(await people.count()).to.equal(1);
  });

  it('counts what is stored about a person', async () => {
    const tenant = await open();
    const { forgotten, open: intake } = await livedIn(tenant);
    await intake.abandon();
    const { personalData } = tenant.db.stores;
    const counts = async () => Object.fromEntries((await personalData.facts(forgotten)).map((fact) => [fact.what, fact.count]));
    const one = { account: 1, 'usage-days': 1, 'usage-weeks': 1, messages: 1, answers: 1, plans: 1, obstacles: 1, questions: 1 };
    expect(await counts()).to.deep.equal(one);
    await personalData.forget(forgotten, 'hash');
    expect(Object.values(await counts())).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0]);
  });
}

onEveryEngine('personal data', forgets);
