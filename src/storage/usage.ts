import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { type ReportName, reportNumbered, reportOf } from '../domain/reports.ts';
import type { Day } from '../domain/time.ts';
import type { DayUse, PeriodDays, PeriodUse, WeekUse } from '../domain/usage.ts';
import type { Usage } from '../ports/stores.ts';
import { wholesFrom } from './columnParsers.ts';
import { countsFrom } from './countsText.ts';
import { deleteInBites } from './deleteInBites.ts';
import { foldWeek } from './foldWeek.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';
import type { Upkeep } from './upkeep.ts';
import { beginIntake } from './usageIntake.ts';

export function usageOn(db: Kysely<Schema>, tenant: TenantId, upkeep: Upkeep): Usage {
  return {
    begin: (report, range) => beginIntake(db, tenant, report, range, upkeep),

    async ledger(report, from) {
      const rows = await db
        .selectFrom('usage_ledger')
        .select(['day', 'rows', 'is_complete as isComplete', 'is_concealed as isConcealed', 'refresh_day as refreshDay'])
        .where('tenant_id', '=', tenant)
        .where('report', '=', reportOf(report).number)
        .where('day', '>=', from)
        .orderBy('day')
        .execute();
      return rows;
    },

    // A period whose merge broke off, or whose file was incomplete, was not read.
    async periodLedger(report) {
      return await db
        .selectFrom('usage_period_ledger')
        .select(['days', 'refresh_day as refreshDay', 'is_concealed as isConcealed'])
        .where('tenant_id', '=', tenant)
        .where('report', '=', reportOf(report).number)
        .where('is_complete', '=', true)
        .orderBy('days')
        .execute();
    },

    // Day by day through the primary key: a page of people is one stretch of each day.
    async daysOf(people, from, to) {
      if (people.length === 0) return new Map();
      const found = await sql<OneText>`
        select fact.person_id, string_agg(known.report || ' ' || known.day || ' ' || fact.values::text, ';' order by known.day, known.report) as facts
        from usage_ledger known cross join lateral (
          select usage_day.person_id, usage_day.values from usage_day
          where usage_day.tenant_id = ${tenant} and usage_day.report = known.report and usage_day.day = known.day
            and usage_day.person_id = any(${arrayOf(people)}::uuid[])
        ) as fact
        where known.tenant_id = ${tenant} and known.day between ${from}::date and ${to}::date and known.is_complete and not known.is_concealed
        group by fact.person_id order by fact.person_id`.execute(db);
      return byPerson(
        found.rows,
        (report, day, values): DayUse => ({ report: reportNumbered(Number(report)), day: day as Day, values: wholesFrom(values) }),
      );
    },

    async weeksOf(people, from, to) {
      if (people.length === 0) return new Map();
      const found = await sql<OneText>`
        select person_id, string_agg(week || ' ' || active_days || ' ' || days_by_report || ' ' || usage_week.values, ';' order by week desc) as facts
        from usage_week
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and week between ${from}::date and ${to}::date
        group by person_id order by person_id`.execute(db);
      return byPerson(
        found.rows,
        (week, activeDays, daysByReport, values): WeekUse => ({
          week: week as Day,
          activeDays: Number(activeDays),
          daysByReport: countsFrom(daysByReport),
          values: countsFrom(values),
        }),
      );
    },

    async periodsOf(people) {
      if (people.length === 0) return new Map();
      const found = await sql<OneText>`
        select fact.person_id, string_agg(known.report || ' ' || known.days || ' ' || fact.values::text, ';' order by known.days, known.report) as facts
        from usage_period_ledger known cross join lateral (
          select usage_period.person_id, usage_period.values from usage_period
          where usage_period.tenant_id = ${tenant} and usage_period.report = known.report and usage_period.days = known.days
            and usage_period.person_id = any(${arrayOf(people)}::uuid[])
        ) as fact
        where known.tenant_id = ${tenant} and known.is_complete and not known.is_concealed
        group by fact.person_id order by fact.person_id`.execute(db);
      return byPerson(
        found.rows,
        (report, days, values): PeriodUse => ({
          report: reportNumbered(Number(report)),
          days: Number(days) as PeriodDays,
          values: wholesFrom(values),
        }),
      );
    },

    foldWeek: (week, reports) => foldWeek(db, tenant, week, reports, upkeep.foldedAtOnce),

    async knownWeeks(from) {
      const rows = await db
        .selectFrom('usage_week_ledger')
        .select(['week', 'report'])
        .where('tenant_id', '=', tenant)
        .where('week', '>=', from)
        .orderBy('week')
        .orderBy('report')
        .execute();
      const weeks = new Map<Day, Set<ReportName>>();
      for (const { week, report } of rows) weeks.set(week, (weeks.get(week) ?? new Set()).add(reportNumbered(report)));
      return weeks;
    },

    // The ledgers go first: a day without rows and still called known would be read as a day of zeros.
    async expire(days, weeks) {
      await sql`delete from usage_ledger where tenant_id = ${tenant} and day < ${days}::date`.execute(db);
      await sql`delete from usage_week_ledger where tenant_id = ${tenant} and week < ${weeks}::date`.execute(db);
      await upkeep.expireDays(db, tenant, days);
      await deleteInBites(db, sql.table('usage_week'), sql`tenant_id = ${tenant} and week < ${weeks}::date`);
      await upkeep.tidy(db);
    },
  };
}

/**
 * All that is known of a person in one text, `;` between two facts and a space between two fields: as rows of their own their way out of
 * the embedded database takes twice to four times as long.
 */
interface OneText {
  readonly person_id: PersonId;
  readonly facts: string;
}

function byPerson<T>(rows: readonly OneText[], read: (...fields: [string, string, string, string]) => T): ReadonlyMap<PersonId, readonly T[]> {
  const factFrom = (text: string): T => {
    const [first = '', second = '', third = '', fourth = ''] = text.split(' ');
    return read(first, second, third, fourth);
  };
  return new Map(rows.map((row) => [row.person_id, row.facts.split(';').map(factFrom)]));
}
