import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely, sql } from 'kysely';
import { tenantId } from '../../../src/domain/ids.ts';
import { connectServer } from '../../../src/storage/connectServer.ts';
import { migrate } from '../../../src/storage/migrations.ts';
import { openKysely } from '../../../src/storage/openEmbedded.ts';
import type { Schema } from '../../../src/storage/schema.ts';
import { databaseOn } from '../../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP } from '../../../src/storage/upkeep.ts';
import type { HardConnectorOptions, SeenRequest } from '../../support/hardConnector.ts';
import type { PostgresServer } from '../../support/postgresServer.ts';
import { type KeptMessage, keptMessages, planTips } from '../../support/sendingTenant.ts';
import { type Program, startProgram } from '../program.ts';
import { fileAppears } from './fileAppears.ts';
import type { WorkerOptions } from './worker.ts';

export interface SendAll {
  readonly tenants: number;
  readonly messagesEach: number;
  readonly workers: number;
  readonly ratePerSecond: number;
  readonly places: number;
  readonly connector: HardConnectorOptions;
  /** Absent: an embedded database, and one worker. */
  readonly server: PostgresServer | undefined;
}

export interface SentAll {
  readonly seen: readonly SeenRequest[];
  readonly kept: readonly KeptMessage[];
  /** CPU time of all workers together, from their start to the last message's end. */
  readonly cpuMs: number;
}

/** The tenant with this number. */
export const tenantAt = (number: number): string => `aaaaaaaa-0000-4ccc-8111-${String(number).padStart(12, '0')}`;

/** Plans messages for tenants, sends them all by processes of their own, and gives what the receiver saw and what the database says. */
export async function sendAll(options: SendAll): Promise<SentAll> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-delivery-'));
  const running: Program[] = [];
  const recordPath = join(folder, 'seen.json');
  const donePath = join(folder, 'done');
  const goPath = join(folder, 'go');
  const tenants = Array.from({ length: options.tenants }, (_, number) => tenantAt(number));
  try {
    const elsewhere = await startProgram('tests/bench/delivery/elsewhere.ts', [JSON.stringify(options.connector), recordPath], READY, folder);
    running.push(elsewhere);
    const connectorUrl = elsewhere.ready[1] ?? '';
    const url = await options.server?.newDatabase();
    const database = url === undefined ? { folder: join(folder, 'data') } : { url };
    await mkdir(join(folder, 'data'));
    const prepared = await openDatabase(database);
    await plan(prepared, tenants, options.messagesEach, connectorUrl);
    await prepared.destroy();

    const told: WorkerOptions = { ...options, database, tenants, connectorUrl, goPath, donePath };
    const workers: Program[] = [];
    for (let count = 0; count < options.workers; count += 1) {
      const worker = await startProgram('tests/bench/delivery/worker.ts', [JSON.stringify(told)], READY, folder);
      workers.push(worker);
      running.push(worker);
    }
    const began = await Promise.all(workers.map((worker) => worker.reading()));
    await writeFile(goPath, '');
    await fileAppears(donePath, mostSeconds(options));
    const ended = await Promise.all(workers.map((worker) => worker.reading()));
    for (const program of running.splice(0).reverse()) await program.stop();

    const cpuMs = ended.reduce((sum, reading, index) => sum + reading.cpuMs - (began[index]?.cpuMs ?? 0), 0);
    const asked = await openDatabase(database);
    const kept = (await Promise.all(tenants.map((id) => keptMessages(asking(asked), tenantId(id))))).flat();
    await asked.destroy();
    return { seen: JSON.parse(await readFile(recordPath, 'utf8')) as readonly SeenRequest[], kept, cpuMs };
  } finally {
    for (const program of running.reverse()) await program.stop().catch(() => undefined); // a failure is on its way already
    await rm(folder, { recursive: true, force: true });
  }
}

const READY = /^ready (.+)$/;

/** Twice what the rate allows, and a minute for stragglers. */
const mostSeconds = ({ tenants, messagesEach, ratePerSecond, workers, places, connector }: SendAll): number => {
  const perSecond = Math.min(tenants * ratePerSecond, (workers * places * 1_000) / connector.latencyMs[1]);
  return 60 + (2 * tenants * messagesEach) / perSecond;
};

async function openDatabase(database: WorkerOptions['database']): Promise<Kysely<Schema>> {
  if ('folder' in database) return openKysely(database.folder, undefined);
  const kysely = await connectServer(database.url, { mostConnections: 2 });
  await migrate(kysely, 'server');
  return kysely;
}

export const asking =
  (kysely: Kysely<Schema>) =>
  async <Row>(query: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> =>
    (await query.execute(kysely)).rows;

export async function plan(kysely: Kysely<Schema>, tenants: readonly string[], people: number, connectorUrl: string): Promise<void> {
  for (const id of tenants) {
    const tenant = tenantId(id);
    // Planning needs no pace, and upkeep is not what is looked at.
    const db = databaseOn(kysely, tenant, 1, EMBEDDED_UPKEEP);
    await planTips(asking(kysely), db, tenant, { people, serviceUrl: connectorUrl.replace('TENANT', id) });
  }
}
