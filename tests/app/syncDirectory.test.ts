import { expect } from 'chai';
import { syncDirectory } from '../../src/app/syncDirectory.ts';
import { addDays } from '../../src/domain/time.ts';
import type { AccountChange, DirectoryChanges } from '../../src/ports/outside.ts';
import { newPerson, TODAY } from '../storage/samples.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

type Read = readonly [changes: readonly AccountChange[], DirectoryChanges];

/** A directory that answers one read after the other with what was laid down. */
function syncOf({ db }: TestTenant, reads: Read[], tokens: (string | undefined)[] = [], meanwhile = async (): Promise<void> => undefined) {
  const directory = {
    changes: async (token: string | undefined, onPage: (page: readonly AccountChange[]) => Promise<void>): Promise<DirectoryChanges> => {
      tokens.push(token);
      const [changes, result] = reads.shift() ?? [[], { kind: 'resync' }];
      await onPage(changes);
      await meanwhile();
      return result;
    },
    mailboxes: async () => new Map(),
    membersOf: async () => [],
  };
  return syncDirectory({ db, directory, progress: { step: () => ({ add: () => undefined, done: () => undefined }) } });
}

onEveryEngine('the directory', (open) => {
  const [a, b] = [newPerson(), newPerson()];
  const told = (person: typeof a): AccountChange => ({ kind: 'changed', personId: person, userPrincipalName: `${person}@x`, services: ['teams'] });
  const ended = (nextToken: string): DirectoryChanges => ({ kind: 'changes', nextToken });
  const TOMORROW = addDays(TODAY, 1);

  it('is read whole when its token is too old, and whoever it no longer names is marked as removed', async () => {
    const tenant = await open();
    const tokens: (string | undefined)[] = [];
    await syncOf(tenant, [[[told(a), told(b)], ended('1')]])(TODAY);
    const reads: Read[] = [
      [[], { kind: 'resync' }],
      [[told(a)], ended('2')],
    ];
    expect(await syncOf(tenant, reads, tokens)(TOMORROW)).to.deep.equal({ written: 1, skipped: 0, removed: 1, wasFull: true });
    expect(tokens).to.deep.equal(['1', undefined]);
    expect((await tenant.db.stores.tenants.state()).deltaToken).to.deep.equal({ text: '2', day: TOMORROW });
    expect(await tenant.db.stores.people.count()).to.equal(1);
  });

  const ages: readonly (readonly [days: number, asked: string | undefined])[] = [
    [6, '1'],
    [7, undefined],
  ];
  for (const [days, asked] of ages)
    it(`is ${asked === undefined ? 'read whole' : 'asked for what is new'} with a token ${days} days old`, async () => {
      const tenant = await open();
      const tokens: (string | undefined)[] = [];
      await syncOf(tenant, [[[told(a), told(b)], ended('1')]])(TODAY);
      const { removed } = await syncOf(tenant, [[[told(a)], ended('2')]], tokens)(addDays(TODAY, days));
      expect([tokens, removed]).to.deep.equal([[asked], asked === undefined ? 1 : 0]);
      expect((await tenant.db.stores.tenants.state()).deltaToken).to.deep.equal({ text: '2', day: addDays(TODAY, days) });
    });

  it('does the same at a replay, and believes the later of two changes of one account', async () => {
    const tenant = await open();
    const page: readonly AccountChange[] = [
      told(a),
      { kind: 'removed', personId: b },
      { kind: 'changed', personId: a, department: 'Sales' },
      { kind: 'changed', personId: a, department: 'Research', isMember: false, isEnabled: false },
    ];
    await syncOf(tenant, [[page, ended('1')]])(TODAY);
    await syncOf(tenant, [[page, ended('2')]])(TODAY);
    expect(await tenant.db.stores.people.count()).to.equal(1);
    expect(await tenant.db.stores.people.get(a)).to.deep.include({ department: 'Research', isMember: false, isEnabled: false });
  });

  const unfinished: readonly (readonly [string, Read])[] = [
    ['broken off by another resync', [[told(a)], { kind: 'resync' }]],
    ['that names nobody', [[], ended('2')]],
  ];
  for (const [what, read] of unfinished)
    it(`removes nobody after a whole read ${what}`, async () => {
      const tenant = await open();
      await syncOf(tenant, [[[told(a), told(b)], ended('1')]])(TODAY);
      await syncOf(tenant, [[[told(a)], ended('1')]])(TOMORROW);
      expect((await syncOf(tenant, [[[], { kind: 'resync' }], read])(TOMORROW)).removed).to.equal(0);
      expect(await tenant.db.stores.people.count()).to.equal(2);
    });

  it('is read whole the next time when somebody asked for it during a read', async () => {
    const tenant = await open();
    const { tenants } = tenant.db.stores;
    await syncOf(tenant, [[[told(a)], ended('1')]])(TODAY);
    await syncOf(tenant, [[[told(b)], ended('2')]], [], () => tenants.saveDeltaToken(undefined))(TODAY);
    expect((await tenants.state()).deltaToken).to.equal(undefined);
  });
});
