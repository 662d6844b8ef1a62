import { expect } from 'chai';
import { sql } from 'kysely';
import type { Habit, Stage } from '../../src/domain/habit.ts';
import { addDays } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { newPerson, somePeople, TODAY } from './samples.ts';

const habitsOf = (...stages: readonly Stage[]): readonly Habit[] => stages.map((stage) => ({ stage, gap: 0.25 }));

function isAHabitStore(open: () => Promise<TestTenant>): void {
  it('gives back what was put, the newest only, and nothing of strangers', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const stranger = newPerson();
    const { habits } = tenant.db.stores;
    await habits.put([
      { personId: a, habits: habitsOf('non', 'power'), basics: [], returnedWeek: undefined, dataDay: TODAY },
      { personId: stranger, habits: habitsOf('non'), basics: [], returnedWeek: undefined, dataDay: TODAY },
    ]);
    const newest = {
      habits: habitsOf('cannot-tell', 'low', 'novice', 'habitual'),
      basics: [0, 7],
      returnedWeek: addDays(TODAY, -7),
      dataDay: addDays(TODAY, 1),
    };
    await habits.put([{ personId: a, ...newest }]);
    expect(await habits.of([a, b, stranger])).to.deep.equal(new Map([[a, newest]]));
    expect(await habits.of([])).to.deep.equal(new Map());
  });

  it('replaces the counts of groups as a whole', async () => {
    const { habits } = (await open()).db.stores;
    const sales = { department: 'Sales', place: 3, people: 12, withHabit: 4 };
    const all = { department: undefined, place: 3, people: 40, withHabit: 11 };
    await habits.putShares([{ ...all, place: 5 }, sales]);
    await habits.putShares([all, sales]);
    expect(await habits.shares()).to.deep.equal([all, sales]);
    await habits.putShares([]);
    expect(await habits.shares()).to.deep.equal([]);
  });

  it('gives no stages of another catalogue, for their places mean something else', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    await tenant.db.stores.habits.put([{ personId: a, habits: habitsOf('non'), basics: [], returnedWeek: undefined, dataDay: TODAY }]);
    await tenant.rows(sql`update habit set catalogue_version = 0 where tenant_id = ${tenant.tenant}`);
    expect(await tenant.db.stores.habits.of([a])).to.deep.equal(new Map());
  });
}

onEveryEngine('habits', isAHabitStore);
