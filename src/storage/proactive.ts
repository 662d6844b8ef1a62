import { type RawBuilder, sql } from 'kysely';
import { ERRAND_KINDS, takesSlot } from '../domain/delivery.ts';

/** Whether a delivery's kind, in the column named, is one that takes the weekly slot: nobody asked for it. */
export function isProactive(kind: string): RawBuilder<boolean> {
  const kinds = ERRAND_KINDS.filter(takesSlot);
  return sql<boolean>`${sql.ref(kind)} in (${sql.join(kinds.map((one) => sql.lit(one)))})`;
}
