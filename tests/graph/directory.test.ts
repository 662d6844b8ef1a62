import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import { graphDirectory } from '../../src/graph/directory.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import type { AccountChange } from '../../src/ports/outside.ts';
import { type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

const id = (number: number): string => `11111111-aaaa-4bbb-8ccc-${String(number).padStart(12, '0')}`;
const GROUP = '22222222-aaaa-4bbb-8ccc-000000000001';
const SKU = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
const OTHER_SKU = '00000000-1111-4222-8333-444444444444';
const TEAMS_PLAN = '57ff2da0-773e-42df-b2af-ffb7a2317929';

const ALEX = {
  id: id(1),
  userPrincipalName: 'Alex.W@contoso.example',
  displayName: 'Alex Wilber',
  jobTitle: 'Analyst',
  department: 'Sales',
  preferredLanguage: 'en-US',
  usageLocation: 'US',
  accountEnabled: true,
  userType: 'Member',
  assignedLicenses: [{ skuId: SKU, disabledPlans: [] }],
  assignedPlans: [{ servicePlanId: TEAMS_PLAN, capabilityStatus: 'Enabled', service: 'TeamspaceAPI', assignedDateTime: '2024-01-01T00:00:00Z' }],
};
const ALEX_READ = {
  kind: 'changed',
  personId: id(1),
  userPrincipalName: 'alex.w@contoso.example',
  displayName: 'Alex Wilber',
  department: 'Sales',
  jobTitle: 'Analyst',
  language: 'en-US',
  usageLocation: 'US',
  isMember: true,
  isEnabled: true,
  services: ['teams'],
};
const skus = (status = 'Success') => [
  { skuId: SKU, servicePlans: [{ servicePlanId: TEAMS_PLAN, servicePlanName: 'TEAMS1', provisioningStatus: status }] },
  { skuId: OTHER_SKU, servicePlans: [{ servicePlanId: id(7), servicePlanName: 'EXCHANGE_S', provisioningStatus: 'Success' }] },
];

describe('the directory from Graph', () => {
  let stub: GraphStub;
  let around: Surroundings;
  const directory = () => graphDirectory(graphClient(around.options), 'Europe/Berlin');
  const changes = async (token?: string) => {
    const pages: (readonly AccountChange[])[] = [];
    const result = await directory().changes(token, async (page) => {
      pages.push(page);
    });
    return { result, pages, all: pages.flat() };
  };
  const faultOf = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail('expected a fault'),
      (fault: unknown) => fault as Fault,
    );

  beforeEach(async () => {
    stub = await graphStub({ users: [ALEX], skus: skus() });
    around = surroundings(stub.url);
  });
  afterEach(() => stub.close());

  it('gives everybody page by page, and later only what is new', async () => {
    stub.data.pageSize = 2;
    stub.data.users = [ALEX, { ...ALEX, id: id(2) }, { ...ALEX, id: id(3) }];
    const first = await changes();
    expect(first.pages.map((page) => page.map((change) => change.personId))).to.deep.equal([[id(1), id(2)], [id(3)]]);
    expect(first.all[0]).to.deep.equal(ALEX_READ);
    const asked = stub.requests.find((request) => request.path === '/v1.0/users/delta')?.query.get('$select');
    expect(asked).to.equal(
      'id,userPrincipalName,displayName,department,jobTitle,preferredLanguage,usageLocation,accountEnabled,userType,assignedPlans,assignedLicenses',
    );
    stub.data.users = [
      ...stub.data.users,
      { id: id(2), department: null },
      { id: id(3), '@removed': { reason: 'changed' } },
      { id: id(9), '@removed': { reason: 'deleted' } },
    ];
    const second = await changes(first.result.kind === 'changes' ? first.result.nextToken : '');
    expect(second.all).to.deep.equal([
      { kind: 'changed', personId: id(2), department: undefined },
      { kind: 'removed', personId: id(3) },
      { kind: 'removed', personId: id(9) },
    ]);
  });

  it('hands over no empty page and survives one in the middle', async () => {
    stub.script((request) => {
      const skip = request.query.get('$skiptoken');
      if (request.path !== '/v1.0/users/delta' || skip === '2') return undefined;
      return {
        status: 200,
        body: { value: skip === null ? [ALEX] : [], '@odata.nextLink': `${stub.url}/v1.0/users/delta?$skiptoken=${Number(skip ?? 0) + 1}` },
      };
    });
    const { pages, result } = await changes();
    expect([pages.length, result.kind]).to.deep.equal([1, 'changes']);
  });

  const objects: readonly (readonly [what: string, object: object, expected: object])[] = [
    ['an absent field is unchanged', { id: id(1), jobTitle: 'Lead' }, { jobTitle: 'Lead' }],
    ['null has no value', { id: id(1), preferredLanguage: null, usageLocation: null }, { language: undefined, usageLocation: undefined }],
    ['an empty text has no value', { id: id(1), department: '' }, { department: undefined }],
    ['null names are no news', { id: id(1), userPrincipalName: null, displayName: null }, {}],
    ['a guest is no member', { id: id(1), userType: 'Guest' }, { isMember: false }],
    ['a null user type is a member', { id: id(1), userType: null }, { isMember: true }],
    ['a disabled account', { id: id(1), accountEnabled: false }, { isEnabled: false }],
    ['an id in capitals', { id: id(1).toUpperCase(), jobTitle: 'Lead' }, { jobTitle: 'Lead' }],
    ['no licence any more', { id: id(1), assignedLicenses: [] }, { services: [] }],
    ['licences set to null', { id: id(1), assignedLicenses: null }, { services: [] }],
  ];
  for (const [what, object, expected] of objects) {
    it(`understands a change: ${what}`, async () => {
      stub.data.users = [object];
      const { all } = await changes(`${stub.url}/v1.0/users/delta?$deltatoken=0`);
      expect(all).to.deep.equal([{ kind: 'changed', personId: id(1), ...expected }]);
    });
  }

  it('takes an account without a user type for a member at its first sight only', async () => {
    stub.data.users = [{ id: id(1) }, { id: id(2), userType: 'Guest' }, { id: id(2), jobTitle: 'Lead' }];
    const { all } = await changes();
    expect(all.map((change) => ('isMember' in change ? change.isMember : 'unchanged'))).to.deep.equal([true, false, 'unchanged']);
  });

  it('skips and counts what it cannot understand', async () => {
    stub.data.users = [
      ALEX,
      { id: 'nonsense' },
      { displayName: 'nobody' },
      { id: id(2), accountEnabled: 'yes' },
      { id: id(3), assignedLicenses: 'all' },
    ];
    const { all } = await changes();
    expect(all).to.have.length(1);
    expect(around.lines).to.deep.include({ event: 'accounts.skipped', fields: { skipped: 4 } });
  });

  const known = [{ skuId: SKU, disabledPlans: [] }];
  const licences: readonly (readonly [
    what: string,
    products: readonly object[] | undefined,
    object: object,
    services: readonly string[] | undefined,
  ])[] = [
    ['a product with Teams', skus(), { assignedLicenses: known }, ['teams']],
    [
      'a product with Teams switched off for the account',
      skus(),
      { assignedLicenses: [{ skuId: SKU, disabledPlans: [TEAMS_PLAN.toUpperCase()] }] },
      [],
    ],
    ['a product whose Teams plan is not provisioned', skus('Disabled'), { assignedLicenses: known }, []],
    ['a product without Teams', skus(), { assignedLicenses: [{ skuId: OTHER_SKU, disabledPlans: [] }] }, []],
    ['one product of several with Teams', skus(), { assignedLicenses: [{ skuId: OTHER_SKU }, { skuId: SKU.toUpperCase() }] }, ['teams']],
    ['an account that says nothing', skus(), { jobTitle: 'Lead' }, undefined],
    ['products unknown: an enabled plan', undefined, { assignedLicenses: [], assignedPlans: ALEX.assignedPlans }, ['teams']],
    [
      'products unknown: a deleted plan',
      undefined,
      { assignedLicenses: known, assignedPlans: [{ servicePlanId: TEAMS_PLAN, capabilityStatus: 'Deleted' }] },
      [],
    ],
    ['products unknown: any licence', undefined, { assignedLicenses: [{ skuId: OTHER_SKU, disabledPlans: [] }] }, ['teams']],
    ['products unknown: no licence', undefined, { assignedLicenses: [] }, []],
    ['products unknown: nothing said', undefined, { jobTitle: 'Lead' }, undefined],
  ];
  for (const [what, products, object, services] of licences)
    it(`knows who has Teams by ${what}`, async () => {
      stub.data.skus = products;
      stub.data.users = [{ id: id(1), ...object }];
      const [change] = (await changes()).all;
      expect(change?.kind === 'changed' ? change.services : 'none').to.deep.equal(services);
    });

  it('knows who has Teams where there are no products to read', async () => {
    stub.script((request) => (request.path === '/v1.0/subscribedSkus' ? graphError(404, 'Request_ResourceNotFound') : undefined));
    expect((await changes()).all).to.deep.equal([ALEX_READ]);
  });

  const tooOld: readonly (readonly [what: string, status: number, code: string])[] = [
    ['410', 410, 'Gone'],
    ['410 with its code', 410, 'syncStateNotFound'],
    ['the code alone', 400, 'syncStateNotFound'],
  ];
  for (const [what, status, code] of tooOld)
    it(`wants everything read again at ${what}`, async () => {
      stub.script((request) => (request.path === '/v1.0/users/delta' ? graphError(status, code) : undefined));
      expect((await changes(`${stub.url}/v1.0/users/delta?$deltatoken=1`)).result).to.deep.equal({ kind: 'resync' });
    });

  it('does not follow a token of another host, and reads everything again', async () => {
    for (const token of ['https://attacker.example/v1.0/users/delta?$deltatoken=1', 'http://127.0.0.1:1/v1.0/users/delta', 'nonsense'])
      expect((await changes(token)).result).to.deep.equal({ kind: 'resync' });
    expect(stub.requests).to.have.length(0);
  });

  const links: readonly (readonly [what: string, page: object, says: string])[] = [
    ['a next page at another host', { '@odata.nextLink': 'https://attacker.example/v1.0/users/delta?x' }, 'attacker.example'],
    ['a delta link at another host', { '@odata.deltaLink': 'https://attacker.example/v1.0/users/delta?x' }, 'another host'],
    ['no link at all', {}, 'neither'],
  ];
  for (const [what, page, says] of links)
    it(`refuses ${what}`, async () => {
      stub.script((request) => (request.path === '/v1.0/users/delta' ? { status: 200, body: { value: [ALEX], ...page } } : undefined));
      const fault = await faultOf(changes());
      expect(fault).to.be.instanceOf(Fault).with.property('code', 'graph-unavailable');
      expect(fault.message).to.contain(says);
    });

  it('refuses a page that leads to itself', async () => {
    stub.script((request) =>
      request.path === '/v1.0/users/delta'
        ? { status: 200, body: { value: [], '@odata.nextLink': `${stub.url}/v1.0/users/delta?$skiptoken=1` } }
        : undefined,
    );
    expect((await faultOf(changes())).message).to.contain('the page itself');
  });

  it('keeps a next link as it is, query and all', async () => {
    const query = '$select=id,displayName&$skiptoken=a%2Bb==&x=1%2F2';
    let seen = '';
    stub.script((request, count) => {
      if (request.path !== '/v1.0/users/delta') return undefined;
      if (count === 1) return { status: 200, body: { value: [], '@odata.nextLink': `${stub.url}/v1.0/users/delta?${query}` } };
      seen = request.query.toString();
      return { status: 200, body: { value: [], '@odata.deltaLink': `${stub.url}/v1.0/users/delta?$deltatoken=1` } };
    });
    await changes();
    expect(seen).to.equal(new URLSearchParams(query).toString());
  });

  const refusals: readonly (readonly [status: number, code: string, expected: string, says: string])[] = [
    [401, 'InvalidAuthenticationToken', 'graph-refused', 'User.Read.All'],
    [403, 'Authorization_RequestDenied', 'graph-refused', 'User.Read.All'],
    [429, 'TooManyRequests', 'graph-throttled', '429'],
    [503, 'ServiceUnavailable', 'graph-unavailable', '503'],
    [200, 'no page', 'graph-unavailable', 'documented answer'],
  ];
  for (const [status, code, expected, says] of refusals)
    it(`faults as ${expected} at ${status} ${code}`, async () => {
      stub.script((request) => (request.path === '/v1.0/users/delta' ? graphError(status, code, { 'retry-after': '9' }) : undefined));
      const fault = await faultOf(changes());
      expect(fault).to.be.instanceOf(Fault).with.property('code', expected);
      expect(fault.message).to.contain(says);
    });

  describe('of a group', () => {
    it('has all members, nested ones included, each once, over all pages', async () => {
      stub.data.pageSize = 2;
      stub.data.groups = { [GROUP]: [id(1), id(2), id(1), id(3), id(4).toUpperCase()] };
      expect(await directory().membersOf(GROUP.toUpperCase())).to.deep.equal([id(1), id(2), id(3), id(4)]);
      expect(stub.requests).to.have.length(3);
    });

    const unreadable: readonly (readonly [what: string, group: string, reply: ReturnType<typeof graphError> | undefined, says: string])[] = [
      ['a group nobody knows', GROUP, undefined, GROUP],
      ['a name in place of an id', 'Sales', undefined, 'object id'],
      ['a missing permission', GROUP, graphError(403, 'Authorization_RequestDenied'), 'GroupMember.Read.All'],
    ];
    for (const [what, group, reply, says] of unreadable)
      it(`is refused for ${what}`, async () => {
        stub.script(() => reply);
        const fault = await faultOf(directory().membersOf(group));
        expect(fault).to.be.instanceOf(Fault).with.property('code', 'graph-refused');
        expect(fault.message).to.contain(says);
      });
  });
});
