import type { PersonId } from '../domain/ids.ts';
import { DEPARTMENTS } from './departments.ts';
import { hasTeams, type SamplePerson, samplePerson, uuidOf, type You, yourPerson } from './samplePerson.ts';

/** A group of the directory. */
export interface SampleGroup {
  readonly id: string;
  readonly name: string;
  readonly members: readonly SamplePerson[];
}

/** Everybody of the sample tenant. */
export interface Population {
  readonly people: readonly SamplePerson[];
  readonly byId: ReadonlyMap<string, SamplePerson>;
  /** Those who may use Teams. */
  readonly licensed: readonly SamplePerson[];
  /** One group for each department and one of everybody, first. */
  readonly groups: readonly SampleGroup[];
  find(person: PersonId): SamplePerson | undefined;
}

/** Makes up `size` accounts from `seed`; `you` takes the place of the first. `opened`: the day (number) the company was first looked at. */
export function population(seed: string, size: number, you: You | undefined, opened: number): Population {
  const people = Array.from({ length: size }, (_, index) =>
    index === 0 && you !== undefined ? yourPerson(seed, you, opened) : samplePerson(seed, index, opened),
  );
  const byId = new Map<string, SamplePerson>(people.map((person) => [person.personId, person]));
  const persons = people.filter((person) => person.kind !== 'shared');
  const departments = DEPARTMENTS.map((department) => ({
    id: uuidOf(seed, 'group', department.name),
    name: department.name,
    members: persons.filter((person) => person.department === department),
  }));
  return {
    people,
    byId,
    licensed: people.filter(hasTeams),
    groups: [{ id: uuidOf(seed, 'group', 'everybody'), name: 'Everybody', members: persons }, ...departments],
    find: (person) => byId.get(person),
  };
}
