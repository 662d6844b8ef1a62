import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { handOver, takeCommands } from '../../bot/handOver.ts';
import { deliveryId, personId, tenantId } from '../../src/domain/ids.ts';
import { DAY_MS, dayIn, later } from '../../src/domain/time.ts';
import { openEmbedded } from '../../src/storage/openEmbedded.ts';
import { ownerOf } from '../../src/storage/ownerLock.ts';
import { movableClock } from '../../src/system.ts';
import { runCoach } from '../support/coach.ts';
import { COMPANY_TENANT, companyData, type Employee, employee } from '../support/company.ts';
import { embeddedFolder } from '../support/embeddedFolder.ts';
import { type GraphStub, graphStub } from '../support/graphStub.ts';
import { type RunningBotProcess, startBot } from '../support/runningBot.ts';
import { type SlowConnector, slowConnector } from '../support/slowConnector.ts';
import { until } from '../support/until.ts';

const TENANT = tenantId(COMPANY_TENANT);
const PEOPLE: readonly Employee[] = Array.from({ length: 120 }, (_, index) => employee(400 + index, {}));
/** The promise is 5 s; what comes in the time after it would show a broken one. */
const BRAKE_MS = 5_000;
const WATCHED_MS = 4_000;
const STOP_MS = 20_000;

