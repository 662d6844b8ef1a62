import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { type TenantId, tenantId } from '../../src/domain/ids.ts';
import { type Random, unit } from '../../src/domain/random.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { migrate } from '../../src/storage/migrations.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { SERVER_UPKEEP } from '../../src/storage/upkeep.ts';
import { spread } from './connectorTrouble.ts';
import { type HardConnector, hardConnector } from './hardConnector.ts';
import { type PostgresServer, postgresServer } from './postgresServer.ts';
import { receiverAccount } from './receiverAccount.ts';
import { type Ask, keptMessages, planTips } from './sendingTenant.ts';

/** What breaks in the middle of a round. Connections to the connector break in every round. */
export const DEEDS = ['worker killed', 'server killed', 'both killed', 'clocks jump', 'disk full'] as const;
export type Deed = (typeof DEEDS)[number];

export interface ChaosRound {
  readonly deed: Deed;
  readonly sent: number;
  readonly unknown: number;
  /** What the deed caught in the air. */
  readonly inFlight: number;
  /** What must not be, in words. */
  readonly wrong: readonly string[];
}

export interface Chaos {
  /** One tenant's messages are sent by two workers while something breaks; then everything must add up. */
  round(number: number, deed: Deed): Promise<ChaosRound>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./chaosWorker.ts', import.meta.url));
const MESSAGES = 80;
const RATE = 100;
const WORKERS = 2;
/** Lines that are cut before and after the message arrived. */
const CUT_SHARE = 0.06;
/** As many statements fail while the disk is full. */
const FULL_SHARE = 0.5;
const DISK_FULL_MS = 800;
const SERVER_AWAY_MS = 300;
const LOOK_EVERY_MS = 100;
const SETTLED_WITHIN_MS = 120_000;

interface Worker {
  readonly name: string;
  readonly child: ChildProcess;
}

/** A server, a connector that cuts lines, and workers who send for every tenant there is. */
export async function chaos(seed: string): Promise<Chaos> {
  const server = await postgresServer();
  const connector = await hardConnector({
    seed,
    latencyMs: [10, 120],
    troubles: spread(CUT_SHARE, ['reset-before', 'reset-after', '412']),
    perSecond: RATE,
  });
  const url = await server.newDatabase();
  const kysely = await connectServer(url, { mostConnections: 2, patienceMs: 30_000 });
  await migrate(kysely, 'server');
  const workers: Worker[] = [];
  const parts: Parts = { seed, server, connector, url, kysely, workers };
  return {
    round: (number, deed) => round(parts, number, deed),
    close: async () => {
      for (const worker of workers) await kill(worker);
      await kysely.destroy();
      await connector.close();
      await server.stop();
    },
  };
}

interface Parts {
  readonly seed: string;
  readonly server: PostgresServer;
  readonly connector: HardConnector;
  readonly url: string;
  readonly kysely: Kysely<Schema>;
  readonly workers: Worker[];
}

async function round(parts: Parts, number: number, deed: Deed): Promise<ChaosRound> {
  const { connector, kysely, seed, url, workers } = parts;
  const dice = diceOf(`${seed} ${number}`);
  const ask: Ask = async (query) => (await query.execute(kysely)).rows;
  const tenant = tenantId(randomUUID());
  while (workers.length < WORKERS) workers.push(await startWorker(url, connector.urlOf('TENANT')));
  const serviceUrl = connector.urlOf(tenant);
  await planTips(ask, databaseOn(kysely, tenant, RATE, SERVER_UPKEEP), tenant, { people: MESSAGES, serviceUrl });
  const seen = () => connector.seen.filter((one) => one.tenant === tenant);
  const count = 1 + Math.floor(dice() * MESSAGES * 0.6);
  while (seen().length < count) await wait(1);
  await wait(dice() * 50);

  const dead: string[] = [];
  await wreck(parts, deed, dice, dead);
  const inFlight = new Set<string>();
  if (deed === 'server killed' || deed === 'both killed') for (const id of await sending(ask, tenant)) inFlight.add(id);
  const started = performance.now();
  for (;;) {
    for (const id of await bury(ask, tenant, dead)) inFlight.add(id);
    if (await isSettled(ask, tenant)) break;
    if (performance.now() - started > SETTLED_WITHIN_MS) break;
    await wait(LOOK_EVERY_MS);
  }

  const kept = await keptMessages(ask, tenant);
  const inState = (state: string): readonly string[] => kept.flatMap((one) => (one.state === state ? [one.person] : []));
  const { doubled, reached } = receiverAccount(seen());
  const cut = new Set(seen().flatMap((one) => (one.met.startsWith('reset') ? [one.person] : [])));
  const sent = inState('sent');
  const unknown = inState('unknown');
  const toGo = [...inState('planned'), ...inState('dropped')];
  const wrong = [
    ...(kept.length === MESSAGES ? [] : [`${kept.length} of ${MESSAGES} messages are accounted for`]),
    ...doubled.map((person) => `${person} got two`),
    ...[...inState('claimed'), ...inState('sending')].map((person) => `${person} came to no end`),
    ...sent.filter((person) => !reached.has(person)).map((person) => `${person} counts as sent and got nothing`),
    ...toGo.filter((person) => reached.has(person)).map((person) => `${person} has it and counts as not sent`),
    ...(unknown.filter((person) => !cut.has(person)).length <= inFlight.size ? [] : [`${unknown.length} unknown, ${inFlight.size} were in flight`]),
  ];
  return {
    deed,
    sent: sent.length,
    unknown: unknown.length,
    inFlight: inFlight.size,
    wrong: wrong.map((what) => `round ${number}, ${deed}: ${what}`),
  };
}

async function wreck({ server, workers }: Parts, deed: Deed, dice: Random, dead: string[]): Promise<void> {
  const killOne = async (): Promise<void> => {
    const [worker] = workers.splice(Math.floor(dice() * workers.length), 1);
    if (worker === undefined) return;
    await kill(worker);
    dead.push(worker.name);
  };
  const killServer = async (): Promise<void> => {
    await server.kill();
    await wait(dice() * SERVER_AWAY_MS);
    await server.startAgain();
  };
  const tell = (order: (index: number) => object): void => {
    for (const [index, { child }] of workers.entries()) child.send(order(index));
  };
  switch (deed) {
    case 'worker killed':
      return killOne();
    case 'server killed':
      return killServer();
    case 'both killed':
      await Promise.all([killOne(), killServer()]);
      return;
    case 'clocks jump': {
      const isFirstAhead = dice() < 0.5;
      return tell((index) => ({ clockAheadMs: (index === 0) === isFirstAhead ? HOUR_MS : -HOUR_MS }));
    }
    case 'disk full':
      tell(() => ({ fullDiskShare: FULL_SHARE }));
      await wait(DISK_FULL_MS);
      return tell(() => ({ fullDiskShare: 0 }));
  }
}

const sending = async (ask: Ask, tenant: TenantId): Promise<readonly string[]> =>
  (await ask(sql<{ person_id: string }>`select person_id from delivery where tenant_id = ${tenant} and state = 'sending'`)).map(
    (row) => row.person_id,
  );

/** What waiting for their leases to end would do; gives whose messages the dead had in the air. */
async function bury(ask: Ask, tenant: TenantId, dead: readonly string[]): Promise<readonly string[]> {
  const rows = await ask(sql<{ person_id: string; state: string }>`
    update delivery set lease_until = clock_timestamp() - interval '1 second'
    where tenant_id = ${tenant} and worker = any(${`{${dead.join(',')}}`}::text[]) and lease_until > clock_timestamp()
    returning person_id, state`);
  return rows.flatMap((row) => (row.state === 'sending' ? [row.person_id] : []));
}

/** Whether nothing is left to send; what was put off comes due, as by waiting. */
async function isSettled(ask: Ask, tenant: TenantId): Promise<boolean> {
  await ask(sql`
    update delivery set due_at = clock_timestamp() - interval '2 hours'
    where tenant_id = ${tenant} and state = 'planned' and due_at > clock_timestamp() - interval '2 hours'`);
  const left = await ask(sql`select from delivery where tenant_id = ${tenant} and state in ('planned', 'claimed', 'sending') limit 1`);
  return left.length === 0;
}

async function startWorker(url: string, connectorUrl: string): Promise<Worker> {
  const name = randomUUID();
  const child = spawn(process.execPath, [WORKER, url, name, connectorUrl, String(RATE)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  if (child.stdout === null) throw new Error('expected an output to read, got none');
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([exit]) => Promise.reject(new Error(`a worker ended with ${exit} before it was ready`))),
  ]);
  return { name, child };
}

async function kill({ child }: Worker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function diceOf(seed: string): Random {
  let throws = 0;
  return () => unit(seed, String(throws++));
}
