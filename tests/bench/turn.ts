import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, dayIn } from '../../src/domain/time.ts';
import { movableClock } from '../../src/system.ts';
import { TENANT } from '../support/activities.ts';
import { type Figure, isHeld, lineOf, spreadOf } from './figures.ts';
import { pressAt } from './presses.ts';
import { type Program, runCommand, startProgram } from './program.ts';
import { countResponses, type SentDelivery, sentDeliveries } from './sentDeliveries.ts';
import { type Answers, steadyLoad } from './steadyLoad.ts';

export interface TurnOptions {
  /** Length of a phase. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Accounts of the sample tenant when the tips are sent. */
  readonly people: number;
  /** Accounts of it when the ingest runs beside the presses. */
  readonly ingestPeople: number;
}

/** Until the machine code of hot functions is made, the database's included. */
const WARM_UP_SECONDS = 15;
/** A week without a cycle: fourteen days to read, so that reading them lasts as long as a phase. */
const INGEST_DAYS_LATER = 7;
/** The ingest is waited for no longer than this. */
const MOST_INGEST_SECONDS = 180;

interface Phase {
  readonly answers: Answers;
  readonly cpuMs: number;
  readonly longestHoldMs: number;
}

/**
 * What a press on a card costs: the running bot with an embedded database answers presses that come by the clock, alone and then
 * beside a whole daily cycle; an echo bot of the same SDK answers the same presses. True when every target holds.
 */
