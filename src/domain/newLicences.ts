import type { Person, Service } from './person.ts';
import { type Day, daysBetween } from './time.ts';

/** A licence older than this is no news any more. */
const NEW_DAYS = 14;

/**
 * Services the person was licensed for within the last 14 days, `today` included: the best moment for first steps. A licence from
 * before this installation first saw the tenant is not new: nobody can say what became of it since.
 *
 * @param today in the person's own zone.
 */
export function newLicences(person: Person, today: Day, firstDay: Day): readonly Service[] {
  return person.services.filter((service) => {
    const since = person.licensedSince[service];
    if (since === undefined || since < firstDay || since > today) return false;
    return daysBetween(since, today) < NEW_DAYS;
  });
}
