import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Kysely, sql } from 'kysely';
import { runCommandLine } from '../../bot/commandLine.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import type { Progress } from '../../src/ports/system.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { migrate } from '../../src/storage/migrations.ts';
import { moveTables, moveToServer } from '../../src/storage/moveToServer.ts';
import { openEmbedded, openKysely } from '../../src/storage/openEmbedded.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP } from '../../src/storage/upkeep.ts';
import { newServerDatabase, type TestTenant } from '../support/databases.ts';
import { FAST, testEngine, USES_ALL, USES_NOTHING } from '../support/engine.ts';
import { refusal } from '../support/refusal.ts';
import { TEST_SALT } from '../support/testSalt.ts';

const TENANTS = ['0aaaaaaa-0000-4000-8000-000000000001', '0bbbbbbb-0000-4000-8000-000000000002'].map(tenantId);
const PEOPLE = 30;

/** A progress that ends the work by a fault of its own once so many rows were copied. */
function endingAfter(rows: number): Progress {
  let seen = 0;
  return {
    step: () => ({
      add: (count) => {
        seen += count;
        if (seen >= rows) throw new RangeError('interrupted');
      },
      done: () => undefined,
    }),
  };
}

/** Rows as the database writes them, by table, in an order of their own. */
async function everythingIn(db: Kysely<Schema>): Promise<ReadonlyMap<string, readonly string[]>> {
  await sql`set time zone 'UTC'`.execute(db);
  const tables = await sql<{
    name: string;
  }>`select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`.execute(
    db,
  );
  const found = new Map<string, readonly string[]>();
  for (const { name } of tables.rows) {
    const rows = await sql<{ line: string }>`select whole_row::text as line from ${sql.table(name)} as whole_row`.execute(db);
    found.set(name, rows.rows.map(({ line }) => line).sort());
  }
  return found;
}

