import { sql } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { deliverDue } from '../../src/app/deliverDue.ts';
import { inFlight } from '../../src/app/inFlight.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { startDeliverLoop } from '../../src/jobs/deliverLoop.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { SERVER_UPKEEP } from '../../src/storage/upkeep.ts';
import { movableClock } from '../../src/system.ts';
import { sendingDeps } from './sendingTenant.ts';

/**
 * `chaosWorker.ts DATABASE-URL NAME CONNECTOR-URL RATE`: a worker as a process of its own that sends for every tenant it finds, until it
 * is killed. It takes orders over IPC; no order is meant to change what becomes of a message.
 */
const [databaseUrl = '', name = '', connectorUrl = '', rate = ''] = process.argv.slice(2);

const order = z.object({
  /** How far its own clock is ahead of the machine's. */
  clockAheadMs: z.number().optional(),
  /** The share of statements that change something and fail as on a full disk. */
  fullDiskShare: z.number().optional(),
});

const LOOK_EVERY_MS = 100;
const DISK_FULL = '53100';

let fullDiskShare = 0;
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: readonly unknown[]): unknown {
    const [text] = args;
    const changes = typeof text === 'string' && /^\s*(with|update|insert)\b/i.test(text);
    return changes && Math.random() < fullDiskShare
      ? Promise.reject(Object.assign(new Error('could not extend file'), { code: DISK_FULL }))
      : query.apply(this, [...args]);
  },
});

const kysely = await connectServer(databaseUrl, {});
const places = inFlight(50);
const clock = movableClock();
const served = new Set<TenantId>();

function serve(tenant: TenantId): void {
  served.add(tenant);
  const db = databaseOn(kysely, tenant, Number(rate), SERVER_UPKEEP);
  const plain = sendingDeps(db, tenant, connectorUrl.replace('TENANT', tenant), places, { worker: name, timeOutMs: 3_000 });
  const system = { ...plain.system, clock };
  startDeliverLoop({ deliver: deliverDue({ ...plain, system }), wait: system.wait, log: system.log });
}

setInterval(() => {
  void sql<{ tenant_id: TenantId }>`select distinct tenant_id from delivery where state in ('planned', 'claimed', 'sending')`.execute(kysely).then(
    ({ rows }) => {
      for (const { tenant_id } of rows) if (!served.has(tenant_id)) serve(tenant_id);
    },
    () => undefined, // the database may be away; it is looked for again
  );
}, LOOK_EVERY_MS);

process.on('message', (message) => {
  const { clockAheadMs, fullDiskShare: share } = order.parse(message);
  if (clockAheadMs !== undefined) clock.setOffset(clockAheadMs);
  if (share !== undefined) fullDiskShare = share;
});
// Nothing outlives whoever started it.
process.once('disconnect', () => process.exit(1));
process.stdout.write('ready now\n');
