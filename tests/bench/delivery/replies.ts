import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { tenantId } from '../../../src/domain/ids.ts';
import { openKysely } from '../../../src/storage/openEmbedded.ts';
import { TENANT } from '../../support/activities.ts';
import { spreadOf } from '../figures.ts';
import { pressAt } from '../presses.ts';
import { type Program, startProgram } from '../program.ts';
import { sentDeliveries } from '../sentDeliveries.ts';
import { type Answers, steadyLoad } from '../steadyLoad.ts';
import type { Part } from './delivery.ts';
import { asking, plan } from './sendAll.ts';

const PER_SECOND = 50;
const WARM_UP_SECONDS = 10;
const SECONDS = 20;
/** Cards that are pressed on; they were sent before. */
const PRESSED_ON = 500;
const LATENCY_MS = [80, 400] as const;
const READY = /^ready (.+)$/;
const LISTENS = /listens on http:\/\/127\.0\.0\.1:(\d+)\//;

/**
 * What a press on a card costs while the same process sends at the limit: the running bot with an embedded database answers presses by the
 * clock, with nothing else to do, and with messages due.
 */
export async function repliesPart(): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-replies-'));
  const running: Program[] = [];
  const start = async (...args: Parameters<typeof startProgram>): Promise<Program> => {
    const program = await startProgram(...args);
    running.push(program);
    return program;
  };
  try {
    const connector = { seed: 'replies', latencyMs: LATENCY_MS, troubles: {} };
    const elsewhere = await start('tests/bench/delivery/elsewhere.ts', [JSON.stringify(connector), join(folder, 'seen.json')], READY, folder);
    const url = (elsewhere.ready[1] ?? '').replace('TENANT', TENANT);
    const data = join(folder, 'data');
    await mkdir(data);
    await prepare(data, url, PRESSED_ON);
    const deliveries = await sentDeliveries(data);
    const press = (index: number) => pressAt(deliveries, index, url);
    const settings = { TENANT_ID: TENANT, GRAPH_BASE_URL: new URL(url).origin, CONNECTOR_SERVICE_URL: url, DATA_DIR: data, ...SETTINGS };

    const phase = async (first: number): Promise<Answers> => {
      const bot = await start('bot/main.ts', ['start'], LISTENS, folder, settings);
      const port = Number(bot.ready[1]);
      await steadyLoad({ port, press, perSecond: PER_SECOND, first, count: WARM_UP_SECONDS * PER_SECOND });
      const answers = await steadyLoad({
        port,
        press,
        perSecond: PER_SECOND,
        first: first + WARM_UP_SECONDS * PER_SECOND,
        count: SECONDS * PER_SECOND,
      });
      await running.pop()?.stop();
      return answers;
    };
    const alone = await phase(0);
    // Enough that there is something to send from the first press to the last.
    await due(data, 2 * (WARM_UP_SECONDS + SECONDS) * PER_SECOND, url);
    const beside = await phase((WARM_UP_SECONDS + SECONDS) * PER_SECOND);
    const left = await countDue(data);

    const [without, bulk] = [spreadOf(alone.latenciesMs), spreadOf(beside.latenciesMs)];
    return {
      figures: [
        { what: 'press alone, median', value: without.median, unit: 'ms' },
        { what: 'press alone, p99', value: without.p99, unit: 'ms' },
        { what: 'press beside bulk, median', value: bulk.median, unit: 'ms' },
        { what: 'press beside bulk, p99', value: bulk.p99, unit: 'ms', target: Math.max(1.5 * without.p99, without.p99 + 15) },
      ],
      wrong: [
        ...[...alone.wrong, ...beside.wrong].map(([what, times]) => `${what}, ${times} times`),
        ...(left > 0 ? [] : ['everything was sent before the presses ended']),
      ],
      notes: [`${2 * (WARM_UP_SECONDS + SECONDS) * PER_SECOND - left} messages went out beside them`],
    };
  } finally {
    for (const program of running.reverse()) await program.stop().catch(() => undefined); // a failure is on its way already
    await rm(folder, { recursive: true, force: true });
  }
}

const SETTINGS = { PORT: '0', SENDS_PER_SECOND: '50', LOG_LEVEL: 'fatal', TEAMS_APP_ID: 'bbbbcccc-0000-4ddd-8eee-ffff00001111' } as const;

/** People of whom `count` got a tip a moment ago. */
async function prepare(data: string, url: string, count: number): Promise<void> {
  const kysely = await openKysely(data, undefined);
  await plan(kysely, [TENANT], count, url);
  await sql`update delivery set state = 'sent', sent_at = due_at where tenant_id = ${tenantId(TENANT)}`.execute(kysely);
  await kysely.destroy();
}

/** A message that is due for each of so many other people. */
async function due(data: string, count: number, url: string): Promise<void> {
  const kysely = await openKysely(data, undefined);
  const ask = asking(kysely);
  const other = (place: string) => sql.raw(`(left(${place}::text, 24) || lpad((number + ${PRESSED_ON})::text, 12, '0'))::uuid`);
  const numbers = sql`generate_series(0, ${count}::int - 1) as number`;
  const one = (table: string) => sql`(select * from ${sql.table(table)} where tenant_id = ${TENANT} order by person_id limit 1) as one`;
  await ask(sql`
    insert into person (tenant_id, person_id, user_principal_name, display_name, is_member, is_enabled, services, is_removed)
    select tenant_id, ${other('person_id')}, 'other.' || number || '@contoso.example', display_name, true, true, services, false
    from ${one('person')}, ${numbers}`);
  await ask(sql`
    insert into chat (tenant_id, person_id, reach, service_url, conversation_id)
    select tenant_id, ${other('person_id')}, reach, ${url}, 'a:other-' || number from ${one('chat')}, ${numbers}`);
  await ask(sql`
    insert into delivery (tenant_id, delivery_id, person_id, kind, item, errand, state, due_at, expires_at, is_trial)
    select tenant_id, gen_random_uuid(), ${other('person_id')}, kind, item, errand, 'planned', due_at, expires_at, false
    from ${one('delivery')}, ${numbers}`);
  await kysely.destroy();
}

async function countDue(data: string): Promise<number> {
  const kysely = await openKysely(data, undefined);
  const [row] = await asking(kysely)(sql<{ count: number }>`select count(*)::int as count from delivery where state = 'planned'`);
  await kysely.destroy();
  return row?.count ?? 0;
}
