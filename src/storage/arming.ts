import { type RawBuilder, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';

/**
 * Whether the scope of the row of `arming` at hand holds the person: everybody, or a group the person belongs to.
 *
 * @param person column of the person's id.
 */
export function holds(tenant: TenantId, person: string): RawBuilder<boolean> {
  return sql<boolean>`(arming.scope = 'all' or exists (
    select from group_member where group_member.tenant_id = ${tenant} and group_member.person_id = ${sql.ref(person)}
      and group_member.group_id = arming.scope))`;
}

/**
 * Whether sending to the person is allowed: everybody is armed, or a group the person belongs to.
 *
 * @param person column of the person's id.
 */
export function isArmed(tenant: TenantId, person: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from arming where arming.tenant_id = ${tenant} and ${holds(tenant, person)})`;
}
