import { expect } from 'chai';
import { sql } from 'kysely';
import { tenantId } from '../../src/domain/ids.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { migrateServer, openServer } from '../../src/storage/openServer.ts';
import { newServerDatabase } from '../support/databases.ts';
import { freePort } from '../support/freePort.ts';
import { refusal } from '../support/refusal.ts';
import { TEST_SALT } from '../support/testSalt.ts';
import { TODAY } from './samples.ts';

const TENANT = tenantId('11111111-2222-4333-8444-555555555555');
const OPTIONS = { ratePerSecond: 40 };

describe('a database on a server', () => {
  let url: string;
  before(async function () {
    this.timeout(120_000);
    url = await newServerDatabase();
  });

  it('is not touched before it was migrated, and says what is missing and the command', async () => {
    const fault = await refusal(openServer(url, TENANT, OPTIONS));
    expect(fault.code).to.equal('not-migrated');
    expect(fault.message).to.include('0001-people, 0002-usage, 0003-deliveries, 0004-learning').and.include('npm run coach -- migrate');
  });

  it('is migrated once by several who try at the same time, then opens', async () => {
    const applied = await Promise.all([migrateServer(url), migrateServer(url), migrateServer(url)]);
    expect(applied.flat()).to.deep.equal(['0001-people', '0002-usage', '0003-deliveries', '0004-learning']);
    const db = await openServer(url, TENANT, OPTIONS);
    await db.stores.tenants.ensure(TEST_SALT);
    await db.close();
  });

  it('keeps its rows through a migration, and migrates at the start where that was asked for', async () => {
    const db = await openServer(url, TENANT, { ...OPTIONS, migrates: true });
    expect((await db.stores.tenants.state()).hashSalt).to.equal(TEST_SALT);
    await db.close();
    const fresh = await openServer(await newServerDatabase(), TENANT, { ...OPTIONS, migrates: true });
    expect(await fresh.stores.people.count()).to.equal(0);
    await fresh.close();
  });

  it('works again after all its connections were cut, and a transaction that was cut is rolled back', async () => {
    const db = await openServer(url, TENANT, OPTIONS);
    const admin = await connectServer(url, { mostConnections: 1 });
    const cut = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(admin);
    await Promise.all([1, 2, 3].map(() => db.stores.people.count()));
    await cut();
    expect((await db.stores.tenants.state()).hashSalt).to.equal(TEST_SALT);
    const fault = await refusal(
      db.transact(async (stores) => {
        await stores.tenants.claimJob('cycle', TODAY);
        await cut();
        await stores.people.count();
      }),
    );
    expect(fault.code).to.equal('storage-unavailable');
    expect(await db.transact((stores) => stores.tenants.claimJob('cycle', TODAY))).to.equal(true);
    await db.close();
    await admin.destroy();
  });

  it('ends what takes too long: a statement, the wait for a lock, a transaction in which nothing happens', async () => {
    const limits = { statementMs: 200, lockMs: 100, idleInTransactionMs: 200 };
    const db = await connectServer(url, { mostConnections: 2, limits });
    const admin = await connectServer(url, { mostConnections: 1 });
    const slow = await refusal(sql`select pg_sleep(5)`.execute(db));
    expect([slow.code, slow.message]).to.satisfy(([code, text]: string[]) => code === 'storage-failed' && text?.includes('57014'));
    await admin.transaction().execute(async (holding) => {
      await sql`lock table tenant in access exclusive mode`.execute(holding);
      const waiting = await refusal(sql`select count(*) from tenant`.execute(db));
      expect([waiting.code, waiting.message]).to.satisfy(([code, text]: string[]) => code === 'storage-conflict' && text?.includes('55P03'));
    });
    const idle = await refusal(
      db.transaction().execute(async (transaction) => {
        await sql`select 1`.execute(transaction);
        await sql`select pg_sleep(0.5)`.execute(admin);
        await sql`select 1`.execute(transaction);
      }),
    );
    expect(idle.code).to.equal('storage-unavailable');
    await db.destroy();
    await admin.destroy();
  });

  it('shows our connections by name, no more of them than asked for', async () => {
    const db = await connectServer(url, { mostConnections: 2, name: 'adoption-coach worker' });
    await Promise.all([1, 2, 3, 4].map(() => sql`select pg_sleep(0.05)`.execute(db)));
    const seen = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'adoption-coach worker'`.execute(
      db,
    );
    expect(seen.rows).to.deep.equal([{ count: 2 }]);
    await db.destroy();
  });

  const PASSWORD = 'hunter2';
  it('that does not answer is named by host, port and database, never with the password', async () => {
    const port = await freePort();
    const fault = await refusal(openServer(`postgres://coach:${PASSWORD}@127.0.0.1:${port}/adoption`, TENANT, { ...OPTIONS, startWaitMs: 200 }));
    expect(fault.code).to.equal('storage-unavailable');
    expect(fault.message).to.include(`127.0.0.1:${port}, database adoption`).and.not.include(PASSWORD);
  });

  it('that refuses the user or has no such database is not waited for', async () => {
    const wrongUser = new URL(url);
    wrongUser.password = PASSWORD;
    const noDatabase = new URL(url);
    noDatabase.pathname = '/nowhere';
    for (const [address, state] of [
      [wrongUser, '28P01'],
      [noDatabase, '3D000'],
    ] as const) {
      const fault = await refusal(openServer(address.href, TENANT, OPTIONS));
      expect(fault.code).to.equal('storage-unavailable');
      expect(fault.message).to.include(state).and.not.include(PASSWORD);
    }
  });
});
