import { expect } from 'chai';
import { sql } from 'kysely';
import { tenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/ports/stores.ts';
import { connectServer } from '../../src/storage/connectServer.ts';
import { openServer } from '../../src/storage/openServer.ts';
import { movableClock } from '../../src/system.ts';
import { accountOf } from '../support/account.ts';
import { COMPANY_TENANT } from '../support/company.ts';
import { planDueMessages } from '../support/dueMessages.ts';
import { type PostgresServer, postgresServer } from '../support/postgresServer.ts';
import { startBot } from '../support/runningBot.ts';
import { type SlowConnector, slowConnector } from '../support/slowConnector.ts';
import { until } from '../support/until.ts';

const MESSAGES = 40;
/** What can be on its way at a time: the batches of one worker whose slots have come. */
const MOST_IN_THE_AIR = 12;

describe('a database server that is restarted in the middle of a send', function () {
  this.timeout(120_000);
  let server: PostgresServer;
  let connector: SlowConnector;
  let db: Database | undefined;

  before(async () => {
    [server, connector] = await Promise.all([postgresServer(), slowConnector(() => 0.5)]);
  });
  after(async () => {
    await db?.close();
    await connector?.close();
    await server?.stop();
  });

  /** What waiting for a minute and a half would do. */
  async function endLeases(url: string): Promise<void> {
    const kysely = await connectServer(url, { mostConnections: 1 });
    await sql`update delivery set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null`.execute(kysely);
    await kysely.destroy();
  }

  it('is waited for; every message is accounted for and none arrives twice', async () => {
    const url = await server.newDatabase();
    db = await openServer(url, tenantId(COMPANY_TENANT), { ratePerSecond: 50, migrates: true });
    const people = await planDueMessages(db, MESSAGES, connector.url, movableClock().now());
    const begun = connector.nth('answered', 8);
    const worker = await startBot({
      TENANT_ID: COMPANY_TENANT,
      GRAPH_BASE_URL: 'http://127.0.0.1:9',
      CONNECTOR_SERVICE_URL: connector.url,
      DATABASE_URL: url,
      SENDS_PER_SECOND: '20',
      ROLE: 'worker',
    });
    await begun;
    await server.restart();
    await connector.quiet();
    const before = connector.posts.length;
    expect(before, 'it was in the middle').to.be.below(MESSAGES);
    await endLeases(url);
    const countsOf = async () => (await accountOf(db as Database, people)).counts;
    await until('every message has its end', async () => {
      const { sent, unknown } = await countsOf();
      return sent + unknown === MESSAGES;
    });
    worker.child.kill('SIGTERM');
    const run = await worker.ended;
    expect(run.exit, run.err).to.equal(0);
    expect(run.err, 'the loss is said').to.contain('storage.connectionLost');

    const { counts, states } = await accountOf(db, people);
    expect(counts.unknown).to.be.at.most(MOST_IN_THE_AIR);
    const arrived = connector.posts.filter((post) => post.arrivedAt !== undefined).map((post) => post.personId);
    expect(arrived.length, 'somebody got two messages').to.equal(new Set(arrived).size);
    const sent = people.filter((person) => states.get(person)?.[0] === 'sent');
    expect(
      sent.filter((person) => !arrived.includes(person)),
      'counted as sent and never arrived',
    ).to.deep.equal([]);
  });
});
