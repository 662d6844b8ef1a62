import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresServer } from '../../support/postgresServer.ts';
import { type Figure, isHeld, lineOf } from '../figures.ts';
import { turn } from '../turn.ts';
import type { PartResult } from './part.ts';
import { yardstick } from './yardstick.ts';

export const CYCLE_PARTS = ['ingest', 'decide', 'presses', 'year', 'server'] as const;
export type CyclePart = (typeof CYCLE_PARTS)[number];

type Print = (line: string) => void;

const RUN_PART = fileURLToPath(new URL('./runPart.ts', import.meta.url));
const YEAR_PEOPLE = 2_000;
const SPEED_OF_TARGETS = '120,000 to 150,000';
/** 60 s for 100,000 people, where csv-parse reads 120,000 rows a second. */
const MOST_TO_CSV_PARSE = 72;
/** Ten times the people, and this many times the time at most. */
const MOST_FACTOR = 12;
/** Memory at all people, to that at half of them. */
const MOST_GROWTH = 1.25;
/** The same on a server, to that at a tenth of them. */
const MOST_SERVER_GROWTH = 1.3;

/** The daily cycle's speed and memory for so many people; true when every target holds and everything stored is right. */
export async function cycleBench(parts: readonly CyclePart[], people: number, print: Print): Promise<boolean> {
  print(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)} before; Node ${process.versions.node}`);
  const speed = await inFolder(yardstick);
  print(`csv-parse alone: ${Math.round(speed).toLocaleString('en-GB')} rows/s (${SPEED_OF_TARGETS} where the targets come from)`);
  let isHeldAll = true;
  for (const part of parts) {
    print(`${part}:`);
    isHeldAll = (await runPart(part, people, speed, print)) && isHeldAll;
  }
  return isHeldAll;
}

async function runPart(part: CyclePart, people: number, speed: number, print: Print): Promise<boolean> {
  switch (part) {
    case 'ingest':
      return show(await apart('ingest', people), print);
    case 'decide':
      return await decide(people, speed, print);
    case 'presses':
      return await turn({ seconds: 30, perSecond: 50, people: 5_000, ingestPeople: Math.min(people, 30_000) }, print);
    case 'year':
      return show(await apart('year', Math.min(people, YEAR_PEOPLE)), print);
    case 'server':
      return await onServer(people, print);
  }
}

/** A tenth and all of the people, each in a database of its own on a server of this machine. */
async function onServer(people: number, print: Print): Promise<boolean> {
  const server = await postgresServer();
  try {
    const results: PartResult[] = [];
    let isHeldEach = true;
    for (const share of [0.1, 1]) {
      const count = Math.ceil(people * share);
      const database = await server.newDatabase();
      const result = await inFolder(async (folder) => {
        await run('server-prepared', count, folder, database);
        return await run('server', count, folder, database);
      });
      isHeldEach = show(result, print) && isHeldEach;
      results.push(result);
    }
    const [tenth, all] = results;
    const [time, memory] = [': together', ': most memory of this process (RSS)'];
    const growth: Figure[] = [
      { what: 'time on a server, ten times the people', value: figureOf(all, time) / figureOf(tenth, time), unit: '×', target: MOST_FACTOR },
      {
        what: 'memory on a server, ten times the people',
        value: figureOf(all, memory) / figureOf(tenth, memory),
        unit: '×',
        target: MOST_SERVER_GROWTH,
      },
    ];
    return show({ figures: growth, problems: [] }, print) && isHeldEach;
  } finally {
    await server.stop();
  }
}

const figureOf = (result: PartResult | undefined, what: string): number =>
  result?.figures.find((figure) => figure.what.endsWith(what))?.value ?? Number.NaN;

/**
 * A tenth, half and all of the people, each in a process of its own: time and memory in proportion.
 *
 * @param speed rows a second csv-parse reads.
 */
async function decide(people: number, speed: number, print: Print): Promise<boolean> {
  const results: PartResult[] = [];
  let isHeldEach = true;
  for (const share of [0.1, 0.5, 1]) {
    const result = await apart('decide', Math.ceil(people * share));
    isHeldEach = show(result, print) && isHeldEach;
    results.push(result);
  }
  const [tenth, half, all] = results;
  const [time, memory] = [': stages, needs and decisions', ': most memory (RSS)'];
  const growth: Figure[] = [
    { what: 'time, to csv-parse of as many rows', value: (figureOf(all, time) * speed) / people, unit: '×', target: MOST_TO_CSV_PARSE },
    { what: 'time, ten times the people', value: figureOf(all, time) / figureOf(tenth, time), unit: '×', target: MOST_FACTOR },
    { what: 'memory, twice the people', value: figureOf(all, memory) / figureOf(half, memory), unit: '×', target: MOST_GROWTH },
  ];
  return show({ figures: growth, problems: [] }, print) && isHeldEach;
}

function show({ figures, problems }: PartResult, print: Print): boolean {
  for (const figure of figures) print(lineOf(figure));
  for (const problem of problems) print(`  WRONG: ${problem}`);
  return problems.length === 0 && figures.every(isHeld);
}

const apart = (part: 'ingest' | 'decide' | 'year', people: number): Promise<PartResult> => inFolder((folder) => run(part, people, folder));

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One part in a process of its own. */
async function run(part: string, people: number, ...where: readonly string[]): Promise<PartResult> {
  const child = spawn(process.execPath, [RUN_PART, part, String(people), ...where], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  const [exit] = await once(child, 'close');
  if (exit !== 0) throw new Error(`${part} for ${people} people: expected exit 0, got ${exit}`);
  return JSON.parse(out) as PartResult;
}
