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
  licensedSince: { teams: '2024-01-01' },
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

  const E3 = 'aaaaaaaa-1111-4222-8333-444444444444';
  const plan = (number: number, servicePlanName: string, provisioningStatus = 'Success') => ({
    servicePlanId: id(number),
    servicePlanName,
    provisioningStatus,
  });
  const whole = {
    skuId: E3,
    servicePlans: [
      plan(20, 'TEAMS1'),
      plan(21, 'EXCHANGE_S_ENTERPRISE'),
      plan(22, 'SHAREPOINTENTERPRISE'),
      plan(23, 'OFFICESUBSCRIPTION'),
      plan(24, 'YAMMER_ENTERPRISE'),
      plan(25, 'M365_COPILOT_APPS'),
    ],
  };
  const servicesOf = async (servicePlans: readonly object[]) => {
    stub.data.skus = [{ skuId: E3, servicePlans }];
    stub.data.users = [{ id: id(1), assignedLicenses: [{ skuId: E3 }] }];
    const [change] = (await changes()).all;
    return change?.kind === 'changed' ? change.services : undefined;
  };

  const plans: readonly (readonly [name: string, services: readonly string[]])[] = [
    ['TEAMS1', ['teams']],
    ['TEAMS_GOV', ['teams']],
    ['TEAMSPRO_MGMT', []],
    ['EXCHANGE_S_DESKLESS', ['exchange']],
    ['EXCHANGE_S_STANDARD_GOV', ['exchange']],
    ['EXCHANGE_S_FOUNDATION', []],
    ['EXCHANGE_S_ARCHIVE_ADDON', []],
    ['SHAREPOINTENTERPRISE_GOV', ['onedrive', 'sharepoint']],
    ['SHAREPOINTDESKLESS', ['onedrive', 'sharepoint']],
    ['SHAREPOINTSTORAGE', []],
    ['ONEDRIVESTANDARD', ['onedrive']],
    ['ONEDRIVECLIPCHAMP', []],
    ['OFFICE_BUSINESS', ['apps']],
    ['OFFICEMOBILE_SUBSCRIPTION', ['apps']],
    ['OFFICE_FORMS_PLAN_3', []],
    ['YAMMER_EDU', ['engage']],
    ['VIVAENGAGE_CORE', ['engage']],
    ['M365_COPILOT_TEAMS', ['copilot']],
    ['COPILOT_STUDIO_IN_COPILOT_FOR_M365', []],
  ];
  for (const [name, services] of plans)
    it(`knows what the plan ${name} is for: ${services.join(', ') || 'nothing here'}`, async () => {
      expect(await servicesOf([plan(20, name)])).to.deep.equal(services);
    });

  it('knows every service of a product, without the plans that are not provisioned or switched off', async () => {
    expect(await servicesOf(whole.servicePlans)).to.deep.equal(['teams', 'exchange', 'onedrive', 'sharepoint', 'apps', 'engage', 'copilot']);
    expect(await servicesOf([plan(20, 'TEAMS1', 'Disabled'), plan(21, 'EXCHANGE_S_ENTERPRISE')])).to.deep.equal(['exchange']);
  });

  it('knows since when a service is there: the earliest day an enabled plan of it was assigned', async () => {
    stub.data.skus = [whole];
    const assigned = (number: number, day: string | null, capabilityStatus = 'Enabled') => ({
      servicePlanId: id(number),
      capabilityStatus,
      assignedDateTime: day === null ? null : `${day}T23:30:00Z`,
    });
    stub.data.users = [
      {
        id: id(1),
        assignedLicenses: [{ skuId: E3 }],
        assignedPlans: [
          assigned(20, '2026-11-10'),
          assigned(21, '2025-02-01', 'Deleted'),
          assigned(22, '2026-03-01'),
          assigned(22, '2024-03-01'),
          assigned(23, null),
          assigned(24, 'long ago'),
          assigned(99, '2020-01-01'),
        ],
      },
    ];
    const [change] = (await changes()).all;
    const since = change?.kind === 'changed' ? change.licensedSince : undefined;
    expect(since).to.deep.equal({ teams: '2026-11-10', onedrive: '2024-03-01', sharepoint: '2024-03-01' });
  });

  it('knows services and their first days by published ids where products may not be read', async () => {
    stub.data.skus = undefined;
    const of = (servicePlanId: string, capabilityStatus = 'Enabled') => ({
      servicePlanId,
      capabilityStatus,
      assignedDateTime: '2026-01-15T08:00:00Z',
    });
    const assignedPlans = [
      of(TEAMS_PLAN),
      of('EFB87545-963C-4E0D-99DF-69C6916D9EB0'),
      of('43de0ff5-c92c-492b-9116-175376d08c38', 'Suspended'),
      of(id(7)),
    ];
    stub.data.users = [{ id: id(1), assignedPlans }];
    const [change] = (await changes()).all;
    expect(change).to.deep.include({ services: ['teams', 'exchange'], licensedSince: { teams: '2026-01-15', exchange: '2026-01-15' } });
  });

  it('passes over what it did not ask for, such as managers that changed', async () => {
    stub.data.users = [{ id: id(1), jobTitle: 'Lead', 'manager@delta': [{ '@removed': { reason: 'deleted' }, id: id(2) }] }];
    const { all } = await changes(`${stub.url}/v1.0/users/delta?$deltatoken=0`);
    expect(all).to.deep.equal([{ kind: 'changed', personId: id(1), jobTitle: 'Lead' }]);
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

  it('does not follow the address a 410 gives: everything is read from the beginning, with its own fields', async () => {
    const gone = {
      status: 410,
      headers: { location: `${stub.url}/v1.0/users/delta?$deltatoken=` },
      body: { error: { code: 'syncStateNotFound', message: 'x' } },
    };
    stub.script((request) => (request.query.get('$deltatoken') === '1' ? gone : undefined));
    expect((await changes(`${stub.url}/v1.0/users/delta?$deltatoken=1`)).result).to.deep.equal({ kind: 'resync' });
    expect(stub.requests.filter((request) => request.path === '/v1.0/users/delta')).to.have.length(1);
  });

  it('wants everything read again when a page in the middle is gone', async () => {
    stub.data.pageSize = 1;
    stub.data.users = [ALEX, { ...ALEX, id: id(2) }];
    stub.script((request) => (request.query.has('$skiptoken') ? graphError(410, 'Gone') : undefined));
    expect((await changes()).result).to.deep.equal({ kind: 'resync' });
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