export async function turn(options: TurnOptions, print: (line: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-bench-'));
  const running: Program[] = [];
  const start = async (...args: Parameters<typeof startProgram>): Promise<Program> => {
    const program = await startProgram(...args);
    running.push(program);
    return program;
  };
  const stop = async (program: Program): Promise<void> => {
    running.splice(running.indexOf(program), 1);
    await program.stop();
  };
  const sampleTenant = (people: number, daysAhead: number) =>
    start('tests/bench/sampleTenant.ts', [String(people), String(daysAhead), join(folder, 'tenant.json')], READY, folder);
  try {
    let tenant = await sampleTenant(options.people, 0);
    const [, url = ''] = tenant.ready;
    const settings = { ...SETTINGS, TENANT_ID: TENANT, GRAPH_BASE_URL: url, CONNECTOR_SERVICE_URL: url, DATA_DIR: join(folder, 'data') };
    print(`A first cycle sends its tips to the people of a sample tenant of ${options.people} accounts …`);
    await runCommand(['cycle', '--send-now', '--yes', '--json'], folder, settings);
    const deliveries = await sentDeliveries(settings.DATA_DIR);
    print(`${deliveries.length} tips were sent; ${options.perSecond} presses a second on them, by the clock, for ${options.seconds} s a phase`);
    const phases = phasesOf(options, deliveries, url);

    const echo = await start('tests/bench/echoBot.ts', [], READY, folder);
    const echoed = await phases.alone(echo, portOf(echo));
    await stop(echo);

    const bot = await start('bot/main.ts', ['start'], LISTENS, folder, settings);
    const alone = await phases.alone(bot, portOf(bot));
    await stop(tenant);
    tenant = await sampleTenant(options.ingestPeople, INGEST_DAYS_LATER);
    print(`… and now beside a daily cycle over ${options.ingestPeople} accounts …`);
    const ingestDay = addDays(dayIn('UTC', movableClock().now()), INGEST_DAYS_LATER);
    const began = performance.now();
    const ingest = runCommand(['cycle', '--as-of', ingestDay, '--json'], folder, settings).then((out) => ({
      out,
      seconds: (performance.now() - began) / 1_000,
    }));
    const beside = await phases.during(bot, portOf(bot), ingest);
    const { out, seconds } = await ingest;
    await stop(bot);
    await stop(tenant);

    const problems = [...wrongIn('echo', echoed), ...wrongIn('alone', alone), ...wrongIn('beside', beside)];
    const done = phases.doneIn(beside);
    const written = await countResponses(settings.DATA_DIR, 'did-it');
    if (written !== done) problems.push(`${done} people pressed "did it", ${written} were written down`);
    const rows = rowsRead(out);
    if (rows === 0) problems.push('the ingest read no row');

    const figures = figuresOf(echoed, alone, beside);
    for (const figure of figures) print(lineOf(figure));
    print(`  The cycle took ${seconds.toFixed(0)} s for ${rows} rows and ${beside.answers.pressed} presses beside it.`);
    for (const problem of problems) print(`  WRONG: ${problem}`);
    return problems.length === 0 && figures.every(isHeld);
  } finally {
    for (const program of running.reverse()) await program.stop().catch((error: unknown) => print(String(error)));
    await rm(folder, { recursive: true, force: true });
  }
}

const READY = /^ready (.+)$/;
const LISTENS = /listens on http:\/\/127\.0\.0\.1:(\d+)\//;
const SETTINGS = {
  PORT: '0',
  SENDS_PER_SECOND: '50',
  LOG_LEVEL: 'error',
  TEAMS_APP_ID: 'bbbbcccc-0000-4ddd-8eee-ffff00001111',
} as const;

const portOf = (program: Program): number => Number(program.ready[1]);

/** Both phases go on pressing where the one before ended. */
function phasesOf({ seconds, perSecond }: TurnOptions, deliveries: readonly SentDelivery[], serviceUrl: string) {
  const press = (index: number) => pressAt(deliveries, index, serviceUrl);
  const count = seconds * perSecond;
  const warmUp = WARM_UP_SECONDS * perSecond;
  const measured = async (program: Program, load: () => Promise<Answers>): Promise<Phase> => {
    const before = await program.reading();
    const answers = await load();
    const after = await program.reading();
    return { answers, cpuMs: after.cpuMs - before.cpuMs, longestHoldMs: after.longestHoldMs };
  };
  return {
    /** Cards whose "did it" was pressed at least once, from the first warm-up press to the end of `last`. */
    doneIn: (last: Phase): number => {
      const all = Array.from({ length: warmUp + count + last.answers.pressed }, (_, index) => press(index));
      return new Set(all.flatMap(({ verb, delivery }) => (verb === 'tip.did' ? [delivery] : []))).size;
    },
    alone: async (program: Program, port: number): Promise<Phase> => {
      await steadyLoad({ port, press, perSecond, first: 0, count: warmUp });
      return await measured(program, () => steadyLoad({ port, press, perSecond, first: warmUp, count }));
    },
    during: (program: Program, port: number, settled: Promise<unknown>): Promise<Phase> =>
      measured(program, () =>
        steadyLoad({ port, press, perSecond, first: warmUp + count, count, until: { settled, most: MOST_INGEST_SECONDS * perSecond } }),
      ),
  };
}

function figuresOf(echoed: Phase, alone: Phase, beside: Phase): readonly Figure[] {
  const cpuOf = ({ cpuMs, answers }: Phase): number => cpuMs / answers.pressed;
  return [
    ...latencies('echo bot', echoed, false),
    ...latencies('bot alone', alone, true),
    ...latencies('bot beside a daily cycle', beside, true),
    { what: 'CPU per press, echo bot', value: cpuOf(echoed), unit: 'ms' },
    { what: 'CPU per press, bot', value: cpuOf(alone), unit: 'ms' },
    { what: 'CPU per press, bot to echo bot', value: cpuOf(alone) / cpuOf(echoed), unit: '×', target: 4 },
  ];
}

function latencies(who: string, { answers, longestHoldMs }: Phase, isAimed: boolean): readonly Figure[] {
  const { count, median, p90, p99, max } = spreadOf(answers.latenciesMs);
  const aim = (target: number): { readonly target?: number } => (isAimed ? { target } : {});
  return [
    { what: `${who}, presses answered`, value: count, unit: '' },
    { what: `${who}, median`, value: median, unit: 'ms', ...aim(15) },
    { what: `${who}, p90`, value: p90, unit: 'ms' },
    { what: `${who}, p99`, value: p99, unit: 'ms', ...aim(60) },
    { what: `${who}, max`, value: max, unit: 'ms' },
    { what: `${who}, longest hold of its thread`, value: longestHoldMs, unit: 'ms' },
  ];
}

const wrongIn = (phase: string, { answers }: Phase): readonly string[] => [
  ...[...answers.wrong].map(([what, times]) => `${phase}: ${what}, ${times} times`),
  ...(answers.latenciesMs.length === answers.pressed ? [] : [`${phase}: ${answers.pressed} pressed, ${answers.latenciesMs.length} answered`]),
];

function rowsRead(summary: string): number {
  const { reports } = JSON.parse(summary) as { reports: readonly { rows: number }[] };
  return reports.reduce((sum, report) => sum + report.rows, 0);
}
