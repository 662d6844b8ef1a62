import { expect } from 'chai';
import { type Kysely, sql } from 'kysely';
import { claimDailyCycle } from '../../src/app/dailyCycle.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { signalId } from '../../src/domain/signals.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/time.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { ENGINES, newTenant, type TestDatabase } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_ALL, USES_NOTHING, WEEK_MS } from '../support/engine.ts';
import { explained, type NotedQuery, noted, plannedQuery } from '../support/notedQueries.ts';

/** A step of a plan, as `explain (format json)` tells it. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
  readonly [told: string]: unknown;
}

/** Ways in which a plan picks rows of a table. */
const PICKS = ['Index Cond', 'Recheck Cond', 'Filter'];

/** Steps of a plan that read a table without asking for the tenant, by the table's name; a written table is read by a step of its own. */
function unfiltered(node: PlanNode): readonly string[] {
  const table = node['Relation Name'];
  const isRead = table !== undefined && node['Node Type'] !== 'ModifyTable';
  const isFiltered = PICKS.some((how) => String(node[how] ?? '').includes('tenant_id'));
  return [...(isRead && !isFiltered ? [table] : []), ...(node.Plans ?? []).flatMap(unfiltered)];
}

const readBy = (node: PlanNode): readonly string[] => [...(node['Relation Name'] ?? '').split(' '), ...(node.Plans ?? []).flatMap(readBy)];

async function planOf(db: Kysely<Schema>, query: NotedQuery): Promise<PlanNode> {
  const rows = await db
    .transaction()
    .execute((transaction) => explained<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(transaction, '(format json)', query));
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) throw new Error('expected a plan');
  return plan;
}

/** Two weeks of a tenant: runs, messages that go and are put off, and everything a person can say. */
async function live(engine: TestEngine): Promise<void> {
  const [person, other] = [engine.hire(USES_NOTHING), engine.hire(USES_NOTHING)];
  engine.hire(USES_ALL);
  await engine.arm();
  await claimDailyCycle({ db: engine.db, zone: 'Europe/Berlin' })(engine.now());
  await engine.cycle();
  engine.move(10 * HOUR_MS);
  engine.outcome = (to) => (to === person ? { kind: 'sent', activityId: 'a' } : { kind: 'throttled', retryAfterMs: 1 });
  await engine.deliver();
  const speaker = engine.speaker(person);
  const { conversation } = engine;
  await conversation.isNew(speaker.address, '1');
  await conversation.installed(engine.speaker(other));
  for (const kind of ['help', 'tip', 'quiz', 'lesson', 'progress', 'settings', 'why', 'pause', 'resume', 'fewer', 'weekly', 'my-data'] as const)
    await conversation.answer(speaker, { kind });
  await conversation.answer(speaker, { kind: 'export', page: 1 });
  await conversation.answer(speaker, { kind: 'words', text: 'how do I share a file' });
  const [tip] = (await engine.db.stores.deliveries.pastOf([person])).get(person) ?? [];
  if (tip === undefined) throw new Error('expected a tip');
  const pressed = { delivery: tip.id };
  for (const kind of ['why-me', 'plan-it', 'in-the-way', 'did-it', 'not-for-me', 'wrong', 'back'] as const)
    await conversation.answer(speaker, { kind, ...pressed });
  await conversation.answer(speaker, { kind: 'plan-at', moment: 'tomorrow', ...pressed });
  await conversation.answer(speaker, { kind: 'obstacle', obstacle: 'time', words: undefined, ...pressed });
  await conversation.answer(speaker, { kind: 'undo', what: 'planned', ...pressed });
  engine.outcome = () => ({ kind: 'unreachable', why: 'blocked' });
  await engine.cycle({ sendsNow: true });
  engine.outcome = () => ({ kind: 'unknown', status: 502, message: '' });
  engine.move(WEEK_MS);
  engine.behave(person, USES_ALL);
  await engine.cycle();
  engine.move(WEEK_MS + DAY_MS);
  await engine.cycle({ sendsNow: true });
  await engine.db.stores.deliveries.runCounts(engine.now(), 7);
  await engine.db.stores.withdrawnItems.withdraw('q-chats' as ItemId, engine.now());
  await engine.db.stores.withdrawnItems.restore('q-chats' as ItemId);
  await engine.db.stores.deliveries.praised(person, signalId('teams.privateChats'));
  await conversation.answer(speaker, { kind: 'confirm-delete' });
  await conversation.removed(other);
}

for (const engine of ENGINES) {
  describe(`every statement of runs, sending and conversations (${engine.name})`, () => {
    let database: TestDatabase;
    before(async function () {
      this.timeout(120_000);
      database = await engine.start();
    });
    after(() => database?.stop());

    it('asks each table it reads for the tenant', async function () {
      this.timeout(60_000);
      const { heard, nodes } = noted(database.kysely);
      const tenant = await newTenant(database);
      // A second tenant, so that the planner cannot take everything for one's.
      await newTenant(database);
      await live(testEngine({ ...tenant, db: databaseOn(heard, tenant.tenant, FAST, database.upkeep) }));
      const queries = new Map(nodes.flatMap((node) => plannedQuery(database.kysely, node) ?? []).map((query) => [query.sql, query]));
      // Of a table in parts a plan names the parts.
      const tables = await sql<{ name: string; of: string }>`
        select relname::text as name, coalesce((select inhparent::regclass::text from pg_inherits where inhrelid = pg_class.oid), relname) as of
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`.execute(database.kysely);
      const read = new Set<string>();
      const loose: string[] = [];
      const isOfGonePart = (query: NotedQuery): boolean => {
        const [part] = /usage_day_\d+/.exec(query.sql) ?? [];
        return part !== undefined && !tables.rows.some(({ name }) => name === part);
      };
      for (const query of queries.values()) {
        if (isOfGonePart(query)) continue;
        const plan = await planOf(database.kysely, query);
        for (const table of readBy(plan)) read.add(table);
        for (const table of unfiltered(plan)) if (tables.rows.some(({ name }) => name === table)) loose.push(`${table}: ${query.sql}`);
      }
      expect(loose).to.deep.equal([]);
      expect(queries.size, 'statements').to.be.above(80);
      const touched = new Set(tables.rows.filter(({ name }) => read.has(name)).map(({ of }) => of));
      const unread = new Set(tables.rows.map(({ of }) => of).filter((of) => !touched.has(of)));
      expect([...unread], 'tables no statement touched').to.deep.equal(['migration']);
    });
  });
}
