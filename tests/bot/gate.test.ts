import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { CHANNEL_ISSUER, channelTokenCheck } from '../../bot/channelToken.ts';
import { sdkSettings } from '../../bot/sdkSettings.ts';
import { readConfig } from '../../src/config.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { instant } from '../../src/domain/time.ts';
import { activity, BOT, type Json, SERVICE_URL, TENANT } from '../support/activities.ts';
import { type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';
import { type ChannelKeys, channelKeys } from '../support/channelKeys.ts';

const OTHER_TENANT = '99999999-9999-4999-8999-999999999999';
const problem = async (response: Response): Promise<string> => {
  const body = (await response.json()) as { type: string; status: number };
  expect(response.headers.get('content-type')).to.equal('application/problem+json');
  expect(body.status).to.equal(response.status);
  return body.type.replace('urn:adoption-coach:problem:', '');
};

/** fetch sets the Host header and a body's length by itself; this does as told. */
const raw = (bot: BotUnderTest, headers: Record<string, string>, body: string | Buffer, method = 'POST'): Promise<number> =>
  new Promise((resolve, reject) => {
    const sending = httpRequest(`${bot.url}/api/messages`, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.once('error', reject);
    sending.end(body);
  });

describe('the gate, whoever knocks', () => {
  let bot: BotUnderTest;
  before(async () => {
    bot = await botUnderTest();
  });
  after(() => bot.close());
  afterEach(() => expect(bot.heard).to.deep.equal([]));

  const text = JSON.stringify(activity());
  const shapes: readonly (readonly [what: string, more: Json])[] = [
    ['no type', { type: undefined }],
    ['an empty service URL', { serviceUrl: '' }],
    ['no service URL', { serviceUrl: undefined }],
    ['a service URL that is a number', { serviceUrl: 7 }],
    ['no conversation', { conversation: undefined }],
    ['a conversation without an id', { conversation: {} }],
    ['a conversation id with a NUL', { conversation: { id: 'a\u0000b' } }],
    ['an id of 2,000 characters', { id: 'x'.repeat(2_000) }],
    ['nobody as sender', { from: undefined }],
    ['a sender without an id', { from: { aadObjectId: 'x' } }],
    ['a text that is a list', { text: ['help'] }],
    ['no channel', { channelId: undefined }],
  ];
  for (const [what, more] of shapes) {
    it(`refuses an activity with ${what} as malformed`, async () => {
      const response = await bot.post(activity(more));
      expect(response.status).to.equal(400);
      expect(await problem(response)).to.equal('malformed-request');
    });
  }
  for (const body of ['', '{', '[]', 'null', '7', '"x"', '{}', `${text}}`, '\u0000', '['.repeat(100_000)]) {
    it(`refuses ${JSON.stringify(body.slice(0, 20))} as malformed`, async () => expect((await bot.post(body)).status).to.equal(400));
  }
  it('refuses bytes that are not UTF-8 as malformed', async () => {
    expect(await raw(bot, {}, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).to.equal(400);
  });

  const places: readonly (readonly [what: string, more: Json])[] = [
    ['another channel', { channelId: 'webchat' }],
    ['a channel whose keys the SDK would fetch elsewhere', { channelId: 'AseChannel' }],
    ['a service URL elsewhere', { serviceUrl: 'https://attacker.invalid/' }],
    ['a service URL that only begins well', { serviceUrl: 'https://smba.trafficmanager.net.attacker.invalid/' }],
    ['a service URL with somebody in front', { serviceUrl: 'https://smba.trafficmanager.net@attacker.invalid/' }],
    ['a service URL that is a file', { serviceUrl: 'file:///etc/passwd' }],
    ['a service URL that is no URL', { serviceUrl: 'smba' }],
    ['another tenant', { channelData: { tenant: { id: OTHER_TENANT } }, conversation: { id: 'a:1' } }],
    ['another tenant in one of two places', { conversation: { id: 'a:1', tenantId: OTHER_TENANT } }],
    ['another tenant in the other', { channelData: { tenant: { id: OTHER_TENANT } } }],
    ['no tenant', { channelData: {}, conversation: { id: 'a:1' } }],
    ['a tenant that is null', { channelData: { tenant: null }, conversation: { id: 'a:1', tenantId: null } }],
  ];
  for (const [what, more] of places) {
    it(`refuses an activity from ${what}`, async () => {
      const response = await bot.post(activity(more));
      expect(response.status).to.equal(403);
      expect(await problem(response)).to.equal('not-allowed');
    });
  }

  const types: readonly string[] = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonp',
    'text/json',
    '',
  ];
  for (const type of types) {
    it(`refuses content of type ${JSON.stringify(type)}`, async () => {
      const response = await bot.post(text, { 'content-type': type });
      expect(response.status).to.equal(415);
      expect(await problem(response)).to.equal('unsupported-media-type');
    });
  }
  for (const coding of ['gzip', 'GZIP', 'br', 'deflate', 'gzip, identity', 'x']) {
    it(`refuses content coded as ${coding}, whether it is so or not`, async () => {
      expect(await raw(bot, { 'content-encoding': coding }, gzipSync(text))).to.equal(415);
      expect(await raw(bot, { 'content-encoding': coding }, text)).to.equal(415);
    });
  }

  it('refuses more than 256 KB, announced or not, and lives', async () => {
    const large = JSON.stringify(activity({ text: 'x'.repeat(300 * 1024) }));
    const response = await bot.post(large);
    expect(response.status).to.equal(413);
    expect(await problem(response)).to.equal('request-too-large');
    expect(await raw(bot, { 'transfer-encoding': 'chunked' }, large)).to.equal(413);
    expect((await fetch(`${bot.url}/healthz`)).status).to.equal(200);
  });
  it('refuses other methods', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await fetch(`${bot.url}/api/messages`, { method });
      expect(response.status, method).to.equal(405);
      expect(await problem(response)).to.equal('method-not-allowed');
    }
  });
});

