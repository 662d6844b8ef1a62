import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { type CoachRun, runCoach } from '../support/coach.ts';
import { COMPANY_TENANT, companyData, type Employee, EVERYTHING, employee } from '../support/company.ts';
import { type ConnectorStub, connectorStub } from '../support/connectorStub.ts';
import { embeddedFolder } from '../support/embeddedFolder.ts';
import { type GraphStub, graphError, graphStub } from '../support/graphStub.ts';

const TODAY = '2026-11-18';
const DAILY_USERS: readonly Employee[] = Array.from({ length: 25 }, (_, index) => employee(100 + index, EVERYTHING));
const BEGINNERS: readonly Employee[] = Array.from({ length: 8 }, (_, index) => employee(200 + index, {}));
const CHATTERS: readonly Employee[] = Array.from({ length: 4 }, (_, index) =>
  employee(300 + index, { 'Private Chat Message Count': 9, 'Meetings Attended Count': 2 }),
);

describe('coach cycle, against a Graph and a connector of somebody else', function () {
  this.timeout(60_000);
  let graph: GraphStub;
  let connector: ConnectorStub;
  let folder: string;
  let settings: Record<string, string>;
  const cycle = (...more: string[]): Promise<CoachRun> => runCoach(['cycle', '--as-of', TODAY, '--json', ...more], settings);
  const cards = () => connector.arrived.filter((one) => one.path.endsWith('/activities'));

  beforeEach(async () => {
    graph = await graphStub(companyData([...DAILY_USERS, ...BEGINNERS, ...CHATTERS], TODAY));
    connector = await connectorStub((arrived, count) => {
      const member = (arrived.body as { members?: { id: string }[] }).members?.[0]?.id;
      return { status: 201, body: { id: arrived.path.endsWith('/v3/conversations') ? `a:${member}` : String(count) } };
    });
    folder = await embeddedFolder();
    settings = { TENANT_ID: COMPANY_TENANT, GRAPH_BASE_URL: graph.url, CONNECTOR_SERVICE_URL: connector.url, DATA_DIR: folder };
  });
  afterEach(async () => {
    await graph.close();
    await connector.close();
    await rm(folder, { recursive: true });
  });

  it('reads and plans, and in shadow sends nothing', async () => {
    const run = await cycle();
    expect(run.exit, run.err).to.equal(0);
    const summary = JSON.parse(run.out);
    expect(summary.directory.written).to.equal(37);
    expect(summary.plan.planned).to.equal(0);
    expect(summary.plan.shadow).to.equal(BEGINNERS.length + CHATTERS.length);
    expect(connector.arrived).to.have.length(0);
  });

  it('sends one card to each who lacks a habit, and none of it to those who use Teams every working day', async () => {
    const run = await cycle('--send-now');
    expect(run.exit, run.err).to.equal(0);
    const summary = JSON.parse(run.out);
    expect(summary.delivery.sent).to.equal(BEGINNERS.length + CHATTERS.length);
    const reached = cards().map((one) => decodeURIComponent(/conversations\/(.*)\/activities/.exec(one.path)?.[1] ?? ''));
    expect(reached.sort()).to.deep.equal([...BEGINNERS, ...CHATTERS].map((one) => `a:${one.id}`).sort());
    for (const one of cards())
      if (CHATTERS.some((chatter) => one.path.includes(encodeURIComponent(chatter.id))))
        expect(JSON.stringify(one.body)).to.not.match(/"i":"(chat-|attend-)/);
  });

  it('sends nothing more when it runs again for the same day, armed or as a trial', async () => {
    await cycle('--send-now');
    const before = connector.arrived.length;
    const again = await cycle('--send-now');
    expect(again.exit, again.err).to.equal(0);
    expect(JSON.parse(again.out).delivery.sent).to.equal(0);
    expect(connector.arrived).to.have.length(before);
  });

  it('shows in a dry run what would go, and keeps nothing of it', async () => {
    const dry = JSON.parse((await cycle('--dry-run', '--send-now')).out);
    expect(dry.plan.shadow).to.equal(12);
    const real = JSON.parse((await cycle('--send-now')).out);
    expect(real.delivery.sent).to.equal(12);
  });

  it('refuses a day before the last run', async () => {
    await cycle();
    const run = await runCoach(['cycle', '--as-of', '2026-11-17', '--json'], settings);
    expect(run.exit).to.equal(1);
    expect(JSON.parse(run.out).error.code).to.equal('run-in-past');
  });

  it('does nothing once frozen, until it is armed again', async () => {
    expect((await runCoach(['freeze'], settings)).exit).to.equal(0);
    const frozen = await cycle('--send-now');
    expect(JSON.parse(frozen.out)).to.deep.include({ frozen: true });
    expect(connector.arrived).to.have.length(0);
    const armed = await runCoach(
      ['arm', '--all', '--notice-url', 'https://contoso.example/notice', '--notice-date', '2026-11-01', '--json'],
      settings,
    );
    expect(armed.exit, armed.err).to.equal(0);
    expect(JSON.parse((await cycle('--send-now')).out).delivery.sent).to.equal(12);
  });

  it('names the report and line of a truncated file, stores nothing of it, and goes on with the rest', async () => {
    const name = "getTeamsUserActivityUserDetail(period='D7')";
    const whole = String(graph.data.reports[name]);
    graph.data.reports[name] = whole.slice(0, whole.length - 40);
    const run = await cycle();
    expect(run.exit).to.equal(1);
    const { reports } = JSON.parse(run.out);
    expect(reports).to.have.length(7);
    expect(reports[0]).to.deep.include({ report: 'getTeamsUserActivityUserDetail', rows: 0, daysComplete: 0 });
    expect(reports[0].problem.code).to.equal('invalid-report');
    expect(reports[0].problem.text).to.match(/getTeamsUserActivityUserDetail \(period='D7'\), line \d+/);
    graph.data.reports[name] = whole;
    expect((await cycle()).exit, 'afterwards all is as if it had not been').to.equal(0);
  });

  it('names the missing permission', async () => {
    graph.script((request) => (request.path.includes('/reports/') ? graphError(403, 'S2SUnauthorized') : undefined));
    const run = await cycle();
    expect(run.exit).to.equal(1);
    expect(run.err).to.contain('Reports.Read.All').and.not.contain('    at ');
  });

  it('lists every bad setting at once', async () => {
    const run = await runCoach(['cycle'], { ...settings, TENANT_ID: 'contoso', PORT: '99999', HOLIDAYS: '2026-13-01' });
    expect(run.exit).to.equal(2);
    for (const name of ['TENANT_ID', 'PORT', 'HOLIDAYS']) expect(run.err).to.contain(name);
  });

  it('forgets a person and never writes to them again', async () => {
    const [gone] = BEGINNERS;
    await cycle();
    const forgotten = await runCoach(['people', 'forget', gone?.id ?? '', '--json'], settings);
    expect(JSON.parse(forgotten.out).rows).to.be.above(0);
    const run = await cycle('--send-now');
    expect(JSON.parse(run.out).delivery.sent).to.equal(11);
    expect(connector.arrived.some((one) => JSON.stringify(one).includes(gone?.id ?? '?'))).to.equal(false);
  });
});
