import { CATALOGUE } from '../domain/catalogue.ts';
import { Diary } from './diary.ts';
import type { SamplePerson } from './samplePerson.ts';
import type { Uptake } from './uptake.ts';

/** What one person did on one day. */
export interface Behaviour {
  /** In the order of the places asked for. */
  readonly values: readonly number[];
  /** Was in Teams, if only to look. */
  readonly isInTeams: boolean;
}

const EVERY_PLACE: readonly number[] = CATALOGUE.map((_signal, place) => place);

/** What a person did on a day, see `Diary`. `places`: of the catalogue; absent: all of it. */
export function behaviourOn(person: SamplePerson, number: number, uptakes: readonly Uptake[], places = EVERY_PLACE): Behaviour {
  const diary = new Diary();
  diary.open(person, uptakes);
  const isAtWork = diary.turnTo(number);
  return { values: places.map((place) => (isAtWork ? diary.valueOf(place) : 0)), isInTeams: isAtWork && diary.isInTeams() };
}
