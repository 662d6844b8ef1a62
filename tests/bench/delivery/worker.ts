import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { deliverDue } from '../../../src/app/deliverDue.ts';
import { inFlight } from '../../../src/app/inFlight.ts';
import { tenantId } from '../../../src/domain/ids.ts';
import { startDeliverLoop } from '../../../src/jobs/deliverLoop.ts';
import { connectServer } from '../../../src/storage/connectServer.ts';
import { openKysely } from '../../../src/storage/openEmbedded.ts';
import { databaseOn } from '../../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP, SERVER_UPKEEP } from '../../../src/storage/upkeep.ts';
import { jsonLog, movableClock } from '../../../src/system.ts';
import { sendingDeps } from '../../support/sendingTenant.ts';
import { fileAppears } from './fileAppears.ts';

/** What a worker is told, as JSON in its one argument. */
export interface WorkerOptions {
  /** A server's address, or a folder. */
  readonly database: { readonly url: string } | { readonly folder: string };
  readonly tenants: readonly string[];
  /** With `TENANT` where the tenant's id belongs. */
  readonly connectorUrl: string;
  readonly ratePerSecond: number;
  readonly places: number;
  /** Sending begins when it is there, so that all workers begin together. */
  readonly goPath: string;
  /** Written when nothing is left to send. */
  readonly donePath: string;
  /** How far its own clock is ahead of the machine's. */
  readonly clockAheadMs?: number;
}

const LOOK_EVERY_MS = 250;
const MOST_WAIT_SECONDS = 120;

/** Sends for all its tenants until SIGTERM, as the coach's own worker does. */
const options = JSON.parse(process.argv[2] ?? '') as WorkerOptions;
const log = jsonLog(process.env['LOG_LEVEL'] ?? 'error');
const isServer = 'url' in options.database;
const kysely = 'url' in options.database ? await connectServer(options.database.url, { log }) : await openKysely(options.database.folder, log);
const places = inFlight(options.places);
const clock = movableClock();
clock.setOffset(options.clockAheadMs ?? 0);
process.stdout.write('ready now\n');
await fileAppears(options.goPath, MOST_WAIT_SECONDS);
const loops = options.tenants.map((id) => {
  const tenant = tenantId(id);
  const db = databaseOn(kysely, tenant, options.ratePerSecond, isServer ? SERVER_UPKEEP : EMBEDDED_UPKEEP);
  const plain = sendingDeps(db, tenant, options.connectorUrl.replace('TENANT', id), places);
  const system = { ...plain.system, log, clock };
  return startDeliverLoop({ deliver: deliverDue({ ...plain, system }), wait: system.wait, log });
});

const look = setInterval(() => void lookWhetherDone(), LOOK_EVERY_MS);
async function lookWhetherDone(): Promise<void> {
  const left = await sql`select from delivery where state in ('planned', 'claimed', 'sending') limit 1`.execute(kysely).catch(() => undefined);
  if (left === undefined || left.rows.length > 0) return;
  clearInterval(look);
  await writeFile(options.donePath, '');
}

process.once('SIGTERM', async () => {
  clearInterval(look);
  await Promise.all(loops.map((loop) => loop.stop()));
  await kysely.destroy();
});
