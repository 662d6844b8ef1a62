import { expect } from 'chai';
import { DEFAULT_CHOICE, type Mailbox } from '../../src/domain/person.ts';
import { addDays, day, later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { NOW, newPerson, somePeople, TODAY } from './samples.ts';

function isAPeopleStore(open: () => Promise<TestTenant>): void {
  it('keeps what a change does not mention and clears what it mentions as absent', async () => {
    const { db } = await open();
    const { people } = db.stores;
    const id = newPerson();
    await people.apply(
      [
        {
          kind: 'changed',
          personId: id,
          userPrincipalName: 'Ann@Example.org',
          displayName: 'Ann',
          department: 'Sales',
          jobTitle: 'Rep',
          services: ['teams'],
        },
      ],
      TODAY,
      true,
    );
    await people.apply([{ kind: 'changed', personId: id, department: undefined, isEnabled: false }], TODAY, false);
    expect(await people.get(id)).to.deep.equal({
      personId: id,
      userPrincipalName: 'ann@example.org',
      displayName: 'Ann',
      department: undefined,
      jobTitle: 'Rep',
      language: undefined,
      usageLocation: undefined,
      isMember: true,
      isEnabled: false,
      services: ['teams'],
      mailbox: undefined,
      licensedSince: {},
      choice: DEFAULT_CHOICE,
    });
  });

  it('skips an account never seen that comes without a user principal name, and lays repeated changes over one another', async () => {
    const { db } = await open();
    const [known, unknown] = [newPerson(), newPerson()];
    const counts = await db.stores.people.apply(
      [
        { kind: 'changed', personId: known, displayName: 'Bo' },
        { kind: 'changed', personId: unknown, displayName: 'Nobody' },
        { kind: 'changed', personId: known, userPrincipalName: 'bo@example.org' },
        { kind: 'removed', personId: newPerson() },
      ],
      TODAY,
      false,
    );
    expect(counts).to.deep.equal({ written: 1, skipped: 2 });
    expect((await db.stores.people.get(known))?.displayName).to.equal('Bo');
    expect(await db.stores.people.get(unknown)).to.equal(undefined);
  });

  const licences = [
    ['first seen in the first sync with the licence', true, ['teams'], undefined, {}],
    ['first seen later with the licence', false, ['teams'], undefined, { teams: TODAY }],
    ['known without, and it appears', true, [], ['teams'], { teams: addDays(TODAY, 1) }],
    ['known with, and it goes', false, ['teams'], [], {}],
    ['one is known, and another appears', true, ['teams'], ['teams', 'copilot'], { copilot: addDays(TODAY, 1) }],
  ] as const;
  for (const [what, isFirst, before, after, expected] of licences) {
    it(`knows since when a licence is there: ${what}`, async () => {
      const { db } = await open();
      const id = newPerson();
      await db.stores.people.apply([{ kind: 'changed', personId: id, userPrincipalName: 'a@b', services: before }], TODAY, isFirst);
      if (after !== undefined) await db.stores.people.apply([{ kind: 'changed', personId: id, services: after }], addDays(TODAY, 1), false);
      expect((await db.stores.people.get(id))?.licensedSince).to.deep.equal(expected);
    });
  }

  it('believes the licence itself about its first day, and never forgets it', async () => {
    const { people } = (await open()).db.stores;
    const id = newPerson();
    const since = { teams: day('2026-01-15') };
    await people.apply([{ kind: 'changed', personId: id, userPrincipalName: 'a@b', services: ['teams'], licensedSince: since }], TODAY, true);
    await people.apply([{ kind: 'changed', personId: id, displayName: 'Other' }], addDays(TODAY, 1), false);
    expect((await people.get(id))?.licensedSince).to.deep.equal(since);
  });

  it('does not say since when a licence is there of somebody who wrote before the directory told of them', async () => {
    const { people } = (await open()).db.stores;
    const id = newPerson();
    await people.ensure(id, 'Chatty');
    await people.apply([{ kind: 'changed', personId: id, userPrincipalName: 'a@b', services: ['teams'] }], TODAY, false);
    expect(await people.get(id)).to.deep.include({ userPrincipalName: 'a@b', services: ['teams'], licensedSince: {} });
    await people.apply([{ kind: 'changed', personId: id, services: [] }], TODAY, false);
    await people.apply([{ kind: 'changed', personId: id, services: ['teams'] }], addDays(TODAY, 1), false);
    expect((await people.get(id))?.licensedSince).to.deep.equal({ teams: addDays(TODAY, 1) });
  });

  it('notes first days of licences nobody has told of, of services that are there, for the one who bears the name', async () => {
    const { people } = (await open()).db.stores;
    const [known, twin, other, gone] = [newPerson(), newPerson(), newPerson(), newPerson()];
    const [told, noted] = [day('2026-01-15'), day('2025-06-01')];
    await people.apply(
      [
        { kind: 'changed', personId: known, userPrincipalName: 'Known@x', services: ['teams', 'exchange'], licensedSince: { teams: told } },
        { kind: 'changed', personId: twin, userPrincipalName: 'same@x', services: ['teams'] },
        { kind: 'changed', personId: other, userPrincipalName: 'same@x', services: ['teams'] },
        { kind: 'changed', personId: gone, userPrincipalName: 'gone@x', services: ['teams'] },
      ],
      TODAY,
      true,
    );
    await people.apply([{ kind: 'removed', personId: gone }], TODAY, false);
    const rows = ['known@x', 'same@x', 'gone@x', 'stranger@x'].map((userPrincipalName) => ({
      userPrincipalName,
      licensedSince: { teams: noted, exchange: noted, engage: noted },
    }));
    expect(await people.untoldLicences(rows)).to.have.length(1);
    expect(await people.noteLicences(rows)).to.equal(1);
    expect(await people.untoldLicences(rows)).to.deep.equal([]);
    expect((await people.get(known))?.licensedSince).to.deep.equal({ teams: told, exchange: noted });
    expect((await people.get(twin))?.licensedSince).to.deep.equal({});
    expect(await people.noteLicences(rows), 'nothing is new').to.equal(0);
    expect(await people.noteLicences([])).to.equal(0);
    await people.apply([{ kind: 'changed', personId: known, displayName: 'Ann' }], TODAY, false);
    expect((await people.get(known))?.licensedSince, 'the directory does not take it away').to.deep.equal({ teams: told, exchange: noted });
  });

  it('marks as removed whom the newest full read did not mention, spares who only wrote, and takes a returning one back', async () => {
    const tenant = await open();
    const { people } = tenant.db.stores;
    const [stays, goes] = await somePeople(tenant, 2);
    const wrote = newPerson();
    await people.ensure(wrote, 'Chatty');
    await people.apply([{ kind: 'changed', personId: stays, displayName: 'B' }], addDays(TODAY, 1), false);
    expect(await people.endFullRead()).to.equal(1);
    expect(await people.get(goes)).to.equal(undefined);
    expect(await people.count()).to.equal(2);
    await people.apply([{ kind: 'changed', personId: goes, displayName: 'Back' }], addDays(TODAY, 2), false);
    expect((await people.get(goes))?.displayName).to.equal('Back');
  });

  it('gives people page by page in the order of their ids, nobody twice, removed ones never, of this tenant only', async () => {
    const tenant = await open();
    const { people } = tenant.db.stores;
    await somePeople(await open(), 3);
    const ids = await somePeople(tenant, 5);
    await people.apply([{ kind: 'removed', personId: ids[2] }], TODAY, false);
    const first = await people.page(undefined, 2);
    const rest = await people.page(first[1]?.personId, 10);
    expect([...first, ...rest].map((person) => person.personId)).to.deep.equal([ids[0], ids[1], ids[3], ids[4]]);
    expect((await people.some([ids[4], ids[2], newPerson()])).map((person) => person.personId)).to.deep.equal([ids[4]]);
  });

  it('keeps a mailbox whole and knows whose was not read for long', async () => {
    const tenant = await open();
    const { people } = tenant.db.stores;
    const [a, b, c] = await somePeople(tenant, 3);
    const mailbox: Mailbox = {
      workingTime: { zone: 'Asia/Tokyo', weekdays: [1, 2, 3], startMinute: 540, endMinute: 1020 },
      language: 'ja-JP',
      purpose: 'user',
      awayUntil: later(NOW, 1),
    };
    await people.setMailboxes(
      [
        { personId: a, mailbox },
        { personId: b, mailbox: undefined },
      ],
      NOW,
    );
    expect((await people.get(a))?.mailbox).to.deep.equal(mailbox);
    expect((await people.get(b))?.mailbox).to.equal(undefined);
    expect(await people.mailboxesOlderThan([a, b, c], NOW)).to.deep.equal([c]);
    expect(await people.mailboxesOlderThan([a, b, c], later(NOW, 1))).to.deep.equal([a, b, c]);
  });

  it('remembers a choice, also of somebody the directory has not told of, and keeps it when it does', async () => {
    const { db } = await open();
    const id = newPerson();
    const choice = { cadenceWeeks: 2, pausedUntil: NOW, hasOptedOut: true, persona: undefined, topics: [], language: undefined } as const;
    await db.stores.people.choose(id, choice);
    await db.stores.people.apply([{ kind: 'changed', personId: id, userPrincipalName: 'late@example.org', displayName: 'Late' }], TODAY, false);
    const person = await db.stores.people.get(id);
    expect(person?.choice).to.deep.equal(choice);
    expect(person?.displayName).to.equal('Late');
  });

  it('replaces the members of an armed group as a whole', async () => {
    const tenant = await open();
    const { people, tenants } = tenant.db.stores;
    const [a, b, c] = await somePeople(tenant, 3);
    await tenants.arm({ scope: 'pilot', noticeUrl: 'https://example.org', noticeDay: TODAY, armedAt: NOW });
    const unknown = newPerson();
    await people.setGroupMembers('pilot', [a, b, unknown]);
    await people.setGroupMembers('other', [c]);
    expect(await tenants.inScope([a, b, c, unknown])).to.have.all.keys(a, b);
    await people.setGroupMembers('pilot', [b, c]);
    expect(await tenants.inScope([a, b, c])).to.have.all.keys(b, c);
    await people.setGroupMembers('pilot', []);
    expect(await tenants.inScope([a, b, c])).to.deep.equal(new Map());
  });
}

onEveryEngine('people', isAPeopleStore);
