import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { ingestRange } from '../../../src/app/ingestRange.ts';
import { REPORTS, type ReportName } from '../../../src/domain/reports.ts';
import { addDays, day, instant } from '../../../src/domain/time.ts';
import { readUsageCsv } from '../../../src/graph/reportCsv.ts';
import type { UsageSource } from '../../../src/ports/outside.ts';
import { connectServer } from '../../../src/storage/connectServer.ts';
import { migrate } from '../../../src/storage/migrations.ts';
import { databaseOn } from '../../../src/storage/storesOn.ts';
import { SERVER_UPKEEP } from '../../../src/storage/upkeep.ts';
import { HEADERS } from '../../support/usageFiles.ts';
import type { Figure } from '../figures.ts';
import { BENCH_TENANT, fillPeople } from './company.ts';
import { fillChats, fillDays, fillWeeks } from './filled.ts';
import type { PartResult } from './part.ts';
import { peakRssMb } from './peakRss.ts';
import { planEverybody } from './planEverybody.ts';
import { writeReportFile } from './reportFile.ts';
import { writeTeamsFile } from './teamsFile.ts';

/** A Tuesday whose newest data are of Sunday: one week has just become complete. */
const TODAY = day('2026-03-10');
const NEWEST = day('2026-03-08');
const NOW = instant('2026-03-10T05:00:00Z');
const LONG_AGO = instant('2025-06-01T06:00:00Z');
const OLDER_WEEKS = 11;
const MOST_RSS_MB = 600;
const MOST_MINUTES_PER_PERSON = 15 / 1_000_000;

const fileOf = (folder: string, report: ReportName): string => join(folder, `${report}.csv`);

/** People, their chats, eleven weeks, six days and the files of the seventh, as a day before left them. */
export async function prepareServerPart(people: number, folder: string, url: string): Promise<PartResult> {
  const kysely = await connectServer(url, {});
  await migrate(kysely, 'server');
  const db = databaseOn(kysely, BENCH_TENANT, 50, SERVER_UPKEEP);
  await fillPeople(db, people, TODAY);
  await fillChats(kysely);
  await fillWeeks(kysely, addDays(NEWEST, -14), OLDER_WEEKS);
  await fillDays(kysely, SERVER_UPKEEP, addDays(NEWEST, -1), 6);
  await db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://example.org/notice', noticeDay: TODAY, armedAt: LONG_AGO });
  await sql`vacuum analyze`.execute(kysely);
  await db.close();
  for (const report of REPORTS) {
    if (report === 'getTeamsUserActivityUserDetail')
      await writeTeamsFile(fileOf(folder, report), { people, day: NEWEST, changedShare: 0, without: 0 });
    else await writeReportFile(fileOf(folder, report), HEADERS[report], people, NEWEST);
  }
  return { figures: [], problems: [] };
}

/** One daily cycle on a server of this machine: every report of one new day, weeks, stages, needs, decisions. */
export async function serverPart(people: number, folder: string, url: string): Promise<PartResult> {
  const kysely = await connectServer(url, {});
  const db = databaseOn(kysely, BENCH_TENANT, 50, SERVER_UPKEEP);
  const source: UsageSource = {
    callsPerTenMinutes: undefined,
    readLicences: async () => ({ kind: 'not-available' }),
    readTrend: async () => ({ kind: 'not-available' }),
    read: async (report, range, onRows) => {
      const path = fileOf(folder, report);
      return { kind: 'read', ...(await readUsageCsv(createReadStream(path), report, range, path, onRows)) };
    },
  };
  const peak = peakRssMb();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const problems: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (event: string, fields?: object) => void problems.push(`${event} ${JSON.stringify(fields)}`) };
  for (const report of REPORTS) {
    const taken = await ingestRange({ db, source, log }, report, { kind: 'day', day: NEWEST }, NOW, () => true);
    if (taken.kind !== 'read' || taken.matched !== people) problems.push(`${report}: expected ${people} rows, got ${JSON.stringify(taken)}`);
  }
  const readMs = performance.now() - began;
  const { habits, planned, silent, habitsMs, planMs } = await planEverybody(db, TODAY, NOW);
  const { user, system } = process.cpuUsage(cpu);
  const rss = peak.stop();
  const stored = await sql<{ habits: number; deliveries: number }>`
    select (select count(*)::int from habit) as habits, (select count(*)::int from delivery) as deliveries`.execute(kysely);
  await db.close();
  if (habits.people !== people || stored.rows[0]?.habits !== people) problems.push(`${habits.people} people, ${stored.rows[0]?.habits} habits`);
  if (stored.rows[0]?.deliveries !== planned || planned + silent !== people)
    problems.push(`${planned} planned, ${silent} silent, ${stored.rows[0]?.deliveries} stored`);
  const of = `${people.toLocaleString('en-GB')} people on a server`;
  const figures: Figure[] = [
    { what: `${of}: ${REPORTS.length} reports read`, value: readMs / 60_000, unit: 'min' },
    { what: `${of}: weeks and stages`, value: habitsMs / 60_000, unit: 'min' },
    { what: `${of}: needs and decisions (${planned} planned)`, value: planMs / 60_000, unit: 'min' },
    { what: `${of}: together`, value: (readMs + habitsMs + planMs) / 60_000, unit: 'min', target: people * MOST_MINUTES_PER_PERSON },
    { what: `${of}: CPU time of this process`, value: (user + system) / 60_000_000, unit: 'min' },
    { what: `${of}: most memory of this process (RSS)`, value: rss, unit: 'MB', target: MOST_RSS_MB },
  ];
  return { figures, problems };
}
