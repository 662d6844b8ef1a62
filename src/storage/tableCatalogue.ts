import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { Schema } from './schema.ts';

/** A table with the tenants' data, as the database itself describes it. */
export interface TableShape {
  readonly name: string;
  /** In their order. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[];
}

interface TableRow extends TableShape {
  readonly needs: readonly string[];
}

/**
 * Every table with the tenants' data, those that others refer to first. Left out: the migrator's ledger, and tables that are not logged,
 * for what they hold is over when a process ends.
 */
export async function tablesOf(db: Kysely<Schema>): Promise<readonly TableShape[]> {
  const { rows } = await sql<TableRow>`
    select c.relname::text as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      (select json_agg(attname order by place) from pg_index cross join unnest(indkey) with ordinality as part (attnum, place)
        join pg_attribute a on a.attrelid = indrelid and a.attnum = part.attnum where indrelid = c.oid and indisprimary) as key,
      (select coalesce(json_agg(r.relname order by r.relname), '[]') from pg_constraint join pg_class r on r.oid = confrelid
        where conrelid = c.oid and contype = 'f') as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
      and c.relname <> 'migration'
    order by c.relname collate "C"`.execute(db);
  return inOrder(rows).map(({ name, columns, key }) => ({ name, columns, key }));
}

function inOrder(tables: readonly TableRow[]): readonly TableRow[] {
  const placed: TableRow[] = [];
  const isPlaced = (name: string): boolean => placed.some((table) => table.name === name);
  while (placed.length < tables.length) {
    const ready = tables.filter(({ name, needs }) => !isPlaced(name) && needs.every((need) => need === name || isPlaced(need)));
    if (ready.length === 0)
      throw new Fault('storage-failed', 'expected tables that can be filled one after the other, got some that need each other');
    placed.push(...ready);
  }
  return placed;
}
