import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { addGoal, dropGoal, type GoalWish, listGoals } from '../../src/app/goals.ts';
import type { Habit } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import { type Instant, later } from '../../src/domain/time.ts';
import { manyPeople, NOW, TODAY } from '../storage/samples.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

let ticks = 0;
/** Each goal is made a moment later than the one before. */
function tick(): Instant {
  ticks += 1;
  return later(NOW, ticks);
}

const WISH: GoalWish = { habit: 'files-as-links', department: undefined, persona: undefined, share: '60', by: '2027-03-31' };

onEveryEngine('goals', (open) => {
  const depsOn = ({ db }: TestTenant) => ({
    db,
    settings: { defaultZone: 'Europe/Berlin' },
    system: { clock: { now: tick }, newId: () => randomUUID() },
  });

  it('are added, told with how far they are in steps of five, and dropped', async () => {
    const tenant = await open();
    const deps = depsOn(tenant);
    const [sales, few] = [await manyPeople(tenant, 100, 'Sales'), await manyPeople(tenant, 9, 'Legal')];
    const stage = (index: number): Habit => (index < 34 ? { stage: 'habitual', gap: 0 } : { stage: 'low', gap: 0.5 });
    await tenant.db.stores.habits.put(
      [...sales, ...few].map((personId, index) => ({
        personId,
        habits: HABITS.map(() => stage(index)),
        basics: [],
        returnedWeek: undefined,
        dataDay: TODAY,
      })),
    );
    const goal = await addGoal(deps)({ ...WISH, department: 'Sales' });
    await addGoal(deps)({ ...WISH, persona: 'frontline' });
    expect(goal).to.deep.include({ habit: 'files-as-links', audience: { kind: 'department', department: 'Sales' }, share: 0.6, byDay: '2027-03-31' });
    const [first, second] = await listGoals(deps)();
    expect(first).to.deep.equal({ goal, todayPercent: 35, hasEnded: false });
    expect(second?.todayPercent, 'nobody is of the frontline').to.equal(undefined);
    expect(await dropGoal(deps)(goal.id)).to.equal(goal.id);
    expect((await listGoals(deps)()).map((one) => one.goal.audience.kind)).to.deep.equal(['persona']);
  });

  it('are at most three for an audience, however many are added at once', async () => {
    const tenant = await open();
    const deps = [depsOn(tenant), depsOn({ ...tenant, db: tenant.other })];
    const habits = ['teams.calls', 'teams.channelPosts', 'outlook.sent', 'outlook.read', 'word.days', 'excel.days'];
    const added = await Promise.allSettled(habits.map((habit, index) => addGoal(deps[index % 2] ?? depsOn(tenant))({ ...WISH, habit })));
    expect(added.filter((one) => one.status === 'fulfilled')).to.have.length(3);
    expect(await tenant.db.stores.goals.list()).to.have.length(3);
    await addGoal(depsOn(tenant))({ ...WISH, persona: 'leading' });
  });

  const refused: readonly (readonly [what: string, wish: Partial<GoalWish>, says: RegExp, code?: string])[] = [
    ['a habit there is not', { habit: 'files' }, /--habit.*"files".*known are:.*files-as-links/],
    ['a department there is not', { department: 'Sails' }, /--department.*at least 10 people.*"Sails".*there are: Sales/],
    ['a department of fewer than ten', { department: 'Legal' }, /--department.*at least 10 people/],
    ['a persona there is not', { persona: 'boss' }, /--persona.*"boss".*known are: leading/],
    ['two audiences', { department: 'Sales', persona: 'leading' }, /one audience/],
    ['a share of nothing', { share: '0' }, /--share.*1 to 100.*"0"/],
    ['a share that is no number', { share: '60%' }, /--share.*"60%"/],
    ['a day that has passed', { by: '2026-03-09' }, /--by.*after today, 2026-03-09/],
    ['a day no calendar has', { by: '2027-02-30' }, /2027-02-30/, 'invalid-time'],
  ];
  for (const [what, wish, says, code = 'invalid-config'] of refused)
    it(`refuse ${what}`, async () => {
      const tenant = await open();
      await manyPeople(tenant, 10, 'Sales');
      await manyPeople(tenant, 9, 'Legal');
      const fault = await addGoal(depsOn(tenant))({ ...WISH, ...wish }).catch((error: unknown) => error);
      expect(fault).to.have.property('code', code);
      expect(fault).to.have.property('message').that.matches(says);
    });

  it('are not dropped by an id there is not', async () => {
    const fault = await dropGoal(depsOn(await open()))(randomUUID()).catch((error: unknown) => error);
    expect(fault).to.have.property('code', 'invalid-config');
  });
});
