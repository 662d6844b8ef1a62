import { expect } from 'chai';
import type { Habit, Stage } from '../../src/domain/habit.ts';
import { addDays } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { manyPeople, newPerson, somePeople, TODAY } from './samples.ts';

const habitsOf = (...stages: readonly Stage[]): readonly Habit[] => stages.map((stage) => ({ stage, gap: 0.25 }));

function isAHabitStore(open: () => Promise<TestTenant>): void {
  it('gives back what was put, the newest only, and nothing of strangers', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const stranger = newPerson();
    const { habits } = tenant.db.stores;
    await habits.put([
      { personId: a, habits: habitsOf('non', 'power'), knowsBasics: false, dataDay: TODAY },
      { personId: stranger, habits: habitsOf('non'), knowsBasics: false, dataDay: TODAY },
    ]);
    const newest = { habits: habitsOf('cannot-tell', 'low', 'novice', 'habitual'), knowsBasics: true, dataDay: addDays(TODAY, 1) };
    await habits.put([{ personId: a, ...newest }]);
    expect(await habits.of([a, b, stranger])).to.deep.equal(new Map([[a, newest]]));
    expect(await habits.of([])).to.deep.equal(new Map());
  });

  it('adds up who has a habit, per department and for all, counting only what can be told of enabled members', async () => {
    const tenant = await open();
    const { habits, people } = tenant.db.stores;
    const sales = await manyPeople(tenant, 3, 'Sales');
    const [loose] = await somePeople(tenant, 1);
    const [guest, disabled] = await manyPeople(tenant, 2, 'Sales');
    if (guest === undefined || disabled === undefined) throw new Error('no people');
    await people.apply(
      [
        { kind: 'changed', personId: guest, isMember: false },
        { kind: 'changed', personId: disabled, isEnabled: false },
      ],
      TODAY,
      false,
    );
    const stages: readonly (readonly Stage[])[] = [
      ['power', 'non'],
      ['habitual', 'cannot-tell'],
      ['novice', 'cannot-tell'],
      ['power', 'power'],
      ['power', 'power'],
      ['power', 'power'],
    ];
    const all = [...sales, loose, guest, disabled];
    await habits.put(all.map((personId, index) => ({ personId, habits: habitsOf(...(stages[index] ?? [])), knowsBasics: false, dataDay: TODAY })));
    expect(await habits.shares()).to.have.deep.members([
      { department: 'Sales', place: 0, people: 3, withHabit: 2 },
      { department: 'Sales', place: 1, people: 1, withHabit: 0 },
      { department: undefined, place: 0, people: 4, withHabit: 3 },
      { department: undefined, place: 1, people: 2, withHabit: 1 },
    ]);
  });

  it('adds up over more people than one bite holds', async () => {
    const tenant = await open();
    const people = await manyPeople(tenant, 4_100, 'Sales');
    await tenant.db.stores.habits.put(people.map((personId) => ({ personId, habits: habitsOf('power'), knowsBasics: false, dataDay: TODAY })));
    const shares = await tenant.db.stores.habits.shares();
    expect(shares.map((share) => [share.people, share.withHabit])).to.deep.equal([
      [4_100, 4_100],
      [4_100, 4_100],
    ]);
  });
}

onEveryEngine('habits', isAHabitStore);
