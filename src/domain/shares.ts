import { CATALOGUE } from './catalogue.ts';
import { type Habit, isHabit } from './habit.ts';
import { HABITS, type HabitId, habitPlaceOf } from './habits.ts';
import type { Person } from './person.ts';
import type { PlanningContext } from './planning.ts';
import { LEAST_GROUP } from './smallGroups.ts';

/** How many people of a group are known in one habit, and have it; `department` absent: the whole tenant. */
export interface HabitCount {
  readonly department: string | undefined;
  /** Place in `HABITS`. */
  readonly place: number;
  readonly people: number;
  readonly withHabit: number;
}

/** Adds up, person by person, who has which habit. Counted are enabled members with a licence for it and a stage that can be told. */
export class ShareTally {
  private readonly groups = new Map<string, { readonly department: string | undefined; readonly people: number[]; readonly withHabit: number[] }>();

  add(person: Person, habits: readonly Habit[]): void {
    if (!person.isMember || !person.isEnabled) return;
    const groups = [this.groupOf(undefined), ...(person.department === undefined ? [] : [this.groupOf(person.department)])];
    habits.forEach((habit, place) => {
      if (habit.stage === 'cannot-tell' || !isLicensedFor(person, place)) return;
      for (const group of groups) {
        group.people[place] = (group.people[place] ?? 0) + 1;
        if (isHabit(habit.stage)) group.withHabit[place] = (group.withHabit[place] ?? 0) + 1;
      }
    });
  }

  /** Groups of at least ten people; smaller ones are nobody's business. */
  counts(): readonly HabitCount[] {
    return [...this.groups.values()].flatMap(({ department, people, withHabit }) =>
      people.flatMap((count, place) => (count < LEAST_GROUP ? [] : [{ department, place, people: count, withHabit: withHabit[place] ?? 0 }])),
    );
  }

  private groupOf(department: string | undefined) {
    const key = department ?? '';
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const made = { department, people: HABITS.map(() => 0), withHabit: HABITS.map(() => 0) };
    this.groups.set(key, made);
    return made;
  }
}

function isLicensedFor(person: Person, place: number): boolean {
  return HABITS[place]?.places.some((signal) => person.services.some((service) => service === CATALOGUE[signal]?.service)) === true;
}

/** The share of colleagues who have the habit: the department's from ten people on, else the tenant's, else none. */
export function sharesOf(counts: readonly HabitCount[]): PlanningContext['shareOf'] {
  const key = (department: string | undefined, place: number): string => `${place}\u0000${department ?? ''}`;
  const large = new Map(counts.filter((count) => count.people >= LEAST_GROUP).map((count) => [key(count.department, count.place), count]));
  return (person: Person, habit: HabitId) => {
    const place = habitPlaceOf(habit);
    const own = person.department === undefined ? undefined : large.get(key(person.department, place));
    if (own !== undefined) return { share: own.withHabit / own.people, where: 'department' };
    const all = large.get(key(undefined, place));
    return all === undefined ? undefined : { share: all.withHabit / all.people, where: 'organisation' };
  };
}
