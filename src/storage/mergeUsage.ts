import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CATALOGUE_VERSION } from '../domain/catalogue.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { type ReportName, reportOf } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { Schema } from './schema.ts';

/** People one merging transaction covers; embedded about 10 ms. */
const MOST_MERGED = 300;

/** The last person of the bite that begins behind `after`; `undefined` when the rest is no more than a bite. */
export async function lastOfBite(
  transaction: Kysely<Schema>,
  tenant: TenantId,
  intakeId: string,
  after: PersonId | undefined,
): Promise<PersonId | undefined> {
  const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
  const found = await sql<{ person_id: PersonId }>`
    select person_id from usage_staged where tenant_id = ${tenant} and intake_id = ${intakeId} ${beyond}
    order by person_id offset ${MOST_MERGED - 1} limit 1`.execute(transaction);
  return found.rows[0]?.person_id;
}

interface Bite {
  readonly tenant: TenantId;
  readonly intakeId: string;
  readonly target: Target;
  readonly after: PersonId | undefined;
  readonly upTo: PersonId | undefined;
  readonly isComplete: boolean;
}

/** Writes the rows of one stretch of people that differ, removes those of the absent; gives how many rows changed. */
export async function mergeUsage(transaction: Kysely<Schema>, { tenant, intakeId, target, after, upTo, isComplete }: Bite): Promise<number> {
  const stretchOf = (table: string): RawBuilder<unknown> => {
    const person = sql.ref(`${table}.person_id`);
    return sql`${after === undefined ? sql`` : sql`and ${person} > ${after}::uuid`} ${upTo === undefined ? sql`` : sql`and ${person} <= ${upTo}::uuid`}`;
  };
  const written = await sql`
    insert into ${target.table} as fact (tenant_id, report, ${target.key}, person_id, catalogue_version, values)
    select staged.tenant_id, ${target.report}::smallint, ${target.value}, staged.person_id, ${CATALOGUE_VERSION}::smallint, staged.values
    from usage_staged staged where staged.tenant_id = ${tenant} and staged.intake_id = ${intakeId} ${stretchOf('staged')}
    order by staged.person_id
    on conflict (tenant_id, report, ${target.key}, person_id) do update
      set values = excluded.values, catalogue_version = excluded.catalogue_version
      where (fact.values, fact.catalogue_version) is distinct from (excluded.values, excluded.catalogue_version)`.execute(transaction);
  const changed = Number(written.numAffectedRows ?? 0n);
  if (!isComplete) return changed;
  // NOT IN is hashed whatever the planner believes of tables it has never counted; an anti-join became a loop in a loop.
  const removed = await sql`
    delete from ${target.table} as fact
    where fact.tenant_id = ${tenant} and fact.report = ${target.report} and fact.${target.key} = ${target.value} ${stretchOf('fact')}
      and fact.person_id not in (select staged.person_id from usage_staged staged
        where staged.tenant_id = ${tenant} and staged.intake_id = ${intakeId} ${stretchOf('staged')})`.execute(transaction);
  return changed + Number(removed.numAffectedRows ?? 0n);
}

interface Target {
  readonly table: RawBuilder<unknown>;
  readonly report: number;
  readonly key: RawBuilder<unknown>;
  readonly value: RawBuilder<unknown>;
}

/** The fact table of a range and how its rows are told apart. */
export function targetOf(report: ReportName, range: ReportRange): Target {
  return range.kind === 'day'
    ? { table: sql.table('usage_day'), report: reportOf(report).number, key: sql.ref('day'), value: sql`${range.day}::date` }
    : { table: sql.table('usage_period'), report: reportOf(report).number, key: sql.ref('days'), value: sql`${range.days}::smallint` };
}

/** The ledger of a range and its row there. */
export function ledgerOf(tenant: TenantId, report: ReportName, range: ReportRange) {
  const { key, value } = targetOf(report, range);
  const table = range.kind === 'day' ? sql.table('usage_ledger') : sql.table('usage_period_ledger');
  return { table, key, value, isRow: sql`tenant_id = ${tenant} and report = ${reportOf(report).number} and ${key} = ${value}` };
}
