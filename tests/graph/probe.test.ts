import { expect } from 'chai';
import { personId } from '../../src/domain/ids.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { graphProber } from '../../src/graph/probe.ts';
import { type GraphReply, type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { surroundings } from './surroundings.ts';

const APP = '6d0a4f3e-8b1c-4c2f-9e75-1a2b3c4d5e6f';
const SOMEBODY = personId('11111111-aaaa-4bbb-8ccc-000000000001');
const GROUP = '22222222-aaaa-4bbb-8ccc-000000000002';

describe('probing what the app may do', () => {
  let stub: GraphStub;
  const proberOf = (appId: string | undefined) => graphProber(graphClient(surroundings(stub.url).options), appId);
  const prober = () => proberOf(APP);
  beforeEach(async () => {
    stub = await graphStub();
  });
  afterEach(() => stub.close());
  const always = (reply: GraphReply): void => stub.script(() => reply);
  const kinds = async (...of: Parameters<ReturnType<typeof prober>['permissions']>) =>
    (await prober().permissions(...of)).map(({ permission, result }) => `${permission} ${result.kind}`);

  it('asks one harmless thing for each permission, and each once', async () => {
    always({ status: 200, body: { value: [] } });
    expect(await kinds(SOMEBODY, GROUP)).to.deep.equal([
      'User.Read.All granted',
      'Reports.Read.All granted',
      'ReportSettings.Read.All granted',
      'LicenseAssignment.Read.All granted',
      'MailboxSettings.Read granted',
      'GroupMember.Read.All granted',
      'AppCatalog.Read.All granted',
    ]);
    expect(stub.requests.map(({ method }) => method)).to.deep.equal(Array(7).fill('GET'));
  });

  it('leaves out what there is nobody, no group and no app to try with', async () => {
    always({ status: 200, body: {} });
    expect(await proberOf(undefined).permissions(undefined, undefined)).to.have.length(4);
  });

  const outcomes: readonly (readonly [what: string, reply: GraphReply, kind: string])[] = [
    ['a refusal is a missing permission', graphError(403, 'Authorization_RequestDenied'), 'missing'],
    ['a token that is not accepted is no missing permission', graphError(401, 'InvalidAuthenticationToken'), 'no-token'],
    ['somebody without a mailbox is no missing permission', graphError(404, 'MailboxNotEnabledForRESTAPI'), 'granted'],
    ['a redirect to a download is a yes', { status: 302, headers: { location: 'https://reports.example/x' } }, 'granted'],
    ['being throttled is a yes', graphError(429, 'TooManyRequests', { 'Retry-After': '600' }), 'granted'],
    ['a failing service says nothing, and is asked once', graphError(503, 'ServiceUnavailable'), 'no-answer'],
    ['a line that is cut says nothing', { kind: 'reset' }, 'no-answer'],
  ];
  for (const [what, reply, kind] of outcomes)
    it(what, async () => {
      always(reply);
      const probes = await prober().permissions(SOMEBODY, GROUP);
      expect(new Set(probes.map(({ result }) => result.kind))).to.deep.equal(new Set([kind]));
      expect(stub.requests).to.have.length(probes.length);
    });

  it('knows whether the app stands in the catalogue, and when it cannot know', async () => {
    expect(await prober().isInCatalogue()).to.equal(false);
    stub.data.apps = [{ id: 'catalogue-id', externalId: APP }];
    expect(await prober().isInCatalogue()).to.equal(true);
    expect(await proberOf(undefined).isInCatalogue()).to.equal(undefined);
    always(graphError(403, 'Forbidden'));
    expect(await prober().isInCatalogue()).to.equal(undefined);
  });
});
