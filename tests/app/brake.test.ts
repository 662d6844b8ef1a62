import { expect } from 'chai';
import { armCommand } from '../../bot/commands/brake.ts';
import type { Shell } from '../../bot/commands/shell.ts';
import type { App } from '../../bot/compose.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { arm, freeze } from '../../src/app/brake.ts';
import { addDays } from '../../src/domain/time.ts';
import { NOW, newPerson, somePeople, TODAY } from '../storage/samples.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

const CLOCK = { now: () => NOW };
const NOTICE = 'https://contoso.example/notice';

function braked({ db }: TestTenant, members: readonly ReturnType<typeof newPerson>[] = []) {
  const directory = {
    changes: () => Promise.reject(new Error('not asked')),
    mailboxes: () => Promise.reject(new Error('not asked')),
    membersOf: async () => members,
  };
  return { arm: arm({ db, clock: CLOCK, directory }), freeze: freeze({ db, clock: CLOCK }) };
}

/** `coach arm …` as it prints, in a tenant of Auckland, where it is already the next day. */
async function commanded(tenant: TestTenant, flags: Partial<Parameters<typeof armCommand>[1]> = {}): Promise<string> {
  let said = '';
  const io = {
    out: (text: string) => {
      said += text;
    },
    err: () => undefined,
  };
  const app = {
    ...braked(tenant),
    settings: { defaultZone: 'Pacific/Auckland' },
    system: { clock: { now: () => NOW + 6 * 3_600_000 } },
  } as unknown as App;
  const shell: Shell = { io, progress: silentProgress, withApp: (_purpose, body) => body(app) };
  expect(await armCommand(shell, { all: true, noticeUrl: NOTICE, noticeDate: TODAY, ...flags })).to.equal(0);
  return said;
}

onEveryEngine('the brake', (open) => {
  const refused = [
    ['http', { url: 'http://contoso.example/notice', day: TODAY }],
    ['this machine', { url: 'http://127.0.0.1/notice', day: TODAY }],
    ['no address', { url: 'https://', day: TODAY }],
    ['a path', { url: '/notice', day: TODAY }],
    ['a day to come', { url: NOTICE, day: addDays(TODAY, 1) }],
  ] as const;
  for (const [what, notice] of refused)
    it(`arms nobody on the strength of a notice of ${what}`, async () => {
      const tenant = await open();
      await tenant.db.stores.tenants.freeze(NOW, 'by command');
      const fault = await braked(tenant)
        .arm('all', notice, TODAY)
        .catch((error: unknown) => error);
      expect(fault).to.have.property('code', 'invalid-config');
      const { arming, frozen } = await tenant.db.stores.tenants.state();
      expect([arming, frozen?.why]).to.deep.equal([[], 'by command']);
    });

  it('arms the members of a group who are known, on a notice of today', async () => {
    const tenant = await open();
    const [member, other] = await somePeople(tenant, 2);
    const result = await braked(tenant, [member, newPerson()]).arm({ group: 'pilot' }, { url: NOTICE, day: TODAY }, TODAY);
    expect(result).to.deep.equal({ people: 2, thawed: undefined });
    expect(await tenant.db.stores.tenants.inScope([member, other])).to.have.all.keys(member);
  });

  it('says that it lifts a freeze, and why there was one', async () => {
    const tenant = await open();
    await braked(tenant).freeze('BotDisabledByAdmin');
    expect(await commanded(tenant)).to.match(/^Sending was frozen \(BotDisabledByAdmin\); it goes on now\.\nArmed for everybody/);
    expect((await tenant.db.stores.tenants.state()).frozen).to.equal(undefined);
    expect(await commanded(tenant), 'nothing to lift').to.match(/^Armed/);
    expect(JSON.parse(await commanded(tenant, { json: true }))).to.have.property('wasFrozen', false);
    await braked(tenant).freeze('again');
    expect(JSON.parse(await commanded(tenant, { json: true }))).to.have.property('wasFrozen', true);
  });

  it('takes today from the tenant’s zone', async () => {
    const tenant = await open();
    expect(await commanded(tenant, { noticeDate: addDays(TODAY, 1) })).to.match(/^Armed/);
  });
});
