import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CATALOGUE, CATALOGUE_VERSION } from '../domain/catalogue.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { REPORTS, type ReportName, reportOf } from '../domain/reports.ts';
import { signalsOf } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';

/** People one folding statement covers; embedded about 20 ms. */
const MOST_FOLDED = 500;

const MOST_SIGNALS = Math.max(...REPORTS.map((report) => signalsOf(report).length));
const list = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql`, `);

/** Makes the rows of one week anew from its days, in bites of people; see `Usage.foldWeek`. */
export async function foldWeek(db: Kysely<Schema>, tenant: TenantId, week: Day, reports: readonly ReportName[]): Promise<void> {
  await sql`delete from usage_week_ledger where tenant_id = ${tenant} and week = ${week}::date`.execute(db);
  let after: PersonId | undefined;
  do {
    const upTo = await lastOfBite(db, tenant, after);
    await atomically(db, async (transaction) => {
      await holdPeople(transaction, tenant);
      await foldBite(transaction, tenant, week, reports, after, upTo);
    });
    after = upTo;
    await giveWay();
  } while (after !== undefined);
  const numbers = list(reports.map((report) => sql`(${tenant}::uuid, ${week}::date, ${reportOf(report).number}::smallint)`));
  await sql`insert into usage_week_ledger (tenant_id, week, report) values ${numbers} on conflict do nothing`.execute(db);
}

async function lastOfBite(db: Kysely<Schema>, tenant: TenantId, after: PersonId | undefined): Promise<PersonId | undefined> {
  const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
  const found = await sql<{ person_id: PersonId }>`
    select person_id from person where tenant_id = ${tenant} ${beyond} order by person_id offset ${MOST_FOLDED - 1} limit 1`.execute(db);
  return found.rows[0]?.person_id;
}

/** One statement for a stretch of people: days to sums per report, reports side by side, rows that are the same left alone. */
async function foldBite(
  transaction: Kysely<Schema>,
  tenant: TenantId,
  week: Day,
  reports: readonly ReportName[],
  after: PersonId | undefined,
  upTo: PersonId | undefined,
): Promise<void> {
  const stretch = sql`${after === undefined ? sql`` : sql`and person_id > ${after}::uuid`} ${upTo === undefined ? sql`` : sql`and person_id <= ${upTo}::uuid`}`;
  const sums = list(Array.from({ length: MOST_SIGNALS }, (_, index) => sql`sum(usage_day.values[${sql.lit(index + 1)}])::int`));
  const parts = list(reports.map((report) => daysOf(tenant, report, week, stretch, sums)).map((part) => part));
  await sql`
    with ${parts}, by_report as (
      ${sql.join(
        reports.map((report) => sql`select * from ${partOf(report)}`),
        sql` union all `,
      )}
    ), folded as (
      select person_id, bit_or(days) as days,
        array[${list(REPORTS.map((report) => daysByReport(report, reports)))}]::smallint[] as days_by_report,
        array[${list(CATALOGUE.map((signal) => signalSum(signal, reports)))}]::integer[] as signals
      from by_report group by person_id
    ), gone as (
      delete from usage_week where tenant_id = ${tenant} and week = ${week}::date ${stretch} and person_id not in (select person_id from folded)
    )
    insert into usage_week as known (tenant_id, person_id, week, active_days, days_by_report, catalogue_version, values)
    select ${tenant}::uuid, folded.person_id, ${week}::date, bit_count(folded.days::bit(7)), folded.days_by_report, ${CATALOGUE_VERSION}::smallint, folded.signals
    from folded join person on person.tenant_id = ${tenant} and person.person_id = folded.person_id
    on conflict (tenant_id, person_id, week) do update set active_days = excluded.active_days, days_by_report = excluded.days_by_report,
      catalogue_version = excluded.catalogue_version, values = excluded.values
      where (known.active_days, known.days_by_report, known.catalogue_version, known.values)
        is distinct from (excluded.active_days, excluded.days_by_report, excluded.catalogue_version, excluded.values)`.execute(transaction);
}

const partOf = (report: ReportName): RawBuilder<unknown> => sql.ref(`part_${reportOf(report).number}`);

/** One report's sums of the week per person, and its days as bits, Monday the lowest. */
function daysOf(tenant: TenantId, report: ReportName, week: Day, stretch: RawBuilder<unknown>, sums: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${partOf(report)} as (
      select ${sql.lit(reportOf(report).number)} as report, person_id, bit_or(1 << (day - ${week}::date)) as days, array[${sums}] as sums
      from usage_day
      where tenant_id = ${tenant} and report = ${sql.lit(reportOf(report).number)} and day between ${week}::date and ${week}::date + 6 ${stretch}
      group by person_id
    )`;
}

function daysByReport(report: ReportName, known: readonly ReportName[]): RawBuilder<unknown> {
  if (!known.includes(report)) return sql`null`;
  return sql`coalesce(max(bit_count(days::bit(7))) filter (where report = ${sql.lit(reportOf(report).number)}), 0)`;
}

function signalSum(signal: (typeof CATALOGUE)[number], known: readonly ReportName[]): RawBuilder<unknown> {
  if (!known.includes(signal.report)) return sql`null`;
  const number = sql.lit(reportOf(signal.report).number);
  const place = sql.lit(signalsOf(signal.report).indexOf(signal) + 1);
  // No row of the report: it says zero. A row whose cells were all empty stays unknown.
  return sql`case when bool_or(report = ${number}) then max(sums[${place}]) filter (where report = ${number}) else 0 end`;
}