describe('a running bot and other commands on its folder', function () {
  this.timeout(120_000);
  let folder: string;
  let graph: GraphStub;
  let connector: SlowConnector;
  let settings: Record<string, string>;
  let bot: RunningBotProcess | undefined;

  beforeEach(async () => {
    folder = await embeddedFolder();
    const today = dayIn('UTC', movableClock().now());
    [graph, connector] = await Promise.all([graphStub(companyData(PEOPLE, today)), slowConnector(() => 0.5)]);
    settings = {
      TENANT_ID: COMPANY_TENANT,
      GRAPH_BASE_URL: graph.url,
      CONNECTOR_SERVICE_URL: connector.url,
      DATA_DIR: folder,
      SENDS_PER_SECOND: '2',
    };
  });
  afterEach(async () => {
    bot?.child.kill('SIGKILL');
    await bot?.ended;
    bot = undefined;
    await graph.close();
    await connector.close();
    await rm(folder, { recursive: true });
  });

  /** Everybody has a message that is due, and the coach is armed, so that a bot on this folder sends from its first moment. */
  async function everybodyIsDue(): Promise<void> {
    const db = await openEmbedded(folder, TENANT, { ratePerSecond: 2 });
    const { people, tenants, deliveries, chats } = db.stores;
    const now = movableClock().now();
    const today = dayIn('UTC', now);
    await tenants.ensure('ab'.repeat(32));
    await tenants.arm({ scope: 'all', noticeUrl: 'https://contoso.example/notice', noticeDay: today, armedAt: now });
    for (const [index, { id, userPrincipalName }] of PEOPLE.entries()) {
      const person = personId(id);
      await people.apply([{ kind: 'changed', personId: person, userPrincipalName, isEnabled: true, isMember: true }], today, true);
      await chats.put(person, { serviceUrl: connector.url, conversationId: `a:${id}` });
      await deliveries.add({
        id: deliveryId(`22222222-aaaa-4bbb-8ccc-${String(index).padStart(12, '0')}`),
        personId: person,
        decisionId: undefined,
        errand: { kind: 'welcome' },
        dueAt: now,
        expiresAt: later(now, DAY_MS),
        isTrial: false,
      });
    }
    await db.close();
  }

  it('are told to the bot: a freeze stops the sending within five seconds, although messages are due', async () => {
    await everybodyIsDue();
    bot = await startBot(settings);
    await until('the first messages arrive', () => connector.posts.length >= 3);
    const freeze = await runCoach(['freeze'], settings);
    const frozenAt = performance.now();
    expect(freeze, freeze.err).to.deep.include({ exit: 0, signal: null });
    expect(freeze.out).to.match(/^Frozen/);
    // A condition in time: the promised span, then a span in which eight more would have gone.
    await until('the time is watched to its end', () => performance.now() - frozenAt > BRAKE_MS + WATCHED_MS);
    expect(connector.posts.filter((post) => post.seenAt > frozenAt + BRAKE_MS)).to.deep.equal([]);
    bot.child.kill('SIGTERM');
    expect((await bot.ended).exit).to.equal(0);
    const db = await openEmbedded(folder, TENANT, { ratePerSecond: 2 });
    const counts = await db.stores.deliveries.countByState();
    await db.close();
    expect(counts.sent).to.equal(connector.posts.length);
    expect(counts.planned, 'nobody was waiting for a message').to.be.above(0);
    expect(counts).to.deep.include({ claimed: 0, sending: 0, unknown: 0 });
  });

  it('do their work there: a cycle prints one JSON document, and wrong usage exits with 2', async () => {
    bot = await startBot(settings);
    const cycle = await runCoach(['cycle', '--json'], settings);
    expect(cycle.exit, cycle.err).to.equal(0);
    expect(JSON.parse(cycle.out)).to.deep.include({ frozen: false }).and.to.have.nested.property('directory');
    expect((await ownerOf(folder))?.pid, 'the bot still owns the folder').to.equal(bot.child.pid);
    const wrong = await runCoach(['cycle', '--as-of', 'soon', '--json'], settings);
    expect(wrong.exit).to.equal(2);
    expect(JSON.parse(wrong.out).error.code).to.equal('invalid-time');
    const [second, move] = await Promise.all([
      runCoach(['start'], { ...settings, PORT: '0' }),
      runCoach(['migrate', '--to', 'postgres://nobody@127.0.0.1:9/nothing'], settings),
    ]);
    expect(second.exit, 'a second bot').to.equal(1);
    expect([move.exit, move.err], 'a move needs the folder to itself').to.satisfy(
      ([exit, err]: [number, string]) => exit === 1 && /folder-owned.*stop that process/.test(err),
    );
  });

  it('are refused without the secret of the folder: the line is cut and nothing happens', async () => {
    bot = await startBot(settings);
    const { socket = '', secret = '' } = JSON.parse(await readFile(join(folder, 'owner.lock'), 'utf8'));
    expect(secret).to.match(/^[0-9a-f]{64}$/);
    const others = ['', 'f'.repeat(64), secret.slice(1), `${secret}0`];
    const lines = [
      ...others.map((other) => JSON.stringify({ secret: other, args: ['freeze'] })),
      'freeze',
      '{"args":["freeze"]}',
      'x'.repeat(200_000),
    ];
    for (const line of lines) expect(await answerTo(socket, `${line}\n`), line.slice(0, 80)).to.equal('');
    const cycle = await runCoach(['cycle', '--json'], settings);
    expect(JSON.parse(cycle.out).frozen, cycle.err).to.equal(false);
    expect(await answerTo(socket, `${JSON.stringify({ secret, args: ['freeze'] })}\n`), 'with the secret').to.contain('Frozen');
  });

  it('have the folder to themselves after SIGTERM, which the bot obeys in twenty seconds with exit code 0, although messages are due', async () => {
    await everybodyIsDue();
    bot = await startBot(settings);
    await until('the first messages arrive', () => connector.posts.length >= 3);
    const asked = performance.now();
    bot.child.kill('SIGTERM');
    const { exit, signal, err } = await bot.ended;
    expect({ exit, signal }, err).to.deep.equal({ exit: 0, signal: null });
    expect(performance.now() - asked).to.be.below(STOP_MS);
    expect(await ownerOf(folder)).to.equal(undefined);
    const sent = connector.posts.length;
    const freeze = await runCoach(['freeze', '--json'], settings);
    expect(JSON.parse(freeze.out)).to.deep.equal({ frozen: true });
    const db = await openEmbedded(folder, TENANT, { ratePerSecond: 2 });
    const counts = await db.stores.deliveries.countByState();
    await db.close();
    expect(counts).to.deep.equal({ planned: PEOPLE.length - sent, claimed: 0, sending: 0, sent, unknown: 0, dropped: 0 });
  });

  it('come back with exit code 1 when they hit a bug, and the bot goes on', async () => {
    const control = await takeCommands(async ([name]) => {
      if (name === 'cycle') throw new TypeError('a bug');
      return 0;
    });
    let err = '';
    const io = {
      out: () => {},
      err: (text: string) => {
        err += text;
      },
    };
    expect(await handOver(control.address, control.secret, ['cycle'], io)).to.equal(1);
    expect(err).to.match(/unexpected.*TypeError/);
    expect(await handOver(control.address, control.secret, ['freeze'], io)).to.equal(0);
    await control.close();
  });

  it('break the lock of a bot that was killed', async () => {
    bot = await startBot(settings);
    bot.child.kill('SIGKILL');
    await bot.ended;
    expect(JSON.parse(await readFile(join(folder, 'owner.lock'), 'utf8')).pid).to.equal(bot.child.pid);
    const freeze = await runCoach(['freeze', '--json'], settings);
    expect(freeze.exit, freeze.err).to.equal(0);
    expect(JSON.parse(freeze.out)).to.deep.equal({ frozen: true });
    expect(await ownerOf(folder)).to.equal(undefined);
  });
});

/** Everything the control socket says to `text` until it closes. */
async function answerTo(address: string, text: string): Promise<string> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  // The owner may cut the line before everything was written.
  socket.on('error', () => socket.destroy());
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(text);
  await closed;
  return said;
}
