import { expect } from 'chai';
import type { RunCount } from '../../src/domain/sendStatus.ts';
import { addDays, DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { decision, LEASE_MS, MONDAY, manyPeople, message, NOW, plannedTips, somePeople } from './samples.ts';

const PEOPLE = 60;

/** Plans a message for each of `people` in a run that began at `runAt`. */
async function runAt({ db }: TestTenant, people: Awaited<ReturnType<typeof manyPeople>>, at: Instant, weeks: number): Promise<void> {
  const entries = people.map((person) => {
    const made = decision(person, { madeAt: at, week: addDays(MONDAY, 7 * weeks) });
    return { decision: made, delivery: message(person, { decisionId: made.id, dueAt: at, expiresAt: later(at, DAY_MS) }) };
  });
  expect(await db.stores.deliveries.plan(entries)).to.equal(people.length);
}

const sumOf = (counts: readonly RunCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

onEveryEngine('the counts of messages by run', (open) => {
  it('are none where nothing was planned', async () => {
    expect(await (await open()).db.stores.deliveries.runCounts(NOW, 7)).to.deep.equal([]);
  });

  it('tell those due from those to come, those sent lately from the others, and those of no run apart', async () => {
    const tenant = await open();
    const { deliveries } = tenant.db.stores;
    const people = await manyPeople(tenant, 4);
    await plannedTips(tenant, people);
    const [person] = await somePeople(tenant, 1);
    await deliveries.add(message(person, { errand: { kind: 'export' }, dueAt: later(NOW, HOUR_MS + MINUTE_MS) }));
    const claims = await deliveries.claimDue('w1', NOW, 2, LEASE_MS, true);
    await deliveries.startSending('w1', claims, NOW);
    const [first, second] = claims;
    if (first === undefined || second === undefined) throw new Error('expected two claims');
    await deliveries.finish([{ id: first.id, fence: first.fence, result: { kind: 'sent', activityId: 'a' } }], NOW);
    await deliveries.finish([{ id: second.id, fence: second.fence, result: { kind: 'drop', why: 'refused' } }], NOW);
    const rest = { dropReason: undefined, dueFrom: undefined, due: 0, sentLately: 0 };
    const expected = (at: Instant, sentLately: number, due: number): readonly RunCount[] => [
      { ...rest, runAt: NOW, state: 'dropped', dropReason: 'refused', count: 1 },
      { ...rest, runAt: NOW, state: 'planned', dueFrom: NOW, count: 2, due },
      { ...rest, runAt: NOW, state: 'sent', count: 1, sentLately },
      { ...rest, runAt: undefined, state: 'planned', dueFrom: later(NOW, HOUR_MS), count: 1, due: at > later(NOW, 2 * HOUR_MS) ? 1 : 0 },
    ];
    expect(await deliveries.runCounts(NOW, 7)).to.deep.equal(expected(NOW, 1, 2));
    const before = later(NOW, -MINUTE_MS);
    expect(await deliveries.runCounts(before, 7)).to.deep.equal(expected(before, 0, 0));
    const after = later(NOW, 3 * HOUR_MS);
    expect(await deliveries.runCounts(after, 7)).to.deep.equal(expected(after, 0, 2));
  });

  it('are of the newest runs, and of an older one with messages still to go', async () => {
    const tenant = await open();
    const { deliveries } = tenant.db.stores;
    await plannedTips(tenant, []);
    const people = await manyPeople(tenant, 2);
    for (const weeks of [0, 1, 2]) await runAt(tenant, people, later(NOW, weeks * DAY_MS * 7), weeks);
    const timesOf = async (newest: number): Promise<readonly Instant[]> => [
      ...new Set((await deliveries.runCounts(NOW, newest)).flatMap((one) => one.runAt ?? [])),
    ];
    expect(await timesOf(1), 'all have messages to go').to.have.length(3);
    await deliveries.dropPlanned('everybody', 'replaced', 'all');
    expect(await timesOf(1)).to.deep.equal([later(NOW, 14 * DAY_MS)]);
    expect(await timesOf(2)).to.deep.equal([later(NOW, 7 * DAY_MS), later(NOW, 14 * DAY_MS)]);
    expect(await timesOf(7)).to.have.length(3);
  });

  it('add up to what was planned at every moment of a send', async () => {
    const tenant = await open();
    const { deliveries } = tenant.db.stores;
    await plannedTips(tenant, await manyPeople(tenant, PEOPLE));
    let isOver = false;
    const worker = async (name: string, stores: TestTenant['db']['stores']): Promise<void> => {
      for (;;) {
        const claims = await stores.deliveries.claimDue(name, NOW, 3, LEASE_MS, true);
        if (claims.length === 0) return;
        const { allowed } = await stores.deliveries.startSending(name, claims, NOW);
        const results = claims.filter(({ id }) => allowed.includes(id));
        await stores.deliveries.finish(
          results.map(({ id, fence }, place) => ({ id, fence, result: place === 0 ? { kind: 'unknown' } : { kind: 'sent', activityId: 'a' } })),
          NOW,
        );
      }
    };
    const sums: number[] = [];
    const watching = (async () => {
      while (!isOver) sums.push(sumOf(await deliveries.runCounts(NOW, 7)));
    })();
    await Promise.all([worker('w1', tenant.db.stores), worker('w2', tenant.other.stores)]);
    isOver = true;
    await watching;
    expect(sums).to.have.length.above(2);
    expect([...new Set(sums)]).to.deep.equal([PEOPLE]);
  });
});
