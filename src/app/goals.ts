import { Fault } from '../domain/errors.ts';
import { audienceKey, isIn } from '../domain/focus.ts';
import { type Audience, type ChosenGoal, type GoalId, goalId, MOST_GOALS } from '../domain/goal.ts';
import { isHabit } from '../domain/habit.ts';
import { HABITS, habitPlaceOf } from '../domain/habits.ts';
import { PERSONAS } from '../domain/persona.ts';
import { roundedPercent } from '../domain/roundedPercent.ts';
import { LEAST_GROUP } from '../domain/smallGroups.ts';
import { type Day, day, dayIn } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';
import type { System } from '../ports/system.ts';
import { eachPage } from './eachPage.ts';
import { trustedFrom } from './loadCandidates.ts';
import type { EngineSettings } from './settings.ts';

interface GoalDeps {
  readonly db: Database;
  readonly settings: Pick<EngineSettings, 'defaultZone'>;
  readonly system: Pick<System, 'clock' | 'newId'>;
}

/** A goal as somebody writes it down. */
export interface GoalWish {
  readonly habit: string;
  readonly department: string | undefined;
  readonly persona: string | undefined;
  /** Percent of the audience. */
  readonly share: string;
  readonly by: string;
}

/** A goal, and how far the audience is: a percentage rounded to 5, absent for fewer than ten people of whom it can be told. */
export interface GoalStanding {
  readonly goal: ChosenGoal;
  readonly todayPercent: number | undefined;
  readonly hasEnded: boolean;
}

/** Adds a goal to the focus of its audience. Throws `invalid-config`, naming what is expected, and `invalid-time`. */
export const addGoal =
  ({ db, settings, system }: GoalDeps) =>
  async (wish: GoalWish): Promise<ChosenGoal> => {
    const now = system.clock.now();
    const today = dayIn(settings.defaultZone, now);
    const goal: ChosenGoal = {
      id: goalId(system.newId()),
      habit: habitOf(wish.habit),
      audience: audienceOf(wish, await db.stores.goals.departments()),
      share: shareOf(wish.share),
      byDay: dayAfter(wish.by, today),
    };
    const all = await db.stores.goals.list();
    if (all.some((one) => one.habit === goal.habit && one.byDay >= today && audienceKey(one.audience) === audienceKey(goal.audience)))
      throw wrong('--habit', 'a habit that is no goal of this audience yet', wish.habit, 'drop the goal first: coach goal list, coach goal drop ID');
    if (!(await db.stores.goals.add(goal, now, today, MOST_GOALS)))
      throw new Fault(
        'invalid-config',
        `an audience has at most ${MOST_GOALS} goals at a time, for more is no focus; drop one: coach goal list, coach goal drop ID`,
      );
    return goal;
  };

/** Every goal with how far its audience is. */
export const listGoals =
  ({ db, settings, system }: GoalDeps) =>
  async (): Promise<readonly GoalStanding[]> => {
    const today = dayIn(settings.defaultZone, system.clock.now());
    const goals = await db.stores.goals.list();
    const tallies = goals.map(() => ({ people: 0, withHabit: 0 }));
    if (goals.length > 0) await count(db, goals, tallies, trustedFrom(today));
    return goals.map((goal, index) => {
      const { people, withHabit } = tallies[index] ?? { people: 0, withHabit: 0 };
      return { goal, todayPercent: roundedPercent(withHabit, people), hasEnded: goal.byDay < today };
    });
  };

/** Takes a goal away. Throws `invalid-config` when there is none with this id. */
export const dropGoal =
  ({ db }: Pick<GoalDeps, 'db'>) =>
  async (id: string): Promise<GoalId> => {
    const known = goalId(id.toLowerCase());
    if (!(await db.stores.goals.drop(known))) throw new Fault('invalid-config', `there is no goal ${known}; see them with: coach goal list`);
    return known;
  };

async function count(
  db: Database,
  goals: readonly ChosenGoal[],
  tallies: readonly { people: number; withHabit: number }[],
  from: Day,
): Promise<void> {
  await eachPage(db, async (page) => {
    const known = await db.stores.habits.of(page.map((person) => person.personId));
    for (const person of page) {
      const own = known.get(person.personId);
      if (own === undefined || own.dataDay < from || !person.isMember || !person.isEnabled) continue;
      goals.forEach(({ audience, habit }, index) => {
        const stage = own.habits[habitPlaceOf(habit)]?.stage;
        const tally = tallies[index];
        if (tally === undefined || stage === undefined || stage === 'cannot-tell' || !isIn(audience, person)) return;
        tally.people += 1;
        if (isHabit(stage)) tally.withHabit += 1;
      });
    }
  });
}

const wrong = (flag: string, expected: string, got: string, remedy: string): Fault =>
  new Fault('invalid-config', `${flag}: expected ${expected}, got ${JSON.stringify(got)}; ${remedy}`);

function habitOf(text: string): ChosenGoal['habit'] {
  const habit = HABITS.find((one) => one.id === text);
  if (habit === undefined) throw wrong('--habit', 'a habit', text, `known are: ${HABITS.map((one) => one.id).join(', ')}`);
  return habit.id;
}

function audienceOf(wish: GoalWish, departments: readonly { readonly department: string; readonly people: number }[]): Audience {
  const { department, persona } = wish;
  if (department !== undefined && persona !== undefined)
    throw new Fault('invalid-config', 'expected one audience, --department or --persona, got both; leave both out for everybody');
  if (department !== undefined) {
    // Of a smaller group nothing may be said, so it could not be told how far it is.
    const large = departments.filter(({ people }) => people >= LEAST_GROUP).map((one) => one.department);
    if (!large.includes(department))
      throw wrong(
        '--department',
        `a department of at least ${LEAST_GROUP} people`,
        department,
        `there are: ${large.join(', ') || 'none yet; run a cycle first'}`,
      );
    return { kind: 'department', department };
  }
  if (persona === undefined) return { kind: 'everybody' };
  const known = PERSONAS.find((one) => one === persona);
  if (known === undefined) throw wrong('--persona', 'what people mostly do', persona, `known are: ${PERSONAS.join(', ')}`);
  return { kind: 'persona', persona: known };
}

function shareOf(text: string): number {
  const percent = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent >= 1 && percent <= 100)) throw wrong('--share', 'whole percent from 1 to 100', text, 'write for instance --share 60');
  return percent / 100;
}

function dayAfter(text: string, today: Day): Day {
  const by = day(text);
  if (by <= today) throw wrong('--by', `a day after today, ${today}`, text, 'a goal needs time');
  return by;
}