describe('the open door', () => {
  let bot: BotUnderTest;
  beforeEach(async () => {
    bot = await botUnderTest();
  });
  afterEach(() => bot.close());
  const text = JSON.stringify(activity({ text: 'help' }));

  it('lets in what comes from this machine', async () => {
    for (const host of ['localhost:3978', '127.0.0.1', '127.0.0.1:3978', '[::1]:3978']) expect(await raw(bot, { host }, text), host).to.equal(200);
    expect((await bot.post(text, { 'content-type': 'application/json; charset=UTF-8' })).status).to.equal(200);
    expect((await bot.post(activity({ channelId: 'emulator', id: '2' }))).status).to.equal(200);
    expect(bot.heard).to.have.length.greaterThan(0);
  });

  const strangers: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ['a name that was rebound to this machine', { host: 'attacker.example' }],
    ['a name that only begins well', { host: '127.0.0.1.attacker.example' }],
    ['a name with this machine as its user', { host: 'localhost@attacker.example' }],
    ['a page in a browser', { origin: 'http://localhost:3978' }],
    ['a page without an origin', { origin: 'null' }],
    ['a proxy', { forwarded: 'for=1.2.3.4' }],
    ['a tunnel', { 'x-forwarded-for': '1.2.3.4' }],
    ['a tunnel that names the host', { 'x-forwarded-host': 'x.devtunnels.ms' }],
  ];
  for (const [what, headers] of strangers) {
    it(`is closed to ${what}`, async () => {
      expect(await raw(bot, headers, text)).to.equal(403);
      expect(bot.heard).to.deep.equal([]);
    });
  }

  it('does not speak to Teams itself, only to stand-ins on this machine', async () => {
    expect((await bot.post(activity({ serviceUrl: 'https://smba.trafficmanager.net/emea/' }))).status).to.equal(403);
  });
});

