import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { trendNumbered, trendOf } from '../domain/trends.ts';
import { giveWay } from '../giveWay.ts';
import type { Trends } from '../ports/stores.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf } from './sqlText.ts';

/** Points one statement writes; embedded about 10 ms. */
const MOST_POINTS = 1_000;

export function trendsOn(db: Kysely<Schema>, tenant: TenantId): Trends {
  return {
    async put(points) {
      // A point twice would be written twice by one statement, which PostgreSQL refuses: the later counts.
      const latest = new Map(points.map((point) => [`${point.report} ${point.measure} ${point.day}`, point]));
      for (const bite of bitesOf([...latest.values()], MOST_POINTS)) {
        await sql`
          insert into usage_trend as known (tenant_id, report, measure, day, count)
          select ${tenant}::uuid, point.report, point.measure, point.day, point.count
          from unnest(${arrayOf(bite.map((point) => trendOf(point.report).number))}::smallint[], ${arrayOf(bite.map((point) => point.measure))}::text[],
            ${arrayOf(bite.map((point) => point.day))}::date[], ${arrayOf(bite.map((point) => point.count))}::integer[])
            as point (report, measure, day, count)
          on conflict (tenant_id, report, measure, day) do update set count = excluded.count where known.count <> excluded.count`.execute(db);
        await giveWay();
      }
    },

    async of(from) {
      const rows = await db
        .selectFrom('usage_trend')
        .select(['report', 'measure', 'day', 'count'])
        .where('tenant_id', '=', tenant)
        .where('day', '>=', from)
        .orderBy('report')
        .orderBy('measure')
        .orderBy('day')
        .execute();
      return rows.map((row) => ({ ...row, report: reportOf(row.report) }));
    },
  };
}

function reportOf(number: number) {
  const report = trendNumbered(number);
  if (report === undefined)
    throw new Fault('storage-failed', `expected the number of a report of counts, got ${number}; was it written by a newer release?`);
  return report;
}
