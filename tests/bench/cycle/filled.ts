import { type Kysely, type RawBuilder, sql } from 'kysely';
import { CATALOGUE, CATALOGUE_VERSION } from '../../../src/domain/catalogue.ts';
import { REPORTS, type ReportName, reportOf } from '../../../src/domain/reports.ts';
import { signalsOf } from '../../../src/domain/signals.ts';
import { addDays, type Day, weekdayOf, weekOf } from '../../../src/domain/time.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import type { Upkeep } from '../../../src/storage/upkeep.ts';
import { BENCH_TENANT } from './company.ts';

/** The share of people who have a row in a report on a working day, holidays and illness included. */
const SHARES: Readonly<Record<ReportName, number>> = {
  getTeamsUserActivityUserDetail: 0.75,
  getM365AppUserDetail: 0.7,
  getEmailActivityUserDetail: 0.75,
  getOneDriveActivityUserDetail: 0.5,
  getSharePointActivityUserDetail: 0.4,
  getYammerActivityUserDetail: 0.1,
  getMicrosoft365CopilotUsageUserDetail: 0.12,
};
const NUMBERS = REPORTS.map((report) => sql.lit(reportOf(report).number));
const list = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql`, `);

/** A count of one day: nothing on half of the days, else 1 to 20. */
const COUNT = sql`case when random() < 0.5 then 0 else 1 + (random() * 19)::int end`;

/** Facts of these days as complete reports leave them, weekends without a row. */
export async function fillDays(db: Kysely<Schema>, upkeep: Upkeep, newest: Day, days: number): Promise<void> {
  await sql`select setseed(0.5)`.execute(db);
  for (let back = days - 1; back >= 0; back -= 1) {
    const day = addDays(newest, -back);
    await sql`
      insert into usage_ledger (tenant_id, report, day, rows, is_complete, is_concealed, refresh_day, read_at)
      select ${BENCH_TENANT}::uuid, report, ${day}::date, 1, true, false, ${newest}::date, '2026-03-12T06:00Z' from unnest(array[${list(NUMBERS)}]::smallint[]) as report`.execute(
      db,
    );
    if (weekdayOf(day) > 5) continue;
    await upkeep.makeRoom(db, day);
    for (const report of REPORTS) {
      const values = sql`array[${list(signalsOf(report).map(() => COUNT))}]::smallint[]`;
      await sql`
        insert into usage_day (tenant_id, report, day, person_id, catalogue_version, values)
        select tenant_id, ${sql.lit(reportOf(report).number)}, ${day}::date, person_id, ${sql.lit(CATALOGUE_VERSION)}, ${values} from person
        where random() < ${sql.lit(SHARES[report])} order by person_id`.execute(db);
    }
  }
}

/**
 * Weeks as `foldWeek` leaves them, a row for nearly everybody: a third of the signals nobody of a person's kind uses, the others on
 * some days of the week.
 */
export async function fillWeeks(db: Kysely<Schema>, newest: Day, weeks: number): Promise<void> {
  await sql`select setseed(0.25)`.execute(db);
  for (let back = weeks - 1; back >= 0; back -= 1) {
    const week = addDays(weekOf(newest), -7 * back);
    const sums = CATALOGUE.map(
      (_, place) =>
        sql`case when (hashtext(person_id::text) + ${sql.lit(place)}) % 3 = 0 or random() < 0.3 then '' else (1 + (random() * 40)::int)::text end`,
    );
    await sql`
      insert into usage_week (tenant_id, person_id, week, active_days, days_by_report, catalogue_version, values)
      select tenant_id, person_id, ${week}::date, 5, '5,5,5,3,2,,1', ${sql.lit(CATALOGUE_VERSION)}, array_to_string(array[${list(sums)}], ',', '-')
      from person where random() < 0.97 order by person_id`.execute(db);
    await sql`
      insert into usage_week_ledger (tenant_id, week, report)
      select ${BENCH_TENANT}::uuid, ${week}::date, report from unnest(array[${list(NUMBERS)}]::smallint[]) as report`.execute(db);
  }
}

/** That every report knows this day, as far as the ledger is asked. */
export async function knowDay(db: Kysely<Schema>, day: Day): Promise<void> {
  await sql`
    insert into usage_ledger (tenant_id, report, day, rows, is_complete, is_concealed, refresh_day, read_at)
    select ${BENCH_TENANT}::uuid, report, ${day}::date, 1, true, false, ${day}::date, '2026-03-12T06:00Z'
    from unnest(array[${list(NUMBERS)}]::smallint[]) as report on conflict do nothing`.execute(db);
}

/** Every person's chat, with the app installed. */
export async function fillChats(db: Kysely<Schema>): Promise<void> {
  await sql`
    insert into chat (tenant_id, person_id, reach, service_url, conversation_id)
    select tenant_id, person_id, 'installed', 'https://smba.trafficmanager.net/emea/', 'a:1' || person_id || person_id || person_id from person`.execute(
    db,
  );
}
