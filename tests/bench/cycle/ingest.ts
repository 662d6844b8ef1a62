import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { day, instant } from '../../../src/domain/time.ts';
import { readUsageCsv } from '../../../src/graph/reportCsv.ts';
import { EMBEDDED_UPKEEP } from '../../../src/storage/upkeep.ts';
import type { Figure } from '../figures.ts';
import { type Company, companyIn } from './company.ts';
import { csvParseAlone } from './csvParseAlone.ts';
import type { PartResult } from './part.ts';
import { writeTeamsFile } from './teamsFile.ts';
import { timed } from './timed.ts';

const REPORT = 'getTeamsUserActivityUserDetail';
const DAY = day('2026-03-10');
const NOW = instant('2026-03-12T06:00:00Z');
const CHANGED_SHARE = 0.05;
/** Before what counts, another day is read in, so that the machine code of hot functions is made, the database's included. */
const WARM_UP_DAY = day('2026-03-09');

/** From the bytes of a file to the fact table, beside csv-parse alone: a new day, the same day again, and a corrected one. */
export async function ingestPart(people: number, folder: string): Promise<PartResult> {
  const company = await companyIn(folder, people, DAY);
  // Counted once, as the cycle of the day before left it.
  await EMBEDDED_UPKEEP.tidy(company.kysely);
  const first = join(folder, 'first.csv');
  const corrected = join(folder, 'corrected.csv');
  const without = Math.ceil(people / 100);
  await writeTeamsFile(first, { people, day: DAY, changedShare: 0, without: 0 });
  await writeTeamsFile(corrected, { people, day: DAY, changedShare: CHANGED_SHARE, without });

  await csvParseAlone(first);
  await read(company, first, WARM_UP_DAY);
  const bare = await csvParseAlone(first);
  const fresh = await read(company, first, DAY);
  const same = await read(company, first, DAY);
  const later = await read(company, corrected, DAY);
  const stored = await sql<{ rows: number; people: number }>`
    select count(*)::int as rows, count(distinct person_id)::int as people from usage_day where day = ${DAY}::date`.execute(company.kysely);
  await company.db.close();

  const expected = [
    ['rows of a new day', fresh.changed, people],
    ['rows written anew when nothing changed', same.changed, 0],
    ['rows stored after a correction', stored.rows[0]?.rows, people - without],
    ['people with a row', stored.rows[0]?.people, people - without],
    ['rows of nobody', fresh.unmatched + same.unmatched + later.unmatched, 0],
  ] as const;
  const problems = expected.flatMap(([what, got, wanted]) => (got === wanted ? [] : [`${what}: expected ${wanted}, got ${got}`]));
  if (later.changed <= without || later.changed > people * (2 * CHANGED_SHARE)) problems.push(`a correction wrote ${later.changed} rows`);
  const rate = (ms: number): number => (people / ms) * 1_000;
  const figures: Figure[] = [
    { what: 'csv-parse to arrays', value: rate(bare.ms), unit: 'rows/s' },
    { what: 'a new day, bytes to fact table', value: rate(fresh.ms), unit: 'rows/s', least: 30_000 },
    { what: 'a new day, to csv-parse', value: bare.ms / fresh.ms, unit: '×', least: 0.25 },
    { what: 'the same day again', value: rate(same.ms), unit: 'rows/s' },
    { what: `a corrected day (${later.changed} rows differ)`, value: rate(later.ms), unit: 'rows/s' },
    { what: 'CPU time, csv-parse to arrays', value: (bare.cpuMs * 1_000) / people, unit: 'µs/row' },
    { what: 'CPU time, a new day', value: (fresh.cpuMs * 1_000) / people, unit: 'µs/row' },
    { what: 'CPU time, the same day again', value: (same.cpuMs * 1_000) / people, unit: 'µs/row' },
    { what: 'longest hold of the thread, a new day', value: fresh.longestHoldMs, unit: 'ms' },
    { what: 'p99 of holds, a new day', value: fresh.holdP99Ms, unit: 'ms' },
  ];
  return { figures, problems };
}

async function read({ db }: Company, path: string, of: typeof DAY) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const { value, spent } = await timed(async () => {
    const intake = await db.stores.usage.begin(REPORT, { kind: 'day', day: of });
    const file = await readUsageCsv(createReadStream(path), REPORT, { kind: 'day', day: of }, path, (rows) => intake.add(rows));
    return await intake.commit({ isComplete: true, isConcealed: file.isConcealed, refreshDay: file.refreshDay ?? of, readAt: NOW });
  });
  delay.disable();
  return { ...value, ...spent, longestHoldMs: delay.max / 1_000_000, holdP99Ms: delay.percentile(99) / 1_000_000 };
}
