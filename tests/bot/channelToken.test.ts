import { expect } from 'chai';
import { CHANNEL_ISSUER, channelTokenCheck } from '../../bot/channelToken.ts';
import { HOUR_MS, instant, later } from '../../src/domain/time.ts';
import { type ChannelKeys, channelKeys } from '../support/channelKeys.ts';

const APP = '00001111-aaaa-2222-bbbb-3333cccc4444';
const URL_ = 'https://smba.trafficmanager.net/emea/';
const START = instant('2026-11-21T09:00:00Z');
const SECONDS = Math.floor(START / 1_000);
const CLAIMS = { iss: CHANNEL_ISSUER, aud: APP, serviceurl: URL_, nbf: SECONDS - 60, exp: SECONDS + 3_600 };

describe('the token of the channel', () => {
  let keys: ChannelKeys;
  let now = START;
  const check = (metadataUrl = keys.metadataUrl) => channelTokenCheck({ appId: APP, issuer: CHANNEL_ISSUER, metadataUrl, clock: { now: () => now } });
  beforeEach(async () => {
    now = START;
    keys = await channelKeys();
  });
  afterEach(() => keys.close());

  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { exp: _exp, ...endless } = CLAIMS;
  const { serviceurl: _serviceurl, ...homeless } = CLAIMS;

  const cases: readonly (readonly [what: string, token: (from: ChannelKeys) => Promise<string> | string, kind: string])[] = [
    ['genuine is valid', (from) => from.sign(CLAIMS), 'valid'],
    ['expired four minutes ago is still valid', (from) => from.sign({ ...CLAIMS, exp: SECONDS - 240 }), 'valid'],
    ['expired six minutes ago is bad', (from) => from.sign({ ...CLAIMS, exp: SECONDS - 360 }), 'bad-token'],
    ['not valid for another six minutes is bad', (from) => from.sign({ ...CLAIMS, nbf: SECONDS + 360 }), 'bad-token'],
    ['without an end is bad', (from) => from.sign(endless), 'bad-token'],
    ['for another bot is bad', (from) => from.sign({ ...CLAIMS, aud: '11111111-1111-4111-8111-111111111111' }), 'bad-token'],
    ['for two bots is bad', (from) => from.sign({ ...CLAIMS, aud: [APP, '11111111-1111-4111-8111-111111111111'] }), 'bad-token'],
    ['by another issuer is bad', (from) => from.sign({ ...CLAIMS, iss: 'https://api.botframework.com/' }), 'bad-token'],
    [
      'of a signed-in person is bad',
      (from) => from.sign({ iss: 'https://login.microsoftonline.com/x/v2.0', azp: APP, aud: APP, tid: 'x', exp: CLAIMS.exp }),
      'bad-token',
    ],
    [
      'of the bot itself, played back, is bad',
      (from) => from.sign({ iss: 'https://sts.windows.net/x/', appid: APP, aud: CHANNEL_ISSUER, exp: CLAIMS.exp }),
      'bad-token',
    ],
    ['for another service URL is refused as such', (from) => from.sign({ ...CLAIMS, serviceurl: 'https://attacker.invalid/' }), 'wrong-service-url'],
    ['without a service URL is refused as such', (from) => from.sign(homeless), 'wrong-service-url'],
    ['by a key that does not vouch for Teams is bad', (from) => from.sign(CLAIMS, { key: 'not-endorsed' }), 'bad-token'],
    ['by a key nobody published is bad', (from) => from.sign(CLAIMS, { key: 'unpublished' }), 'bad-token'],
    ['with PS256 is bad', () => `${base64({ alg: 'PS256', kid: 'channel-key' })}.${base64(CLAIMS)}.c2ln`, 'bad-token'],
    ['not signed at all is bad', () => `${base64({ alg: 'none', kid: 'channel-key' })}.${base64(CLAIMS)}.`, 'bad-token'],
    ['signed with the public key as a secret is bad', () => `${base64({ alg: 'HS256', kid: 'channel-key' })}.${base64(CLAIMS)}.c2ln`, 'bad-token'],
    ['without a key id is bad', () => `${base64({ alg: 'RS256' })}.${base64(CLAIMS)}.c2ln`, 'bad-token'],
    [
      'with other claims under the signature is bad',
      async (from) => (await from.sign(CLAIMS)).replace(/\.[^.]+\./, `.${base64({ ...CLAIMS, extra: 1 })}.`),
      'bad-token',
    ],
    ['of three random words is bad', () => 'not.a.token', 'bad-token'],
    ['of nothing is bad', () => '', 'bad-token'],
  ];
  for (const [what, token, kind] of cases) {
    it(what, async () => expect(await check()(await token(keys), URL_)).to.deep.equal({ kind }));
  }

  it('is compared with the service URL to the letter', async () => {
    expect(await check()(await keys.sign(CLAIMS), 'https://smba.trafficmanager.net/emea')).to.deep.equal({ kind: 'wrong-service-url' });
    expect(await check()(await keys.sign({ ...CLAIMS, serviceurl: URL_.toUpperCase() }), URL_)).to.deep.equal({ kind: 'wrong-service-url' });
  });

  it('costs one load of the keys a day, however many come at once', async () => {
    const of = check();
    const token = await keys.sign({ ...CLAIMS, exp: SECONDS + 30 * 3_600 });
    await Promise.all(Array.from({ length: 20 }, () => of(token, URL_)));
    expect(keys.loads()).to.equal(1);
    now = later(START, 23 * HOUR_MS);
    expect(await of(token, URL_)).to.deep.equal({ kind: 'valid' });
    expect(keys.loads()).to.equal(1);
    now = later(START, 24 * HOUR_MS);
    await of(token, URL_);
    expect(keys.loads()).to.equal(2);
  });

  it('with an unknown key loads them again at most once an hour', async () => {
    const of = check();
    const forged = `${base64({ alg: 'RS256', kid: 'forged' })}.${base64(CLAIMS)}.c2ln`;
    for (let attempt = 0; attempt < 50; attempt += 1) await of(forged, URL_);
    expect(keys.loads()).to.equal(1);
    now = later(START, HOUR_MS);
    for (let attempt = 0; attempt < 50; attempt += 1) await of(forged, URL_);
    expect(keys.loads()).to.equal(2);
  });

  it('cannot be judged without keys, and is judged by the old ones while new ones cannot be had', async () => {
    expect(await check('http://127.0.0.1:1/openid')('', URL_)).to.deep.equal({ kind: 'bad-token' });
    expect(await check('http://127.0.0.1:1/openid')(await keys.sign(CLAIMS), URL_)).to.deep.equal({ kind: 'keys-unavailable' });
    const of = check();
    const token = await keys.sign({ ...CLAIMS, exp: SECONDS + 30 * 3_600 });
    await of(token, URL_);
    keys.breakDown();
    now = later(START, 25 * HOUR_MS);
    expect(await of(token, URL_)).to.deep.equal({ kind: 'valid' });
  });
});
