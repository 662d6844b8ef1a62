import { expect } from 'chai';
import { DAY_MS, day, later } from '../../src/domain/time.ts';
import { dayNumber } from '../../src/sample/dayNumber.ts';
import { heldOn } from '../../src/sample/holdings.ts';
import { hasTeams, type SamplePerson } from '../../src/sample/samplePerson.ts';
import type { SampleTenant } from '../../src/sample/startSampleTenant.ts';
import { company, NOW, post, YOU } from './company.ts';

interface Page {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly '@odata.count'?: number;
}

const SELECT = 'id,userPrincipalName,displayName,department,preferredLanguage,usageLocation,accountEnabled,userType,assignedLicenses';

describe('the sample tenant’s directory', () => {
  let tenant: SampleTenant;
  before(async () => {
    tenant = await company({ people: 250 });
  });
  after(() => tenant.close());

  const page = async (url: string): Promise<Page> => (await fetch(url)).json() as Promise<Page>;
  const catalogueApp = async (): Promise<string> => {
    const found = await page(`${tenant.url}/v1.0/appCatalogs/teamsApps?$filter=externalId eq 'cf1ba4ce-7a21-4fd5-8f3c-0f1f1c7b8d10'`);
    return `${found.value[0]?.['id']}`;
  };
  function firstOf(matches: (person: SamplePerson) => boolean): SamplePerson {
    const found = tenant.people.find(matches);
    if (found === undefined) throw new Error('nobody like that in the company');
    return found;
  }
  const member = () => firstOf((person) => hasTeams(person) && person.personId !== YOU.personId);

  it('gives all accounts once over several pages, then nothing new', async () => {
    const seen: unknown[] = [];
    let pages = 0;
    let next: string | undefined = `${tenant.url}/v1.0/users/delta?$select=${SELECT}`;
    let deltaLink: string | undefined;
    while (next !== undefined) {
      const got: Page = await page(next);
      seen.push(...got.value.map((user) => user['id']));
      pages += 1;
      deltaLink = got['@odata.deltaLink'];
      next = got['@odata.nextLink'];
    }
    expect(pages).to.equal(3);
    expect(seen).to.deep.equal(tenant.people.map((person) => person.personId));
    expect(new Set(seen).size).to.equal(250);
    const again = await page(deltaLink ?? '');
    expect(again.value).to.deep.equal([]);
    expect(again['@odata.deltaLink']).to.be.a('string');
  });

  it('gives only the properties that were selected, and the id', async () => {
    const [first] = (await page(`${tenant.url}/v1.0/users/delta?$select=department`)).value;
    expect(first).to.have.all.keys('id', 'department');
  });

  it('tells when each plan was assigned, and which is switched off', async () => {
    const off = firstOf((person) => person.isTeamsOff && person.kind === 'member' && person.holdings[0]?.licence.services.includes('teams') === true);
    const { value } = await page(
      `${tenant.url}/v1.0/groups/${tenant.groups[0]?.id}/transitiveMembers/microsoft.graph.user?$top=300&$select=id,assignedPlans,assignedLicenses`,
    );
    const plans = (id: string) => (value.find((user) => user['id'] === id)?.['assignedPlans'] ?? []) as readonly Readonly<Record<string, string>>[];
    expect(plans(YOU.personId).map((plan) => [plan['service'], plan['capabilityStatus']])).to.deep.include(['exchange', 'Enabled']);
    expect(plans(YOU.personId).every((plan) => /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plan['assignedDateTime'] ?? ''))).to.equal(true);
    const teams = plans(off.personId).find((plan) => plan['servicePlanId'] === '57ff2da0-773e-42df-b2af-ffb7a2317929');
    expect(teams?.['capabilityStatus']).to.equal('Deleted');
    expect(value.find((user) => user['id'] === off.personId)?.['assignedLicenses']).to.have.nested.property(
      '[0].disabledPlans[0]',
      teams?.['servicePlanId'],
    );
  });

  it('tells of a licence that came since, once', async () => {
    let now = NOW;
    const moving = await company({ people: 80, now: () => now });
    try {
      const first = await page(`${moving.url}/v1.0/users/delta?$select=id,assignedPlans`);
      now = later(NOW, 28 * DAY_MS);
      const second = await page(first['@odata.deltaLink'] ?? '');
      expect(second.value.map((user) => user['id'])).to.include(YOU.personId);
      expect(second.value.length).to.be.below(20);
      expect(JSON.stringify(second.value.find((user) => user['id'] === YOU.personId))).to.include('2026-12-19T');
      expect((await page(second['@odata.deltaLink'] ?? '')).value).to.deep.equal([]);
    } finally {
      await moving.close();
    }
  });

  it('refuses a page token it did not make', async () => {
    const response = await fetch(`${tenant.url}/v1.0/users/delta?$skiptoken=abc`);
    expect(response.status).to.equal(400);
  });

  it('has the licences its people hold, with the service plan of Teams in some', async () => {
    const skus = (await page(`${tenant.url}/v1.0/subscribedSkus`)).value as readonly {
      skuId: string;
      consumedUnits: number;
      servicePlans: { servicePlanName: string }[];
    }[];
    const held = new Set(tenant.people.flatMap((person) => heldOn(person, dayNumber(day('2026-11-21'))).map(({ licence }) => licence.skuId)));
    expect(skus.map((sku) => sku.skuId)).to.include.members([...held]);
    const withTeams = skus.filter((sku) => sku.servicePlans.some((plan) => plan.servicePlanName === 'TEAMS1'));
    expect([withTeams.length, skus.length]).to.deep.equal([4, 7]);
    const copilot = skus.find((sku) => sku.servicePlans.some((plan) => plan.servicePlanName === 'M365_COPILOT_APPS'));
    expect(copilot?.consumedUnits).to.be.within(15, 60);
  });

  it('answers mailbox settings in a batch, each with its own status, in another order', async () => {
    const guest = firstOf((person) => person.kind === 'guest');
    const shared = firstOf((person) => person.kind === 'shared');
    const requests = [YOU.personId, guest.personId, shared.personId].map((id, index) => ({
      id: `${index}`,
      method: 'GET',
      url: `/users/${id}/mailboxSettings`,
    }));
    const { responses } = (await (await post(`${tenant.url}/v1.0/$batch`, { requests })).json()) as {
      responses: { id: string; status: number; body: Readonly<Record<string, unknown>> & { readonly error?: { readonly code: string } } }[];
    };
    expect(responses.map((answer) => [answer.id, answer.status])).to.deep.equal([
      ['2', 200],
      ['1', 404],
      ['0', 200],
    ]);
    expect(responses[0]?.body['userPurpose']).to.equal('shared');
    expect(responses[1]?.body.error?.code).to.equal('MailboxNotEnabledForRESTAPI');
    expect(responses[2]?.body).to.deep.include({ timeZone: 'Europe/Berlin', userPurpose: 'user' });
    expect(responses[2]?.body['workingHours']).to.deep.include({
      startTime: '09:00:00.0000000',
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    });
  });

  it('refuses a batch of 21', async () => {
    const requests = Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, method: 'GET', url: `/users/${YOU.personId}/mailboxSettings` }));
    expect((await post(`${tenant.url}/v1.0/$batch`, { requests })).status).to.equal(400);
  });

  it('lists a group’s people over pages with their number, and knows no other group', async () => {
    const [everybody] = tenant.groups;
    if (everybody === undefined) throw new Error('no group');
    const first = await page(`${tenant.url}/v1.0/groups/${everybody.id}/transitiveMembers/microsoft.graph.user?$count=true&$select=id&$top=150`);
    const second = await page(first['@odata.nextLink'] ?? '');
    expect(first['@odata.count']).to.equal(everybody.members.length);
    expect([...first.value, ...second.value].map((user) => user['id'])).to.deep.equal(everybody.members.map((person) => person.personId));
    const nobody = await fetch(`${tenant.url}/v1.0/groups/00000000-0000-4000-8000-000000000000/transitiveMembers/microsoft.graph.user`);
    expect([nobody.status, ((await nobody.json()) as { error: { code: string } }).error.code]).to.deep.equal([404, 'Request_ResourceNotFound']);
  });

  it('installs the app for a person once, and not for people without Teams', async () => {
    const body = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${await catalogueApp()}` };
    const install = async (id: string): Promise<number> => (await post(`${tenant.url}/v1.0/users/${id}/teamwork/installedApps`, body)).status;
    const guest = firstOf((person) => person.kind === 'guest');
    expect([await install(member().personId), await install(member().personId), await install(guest.personId)]).to.deep.equal([201, 409, 403]);
    expect(await install('00000000-0000-4000-8000-000000000000')).to.equal(404);
  });

  it('answers what it does not know with Graph’s 404', async () => {
    for (const path of ['/v1.0/me', "/v1.0/reports/getSomethingElse(period='D7')", '/%E0%A4%A']) {
      const response = await fetch(tenant.url + path);
      expect([path, response.status, ((await response.json()) as { error: { code: string } }).error.code]).to.deep.equal([
        path,
        404,
        'Request_ResourceNotFound',
      ]);
    }
  });
});
