import { createServer } from 'node:net';
import { expect } from 'chai';
import { type Connector, type ConnectorOptions, connector } from '../../bot/connector.ts';
import { connectorHost } from '../../bot/connectorHosts.ts';
import { silenceOf } from '../../bot/connectorOutcome.ts';
import type { SendOutcome } from '../../src/domain/delivery.ts';
import { Fault } from '../../src/domain/errors.ts';
import { personId } from '../../src/domain/ids.ts';
import { type ConnectorReply, type ConnectorStub, connectorStub } from '../support/connectorStub.ts';

const PERSON = personId('11111111-aaaa-4bbb-8ccc-000000000001');
const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
const BOT = { id: '28:00001111-aaaa-2222-bbbb-3333cccc4444', name: 'Test App' };
const CARD = { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.4', body: [] } };

const error = (status: number, code: string, headers: Record<string, string> = {}): ConnectorReply => ({
  status,
  headers,
  body: { error: { code, message: 'words of the platform' } },
});
const blockedWrites = JSON.stringify({ subCode: 'MessageWritesBlocked', details: 'Thread is blocked from message writes.', errorCode: null });

describe('the connector', () => {
  let stub: ConnectorStub;
  const open = (more: Partial<ConnectorOptions> = {}): Connector =>
    connector({
      serviceUrl: stub.url,
      botId: BOT.id,
      botName: BOT.name,
      tenantId: TENANT,
      token: () => Promise.reject(new Error('no token is asked for here')),
      activityOf: () => ({ type: 'message', summary: 'A tip', attachments: [CARD] }),
      ...more,
    });
  const here = () => ({ serviceUrl: stub.url, conversationId: 'a:1/ü?' });

  beforeEach(async () => {
    stub = await connectorStub();
  });
  afterEach(() => stub.close());

  it('opens a conversation with the documented request and keeps the service URL', async () => {
    const outcome = await open().openConversation(PERSON);
    expect(outcome).to.deep.equal({ kind: 'open', address: { serviceUrl: stub.url, conversationId: 'a:conversation-1' } });
    const [request] = stub.arrived;
    expect([request?.method, request?.path]).to.deep.equal(['POST', '/teams/v3/conversations']);
    expect(request?.body).to.deep.equal({
      bot: BOT,
      isGroup: false,
      members: [{ id: PERSON }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    });
  });

  it('takes over the service URL of the answer only when its host is allowed', async () => {
    const region = stub.url.replace('/teams/', '/emea/');
    stub.reply(() => ({ status: 201, body: { id: 'a:1', serviceUrl: region } }));
    expect(await open().openConversation(PERSON)).to.deep.equal({ kind: 'open', address: { serviceUrl: region, conversationId: 'a:1' } });
    stub.reply(() => ({ status: 201, body: { id: 'a:1', serviceUrl: 'https://attacker.example/' } }));
    expect(await open().openConversation(PERSON)).to.deep.equal({ kind: 'open', address: { serviceUrl: stub.url, conversationId: 'a:1' } });
  });

  it('sends a card with the documented request, alerting, without a token to a loopback host', async () => {
    const outcome = await open().send(here(), { kind: 'stop-notice' });
    expect(outcome).to.deep.equal({ kind: 'sent', activityId: '1732179600001' });
    const [request] = stub.arrived;
    expect([request?.method, request?.path]).to.deep.equal(['POST', '/teams/v3/conversations/a%3A1%2F%C3%BC%3F/activities']);
    expect(request?.headers.authorization).to.equal(undefined);
    const { accept, 'content-type': contentType, 'user-agent': userAgent } = request?.headers ?? {};
    expect([accept, contentType, userAgent]).to.deep.equal(['application/json', 'application/json', 'AdoptionCoach']);
    const conversation = { id: 'a:1/ü?' };
    expect(request?.body).to.deep.equal({
      type: 'message',
      from: BOT,
      conversation,
      summary: 'A tip',
      attachments: [CARD],
      channelData: { notification: { alert: true } },
    });
  });

  it('posts an answer as it was made, without an alert', async () => {
    await open().post(here(), { type: 'typing' });
    expect(stub.arrived[0]?.body).to.deep.equal({ type: 'typing', from: BOT, conversation: { id: 'a:1/ü?' } });
  });

  it('updates a message in its place', async () => {
    stub.reply(() => ({ status: 200 }));
    expect(await open().update(here(), '173/2', { attachments: [CARD] })).to.deep.equal({ kind: 'sent', activityId: '173/2' });
    const [request] = stub.arrived;
    expect([request?.method, request?.path]).to.deep.equal(['PUT', '/teams/v3/conversations/a%3A1%2F%C3%BC%3F/activities/173%2F2']);
    expect(request?.body).to.deep.equal({ type: 'message', attachments: [CARD] });
  });

  const inAMinute = { date: 'Sat, 21 Nov 2026 10:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 10:01:00 GMT' };
  const answers: readonly (readonly [what: string, reply: ConnectorReply, outcome: SendOutcome])[] = [
    ['400 Bad Argument is refused', error(400, 'Bad Argument'), { kind: 'refused', status: 400, code: 'Bad Argument' }],
    ['401 BotNotRegistered stops the tenant', error(401, 'BotNotRegistered'), { kind: 'tenant-stopped', code: 'BotNotRegistered' }],
    ['401 without a body stops the tenant', { status: 401 }, { kind: 'tenant-stopped', code: 'http-401' }],
    ['403 BotDisabledByAdmin stops the tenant', error(403, 'BotDisabledByAdmin'), { kind: 'tenant-stopped', code: 'BotDisabledByAdmin' }],
    ['403 BotNotInConversationRoster is not installed', error(403, 'BotNotInConversationRoster'), { kind: 'unreachable', why: 'not-installed' }],
    ['403 ForbiddenOperationException is not installed', error(403, 'ForbiddenOperationException'), { kind: 'unreachable', why: 'not-installed' }],
    ['403 ConversationBlockedByUser is blocked', error(403, 'ConversationBlockedByUser'), { kind: 'unreachable', why: 'blocked' }],
    ['403 with errorCode 209 is blocked', { status: 403, body: { errorCode: 209, message: blockedWrites } }, { kind: 'unreachable', why: 'blocked' }],
    [
      '403 with errorCode 209 and other words is blocked',
      { status: 403, body: { errorCode: 209, message: 'no JSON' } },
      { kind: 'unreachable', why: 'blocked' },
    ],
    [
      '403 with the sub-code inside a usual error is blocked',
      { status: 403, body: { error: { code: 'Forbidden', message: blockedWrites } } },
      { kind: 'unreachable', why: 'blocked' },
    ],
    ['403 InvalidBotApiHost is refused', error(403, 'InvalidBotApiHost'), { kind: 'refused', status: 403, code: 'InvalidBotApiHost' }],
    ['403 NotEnoughPermissions is refused', error(403, 'NotEnoughPermissions'), { kind: 'refused', status: 403, code: 'NotEnoughPermissions' }],
    ['403 in HTML is refused', { status: 403, body: '<html>proxy</html>' }, { kind: 'refused', status: 403, code: 'http-403' }],
    ['404 ConversationNotFound means the conversation is gone', error(404, 'ConversationNotFound'), { kind: 'conversation-gone' }],
    [
      '404 ActivityNotFoundInConversation is refused',
      error(404, 'ActivityNotFoundInConversation'),
      { kind: 'refused', status: 404, code: 'ActivityNotFoundInConversation' },
    ],
    ['412 is busy', error(412, 'PreconditionFailed'), { kind: 'busy', retryAfterMs: undefined }],
    ['413 is refused', error(413, 'MessageSizeTooBig'), { kind: 'refused', status: 413, code: 'MessageSizeTooBig' }],
    ['429 is throttled for the seconds it says', error(429, 'Throttled', { 'retry-after': '2' }), { kind: 'throttled', retryAfterMs: 2_000 }],
    ['429 is throttled until the date it says', error(429, 'Throttled', inAMinute), { kind: 'throttled', retryAfterMs: 60_000 }],
    ['429 without Retry-After is throttled', error(429, 'Throttled'), { kind: 'throttled', retryAfterMs: undefined }],
    [
      '429 with nonsense as Retry-After is throttled',
      error(429, 'Throttled', { 'retry-after': 'soon' }),
      { kind: 'throttled', retryAfterMs: undefined },
    ],
    ['408 may have arrived', error(408, 'Timeout'), { kind: 'unknown', status: 408, message: 'Timeout' }],
    ['500 may have arrived', error(500, 'ServiceError'), { kind: 'unknown', status: 500, message: 'ServiceError' }],
    ['502 may have arrived', error(502, 'ServiceError'), { kind: 'unknown', status: 502, message: 'ServiceError' }],
    ['503 with Retry-After is busy', error(503, '', { 'retry-after': '5' }), { kind: 'busy', retryAfterMs: 5_000 }],
    ['503 without Retry-After may have arrived', error(503, ''), { kind: 'unknown', status: 503, message: 'http-503' }],
    ['504 may have arrived', error(504, ''), { kind: 'unknown', status: 504, message: 'http-504' }],
    ['a status nobody lists is refused', error(418, 'Teapot'), { kind: 'refused', status: 418, code: 'Teapot' }],
    [
      'a redirect is refused and not followed',
      { status: 307, headers: { location: '/teams/elsewhere' } },
      { kind: 'refused', status: 307, code: 'http-307' },
    ],
    ['a reset after the request may have arrived', { kind: 'reset' }, { kind: 'unknown', status: undefined, message: 'ECONNRESET' }],
    ['an answer that breaks off may have arrived', { kind: 'half' }, { kind: 'unknown', status: 201, message: 'the answer broke off' }],
    ['201 without an id has arrived', { status: 201, body: '' }, { kind: 'sent', activityId: '' }],
  ];
  for (const [what, reply, expected] of answers) {
    it(`${what}, after one request`, async () => {
      stub.reply(() => reply);
      expect(await open().send(here(), { kind: 'stop-notice' })).to.deep.equal(expected);
      expect(stub.arrived).to.have.length(1);
    });
  }

  it('gives up after its time-out, as something that may have arrived', async () => {
    stub.reply(() => ({ kind: 'silence' }));
    expect(await open({ timeOutMs: 300 }).send(here(), { kind: 'stop-notice' })).to.deep.include({ kind: 'unknown', status: undefined });
    expect(stub.arrived).to.have.length(1);
  });

  it('gives up in the middle of an answer that does not end, and knows its status', async () => {
    stub.reply(() => ({ kind: 'stalled' }));
    const outcome = await open({ timeOutMs: 300 }).send(here(), { kind: 'stop-notice' });
    expect(outcome).to.deep.equal({ kind: 'unknown', status: 201, message: 'the answer broke off' });
    expect(stub.arrived).to.have.length(1);
  });

  it('is busy, not unsure, when nobody listens', async () => {
    const port = await freePort();
    const gone = { serviceUrl: `http://127.0.0.1:${port}/`, conversationId: 'a:1' };
    expect(await open().send(gone, { kind: 'stop-notice' })).to.deep.equal({ kind: 'busy', retryAfterMs: undefined });
    const nowhere = { serviceUrl: `http://localhost:${port}/`, conversationId: 'a:1' };
    expect(await open().send(nowhere, { kind: 'stop-notice' })).to.deep.equal({ kind: 'busy', retryAfterMs: undefined });
  });

  const openings: readonly (readonly [what: string, reply: ConnectorReply, outcome: object])[] = [
    ['a doubtful answer may be repeated', error(500, 'ServiceError'), { kind: 'busy', retryAfterMs: undefined }],
    ['a reset may be repeated', { kind: 'reset' }, { kind: 'busy', retryAfterMs: undefined }],
    ['an answer without an id may be repeated', { status: 201, body: {} }, { kind: 'busy', retryAfterMs: undefined }],
    ['404 means that there is nobody', error(404, 'NotFound'), { kind: 'unreachable', why: 'left' }],
    ['403 is not installed', error(403, 'ForbiddenOperationException'), { kind: 'unreachable', why: 'not-installed' }],
    ['429 is throttled', error(429, 'Throttled', { 'retry-after': '3' }), { kind: 'throttled', retryAfterMs: 3_000 }],
  ];
  for (const [what, reply, expected] of openings) {
    it(`opening a conversation: ${what}`, async () => {
      stub.reply(() => reply);
      expect(await open().openConversation(PERSON)).to.deep.equal(expected);
      expect(stub.arrived).to.have.length(1);
    });
  }

  it('refuses foreign service URLs without asking for a token or making a request', async () => {
    let asked = 0;
    const token = async () => {
      asked += 1;
      return 'secret';
    };
    const real = open({ serviceUrl: 'https://smba.trafficmanager.net/teams/', token });
    const refused = { kind: 'refused', status: 0, code: 'service-url-not-allowed' };
    for (const serviceUrl of [
      stub.url,
      'https://attacker.example/',
      'http://smba.trafficmanager.net/teams/',
      'https://smba.trafficmanager.net.attacker.example/',
      'nonsense',
    ])
      expect(await real.send({ serviceUrl, conversationId: 'a:1' }, { kind: 'stop-notice' }), serviceUrl).to.deep.equal(refused);
    expect(await open({ serviceUrl: 'https://attacker.example/', token }).openConversation(PERSON)).to.deep.equal(refused);
    expect([asked, stub.arrived.length]).to.deep.equal([0, 0]);
  });

  it('refuses ids that would lead to another address', async () => {
    for (const conversationId of ['', '.', '..'])
      expect(await open().send({ ...here(), conversationId }, { kind: 'stop-notice' })).to.deep.equal({
        kind: 'refused',
        status: 0,
        code: 'malformed-id',
      });
    expect(stub.arrived).to.have.length(0);
  });

  it('asks for the token on the way to a real host, and without one nothing leaves', async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      return Promise.reject(new Fault('connector-token', 'none'));
    };
    const real = open({ serviceUrl: 'https://smba.trafficmanager.net/teams/', token });
    expect(await real.openConversation(PERSON)).to.deep.equal({ kind: 'busy', retryAfterMs: 60_000 });
    const address = { serviceUrl: 'https://smba.trafficmanager.net/teams/', conversationId: 'a:1' };
    expect(await real.send(address, { kind: 'stop-notice' })).to.deep.equal({ kind: 'busy', retryAfterMs: 60_000 });
    await real.prepare();
    expect(asked).to.equal(3);
  });
});

