import { expect } from 'chai';
import sinon from 'sinon';
import { Fault } from '../../src/domain/errors.ts';
import { retryAfterMs } from '../../src/domain/retryAfter.ts';
import { graphCredential } from '../../src/graph/credential.ts';
import { openGraph } from '../../src/graph/graph.ts';
import { type GraphOptions, graphClient } from '../../src/graph/graphClient.ts';
import { type GraphStub, graphStub } from '../support/graphStub.ts';
import { surroundings } from './surroundings.ts';
import { teamsCsv } from './teamsReport.ts';

const REPORT = 'getTeamsUserActivityUserDetail';
const credential = { getToken: async () => ({ token: 'the-token', expiresOnTimestamp: 0 }) };
const settings = { teamsAppId: undefined, defaultZone: 'UTC' };
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('expected a fault'),
    (fault: unknown) => fault as Fault,
  );

describe('the Graph client', () => {
  afterEach(() => sinon.restore());

  it('gives its token to Graph over https and to nobody else', async () => {
    const seen: (readonly [url: string, authorization: string | null])[] = [];
    sinon.stub(globalThis, 'fetch').callsFake(async (input, init) => {
      seen.push([String(input), new Headers(init?.headers).get('authorization')]);
      const isDownload = String(input).startsWith('https://reports.office.com/');
      return isDownload
        ? new Response(teamsCsv())
        : new Response(null, { status: 302, headers: { location: 'https://reports.office.com/data/download/secret' } });
    });
    const around = surroundings('https://graph.microsoft.com', { credential });
    const read = await openGraph(around.options, settings).usage.read(REPORT, { kind: 'period', days: 30 }, async () => undefined);
    expect(read).to.have.property('kind', 'read');
    expect(seen).to.deep.equal([
      [`https://graph.microsoft.com/v1.0/reports/${REPORT}(period='D30')`, 'Bearer the-token'],
      ['https://reports.office.com/data/download/secret', null],
    ]);
    expect(JSON.stringify(around.lines)).to.not.contain('secret');
  });

  describe('at a loopback address', () => {
    let stub: GraphStub;
    beforeEach(async () => {
      stub = await graphStub({ displaysConcealedNames: false });
    });
    afterEach(() => stub.close());

    it('asks for no token and sends none, even where there is an identity', async () => {
      const never = { getToken: sinon.fake.rejects(new Error('asked')) };
      const graph = openGraph(surroundings(stub.url, { credential: never }).options, settings);
      expect(await graph.prober.namesAreConcealed()).to.equal(false);
      expect(never.getToken.callCount).to.equal(0);
      expect(stub.requests[0]?.headers.authorization).to.equal(undefined);
    });
  });

  const refusals: readonly (readonly [what: string, options: Partial<GraphOptions>, baseUrl: string])[] = [
    ['a real host without an identity', {}, 'https://graph.microsoft.com'],
    ['plain http to another machine', { credential }, 'http://graph.example'],
    ['a version in the address', { credential }, 'https://graph.microsoft.com/v1.0'],
    ['no address', { credential }, 'graph'],
  ];
  for (const [what, options, baseUrl] of refusals)
    it(`refuses ${what}`, () => {
      expect(() => graphClient(surroundings(baseUrl, options).options))
        .to.throw(Fault)
        .with.property('code', 'invalid-config');
    });

  const identities: readonly (readonly [what: string, error: Error, code: string, says: string])[] = [
    ['Entra refuses', new Error('AADSTS7000215: Invalid client secret provided: hunter2'), 'graph-refused', 'AADSTS7000215'],
    ['nobody answers', new Error('connect ECONNREFUSED hunter2'), 'graph-unavailable', 'did not answer'],
  ];
  for (const [what, error, code, says] of identities)
    it(`faults without secrets when ${what}`, async () => {
      const around = surroundings('https://graph.microsoft.com', { credential: { getToken: () => Promise.reject(error) } });
      const fault = await faultOf(openGraph(around.options, settings).prober.namesAreConcealed());
      expect([fault.code, fault.cause]).to.deep.equal([code, undefined]);
      expect(fault.message).to.contain(says).and.not.contain('hunter2');
    });

  it('makes a credential of each kind of identity, and none of a malformed one', () => {
    const ids = { tenantId: 'aaaabbbb-0000-cccc-1111-dddd2222eeee', clientId: '00001111-aaaa-2222-bbbb-3333cccc4444' };
    expect(graphCredential({ kind: 'secret', ...ids, clientSecret: 's' })).to.have.property('getToken');
    expect(graphCredential({ kind: 'certificate', ...ids, certificatePath: '/nowhere.pem' })).to.have.property('getToken');
    expect(graphCredential({ kind: 'managed-identity', clientId: undefined })).to.have.property('getToken');
    expect(graphCredential({ kind: 'managed-identity', clientId: ids.clientId })).to.have.property('getToken');
    expect(() => graphCredential({ kind: 'secret', ...ids, tenantId: 'no tenant!', clientSecret: 's' }))
      .to.throw(Fault)
      .with.property('code', 'invalid-config');
  });
});

describe('Retry-After', () => {
  const DATE = 'Sat, 21 Nov 2026 10:00:00 GMT';
  const cases: readonly (readonly [what: string, headers: Record<string, string>, ms: number | undefined])[] = [
    ['seconds', { 'Retry-After': '12' }, 12_000],
    ['zero', { 'Retry-After': '0' }, 0],
    ['parts of a second', { 'Retry-After': '0.5' }, 500],
    ['a date, by the server’s clock', { 'Retry-After': 'Sat, 21 Nov 2026 10:02:00 GMT', Date: DATE }, 120_000],
    ['a date that has passed', { 'Retry-After': 'Sat, 21 Nov 2026 09:00:00 GMT', Date: DATE }, 0],
    ['a date without the server’s clock', { 'Retry-After': DATE }, undefined],
    ['words', { 'Retry-After': 'soon', Date: DATE }, undefined],
    ['nothing', {}, undefined],
  ];
  for (const [what, headers, ms] of cases) it(`understands ${what}`, () => expect(retryAfterMs(new Headers(headers))).to.equal(ms));
});
