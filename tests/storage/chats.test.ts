import { expect } from 'chai';
import { later } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { ITEM, NOW, newPerson } from './samples.ts';

const MET = { isSuppressed: false, workingTime: undefined, withdrawn: new Set() };
const ADDRESS = { serviceUrl: 'https://smba.example/emea/', conversationId: 'a:1' };

function isAChatStore(open: () => Promise<TestTenant>): void {
  it('knows nothing of a person at first, then how they are reached', async () => {
    const { chats, people } = (await open()).db.stores;
    const [a, b] = [newPerson(), newPerson()];
    expect(await chats.get(a)).to.equal(undefined);
    await people.ensure(a, 'Anne');
    await chats.markInstalled(a);
    expect(await chats.get(a)).to.deep.equal({ reach: { kind: 'installed' }, address: undefined });
    await chats.put(a, ADDRESS);
    expect(await chats.of([a, b])).to.deep.equal(new Map([[a, { reach: { kind: 'installed' }, address: ADDRESS, lastHeardAt: undefined }]]));
    await chats.markGone(a);
    expect((await chats.get(a))?.reach.kind).to.equal('gone');
    await chats.markInstalled(a);
    await chats.dropAddress(a);
    expect(await chats.get(a)).to.deep.equal({ reach: { kind: 'installed' }, address: undefined });
  });

  it('meets a stranger: makes their account, notes where and when', async () => {
    const { chats, people } = (await open()).db.stores;
    const a = newPerson();
    expect(await chats.meet(a, 'Ann\u0000e', ADDRESS, NOW)).to.deep.equal(MET);
    expect(await people.get(a)).to.deep.include({ personId: a, displayName: 'Anne', userPrincipalName: '' });
    expect((await chats.of([a])).get(a)).to.deep.equal({ reach: { kind: 'installed' }, address: ADDRESS, lastHeardAt: NOW });
  });

  it('meets somebody again: leaves the account as it is, notes a new address, and never an earlier time', async () => {
    const { chats, people } = (await open()).db.stores;
    const a = newPerson();
    await people.ensure(a, 'Anne');
    await chats.markGone(a);
    await chats.meet(a, 'Anne', ADDRESS, NOW);
    const moved = { ...ADDRESS, conversationId: 'a:2' };
    expect(await chats.meet(a, 'Somebody', moved, later(NOW, -5))).to.deep.equal(MET);
    expect((await people.get(a))?.displayName).to.equal('Anne');
    expect((await chats.of([a])).get(a)).to.deep.equal({ reach: { kind: 'installed' }, address: moved, lastHeardAt: NOW });
  });

  it('notes nothing of somebody who is not known', async () => {
    const { chats } = (await open()).db.stores;
    const a = newPerson();
    await chats.put(a, ADDRESS);
    await chats.markInstalled(a);
    await chats.markGone(a);
    expect(await chats.get(a)).to.equal(undefined);
  });

  it('notes a press that follows another within a minute no second time, and one that comes later', async () => {
    const { chats } = (await open()).db.stores;
    const a = newPerson();
    const heardAt = async () => (await chats.of([a])).get(a)?.lastHeardAt;
    await chats.meet(a, 'Anne', ADDRESS, NOW);
    expect(await chats.meet(a, 'Anne', ADDRESS, later(NOW, 30_000))).to.deep.equal(MET);
    expect(await heardAt()).to.equal(NOW);
    await chats.markGone(a);
    await chats.meet(a, 'Anne', ADDRESS, later(NOW, 40_000));
    expect([await heardAt(), (await chats.get(a))?.reach.kind]).to.deep.equal([later(NOW, 40_000), 'installed']);
    await chats.meet(a, 'Anne', ADDRESS, later(NOW, 100_000));
    expect(await heardAt()).to.equal(later(NOW, 100_000));
  });

  it('says which items are withdrawn', async () => {
    const { chats, withdrawnItems } = (await open()).db.stores;
    await withdrawnItems.withdraw(ITEM, NOW);
    expect(await chats.meet(newPerson(), 'Anne', ADDRESS, NOW)).to.deep.equal({ ...MET, withdrawn: new Set([ITEM]) });
  });

  it('says when the person it meets works, as their mailbox told', async () => {
    const { chats, people } = (await open()).db.stores;
    const a = newPerson();
    const workingTime = { zone: 'Asia/Tokyo', weekdays: [1, 2, 3], startMinute: 540, endMinute: 1_020 };
    await people.ensure(a, 'Anne');
    await people.setMailboxes([{ personId: a, mailbox: { workingTime, language: undefined, purpose: 'user', awayUntil: undefined } }], NOW);
    expect(await chats.meet(a, 'Anne', ADDRESS, NOW)).to.deep.equal({ ...MET, workingTime });
  });

  it('notes nothing of somebody who had everything deleted, until they come back', async () => {
    const tenant = await open();
    const { chats, people, personalData, tenants } = tenant.db.stores;
    const [a, b] = [newPerson(), newPerson()];
    await chats.meet(a, 'Anne', ADDRESS, NOW);
    await personalData.forget(a, 'hash');
    expect(await chats.meet(a, 'Anne', ADDRESS, NOW)).to.deep.equal({ ...MET, isSuppressed: true });
    expect(await chats.get(a)).to.equal(undefined);
    expect(await people.get(a)).to.equal(undefined);
    expect(await chats.meet(b, 'Ben', ADDRESS, NOW)).to.deep.equal(MET);
    expect(await (await open()).db.stores.chats.meet(a, 'Anne', ADDRESS, NOW), 'in another tenant').to.deep.equal(MET);
    await tenants.unsuppress('hash');
    expect(await chats.meet(a, 'Anne', ADDRESS, NOW)).to.deep.equal(MET);
    expect((await chats.get(a))?.address).to.deep.equal(ADDRESS);
  });

  it('tells the first of many who bring the same activity, however long its id is', async () => {
    const tenant = await open();
    const id = 'x'.repeat(100_000);
    const tries = await Promise.all([tenant.db, tenant.other, tenant.db].map((db) => db.stores.chats.firstTime('c', id, NOW)));
    expect(tries.filter(Boolean)).to.have.length(1);
    expect(await tenant.db.stores.chats.firstTime('d', id, NOW)).to.equal(true);
    expect(await (await open()).db.stores.chats.firstTime('c', id, NOW)).to.equal(true);
    await tenant.db.stores.chats.expireInbound(NOW);
    expect(await tenant.db.stores.chats.firstTime('c', id, NOW)).to.equal(false);
    await tenant.db.stores.chats.expireInbound(later(NOW, 1));
    expect(await tenant.db.stores.chats.firstTime('c', id, NOW)).to.equal(true);
  });
}

onEveryEngine('chats', isAChatStore);
