import { randomUUID } from 'node:crypto';
import type { Kysely, sql } from 'kysely';
import { type TenantId, tenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/ports/stores.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { migrate } from '../../src/storage/migrations.ts';
import { openKysely } from '../../src/storage/openEmbedded.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { EMBEDDED_UPKEEP, SERVER_UPKEEP, type Upkeep } from '../../src/storage/upkeep.ts';
import { type PostgresServer, postgresServer } from './postgresServer.ts';
import { TEST_SALT } from './testSalt.ts';

/** One migrated database, shared by a suite; every test takes a tenant of its own in it. */
export interface TestDatabase {
  readonly kysely: Kysely<Schema>;
  /** Another process's connections where the engine has such, else the same. */
  readonly elsewhere: Kysely<Schema>;
  readonly upkeep: Upkeep;
  stop(): Promise<void>;
}

export interface Engine {
  readonly name: string;
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
      await migrate(kysely);
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

/** The address of a new, empty database on the one real server of this test run. */
export async function newServerDatabase(): Promise<string> {
  server ??= postgresServer();
  return (await server).newDatabase();
}

/** Runs a contract on every engine; each suite has one database, which `tenant()` gives a new tenant of. */
export function onEveryEngine(what: string, contract: (tenant: (ratePerSecond?: number) => Promise<TestTenant>, engine: Engine) => void): void {
  for (const engine of ENGINES) {
    describe(`${what} (${engine.name})`, () => {
      let database: TestDatabase | undefined;
      before(async function () {
        this.timeout(120_000);
        database = await engine.start();
      });
      after(() => database?.stop());
      contract((ratePerSecond) => {
        if (database === undefined) throw new Error('the suite has no database yet');
        return newTenant(database, ratePerSecond);
      }, engine);
    });
  }
}

after(async () => {
  if (server === undefined) return;
  const started = await server.catch(() => undefined);
  await started?.stop(); // where there is none, the suites have said why
});