describe('moving an embedded database to a server', function () {
  this.timeout(120_000);
  let root: string;
  let from: Kysely<Schema>;
  let to: Kysely<Schema>;
  let expected: ReadonlyMap<string, readonly string[]>;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'coach-move-'));
    from = await openKysely('memory', undefined);
    for (const tenant of TENANTS) await live(from, tenant);
    expected = await everythingIn(from);
    for (const table of ['person', 'usage_day', 'habit', 'decision', 'delivery', 'response', 'run', 'suppressed'])
      expect(expected.get(table), table).not.to.have.length(0);
    to = await newServer();
    await moveTables(from, to, silentProgress);
  });
  after(async () => {
    await from?.destroy();
    await to?.destroy();
    await rm(root, { recursive: true, force: true });
  });

  async function newServer(): Promise<Kysely<Schema>> {
    const kysely = await connectServer(await newServerDatabase(), { mostConnections: 1 });
    await migrate(kysely, 'server');
    return kysely;
  }

  /** A tenant's first days: people, reports, tips, an answer, a deletion, and texts that need care. */
  async function live(kysely: Kysely<Schema>, tenant: (typeof TENANTS)[number]): Promise<void> {
    const db = databaseOn(kysely, tenant, FAST, EMBEDDED_UPKEEP);
    await db.stores.tenants.ensure(TEST_SALT);
    const engine = testEngine({ tenant, db, other: db, rows: async (query) => (await query.execute(kysely)).rows } satisfies TestTenant);
    const [person] = Array.from({ length: PEOPLE }, (_, index) =>
      engine.hire(index % 2 === 0 ? USES_NOTHING : USES_ALL, { department: index % 3 === 0 ? 'Sales, "R&D" \\ (North), {x}' : undefined }),
    );
    await engine.arm();
    await engine.cycle({ sendsNow: true });
    engine.move(DAY_MS);
    await engine.cycle();
    if (person === undefined) throw new Error('expected people');
    const [sent] = (await db.stores.deliveries.pastOf([person])).get(person) ?? [];
    if (sent === undefined) throw new Error('expected a tip');
    await db.stores.deliveries.respond(person, sent.id, { kind: 'obstacle', obstacle: 'time', words: 'line\nbreak, "quoted" \\ ü 🚲' }, engine.now());
    const other = engine.hire(USES_ALL);
    await engine.cycle();
    await db.stores.personalData.forget(other, 'ab'.repeat(32));
  }

  const total = (): number => [...expected].reduce((sum, [name, rows]) => sum + (name === 'migration' ? 0 : rows.length), 0);
  const sorted = (rows: ReadonlyMap<string, readonly string[]>) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

  it('copies every row of every tenant and leaves its own as they were', async () => {
    expect(sorted(await everythingIn(to))).to.deep.equal(sorted(expected));
    expect(sorted(await everythingIn(from))).to.deep.equal(sorted(expected));
  });

  it('goes on where it was interrupted, and copies nothing twice', async () => {
    const other = await newServer();
    const outcome = await moveTables(from, other, endingAfter(Math.floor(total() / 2))).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(RangeError);
    const half = [...(await everythingIn(other)).values()].flat().length;
    expect(half).to.be.above(0).and.below(total());
    const moved = await moveTables(from, other, silentProgress);
    expect(sorted(await everythingIn(other))).to.deep.equal(sorted(expected));
    expect(moved.reduce((sum, { rows }) => sum + rows, 0)).to.equal(total());
    await other.destroy();
  });

  const changes: readonly (readonly [what: string, change: ReturnType<typeof sql>, table: string])[] = [
    [
      'a row that was changed',
      sql`update person set department = 'Sale' where person_id = (select min(person_id::text)::uuid from person)`,
      'person',
    ],
    ['a moment that differs by a millisecond', sql`update delivery set due_at = due_at + interval '1 millisecond'`, 'delivery'],
    ['a row that is not the folder’s', sql`insert into tenant (tenant_id, hash_salt) values ('0ccccccc-0000-4000-8000-000000000003', 'x')`, 'tenant'],
    ['a row that is missing in between', sql`delete from silence where person_id = (select min(person_id::text)::uuid from silence)`, 'silence'],
  ];
  for (const [what, change, table] of changes)
    it(`refuses a server with ${what}, and names the table`, async () => {
      const enough = new Error('so that nothing is kept');
      const changed = to.transaction().execute(async (transaction) => {
        await change.execute(transaction);
        const fault = await refusal(moveTables(from, transaction, silentProgress));
        expect(fault.code).to.equal('move-refused');
        expect(fault.message).to.contain(`table ${table} `);
        throw enough;
      });
      expect(await changed.catch((error: unknown) => error)).to.equal(enough);
    });

  it('notices rows that come out otherwise than they went in', async () => {
    const enough = new Error('so that nothing is kept');
    const changed = to.transaction().execute(async (transaction) => {
      await sql`delete from run`.execute(transaction);
      await sql`create function meddle() returns trigger language plpgsql as $$ begin new.day = new.day + 1; return new; end $$`.execute(transaction);
      await sql`create trigger meddles before insert on run for each row execute function meddle()`.execute(transaction);
      const fault = await refusal(moveTables(from, transaction, silentProgress));
      expect(fault.code).to.equal('move-differs');
      expect(fault.message).to.match(/got others in run \(\d+ rows here, \d+ there\)/);
      throw enough;
    });
    expect(await changed.catch((error: unknown) => error)).to.equal(enough);
  });

  it('takes a folder whole, and refuses one that a process works in, naming it, and one without a database', async () => {
    const folder = join(root, 'data');
    const [tenant] = TENANTS;
    if (tenant === undefined) throw new Error('expected a tenant');
    const db = await openEmbedded(folder, tenant, { ratePerSecond: 1 });
    await db.stores.tenants.ensure(TEST_SALT);
    const url = await newServerDatabase();
    const owned = await refusal(moveToServer(folder, url, silentProgress));
    expect(owned.code).to.equal('folder-owned');
    expect(owned.message).to.match(new RegExp(`process ${process.pid}; stop that process`));
    await db.close();
    expect((await moveToServer(folder, url, silentProgress)).filter(({ rows }) => rows > 0)).to.deep.equal([{ table: 'tenant', rows: 1 }]);
    const missing = await refusal(moveToServer(join(root, 'nowhere'), url, silentProgress));
    expect(missing.code).to.equal('move-refused');
  });

  it('is refused as a command where the data are on a server already, or for an address that is none', async () => {
    const run = async (settings: Record<string, string>, address: string): Promise<string> => {
      const said: string[] = [];
      const io = { out: () => undefined, err: (text: string) => void said.push(text) };
      const shell = { io, progress: silentProgress, withApp: () => Promise.reject(new Error('opens nothing')) };
      const values = { TENANT_ID: TENANTS[0], DATA_DIR: root, ...settings };
      await runCommandLine({ shell, environment: { values, fromFile: [] } }, ['migrate', '--to', address]);
      return said.join('');
    };
    expect(await run({ DATABASE_URL: 'postgres://a:hunter2@b/c' }, 'postgres://d/e'))
      .to.match(/move-refused.*DATABASE_URL is set/)
      .and.not.contain('hunter2');
    expect(await run({}, 'mysql://a:hunter2@b/c'))
      .to.match(/invalid-config.*--to postgres:/)
      .and.not.contain('hunter2');
  });
});
