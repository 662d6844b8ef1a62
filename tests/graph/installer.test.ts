import { expect } from 'chai';
import { personId } from '../../src/domain/ids.ts';
import { namesAreConcealed } from '../../src/graph/concealment.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { graphInstaller } from '../../src/graph/installer.ts';
import type { InstallOutcome } from '../../src/ports/outside.ts';
import { type GraphReply, type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { surroundings } from './surroundings.ts';

const PERSON = personId('11111111-aaaa-4bbb-8ccc-000000000001');
const OTHER = personId('11111111-aaaa-4bbb-8ccc-000000000002');
const MANIFEST_ID = 'cf1ba4ce-7a21-4fd5-8f3c-0f1f1c7b8d10';
const APP = { id: '12345678-9abc-def0-1234-56789abcdef0', externalId: MANIFEST_ID };
const INSTALL = `/v1.0/users/${PERSON}/teamwork/installedApps`;
const CATALOGUE = '/v1.0/appCatalogs/teamsApps';

describe('the installer', () => {
  let stub: GraphStub;
  const installer = (id: string | undefined = MANIFEST_ID) => graphInstaller(graphClient(surroundings(stub.url).options), id);

  beforeEach(async () => {
    stub = await graphStub({ apps: [APP] });
  });
  afterEach(() => stub.close());

  it('looks the app up once and installs it with the documented request; twice is the same', async () => {
    const { install } = installer();
    expect([await install(PERSON), await install(OTHER), await install(PERSON)]).to.deep.equal([
      { kind: 'installed' },
      { kind: 'installed' },
      { kind: 'installed' },
    ]);
    expect(stub.requests.map((request) => `${request.method} ${request.path}`)).to.deep.equal([
      `GET ${CATALOGUE}`,
      `POST ${INSTALL}`,
      `POST /v1.0/users/${OTHER}/teamwork/installedApps`,
      `POST ${INSTALL}`,
    ]);
    expect(stub.requests[0]?.query.get('$filter')).to.equal(`externalId eq '${MANIFEST_ID}'`);
    expect(stub.requests[1]?.body).to.deep.equal({ 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${APP.id}` });
  });

  const outcomes: readonly (readonly [what: string, path: string, reply: GraphReply, outcome: Partial<InstallOutcome>, says: string])[] = [
    ['a throttled install', INSTALL, graphError(429, 'TooManyRequests', { 'retry-after': '3' }), { kind: 'throttled', retryAfterMs: 3_000 }, ''],
    [
      'a policy',
      INSTALL,
      graphError(403, 'Forbidden', {}, 'App is blocked by app permission policy.'),
      { kind: 'impossible', code: 'Forbidden' },
      '',
    ],
    ['no licence', INSTALL, graphError(404, 'NotFound'), { kind: 'impossible', code: 'NotFound' }, ''],
    [
      'a missing role',
      INSTALL,
      graphError(403, 'Forbidden', {}, "Missing role permissions on the request. API requires one of 'x'."),
      { kind: 'unavailable' },
      'ReadWriteSelfForUser',
    ],
    ['a denied request', INSTALL, graphError(403, 'Authorization_RequestDenied'), { kind: 'unavailable' }, 'ReadWriteSelfForUser'],
    ['a token not accepted', INSTALL, graphError(401, 'Unauthorized'), { kind: 'unavailable' }, 'ReadWriteSelfForUser'],
    ['a failing service', INSTALL, graphError(502, 'BadGateway'), { kind: 'unknown', message: 'status 502' }, ''],
    ['a line that is cut', INSTALL, { kind: 'reset' }, { kind: 'unknown' }, ''],
    ['a catalogue that may not be read', CATALOGUE, graphError(403, 'Forbidden'), { kind: 'unavailable' }, 'AppCatalog.Read.All'],
    ['a throttled catalogue', CATALOGUE, graphError(429, 'TooManyRequests'), { kind: 'throttled', retryAfterMs: undefined }, ''],
    ['a failing catalogue', CATALOGUE, { status: 503 }, { kind: 'unknown' }, ''],
  ];
  for (const [what, path, reply, outcome, says] of outcomes)
    it(`says what came of ${what}, after one request`, async () => {
      stub.script((request) => (request.path === path ? reply : undefined));
      const got = await installer().install(PERSON);
      expect(got).to.deep.include(outcome);
      expect(JSON.stringify(got)).to.contain(says);
      expect(stub.requests.filter((request) => request.path === path)).to.have.length(1);
    });

  it('is unavailable without TEAMS_APP_ID or without the app in the catalogue, until it is there', async () => {
    const without = await graphInstaller(graphClient(surroundings(stub.url).options), undefined).install(PERSON);
    expect(without).to.have.property('kind', 'unavailable');
    expect(stub.requests).to.have.length(0);
    stub.data.apps = [];
    const { install } = installer();
    expect(await install(PERSON)).to.have.property('kind', 'unavailable');
    stub.data.apps = [APP];
    expect(await install(PERSON)).to.deep.equal({ kind: 'installed' });
  });
});

describe('the concealment of names', () => {
  let stub: GraphStub;
  const asked = () => namesAreConcealed(graphClient(surroundings(stub.url).options));
  beforeEach(async () => {
    stub = await graphStub();
  });
  afterEach(() => stub.close());

  it('is read where permitted, in both forms of the answer, and unknown elsewhere', async () => {
    expect(await asked()).to.equal(undefined);
    stub.data.displaysConcealedNames = true;
    expect(await asked()).to.equal(true);
    stub.script(() => ({ status: 200, body: { displayConcealedNames: false } }));
    expect(await asked()).to.equal(false);
    stub.script(() => graphError(404, 'ResourceNotFound'));
    expect(await asked()).to.equal(undefined);
  });
});
