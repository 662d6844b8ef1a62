import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { dayIn } from '../../src/domain/time.ts';
import { movableClock } from '../../src/system.ts';
import { runCoach } from '../support/coach.ts';
import { COMPANY_TENANT, companyData, EVERYTHING, employee } from '../support/company.ts';
import { embeddedFolder } from '../support/embeddedFolder.ts';
import { type GraphStub, graphStub } from '../support/graphStub.ts';
import { startBot } from '../support/runningBot.ts';
import { type SlowConnector, slowConnector } from '../support/slowConnector.ts';

const COLLEAGUES = Array.from({ length: 25 }, (_, index) => employee(100 + index, EVERYTHING));
const MANY = 40;
const FEW = 5;

describe('a cycle and other commands on its folder', function () {
  this.timeout(120_000);
  let folder: string;
  let graph: GraphStub;
  let connector: SlowConnector;

  const companyOf = async (beginners: number, ratePerSecond: number): Promise<Record<string, string>> => {
    const people = Array.from({ length: beginners }, (_, index) => employee(400 + index, {}));
    graph = await graphStub(companyData([...COLLEAGUES, ...people], dayIn('UTC', movableClock().now())));
    return {
      TENANT_ID: COMPANY_TENANT,
      GRAPH_BASE_URL: graph.url,
      CONNECTOR_SERVICE_URL: connector.url,
      DATA_DIR: folder,
      SENDS_PER_SECOND: String(ratePerSecond),
    };
  };
  beforeEach(async () => {
    folder = await embeddedFolder();
    connector = await slowConnector(() => 0.5);
  });
  afterEach(async () => {
    await graph.close();
    await connector.close();
    await rm(folder, { recursive: true });
  });

  it('is stopped by a freeze of another process while it sends', async () => {
    const settings = await companyOf(MANY, 2);
    const first = connector.nth('answered', 2);
    const cycle = runCoach(['cycle', '--send-now', '--json'], settings);
    await first;
    const freeze = await runCoach(['freeze'], settings);
    expect(freeze, freeze.err).to.deep.include({ exit: 0, err: '' });
    expect(freeze.out).to.match(/^Frozen/);
    const { exit, out, err } = await cycle;
    expect(exit, err).to.equal(0);
    expect(JSON.parse(out).delivery.sent)
      .to.equal(connector.posts.length)
      .and.to.be.below(MANY / 2);
  });

  it('sends nothing twice when a second cycle is asked for meanwhile, and waits for it to end', async () => {
    const settings = await companyOf(FEW, 2);
    const first = connector.nth('answered', 1);
    const cycle = runCoach(['cycle', '--send-now', '--json'], settings);
    await first;
    const [one, other] = await Promise.all([cycle, runCoach(['cycle', '--send-now', '--json'], settings)]);
    expect([one.exit, other.exit], one.err + other.err).to.deep.equal([0, 0]);
    expect(JSON.parse(one.out).delivery.sent + JSON.parse(other.out).delivery.sent).to.equal(FEW);
    expect(new Set(connector.posts.map((post) => post.personId)).size).to.equal(FEW);
    expect(connector.posts).to.have.length(FEW);
  });

  it('keeps the salt of the first start: the bot does not start with another, and starts with that one or none', async () => {
    const settings = { ...(await companyOf(FEW, 2)), PORT: '0' };
    const [own, other] = ['ab'.repeat(32), 'cd'.repeat(32)];
    expect((await runCoach(['freeze'], { ...settings, HASH_SALT: own })).exit).to.equal(0);
    const refused = await runCoach(['start'], { ...settings, HASH_SALT: other });
    expect(refused.exit).to.equal(2);
    expect(refused.err)
      .to.match(/invalid-config.*HASH_SALT/)
      .and.not.contain(own)
      .and.not.contain(other);
    for (const same of [{ HASH_SALT: own }, {}]) {
      const bot = await startBot({ ...settings, ...same });
      bot.child.kill('SIGTERM');
      expect((await bot.ended).exit).to.equal(0);
    }
  });
});
