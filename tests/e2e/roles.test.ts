import { expect } from 'chai';
import { tenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/ports/stores.ts';
import { openServer } from '../../src/storage/openServer.ts';
import { movableClock } from '../../src/system.ts';
import { accountOf } from '../support/account.ts';
import { COMPANY_TENANT } from '../support/company.ts';
import { newServerDatabase } from '../support/databases.ts';
import { planDueMessages } from '../support/dueMessages.ts';
import { startBot } from '../support/runningBot.ts';
import { type SlowConnector, slowConnector } from '../support/slowConnector.ts';
import { until } from '../support/until.ts';

const TENANT = tenantId(COMPANY_TENANT);
const MESSAGES = 60;

describe('processes with roles on one server', function () {
  this.timeout(120_000);
  let connector: SlowConnector;
  let db: Database;
  let settings: Record<string, string>;

  before(async () => {
    const url = await newServerDatabase();
    connector = await slowConnector(() => 0.5);
    db = await openServer(url, TENANT, { ratePerSecond: 50, migrates: true });
    settings = {
      TENANT_ID: COMPANY_TENANT,
      GRAPH_BASE_URL: 'http://127.0.0.1:9',
      CONNECTOR_SERVICE_URL: connector.url,
      DATABASE_URL: url,
      SENDS_PER_SECOND: '20',
      LOG_LEVEL: 'info',
    };
  });
  after(async () => {
    await db?.close();
    await connector?.close();
  });

  it('share a send: one answers and sends nothing, workers come and go in the middle, and everybody gets one message', async () => {
    const people = await planDueMessages(db, MESSAGES, connector.url, movableClock().now());
    const begun = connector.nth('answered', 5);
    const [web, first] = await Promise.all([startBot({ ...settings, ROLE: 'web' }), startBot({ ...settings, ROLE: 'worker' })]);
    const second = startBot({ ...settings, ROLE: 'worker' });
    for (const url of [new URL('/readyz', web.url), first.url]) expect((await fetch(url)).status).to.equal(200);
    expect((await fetch(new URL('/api/messages', first.url), { method: 'POST' })).status, 'a worker has no door').to.equal(404);
    await begun;
    first.child.kill('SIGTERM');
    const stopped = await first.ended;
    expect(stopped.exit, stopped.err).to.equal(0);
    expect(stopped.err).to.contain('deliveries.made').and.not.contain('stop.cut');
    expect((await accountOf(db, people)).counts.unknown, 'what was in the air was finished').to.equal(0);

    const other = await second;
    await until('everything is sent', async () => (await accountOf(db, people)).counts.sent === MESSAGES, 60_000);
    expect(connector.posts.map((post) => post.personId).sort()).to.deep.equal([...people]);
    for (const { child } of [web, other]) child.kill('SIGTERM');
    const ends = await Promise.all([web.ended, other.ended]);
    for (const run of ends) expect(run.exit, run.err).to.equal(0);
    expect(ends[0].err, 'who answers does not send').to.not.contain('deliveries.made');
  });
});
