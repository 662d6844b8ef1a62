import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { tenantId } from '../../src/domain/ids.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';
import { migrateServer, openServer } from '../../src/storage/openServer.ts';
import { accountOf } from '../support/account.ts';
import { type CoachRun, runCoach, startCoach } from '../support/coach.ts';
import { COMPANY_TENANT } from '../support/company.ts';
import { newServerDatabase } from '../support/databases.ts';
import { type GraphStub, graphError } from '../support/graphStub.ts';
import { BEGINNERS, CYCLE, companyGraph, TODAY } from '../support/killing.ts';
import { type SlowConnector, slowConnector } from '../support/slowConnector.ts';

const TENANT = tenantId(COMPANY_TENANT);
const RATE = { ratePerSecond: 50 };
const NAMES = BEGINNERS.map((one) => one.id);

describe('two cycles started at the same moment', function () {
  this.timeout(120_000);
  let graph: GraphStub;
  let connector: SlowConnector;

  beforeEach(async () => {
    graph = await companyGraph();
    connector = await slowConnector(() => 0.5);
  });
  afterEach(async () => {
    await graph.close();
    await connector.close();
  });

  async function both(settings: Readonly<Record<string, string>>): Promise<readonly (CoachRun & { readonly pid: number | undefined })[]> {
    const common = { TENANT_ID: COMPANY_TENANT, GRAPH_BASE_URL: graph.url, CONNECTOR_SERVICE_URL: connector.url, SENDS_PER_SECOND: '50' };
    const started = [1, 2].map(() => startCoach(CYCLE, { ...common, LOG_LEVEL: 'warn', ...settings }));
    return Promise.all(started.map(async ({ child, ended }) => ({ pid: child.pid, ...(await ended) })));
  }

  const expectOneMessageEach = (): void => {
    expect(connector.posts.map((post) => post.personId).sort()).to.deep.equal([...NAMES].sort());
  };

  it('on one embedded folder: one does the work, the other is refused with the worker’s pid', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coach-two-'));
    const runs = await both({ DATA_DIR: folder });
    const [worker] = runs.filter((run) => run.exit === 0);
    const [refused] = runs.filter((run) => run.exit !== 0);
    expect(worker !== undefined && refused !== undefined, JSON.stringify(runs)).to.equal(true);
    expect(JSON.parse(worker?.out ?? '').delivery.sent).to.equal(NAMES.length);
    expect(refused?.exit).to.equal(1);
    expect(refused?.err)
      .to.match(/^error \(folder-owned\): /)
      .and.contain(`process ${worker?.pid}`);
    expect(JSON.parse(refused?.out ?? '').error.code).to.equal('folder-owned');
    expectOneMessageEach();
    const db = await openEmbedded(folder, TENANT, RATE);
    const { counts, states } = await accountOf(db, NAMES);
    await db.close();
    expect(counts).to.deep.equal({ planned: 0, claimed: 0, sending: 0, sent: NAMES.length, unknown: 0, dropped: 0 });
    expect(states.size).to.equal(NAMES.length);
    await rm(folder, { recursive: true });
  });

  describe('on one server', () => {
    let url: string;

    /** Two cycles of a tenant whose data were read before. */
    beforeEach(async () => {
      url = await newServerDatabase();
      await migrateServer(url);
      const settings = { TENANT_ID: COMPANY_TENANT, GRAPH_BASE_URL: graph.url, CONNECTOR_SERVICE_URL: connector.url, DATABASE_URL: url };
      const run = await runCoach(['cycle', '--as-of', TODAY, '--json'], settings);
      expect(run.exit, run.err).to.equal(0);
    });

    const summed = (runs: readonly CoachRun[]): { readonly planned: number; readonly sent: number } => {
      const summaries: { plan: { planned: number }; delivery: { sent: number } }[] = runs.map((run) => JSON.parse(run.out));
      return {
        planned: summaries.reduce((sum, summary) => sum + summary.plan.planned, 0),
        sent: summaries.reduce((sum, summary) => sum + summary.delivery.sent, 0),
      };
    };

    async function expectAllSent(): Promise<void> {
      expectOneMessageEach();
      const db = await openServer(url, TENANT, RATE);
      const { counts } = await accountOf(db, NAMES);
      await db.close();
      expect(counts).to.deep.equal({ planned: 0, claimed: 0, sending: 0, sent: NAMES.length, unknown: 0, dropped: 0 });
    }

    it('both plan and send: it adds up, and nobody gets two', async () => {
      // No new reports, so that neither overtakes the other while reading.
      graph.script((request) => (request.path.includes('/reports/') ? graphError(429, 'TooManyRequests', { 'retry-after': '600' }) : undefined));
      const runs = await both({ DATABASE_URL: url });
      for (const run of runs) expect(run.exit, run.err).to.equal(0);
      expect(summed(runs)).to.deep.equal({ planned: NAMES.length, sent: NAMES.length });
      await expectAllSent();
    });

    it('both read: who is overtaken goes on with what the other read, and the work is done once', async () => {
      const runs = await both({ DATABASE_URL: url });
      const done = runs.filter((run) => run.exit === 0);
      expect(done.length, JSON.stringify(runs)).to.equal(runs.length);
      expect(summed(done)).to.deep.equal({ planned: NAMES.length, sent: NAMES.length });
      await expectAllSent();
    });
  });
});
