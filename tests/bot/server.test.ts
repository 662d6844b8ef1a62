import { connect } from 'node:net';
import { expect } from 'chai';
import { activity, execute } from '../support/activities.ts';
import { type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';

/** Everything the server says to these bytes, until it closes the connection. */
const exchange = (bot: BotUnderTest, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(bot.url).port), '127.0.0.1', () => socket.write(bytes));
    const heard: Buffer[] = [];
    socket.on('data', (chunk) => heard.push(chunk));
    socket.once('close', () => resolve(Buffer.concat(heard).toString()));
    socket.once('error', reject);
  });

const gate = (): { readonly opened: Promise<void>; open(): void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
};

describe('the server', () => {
  let bot: BotUnderTest;
  let isReady = true;
  beforeEach(async () => {
    isReady = true;
    bot = await botUnderTest({ isReady: async () => isReady });
  });
  afterEach(() => bot.close());

  it('tells a probe that it lives, and whether it can work', async () => {
    expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${bot.url}/readyz`)).status).to.equal(200);
    isReady = false;
    const notReady = await fetch(`${bot.url}/readyz`);
    expect(notReady.status).to.equal(503);
    expect(await notReady.json()).to.deep.equal({ type: 'urn:adoption-coach:problem:not-ready', title: 'not ready', status: 503 });
    expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
  });

  it('tells its figures to the private network and to nobody a browser, tunnel or proxy speaks for', async () => {
    const answer = await fetch(`${bot.url}/metrics`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).to.deep.equal([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'figure 1\n',
    ]);
    for (const head of [
      'Host: coach.example',
      'Host: localhost\r\nX-Forwarded-For: 10.0.0.1',
      'Host: localhost\r\nOrigin: null',
      'Host: localhost\r\nVia: 1.1 a',
    ])
      expect(await exchange(bot, `GET /metrics HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`), head)
        .to.match(/^HTTP\/1.1 403 /)
        .and.not.contain('figure');
  });

  const places: readonly (readonly [method: string, path: string, status: number, name: string])[] = [
    ['GET', '/', 404, 'not-found'],
    ['GET', '/nope', 404, 'not-found'],
    ['GET', '/%zz', 404, 'not-found'],
    ['GET', '/../../etc/passwd', 404, 'not-found'],
    ['POST', '/api/messages/', 404, 'not-found'],
    ['POST', '/healthz', 405, 'method-not-allowed'],
    ['DELETE', '/api/messages', 405, 'method-not-allowed'],
  ];
  for (const [method, path, status, name] of places) {
    it(`answers ${method} ${path} with a problem and no more`, async () => {
      const response = await fetch(`${bot.url}${path}`, { method, headers: { accept: 'text/html' } });
      expect(response.status).to.equal(status);
      expect(response.headers.get('content-type')).to.equal('application/problem+json');
      expect(await response.json()).to.deep.equal({ type: `urn:adoption-coach:problem:${name}`, title: name.replaceAll('-', ' '), status });
    });
  }

  it('keeps the gate before every spelling of the path', async () => {
    for (const path of ['/api/%6dessages', '/api/messages?x=1']) {
      const bytes = `POST ${path} HTTP/1.1\r\nHost: attacker.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
      expect(await exchange(bot, bytes), path).to.match(/^HTTP\/1.1 403 /);
    }
    expect(bot.heard).to.deep.equal([]);
  });

  it('closes a connection that wants to become another protocol', async () => {
    expect(await exchange(bot, 'GET /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')).to.equal('');
  });

  it('survives requests that are not HTTP and bodies that break off', async () => {
    expect(await exchange(bot, 'nonsense\r\n\r\n')).to.match(/^HTTP\/1.1 400 /);
    const socket = connect(Number(new URL(bot.url).port), '127.0.0.1');
    socket.write('POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"type"');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
    expect(bot.heard).to.deep.equal([]);
  });

  it('answers a body that grows too large while it is still being sent', async () => {
    const head = 'POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    const chunk = `${(300 * 1024).toString(16)}\r\n${'x'.repeat(300 * 1024)}\r\n`;
    expect(await exchange(bot, head + chunk)).to.match(/^HTTP\/1.1 413 /);
  });

  it('does not read a flood to its end', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    let pulled = 0;
    const flood = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        if (pulled > 4_000) controller.close();
        else controller.enqueue(new TextEncoder().encode(chunk));
      },
    });
    const sending = { method: 'POST', headers: { 'content-type': 'application/json' }, body: flood, duplex: 'half' } as RequestInit;
    // The connection may be cut before the answer is read.
    const status = await fetch(`${bot.url}/api/messages`, sending).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).to.equal(413);
    expect(pulled).to.be.lessThan(2_000);
    expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
  });
});

describe('the server at its end', () => {
  it('lets a begun turn finish, answer and update, and takes no new one', async () => {
    const [entered, hold] = [gate(), gate()];
    const bot = await botUnderTest({
      answer: async () => {
        entered.open();
        await hold.opened;
        return { kind: 'setting', setting: { kind: 'never' } };
      },
    });
    const pressing = bot.post(execute({ v: 1, verb: 'me.never' }));
    await entered.opened;
    const closing = bot.close();
    expect(
      await fetch(`${bot.url}/healthz`).then(
        () => 'answered',
        () => 'refused',
      ),
    ).to.equal('refused');
    hold.open();
    expect((await pressing).status).to.equal(200);
    await closing;
    expect(bot.sent.map((sent) => sent.how)).to.deep.equal(['update']);
  });

  it('does not wait for ever', async () => {
    const entered = gate();
    const bot = await botUnderTest({
      finishMs: 20,
      answer: () => {
        entered.open();
        return new Promise(() => undefined);
      },
    });
    const saying = bot.post(activity()).then(
      () => 'answered',
      () => 'cut',
    );
    await entered.opened;
    await bot.close();
    expect(await saying).to.equal('cut');
  });

  it('says so when its port is taken', async () => {
    const bot = await botUnderTest();
    const { createBotServer } = await import('../../bot/server.ts');
    const again = createBotServer({
      host: '127.0.0.1',
      port: Number(new URL(bot.url).port),
      door: undefined,
      isReady: async () => true,
      metrics: async () => '',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    expect(
      await again.then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error.code,
      ),
    ).to.equal('EADDRINUSE');
    await bot.close();
  });
});
