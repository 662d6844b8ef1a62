import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type DemoFacts, lastScreen } from '../../bot/demo/lastScreen.ts';
import { openerOf } from '../../bot/demo/openInBrowser.ts';
import { startPlayground } from '../../bot/demo/playground.ts';
import { DEMO_BOT_ID, DEMO_TENANT, OTHERS, YOU } from '../../bot/demo/you.ts';
import { Fault } from '../../src/domain/errors.ts';
import { day } from '../../src/domain/time.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const options = (folder: string, botUrl: string) => ({
  ...{
    botUrl,
    folder,
    you: YOU,
    others: OTHERS,
    tenantId: DEMO_TENANT,
    botId: DEMO_BOT_ID,
    botName: 'Adoption Coach',
    log: quiet,
    opensBrowser: false,
  },
});

describe('the demo’s Playground', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'playground '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('comes up for this machine only, knows you, takes a message, and goes', async () => {
    const playground = await startPlayground(options(folder, 'http://127.0.0.1:9/api/messages'));
    const port = Number(new URL(playground.url).port);
    try {
      expect((await fetch(playground.url)).status).to.equal(200);
      const { serviceUrl, conversationId } = playground.address;
      const sent = await fetch(`${serviceUrl}/v3/conversations/${encodeURIComponent(conversationId)}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', text: 'hello' }),
      });
      expect(sent.status).to.equal(201);
      const outside = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((one) => !one.internal && one.family === 'IPv4'));
      for (const { address } of outside) expect(await isOpen(address, port), address).to.equal(false);
      const known = JSON.parse(readFileSync(join(folder, 'playground', '.m365agentsplayground.yml'), 'utf8'));
      expect(known.currentUser.aadObjectId).to.equal(YOU.personId);
      expect(known.users).to.have.length(5);
    } finally {
      await playground.close();
    }
    expect(await isOpen('127.0.0.1', port)).to.equal(false);
  });

  it('says so when it does not come up', async () => {
    const fault = await startPlayground({ ...options(folder, 'http://127.0.0.1:9/api/messages'), startWithinMs: 1 }).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Fault);
    expect((fault as Fault).message).to.match(/^the Playground did not start: expected it to listen within/);
  });

  it('wants exactly five others', async () => {
    const fault = await startPlayground({ ...options(folder, 'http://127.0.0.1:9/'), others: OTHERS.slice(1) }).catch((error: unknown) => error);
    expect((fault as Fault).message)
      .to.include('exactly 5')
      .and.to.include('got 4');
  });
});

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

describe('what the demo opens a browser with', () => {
  const cases: readonly (readonly [what: string, platform: NodeJS.Platform, environment: Record<string, string>, command: string | undefined])[] = [
    ['nothing without a screen', 'linux', { PATH: '/usr/bin' }, undefined],
    ['nothing where there is a screen and no opener', 'linux', { PATH: '/nowhere', DISPLAY: ':0' }, undefined],
    ['nothing on a build machine', 'darwin', { CI: 'true' }, undefined],
    ['nothing in a session from afar', 'win32', { SSH_CONNECTION: 'x' }, undefined],
    ['open on a Mac', 'darwin', {}, 'open'],
    ['cmd on Windows', 'win32', {}, 'cmd'],
  ];
  for (const [what, platform, environment, command] of cases)
    it(`is ${what}`, () => expect(openerOf({ platform, environment })?.[0]).to.equal(command));
});

describe('the demo’s last screen', () => {
  const facts: DemoFacts = {
    ...{
      firstCycle: { peopleRead: 200, needsFound: 97, messagesSent: 61 },
      today: day('2026-11-21'),
      url: 'http://localhost:56150',
      hasOpenedBrowser: false,
      folder: './data/demo',
    },
    you: { name: 'Robin Park', jobTitle: 'Account Manager', department: 'Sales' },
  };

  it('says what happened, where to click, who you are, what to try and how to stop', () => {
    const screen = lastScreen(facts);
    for (const words of [
      '200 people',
      '97 people',
      '61 messages',
      facts.url,
      'You are Robin Park',
      'tip',
      'next week',
      'pause',
      'help',
      'Ctrl+C',
      './data/demo',
    ])
      expect(screen).to.include(words);
  });

  it('has at most 20 lines of at most 100 columns, also for long names', () => {
    const long = lastScreen({
      ...facts,
      hasOpenedBrowser: true,
      you: { ...facts.you, name: 'R'.repeat(50), jobTitle: 'Senior Account Manager of Everything Overseas' },
    });
    for (const screen of [lastScreen(facts), long]) {
      const lines = screen.split('\n');
      expect(lines.length).to.be.at.most(20);
      expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(100);
    }
  });

  it('speaks of one as of one', () => {
    expect(lastScreen({ ...facts, firstCycle: { peopleRead: 2, needsFound: 1, messagesSent: 1 } })).to.include('1 message was sent');
  });

  it('claims nothing of a cycle when the demo goes on', () => {
    expect(lastScreen({ ...facts, firstCycle: undefined }))
      .to.include('there it is 2026-11-21')
      .and.not.include('sent');
  });
});
