import { type Instant, isoOf } from '../domain/time.ts';
import { type Answer, graphError, isObject, ok, type Route } from './answer.ts';
import type { Memory } from './memory.ts';
import type { Population } from './population.ts';
import { hasTeams } from './samplePerson.ts';

/** What the app's routes stand on. */
export interface AppGround {
  readonly population: Population;
  readonly memory: Memory;
  readonly now: () => Instant;
}

/** The coach's app in the sample tenant's catalogue. */
export const CATALOGUE_APP_ID = '6b1d7a52-0c4e-4f3a-9d2b-5a7e8c9f0b11';

const EXTERNAL_ID = /^externalId eq '([^']+)'$/;
const INSTALLED_APPS = /^\/v1\.0\/users\/([^/]+)\/teamwork\/installedApps$/;

/**
 * `/appCatalogs/teamsApps` (whatever manifest id is asked for, the coach's app is in the catalogue under it) and installing it
 * for a person: 201 without a body, then 409; 403 without Teams; 404 for nobody.
 */
export function appRoutes(ground: AppGround): Route {
  const error = (status: number, code: string, message: string): Answer => graphError(status, code, message, isoOf(ground.now()));

  function install(id: string, body: unknown): Answer {
    const bound = isObject(body) ? body['teamsApp@odata.bind'] : undefined;
    if (typeof bound !== 'string' || !bound.endsWith(`/appCatalogs/teamsApps/${CATALOGUE_APP_ID}`)) {
      return error(400, 'BadRequest', "The property 'teamsApp@odata.bind' must name an app of the catalogue.");
    }
    const person = ground.population.byId.get(id);
    if (person === undefined) return error(404, 'NotFound', `User '${id}' was not found.`);
    if (!hasTeams(person)) return error(403, 'Forbidden', 'The user is not licensed for Teams, or app policies do not allow the app.');
    if (!ground.memory.install(person.personId)) return error(409, 'Conflict', 'The app is already installed for this user.');
    return { kind: 'empty', status: 201 };
  }

  return (asked) => {
    if (asked.method === 'GET' && asked.path === '/v1.0/appCatalogs/teamsApps') {
      const externalId = EXTERNAL_ID.exec(asked.query.get('$filter') ?? '')?.[1];
      if (externalId === undefined) return error(400, 'BadRequest', "A filter like externalId eq '{manifest id}' is expected.");
      return ok({ value: [{ id: CATALOGUE_APP_ID, externalId, displayName: 'Adoption Coach', distributionMethod: 'organization' }] });
    }
    const id = INSTALLED_APPS.exec(asked.path)?.[1];
    return asked.method === 'POST' && id !== undefined ? install(id, asked.body) : undefined;
  };
}
