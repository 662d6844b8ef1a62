import { type RawBuilder, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';

/**
 * A second keyed hash of a person's id, made by the database itself from the installation's salt, so that the last check
 * before a send can ask in one statement whether the person wants no contact. It says no more than the first.
 *
 * @param salt column of the salt.
 * @param person column of the person's id.
 */
export function guardOf(salt: string, person: string): RawBuilder<unknown> {
  return sql`sha256(convert_to(${sql.ref(salt)}, 'UTF8') || uuid_send(${sql.ref(person)}))`;
}

/**
 * Whether the person wants no contact. Certain only in a statement that comes after the lock `forget` takes.
 *
 * @param person column of the person's id.
 */
export function isSuppressed(tenant: TenantId, person: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from tenant join suppressed on suppressed.tenant_id = tenant.tenant_id
    and suppressed.guard = ${guardOf('tenant.hash_salt', person)} where tenant.tenant_id = ${tenant})`;
}
