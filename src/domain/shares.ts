import type { Person } from './person.ts';
import type { PlanningContext } from './planning.ts';
import { placeOf, type SignalId } from './signals.ts';
import { LEAST_GROUP } from './smallGroups.ts';

/** How many people of a group have the habit of one signal; `department` absent: the whole tenant. */
export interface HabitCount {
  readonly department: string | undefined;
  readonly place: number;
  readonly people: number;
  readonly withHabit: number;
}

/** The share of colleagues who have the habit: the department's from ten people on, else the tenant's, else none. */
export function sharesOf(counts: readonly HabitCount[]): PlanningContext['shareOf'] {
  const key = (department: string | undefined, place: number): string => `${place}\u0000${department ?? ''}`;
  const large = new Map(counts.filter((count) => count.people >= LEAST_GROUP).map((count) => [key(count.department, count.place), count]));
  return (person: Person, signal: SignalId) => {
    const place = placeOf(signal);
    const own = person.department === undefined ? undefined : large.get(key(person.department, place));
    if (own !== undefined) return { share: own.withHabit / own.people, where: 'department' };
    const all = large.get(key(undefined, place));
    return all === undefined ? undefined : { share: all.withHabit / all.people, where: 'organisation' };
  };
}
