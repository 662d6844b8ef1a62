import { spread, TROUBLE_NAMES } from '../../support/connectorTrouble.ts';
import { type PostgresServer, postgresServer } from '../../support/postgresServer.ts';
import { receiverAccount } from '../../support/receiverAccount.ts';
import { type Figure, isHeld, lineOf } from '../figures.ts';
import { statesIn, sustained, wrongIn } from './judged.ts';
import { repliesPart } from './replies.ts';
import { type SendAll, type SentAll, sendAll } from './sendAll.ts';

export const DELIVERY_PARTS = ['steady', 'embedded', 'rates', 'tenants', 'workers', 'replies'] as const;
export type DeliveryPart = (typeof DELIVERY_PARTS)[number];

/** What a part came to; `wrong`: what must not be, whatever the speed. */
export interface Part {
  readonly figures: readonly Figure[];
  readonly wrong: readonly string[];
  readonly notes: readonly string[];
}

const USUAL_PLACES = 100;
/** Answers of Teams take about so long. */
const LATENCY_MS = [80, 400] as const;
const FAULT_SHARE = 0.02;
/** The platform's limit for a tenant. */
const LIMIT = 50;
const FIRST_MINUTE_MS = 60_000;

type PartRun = (messages: number, server: PostgresServer) => Promise<Part>;

/** How fast messages go out and what that costs, by part. True when every target holds. */
export async function deliveryBench(parts: readonly DeliveryPart[], messages: number, print: (line: string) => void): Promise<boolean> {
  const server = await postgresServer();
  let allHeld = true;
  try {
    for (const part of parts) {
      print(`${part}: ${messages} messages …`);
      const { figures, wrong, notes } = await PARTS[part](messages, server);
      for (const figure of figures) print(lineOf(figure));
      for (const note of notes) print(`  ${note}`);
      for (const problem of wrong) print(`  WRONG: ${problem}`);
      allHeld &&= wrong.length === 0 && figures.every(isHeld);
    }
  } finally {
    await server.stop();
  }
  return allHeld;
}

const hard = {
  seed: 'delivery',
  latencyMs: LATENCY_MS,
  troubles: spread(
    FAULT_SHARE,
    TROUBLE_NAMES.filter((name) => !name.startsWith('429')),
  ),
};
const oneTenant = (messages: number, server: PostgresServer | undefined, ratePerSecond: number): SendAll => ({
  tenants: 1,
  messagesEach: messages,
  workers: 1,
  ratePerSecond,
  places: USUAL_PLACES,
  connector: hard,
  server,
});

/** One tenant at the limit, the connector answering badly to two requests in a hundred. */
const steady =
  (isServer: boolean): PartRun =>
  async (messages, server) => {
    const run = await sendAll(oneTenant(messages, isServer ? server : undefined, LIMIT));
    const { overLimitMs, mostInASecond } = receiverAccount(run.seen);
    return {
      figures: [
        { what: 'requests a second, sustained', value: sustained(run.seen), unit: '/s', least: 48 },
        { what: 'refused for too many, after the first minute', value: overLimitMs.filter((ms) => ms > FIRST_MINUTE_MS).length, unit: '', target: 0 },
        { what: 'refused for too many, in all', value: overLimitMs.length, unit: '' },
        { what: 'most requests in any second', value: mostInASecond, unit: '' },
        { what: 'CPU a message', value: run.cpuMs / messages, unit: 'ms' },
      ],
      wrong: wrongIn(run, messages),
      notes: [statesIn(run)],
    };
  };

/** The setting at the limit against others: none may bring more through. */
const rates: PartRun = async (messages, server) => {
  const figures: Figure[] = [];
  const wrong: string[] = [];
  const speeds = new Map<number, number>();
  for (const rate of [40, 45, LIMIT, 55]) {
    const run = await sendAll(oneTenant(messages, server, rate));
    const { overLimitMs } = receiverAccount(run.seen);
    speeds.set(rate, sustained(run.seen.filter((one) => one.hasArrived)));
    figures.push({ what: `arrived a second at SENDS_PER_SECOND=${rate}`, value: speeds.get(rate) ?? 0, unit: '/s' });
    figures.push({ what: `refused for too many at ${rate}`, value: overLimitMs.length, unit: '' });
    wrong.push(...wrongIn(run, messages));
  }
  const best = Math.max(...speeds.values());
  figures.push({ what: `${LIMIT} to the best of them`, value: (speeds.get(LIMIT) ?? 0) / best, unit: '×', least: 0.97 });
  return { figures, wrong, notes: [] };
};

/** Where a process is busy; at a tenant's pace alone, waiting and looking are half of it. */
const MOST_CPU_MS = 1.5;

/** Eight tenants at the limit in one process. */
const tenants: PartRun = async (messages, server) => {
  const count = 8;
  const each = Math.ceil(messages / count);
  const run = await sendAll({ ...oneTenant(each, server, LIMIT), tenants: count, places: 4 * USUAL_PLACES });
  return {
    figures: [
      { what: 'requests a second, all tenants', value: sustained(run.seen), unit: '/s', least: 0.95 * count * LIMIT },
      { what: 'refused for too many', value: receiverAccount(run.seen).overLimitMs.length, unit: '' },
      { what: 'CPU a message', value: run.cpuMs / (count * each), unit: 'ms', target: MOST_CPU_MS },
    ],
    wrong: wrongIn(run, count * each),
    notes: [statesIn(run)],
  };
};

/** More processes, while one is bound by the time answers take. */
const workers: PartRun = async (messages, server) => {
  const count = 16;
  const each = Math.ceil(messages / count);
  const figures: Figure[] = [];
  const wrong: string[] = [];
  const speeds: number[] = [];
  for (const processes of [1, 2, 4]) {
    const connector = { seed: 'workers', latencyMs: [300, 300], troubles: {} } as const;
    const run: SentAll = await sendAll({ ...oneTenant(each, server, 40), tenants: count, workers: processes, places: 50, connector });
    const { mostInASecond } = receiverAccount(run.seen);
    speeds.push(sustained(run.seen));
    figures.push({ what: `requests a second, ${processes} workers`, value: speeds.at(-1) ?? 0, unit: '/s' });
    figures.push({ what: `most of one tenant in any second, ${processes} workers`, value: mostInASecond, unit: '', target: LIMIT });
    figures.push({ what: `CPU a message, ${processes} workers`, value: run.cpuMs / (count * each), unit: 'ms' });
    wrong.push(...wrongIn(run, count * each));
  }
  const [one = 0, two = 0, four = 0] = speeds;
  figures.push(
    { what: 'two workers to one', value: two / one, unit: '×', least: 1.8 },
    { what: 'four workers to one', value: four / one, unit: '×' },
  );
  return { figures, wrong, notes: [] };
};

const PARTS: Readonly<Record<DeliveryPart, PartRun>> = {
  steady: steady(true),
  embedded: steady(false),
  rates,
  tenants,
  workers,
  replies: repliesPart,
};
