import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { Instant } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { WithdrawnItems } from '../ports/withdrawnItems.ts';
import type { Schema } from './schema.ts';
import { MOST_ROWS, stamp } from './sqlText.ts';

/** Whether the item was withdrawn; not so where there is no item. The list is read once a statement, not once a row. */
export function isWithdrawn(tenant: TenantId, item: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`coalesce(${item} in (select withdrawn_item.item from withdrawn_item where withdrawn_item.tenant_id = ${tenant}), false)`;
}

export function withdrawnItemsOn(db: Kysely<Schema>, tenant: TenantId): WithdrawnItems {
  /** Changes messages still to go, in bites; gives how many. What is changed no longer fits the condition. */
  const change = async (which: RawBuilder<unknown>, to: RawBuilder<unknown>): Promise<number> => {
    for (let sum = 0; ; await giveWay()) {
      const result = await sql`
        with going as materialized (
          select delivery_id from delivery where tenant_id = ${tenant} and state in ('planned', 'claimed') and ${which}
          order by delivery_id limit ${MOST_ROWS} for update
        )
        update delivery set ${to}, worker = null, lease_until = null
        from going where delivery.tenant_id = ${tenant} and delivery.delivery_id = going.delivery_id`.execute(db);
      const count = Number(result.numAffectedRows ?? 0n);
      sum += count;
      if (count < MOST_ROWS) return sum;
    }
  };

  return {
    async list() {
      const result = await sql<{ item: ItemId; withdrawn_at: Instant }>`
        select item, withdrawn_at from withdrawn_item where tenant_id = ${tenant} order by item`.execute(db);
      return new Map(result.rows.map((row) => [row.item, row.withdrawn_at]));
    },

    // The row first: whatever is planned or made ready after it leaves the item out, so that the changes below miss nothing.
    async withdraw(item, at) {
      const inserted = await sql`
        insert into withdrawn_item (tenant_id, item, withdrawn_at) values (${tenant}, ${item}, ${stamp(at)}::timestamptz) on conflict do nothing`.execute(
        db,
      );
      const known = await sql<{ withdrawn_at: Instant }>`
        select withdrawn_at from withdrawn_item where tenant_id = ${tenant} and item = ${item}`.execute(db);
      // Back to planned: a worker that holds it has made it ready with the question.
      const changed = await change(sql`errand ->> 'question' = ${item}`, sql`errand = errand - 'question', state = 'planned'`);
      const dropped = await change(sql`item = ${item}`, sql`state = 'dropped', drop_reason = 'withdrawn'`);
      return { since: known.rows[0]?.withdrawn_at ?? at, isNew: inserted.numAffectedRows === 1n, dropped, changed };
    },

    async restore(item) {
      const result = await sql`delete from withdrawn_item where tenant_id = ${tenant} and item = ${item}`.execute(db);
      return result.numAffectedRows === 1n;
    },
  };
}
