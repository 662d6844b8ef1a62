import { createHmac } from 'node:crypto';
import type { PersonId, TenantId } from '../domain/ids.ts';

/**
 * What remains of a person who deleted their data: HMAC-SHA-256 of tenant and object id, keyed with the installation's
 * salt, as 64 hexadecimal digits. It answers "may I write to this person?" and nothing else.
 */
export function personHash(salt: string, tenant: TenantId, person: PersonId): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(`${tenant}\n${person}`).digest('hex');
}
