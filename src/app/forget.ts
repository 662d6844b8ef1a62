import type { PersonId } from '../domain/ids.ts';
import type { Database } from '../ports/stores.ts';
import { personHash } from './personHash.ts';
import type { EngineSettings } from './settings.ts';

/** Deletes everything stored about a person and leaves one keyed hash that says "do not contact". Returns the rows removed. */
export const forget =
  (deps: { readonly db: Database; readonly settings: EngineSettings }) =>
  async (person: PersonId): Promise<number> => {
    const { personalData, tenants } = deps.db.stores;
    const { hashSalt } = await tenants.state();
    return personalData.forget(person, personHash(hashSalt, deps.settings.tenantId, person));
  };
