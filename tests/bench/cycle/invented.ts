import { createHash } from 'node:crypto';
import { type PersonId, personId } from '../../../src/domain/ids.ts';
import { SERVICES } from '../../../src/domain/person.ts';
import type { AccountChange } from '../../../src/ports/outside.ts';

const DEPARTMENTS = ['Sales', 'Production', 'Finance', 'Human Resources', 'Research', 'Logistics', 'IT', 'Legal'];
const TITLES = ['Account Manager', 'Engineer', 'Controller', 'Recruiter', 'Scientist', 'Dispatcher', 'Administrator', 'Counsel'];

/** A person of the bench's company by number; the same in every run. */
export function accountOf(number: number): Extract<AccountChange, { kind: 'changed' }> & { readonly userPrincipalName: string } {
  const place = number % DEPARTMENTS.length;
  return {
    kind: 'changed',
    personId: idOf(number),
    userPrincipalName: `firstname.lastname${number}@contoso.example`,
    displayName: `Firstname Lastname ${number}`,
    department: DEPARTMENTS[place],
    jobTitle: TITLES[place],
    language: 'en-GB',
    usageLocation: 'DE',
    isMember: true,
    isEnabled: true,
    services: SERVICES,
  };
}

/** Ids are spread as those of a directory are. */
function idOf(number: number): PersonId {
  const hex = createHash('sha256').update(`bench ${number}`).digest('hex');
  return personId(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
