import { sql } from 'kysely';
import { addDays, day, instant } from '../../../src/domain/time.ts';
import { EMBEDDED_UPKEEP } from '../../../src/storage/upkeep.ts';
import { companyIn } from './company.ts';
import { fillChats, fillDays, fillWeeks } from './filled.ts';
import type { PartResult } from './part.ts';
import { peakRssMb } from './peakRss.ts';
import { planEverybody } from './planEverybody.ts';

/** A Thursday whose newest data are of Tuesday: one week is complete and still corrected. */
const TODAY = day('2026-03-12');
const NEWEST = day('2026-03-10');
const NOW = instant('2026-03-12T05:00:00Z');
/** Everybody's first wave is over. */
const LONG_AGO = instant('2025-06-01T06:00:00Z');
const OLDER_WEEKS = 11;

/** The limits of the issue for so many people, in s; in between in proportion. */
const SECONDS_PER_PERSON = 6 / 10_000;
const MOST_RSS_MB = 1_200;

/**
 * Weeks, stages, needs and decisions, all written: everybody armed and reachable, nobody's slot taken, thirteen weeks of seven
 * reports, of which the newest is folded anew. Ready: the database was counted once, as the cycle of the day before left it.
 */
export async function decidePart(people: number, folder: string): Promise<PartResult> {
  const { db, kysely } = await companyIn(folder, people, TODAY);
  await fillChats(kysely);
  await fillWeeks(kysely, addDays(NEWEST, -14), OLDER_WEEKS);
  await fillDays(kysely, EMBEDDED_UPKEEP, NEWEST, 9);
  await db.stores.usage.expire(addDays(NEWEST, -35), addDays(NEWEST, -400));
  await db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://example.org/notice', noticeDay: TODAY, armedAt: LONG_AGO });

  const peak = peakRssMb();
  const cpu = process.cpuUsage();
  const { habits, planned, silent, habitsMs, planMs } = await planEverybody(db, TODAY, NOW);
  const { user, system } = process.cpuUsage(cpu);
  const rss = peak.stop();

  const counted = await sql<{ habits: number; decisions: number; deliveries: number; weeks: number }>`
    select (select count(*)::int from habit) as habits, (select count(*)::int from decision) as decisions,
      (select count(*)::int from delivery) as deliveries, (select count(*)::int from usage_week where week = date '2026-03-02') as weeks`.execute(
    kysely,
  );
  await db.close();
  const [stored] = counted.rows;
  const problems = [
    ...(habits.people === people && stored?.habits === people ? [] : [`habits: expected ${people}, got ${habits.people}, stored ${stored?.habits}`]),
    ...(stored?.deliveries === planned ? [] : [`${planned} planned, ${stored?.deliveries} stored`]),
    ...(planned + silent === people ? [] : [`${planned} planned and ${silent} silent of ${people}`]),
    ...((stored?.weeks ?? 0) > people * 0.9 ? [] : [`the newest week has ${stored?.weeks} rows`]),
  ];
  const of = `${people.toLocaleString('en-GB')} people`;
  return {
    figures: [
      { what: `${of}: weeks and stages`, value: habitsMs / 1_000, unit: 's' },
      { what: `${of}: needs and decisions (${planned} planned)`, value: planMs / 1_000, unit: 's' },
      { what: `${of}: stages, needs and decisions`, value: (habitsMs + planMs) / 1_000, unit: 's', target: people * SECONDS_PER_PERSON },
      { what: `${of}: CPU time`, value: (user + system) / 1_000_000, unit: 's' },
      { what: `${of}: most memory (RSS)`, value: rss, unit: 'MB', target: MOST_RSS_MB },
    ],
    problems,
  };
}
