import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CATALOGUE_VERSION } from '../domain/catalogue.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { REPORTS, type ReportName, reportOf } from '../domain/reports.ts';
import { signalsOf } from '../domain/signals.ts';
import { addDays, type Day } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';

const list = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql`, `);

/**
 * Makes the rows of one week anew from its days, in bites of people; see `Usage.foldWeek`.
 *
 * @param atOnce people one statement covers.
 */
export async function foldWeek(db: Kysely<Schema>, tenant: TenantId, week: Day, reports: readonly ReportName[], atOnce: number): Promise<void> {
  await sql`delete from usage_week_ledger where tenant_id = ${tenant} and week = ${week}::date`.execute(db);
  let after: PersonId | undefined;
  do {
    const upTo = await lastOfBite(db, tenant, after, atOnce);
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

async function lastOfBite(db: Kysely<Schema>, tenant: TenantId, after: PersonId | undefined, atOnce: number): Promise<PersonId | undefined> {
  const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
  const found = await sql<{ person_id: PersonId }>`
    select person_id from person where tenant_id = ${tenant} ${beyond} order by person_id offset ${atOnce - 1} limit 1`.execute(db);
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
  const parts = reports.map((report) => daysOf(tenant, report, week, stretch));
  await sql`
    with by_report as (
      ${sql.join(parts, sql` union all `)}
    ), folded as (
      select person_id, bit_or(days) as days,
        concat_ws(',', ${list(REPORTS.map((report) => daysByReport(report, reports)))}) as days_by_report,
        concat_ws(',', ${list(REPORTS.map((report) => sumsOf(report, reports)))}) as signals
      from by_report group by person_id
    ), gone as (
      delete from usage_week where tenant_id = ${tenant} and week = ${week}::date ${stretch} and person_id not in (select person_id from folded)
    )
    insert into usage_week as known (tenant_id, person_id, week, active_days, days_by_report, catalogue_version, values)
    select ${tenant}::uuid, folded.person_id, ${week}::date, coalesce(bit_count(folded.days::bit(7)), 0), folded.days_by_report, ${CATALOGUE_VERSION}::smallint, folded.signals
    from folded
    where coalesce(folded.person_id in (select person_id from person where tenant_id = ${tenant} ${stretch}), false)
    order by folded.person_id
    on conflict (tenant_id, week, person_id) do update set active_days = excluded.active_days, days_by_report = excluded.days_by_report,
      catalogue_version = excluded.catalogue_version, values = excluded.values
      where (known.active_days, known.days_by_report, known.catalogue_version, known.values)
        is distinct from (excluded.active_days, excluded.days_by_report, excluded.catalogue_version, excluded.values)`.execute(transaction);
}

/** Whatever a report claims, a week stays short. */
const MOST_A_WEEK = 32_767;

/** One report's sums of the week per person, written as `countsFrom` reads them, and its days as bits, Monday the lowest. */
function daysOf(tenant: TenantId, report: ReportName, week: Day, stretch: RawBuilder<unknown>): RawBuilder<unknown> {
  const number = sql.lit(reportOf(report).number);
  const sums = list(
    signalsOf(report).map((_, index) => {
      const sum = sql`sum(usage_day.values[${sql.lit(index + 1)}])`;
      // Not least(): it passes over nulls, and what is not known would be the largest count of all.
      return sql`case when ${sum} = 0 then '' when ${sum} > ${sql.lit(MOST_A_WEEK)} then ${sql.lit(String(MOST_A_WEEK))} else ${sum}::text end`;
    }),
  );
  // A row of which nothing is known is no day of use.
  const cells = list(signalsOf(report).map((_, index) => sql`usage_day.values[${sql.lit(index + 1)}]`));
  return sql`
      select ${number} as report, person_id, bit_or(1 << (day - ${week}::date)) filter (where num_nonnulls(${cells}) > 0) as days, array_to_string(array[${sums}], ',', '-') as sums
      from usage_day
      where tenant_id = ${tenant} and report = ${number} and day = any(${arrayOf(SEVEN.map((ahead) => addDays(week, ahead)))}::date[]) ${stretch}
      group by person_id`;
}

const SEVEN = [0, 1, 2, 3, 4, 5, 6];

/** There is one row per person and report, so any value of a report is its only one. */
const ofReport = (what: RawBuilder<unknown>, report: ReportName): RawBuilder<unknown> =>
  sql`any_value(${what}) filter (where report = ${sql.lit(reportOf(report).number)})`;

function daysByReport(report: ReportName, known: readonly ReportName[]): RawBuilder<unknown> {
  if (!known.includes(report)) return sql`'-'`;
  const isThere = sql`bool_or(report = ${sql.lit(reportOf(report).number)})`;
  return sql`coalesce(bit_count(${ofReport(sql`days`, report)}::bit(7))::text, case when ${isThere} then '-' else '' end)`;
}

/** No row of a report that knows the week: it says zero. A row whose cells were all empty stays unknown. */
function sumsOf(report: ReportName, known: readonly ReportName[]): RawBuilder<unknown> {
  const all = (count: string): RawBuilder<unknown> =>
    sql.lit(
      signalsOf(report)
        .map(() => count)
        .join(','),
    );
  if (!known.includes(report)) return all('-');
  return sql`coalesce(${ofReport(sql`sums`, report)}, ${all('')})`;
}