describe('a request without an answer', () => {
  const system = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });
  const refusedAt = system('ECONNREFUSED', 'connect');
  const cases: readonly (readonly [what: string, error: unknown, kind: string])[] = [
    ['at a host without a name', system('ENOTFOUND', 'getaddrinfo'), 'busy'],
    ['at a closed port', refusedAt, 'busy'],
    ['at closed ports of all addresses', new AggregateError([refusedAt, refusedAt]), 'busy'],
    ['at a closed port and a cut line', new AggregateError([refusedAt, system('ECONNRESET', 'read')]), 'unknown'],
    ['when connecting took too long', system('ETIMEDOUT', 'connect'), 'busy'],
    ['when the line was cut', system('ECONNRESET', 'read'), 'unknown'],
    ['when the other side closed', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'unknown'],
    ['in time', system('ETIMEDOUT', 'read'), 'unknown'],
    ['for no reason given', 'nonsense', 'unknown'],
  ];
  for (const [what, error, kind] of cases) it(`${what} is ${kind}`, () => expect(silenceOf(error)).to.have.property('kind', kind));
});

describe('the allow-list of connector hosts', () => {
  const REAL = 'https://smba.trafficmanager.net/teams/';
  const LOCAL = 'http://127.0.0.1:4000/';
  const cases: readonly (readonly [serviceUrl: string, configured: string, base: string | undefined])[] = [
    [REAL, REAL, 'https://smba.trafficmanager.net/teams'],
    ['https://smba.trafficmanager.net/emea/', REAL, 'https://smba.trafficmanager.net/emea'],
    ['https://smba.infra.gcc.teams.microsoft.com/teams', REAL, 'https://smba.infra.gcc.teams.microsoft.com/teams'],
    ['https://smba.infra.gov.teams.microsoft.us/teams', REAL, 'https://smba.infra.gov.teams.microsoft.us/teams'],
    ['https://smba.infra.dod.teams.microsoft.us/teams', REAL, 'https://smba.infra.dod.teams.microsoft.us/teams'],
    ['https://smba.trafficmanager.net:8443/teams/', REAL, undefined],
    ['https://user@smba.trafficmanager.net/', REAL, undefined],
    ['https://smba.trafficmanager.net@attacker.example/', REAL, undefined],
    ['https://other.trafficmanager.net/', REAL, undefined],
    ['https://smba.trafficmanager.net/?x=', REAL, undefined],
    ['ftp://127.0.0.1/', LOCAL, undefined],
    [LOCAL, REAL, undefined],
    ['http://localhost:5000/api', LOCAL, 'http://localhost:5000/api'],
    ['http://[::1]:5000', LOCAL, 'http://[::1]:5000'],
    ['http://10.0.0.1/', LOCAL, undefined],
    ['', LOCAL, undefined],
  ];
  for (const [serviceUrl, configured, base] of cases)
    it(`${base === undefined ? 'refuses' : 'allows'} ${JSON.stringify(serviceUrl)} beside ${configured}`, () => {
      expect(connectorHost(serviceUrl, configured)?.base).to.equal(base);
    });
});

/** A port that was free a moment ago, so that nobody listens on it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