describe('the verified door', () => {
  const APP = BOT.slice(3);
  const TEAMS = 'https://smba.trafficmanager.net/emea/';
  const NOW = instant('2026-11-21T09:00:00Z');
  let bot: BotUnderTest;
  let keys: ChannelKeys;
  const claims = (more: Json = {}): Json => {
    // The SDK checks again, by the machine's clock, which the token therefore has to please as well.
    return { iss: CHANNEL_ISSUER, aud: APP, serviceurl: TEAMS, nbf: NOW / 1_000 - 60, exp: 4_102_444_800, ...more };
  };
  const say = async (token: string | undefined, more: Json = {}): Promise<Response> =>
    bot.post(activity({ serviceUrl: TEAMS, text: 'help', ...more }), token === undefined ? {} : { authorization: `Bearer ${token}` });

  before(async () => {
    keys = await channelKeys();
    bot = await botUnderTest({
      door: {
        kind: 'verified',
        checkToken: channelTokenCheck({ appId: APP, issuer: CHANNEL_ISSUER, metadataUrl: keys.metadataUrl, clock: { now: () => NOW } }),
      },
      // One address of the channel set: the SDK then forgets the others unless they are given with it.
      settings: sdkSettings(
        readConfig(
          {
            TENANT_ID: TENANT,
            GRAPH_CLIENT_ID: APP,
            MicrosoftAppId: APP,
            MicrosoftAppPassword: 'never used here',
            BotOpenIdMetadata: keys.metadataUrl,
          },
          [],
          'serve',
        ),
        tenantId(TENANT),
      ),
    });
  });
  after(async () => {
    await bot.close();
    await keys.close();
  });
  beforeEach(() => {
    bot.heard.length = 0;
    bot.sent.length = 0;
  });

  it('lets in what the channel signed, also through a proxy', async () => {
    expect((await say(await keys.sign(claims()))).status).to.equal(200);
    const token = await keys.sign(claims());
    const proxied = await bot.post(activity({ serviceUrl: TEAMS, id: '2' }), { authorization: `Bearer ${token}`, 'x-forwarded-for': '52.112.0.1' });
    expect(proxied.status).to.equal(200);
    expect(bot.heard).to.have.length(2);
    expect(bot.sent.map((sent) => sent.to.serviceUrl)).to.deep.equal([TEAMS, TEAMS]);
  });

  it('is shut without a token, before a byte of the body is read', async () => {
    for (const authorization of [undefined, '', 'Bearer', 'Bearer x', 'Basic eDp4', 'Bearer a.b.c d']) {
      const response = await bot.post('not json', authorization === undefined ? {} : { authorization });
      expect(response.status, String(authorization)).to.equal(401);
      expect(await problem(response)).to.equal('not-authenticated');
    }
    expect(bot.heard).to.deep.equal([]);
  });

  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged: readonly (readonly [what: string, status: number, token: () => Promise<string> | string, more?: Json])[] = [
    ['an expired token', 401, () => keys.sign(claims({ exp: NOW / 1_000 - 400 }))],
    ['a token without an end', 401, () => keys.sign(claims({ exp: undefined }))],
    ['a token for another bot', 401, () => keys.sign(claims({ aud: TENANT }))],
    ['a token of another issuer', 401, () => keys.sign(claims({ iss: 'https://sts.windows.net/x/' }))],
    [
      'the token of a person who signed in to the bot’s own app',
      401,
      () => keys.sign(claims({ iss: `https://login.microsoftonline.com/${TENANT}/v2.0`, azp: APP, tid: TENANT, ver: '2.0' })),
    ],
    [
      'the bot’s own token played back',
      401,
      () => keys.sign(claims({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP, aud: CHANNEL_ISSUER, ver: '1.0' })),
    ],
    ['a token by a key not endorsed for Teams', 401, () => keys.sign(claims(), { key: 'not-endorsed' })],
    ['a token by an unpublished key', 401, () => keys.sign(claims(), { key: 'unpublished' })],
    ['a token without a signature', 401, () => `${base64({ alg: 'none', kid: 'channel-key' })}.${base64(claims())}.AA`],
    ['a token signed with a shared secret', 401, () => `${base64({ alg: 'HS256', kid: 'channel-key' })}.${base64(claims())}.AA`],
    ['a token for another service URL', 403, () => keys.sign(claims({ serviceurl: 'https://attacker.invalid/' }))],
    [
      'a good token on an activity from elsewhere',
      403,
      () => keys.sign(claims({ serviceurl: 'https://attacker.invalid/' })),
      { serviceUrl: 'https://attacker.invalid/' },
    ],
    ['a good token on an activity without a service URL', 400, () => keys.sign(claims()), { serviceUrl: '' }],
    ['a good token on an activity of another tenant', 403, () => keys.sign(claims()), { channelData: { tenant: { id: OTHER_TENANT } } }],
    ['a good token on an activity of the emulator', 403, () => keys.sign(claims()), { channelId: 'emulator' }],
  ];
  for (const [what, status, token, more] of forged) {
    it(`refuses ${what}`, async () => {
      const response = await say(await token(), more);
      expect(response.status).to.equal(status);
      await problem(response);
      expect(bot.heard).to.deep.equal([]);
      expect(bot.sent).to.deep.equal([]);
    });
  }

  it('answers a press with the card, as without a token', async () => {
    const press = activity({
      serviceUrl: TEAMS,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { verb: 'coach.help', data: { v: 1 } } },
    });
    const response = await bot.post(press, { authorization: `Bearer ${await keys.sign(claims())}` });
    expect(await response.json()).to.include({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
  });

  it('says that it cannot tell while the keys cannot be had', async () => {
    const token = await keys.sign(claims());
    const checkToken = channelTokenCheck({ appId: APP, issuer: CHANNEL_ISSUER, metadataUrl: 'http://127.0.0.1:1/', clock: { now: () => NOW } });
    const lost = await botUnderTest({ door: { kind: 'verified', checkToken } });
    try {
      const response = await lost.post(activity({ serviceUrl: TEAMS }), { authorization: `Bearer ${token}` });
      expect(response.status).to.equal(503);
      expect(await problem(response)).to.equal('keys-unavailable');
    } finally {
      await lost.close();
    }
  });

  it('takes a stand-in for the connector on this machine when that is what is configured', async () => {
    const token = await keys.sign(claims({ serviceurl: SERVICE_URL }));
    expect((await bot.post(activity({ id: '3' }), { authorization: `Bearer ${token}` })).status).to.equal(200);
  });
});
