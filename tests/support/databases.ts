import { randomUUID } from 'node:crypto';
import type { Kysely, sql } from 'kysely';
import { type TenantId, tenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/ports/stores.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import type { DatabaseKind } from '../../src/storage/databaseKind.ts';
import { migrate } from '../../src/storage/migrations.ts';
import { openKysely } from '../../src/storage/openEmbedded.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP, SERVER_UPKEEP, type Upkeep } from '../../src/storage/upkeep.ts';
import { type PostgresServer, postgresServer } from './postgresServer.ts';
import { TEST_SALT } from './testSalt.ts';

/** One migrated database, shared by many tests; each takes a tenant of its own in it. */
export interface TestDatabase {
  readonly kysely: Kysely<Schema>;
  /** Another process's connections where the engine has such, else the same. */
  readonly elsewhere: Kysely<Schema>;
  readonly upkeep: Upkeep;
  stop(): Promise<void>;
}

export interface Engine {
  readonly name: DatabaseKind;
  start(): Promise<TestDatabase>;
}

/** A tenant of its own: `db` and `other` are two workers of it, `rows` asks the database directly. */
export interface TestTenant {
  readonly tenant: TenantId;
  readonly db: Database;
  readonly other: Database;
  rows<R>(query: ReturnType<typeof sql<R>>): Promise<readonly R[]>;
}

export const ENGINES: readonly Engine[] = [
  {
    name: 'embedded',
    start: async () => {
      const kysely = await openKysely('memory', undefined);
      return { kysely, elsewhere: kysely, upkeep: EMBEDDED_UPKEEP, stop: () => kysely.destroy() };
    },
  },
  {
    name: 'server',
    start: async () => {
      const url = await newServerDatabase();
      const kysely = await connectServer(url, {});
      const elsewhere = await connectServer(url, {});
      await migrate(kysely, 'server');
      const stop = async (): Promise<void> => {
        await kysely.destroy();
        await elsewhere.destroy();
      };
      return { kysely, elsewhere, upkeep: SERVER_UPKEEP, stop };
    },
  },
];

/** A new tenant with its row, in the suite's database. */
export async function newTenant({ kysely, elsewhere, upkeep }: TestDatabase, ratePerSecond = 40): Promise<TestTenant> {
  const tenant = tenantId(randomUUID());
  const db = databaseOn(kysely, tenant, ratePerSecond, upkeep);
  await db.stores.tenants.ensure(TEST_SALT);
  return { tenant, db, other: databaseOn(elsewhere, tenant, ratePerSecond, upkeep), rows: async (query) => (await query.execute(kysely)).rows };
}

let server: Promise<PostgresServer> | undefined;
let running: PostgresServer | undefined;

/** The address of a new, empty database on the one real server of this test run. */
export async function newServerDatabase(): Promise<string> {
  server ??= postgresServer();
  running = await server;
  return running.newDatabase();
}

/** One database an engine for all contracts of this process: making one takes longer than most of them. */
const shared = new Map<Engine, Promise<TestDatabase>>();

/** Runs a contract on every engine; each test takes a new tenant with `tenant()`. */
export function onEveryEngine(what: string, contract: (tenant: (ratePerSecond?: number) => Promise<TestTenant>, engine: Engine) => void): void {
  for (const engine of ENGINES) {
    describe(`${what} (${engine.name})`, () => {
      let database: TestDatabase | undefined;
      before(async function () {
        this.timeout(120_000);
        const started = shared.get(engine) ?? engine.start();
        shared.set(engine, started);
        database = await started;
      });
      contract((ratePerSecond) => {
        if (database === undefined) throw new Error('the suite has no database yet');
        return newTenant(database, ratePerSecond);
      }, engine);
    });
  }
}

/** Where several processes share the test files, none is told which of its files is the last: the server ends with the process. */
if (process.env['MOCHA_WORKER_ID'] !== undefined) process.once('exit', () => running?.end());
else
  after(async () => {
    for (const database of shared.values()) await (await database).stop();
    const started = await server?.catch(() => undefined);
    await started?.stop(); // where there is none, the suites have said why
  });
