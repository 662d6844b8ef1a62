import { type PersonId, personId } from '../domain/ids.ts';
import { unit } from '../domain/random.ts';
import { DEPARTMENTS, type Department } from './departments.ts';
import { keyOf, pick, pickWeighted } from './draw.ts';
import { type Holding, holdingsOf, serviceFrom, yourHoldings } from './holdings.ts';
import { PLACES, type Place } from './places.ts';
import { type Temper, temperOf, YOUR_TEMPER } from './temper.ts';

export type AccountKind = 'member' | 'guest' | 'disabled' | 'shared';

/** One account of the sample tenant, as it was made up from (seed, index). */
export interface SamplePerson {
  readonly personId: PersonId;
  readonly kind: AccountKind;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  /** As the directory writes it, lower case. */
  readonly userPrincipalName: string;
  /** As the reports write it: some accounts differ in case. */
  readonly reportedName: string;
  readonly department: Department;
  readonly jobTitle: string;
  readonly place: Place;
  readonly language: string;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekdays: readonly number[];
  readonly startMinute: number;
  readonly endMinute: number;
  /** How the mailbox names its zone. */
  readonly zoneStyle: 'windows' | 'iana' | 'custom';
  /** Oldest first. */
  readonly holdings: readonly Holding[];
  /** Whatever the licence, an administrator switched Teams off for this person. */
  readonly isTeamsOff: boolean;
  readonly temper: Temper;
}

/** The employee the person in front of the demo plays. */
export interface You {
  readonly personId: PersonId;
  readonly givenName: string;
  readonly surname: string;
  readonly zone: string;
}

/** Whether the person may use Teams: a member with a licence that includes it and has it on. */
export function hasTeams(person: SamplePerson): boolean {
  return person.kind === 'member' && serviceFrom(person, 'teams') !== undefined;
}

const FULL_WEEK = [1, 2, 3, 4, 5];
const PART_TIME: readonly (readonly number[])[] = [
  [1, 2, 3, 4],
  [2, 3, 4],
  [1, 2, 3],
  [1, 2, 4, 5],
  [3, 4, 5],
];
const SHIFT_WEEK = [2, 3, 4, 5, 6];

/**
 * The account at `index`, from `seed` alone: the same pair always gives the same person, however many there are. `opened`, the day
 * (number) the company was first looked at, only moves the dates of licences.
 */
export function samplePerson(seed: string, index: number, opened: number): SamplePerson {
  const share = (what: string): number => unit(seed, what, String(index));
  const place = pickWeighted(PLACES, share('place'));
  const department = pickWeighted(DEPARTMENTS, share('department'));
  const kind = kindOf(share('kind'));
  const [givenName, given] = spelled(pick(place.given, share('given')));
  const [surname, family] = spelled(pick(place.family, share('family')));
  const key = keyOf(seed, 'person', String(index));
  const fullName = place.order === 'given-first' ? `${givenName} ${surname}` : `${surname} ${givenName}`;
  const local = kind === 'shared' ? `${department.name.replace(/\s+/g, '')}.Inbox${index}` : `${given}.${family}${index}`;
  const host = kind === 'guest' ? `_fabrikam.example#EXT#@contoso.example` : '@contoso.example';
  return {
    personId: idOf(seed, index),
    kind,
    displayName: kind === 'shared' ? `${department.name} Inbox` : fullName,
    givenName,
    surname,
    userPrincipalName: `${local}${host}`.toLowerCase(),
    reportedName: share('case') < 0.15 ? `${local}${host}` : `${local}${host}`.toLowerCase(),
    department,
    jobTitle: pick(department.roles, share('role')),
    place,
    language: place.language,
    weekdays: weekdaysOf(department, share('weekdays')),
    startMinute: department.isFrontline ? 360 + 60 * Math.floor(share('start') * 3) : 480 + 30 * Math.floor(share('start') * 4),
    endMinute: department.isFrontline ? 900 : 1020,
    zoneStyle: share('zone style') < 0.02 ? 'custom' : share('zone style') < 0.3 ? 'iana' : 'windows',
    holdings: holdingsOf(kind, department, share, opened),
    isTeamsOff: share('teams off') < 0.02,
    temper: temperOf(key, department),
  };
}

/** The account of whoever tries the demo: English, licensed, in Sales, with a habit of chat and none of channels. */
export function yourPerson(seed: string, you: You, opened: number): SamplePerson {
  const department = DEPARTMENTS[0] ?? pick(DEPARTMENTS, 0);
  const nearest = PLACES.find((place) => place.zone === you.zone);
  const place: Place = nearest ?? { ...pick(PLACES, 0), zone: you.zone };
  const local = `${you.givenName}.${you.surname}`.toLowerCase();
  return {
    ...samplePerson(seed, 0, opened),
    personId: you.personId,
    kind: 'member',
    displayName: `${you.givenName} ${you.surname}`,
    givenName: you.givenName,
    surname: you.surname,
    userPrincipalName: `${local}@contoso.example`,
    reportedName: `${local}@contoso.example`,
    department,
    jobTitle: 'Account Manager',
    place,
    language: 'en-GB',
    weekdays: FULL_WEEK,
    startMinute: 540,
    endMinute: 1020,
    zoneStyle: 'iana',
    holdings: yourHoldings(opened),
    isTeamsOff: false,
    temper: YOUR_TEMPER,
  };
}

function kindOf(share: number): AccountKind {
  if (share < 0.03) return 'guest';
  if (share < 0.05) return 'disabled';
  return share < 0.065 ? 'shared' : 'member';
}

function weekdaysOf(department: Department, share: number): readonly number[] {
  if (share < 0.14) return pick(PART_TIME, share / 0.14);
  return department.isFrontline && share > 0.7 ? SHIFT_WEEK : FULL_WEEK;
}

const spelled = (name: string): readonly [shown: string, ascii: string] => {
  const [shown = name, ascii = shown] = name.split('|');
  return [shown, ascii];
};

/** A UUID of version 4's shape, from (seed, index). */
function idOf(seed: string, index: number): PersonId {
  return personId(uuidOf(seed, 'person', String(index)));
}

/** A UUID of version 4's shape that depends only on `parts`. */
export function uuidOf(...parts: readonly string[]): string {
  const hex = [0, 1, 2, 3]
    .map((quarter) =>
      keyOf(...parts, 'id', String(quarter))
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
