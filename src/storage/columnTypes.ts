import type { ColumnType } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** Goes in as ISO text, comes back as an instant. */
export type Stamp = ColumnType<Instant, string, string>;
export type MaybeStamp = ColumnType<Instant | null, string | null | undefined, string | null>;
/** Goes in as JSON text, comes back parsed. */
export type Json<T> = ColumnType<T, string, string>;
export type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** Goes in as an array literal (`{1,2}`), comes back parsed. */
export type List<T> = ColumnType<T, string, string>;

export interface OfTenant {
  readonly tenant_id: TenantId;
}
export interface OfPerson extends OfTenant {
  readonly person_id: PersonId;
}
