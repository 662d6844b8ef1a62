import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CATALOGUE_VERSION } from '../domain/catalogue.ts';
import type { TenantId } from '../domain/ids.ts';
import { type ReportName, reportOf } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { Bite } from './heldRows.ts';
import type { Schema } from './schema.ts';

interface Merge {
  readonly tenant: TenantId;
  readonly target: Target;
  readonly bite: Bite;
  /** Whether who is not in the bite used nothing, and loses the row. */
  readonly isComplete: boolean;
  /** Whether the range has no rows but those merged under this intake: then nothing can be the same, and nobody's row can be gone. */
  readonly isNew: boolean;
}

/**
 * Makes the rows of a stretch of people what the bite says, in one statement: rows that are the same are not written, rows of people
 * who are gone meanwhile are not made. Gives how many rows changed.
 */
export async function mergeUsage(transaction: Kysely<Schema>, { tenant, target, bite, isComplete, isNew }: Merge): Promise<number> {
  const { after, upTo } = bite;
  const stretch = sql`${after === undefined ? sql`` : sql`and person_id > ${after}::uuid`} ${upTo === undefined ? sql`` : sql`and person_id <= ${upTo}::uuid`}`;
  const isTarget = sql`tenant_id = ${tenant} and report = ${target.report} and ${target.key} = ${target.value} ${stretch}`;
  // (NOT) IN inside an expression is hashed whatever the planner believes of tables it has never counted; as joins they became loops in loops.
  const gone =
    isComplete && !isNew
      ? sql`delete from ${target.table} where ${isTarget} and person_id not in (select person_id from given) returning 1`
      : sql`select 1 where false`;
  // Asking for conflicts that cannot be costs a third of the whole.
  const unlessSame = isNew
    ? sql``
    : sql`on conflict (tenant_id, ${target.key}, report, person_id) do update
        set values = excluded.values, catalogue_version = excluded.catalogue_version
        where (fact.values, fact.catalogue_version) is distinct from (excluded.values, excluded.catalogue_version)`;
  const result = await sql<{ changed: number }>`
    with given as materialized (
      select held.person_id, held.signals::${target.list} as signals from (${bite.given}) as held
    ), gone as (${gone}), written as (
      insert into ${target.table} as fact (tenant_id, report, ${target.key}, person_id, catalogue_version, values)
      select ${tenant}::uuid, ${target.report}::smallint, ${target.value}, given.person_id, ${CATALOGUE_VERSION}::smallint, given.signals from given
      where coalesce(given.person_id in (select person_id from person where tenant_id = ${tenant} ${stretch}), false)
      ${unlessSame} returning 1
    )
    select ((select count(*) from gone) + (select count(*) from written))::int as changed`.execute(transaction);
  return result.rows[0]?.changed ?? 0;
}

/** Whether nothing of the range is stored yet. By the order the index is taken; else all other days might be gone through for the first of this. */
export async function isRangeNew(db: Kysely<Schema>, tenant: TenantId, target: Target): Promise<boolean> {
  const found = await sql`
    select 1 from ${target.table} where tenant_id = ${tenant} and report = ${target.report} and ${target.key} = ${target.value}
    order by person_id limit 1`.execute(db);
  return found.rows.length === 0;
}

interface Target {
  readonly table: RawBuilder<unknown>;
  readonly report: number;
  readonly key: RawBuilder<unknown>;
  readonly value: RawBuilder<unknown>;
  /** The type of its values. */
  readonly list: RawBuilder<unknown>;
}

/** The fact table of a range and how its rows are told apart. */
export function targetOf(report: ReportName, range: ReportRange): Target {
  return range.kind === 'day'
    ? { table: sql.table('usage_day'), report: reportOf(report).number, key: sql.ref('day'), value: sql`${range.day}::date`, list: sql`smallint[]` }
    : {
        table: sql.table('usage_period'),
        report: reportOf(report).number,
        key: sql.ref('days'),
        value: sql`${range.days}::smallint`,
        list: sql`integer[]`,
      };
}

/** The ledger of a range and its row there. */
export function ledgerOf(tenant: TenantId, report: ReportName, range: ReportRange) {
  const { key, value } = targetOf(report, range);
  const table = range.kind === 'day' ? sql.table('usage_ledger') : sql.table('usage_period_ledger');
  return { table, key, value, isRow: sql`tenant_id = ${tenant} and report = ${reportOf(report).number} and ${key} = ${value}` };
}
