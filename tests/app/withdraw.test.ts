import { expect } from 'chai';
import { sql } from 'kysely';
import { runCommandLine } from '../../bot/commandLine.ts';
import type { Shell } from '../../bot/commands/shell.ts';
import type { App } from '../../bot/compose.ts';
import { silentProgress } from '../../bot/progressBar.ts';
import { withdrawItem } from '../../src/app/withdraw.ts';
import { type DeliveryId, deliveryId, type PersonId } from '../../src/domain/ids.ts';
import type { Intent } from '../../src/domain/intent.ts';
import type { ItemId } from '../../src/domain/item.ts';
import type { Message } from '../../src/domain/message.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import { TIPS } from '../support/candidate.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_NOTHING, WEEK_MS } from '../support/engine.ts';
import { LESSONS } from '../support/lessons.ts';

onEveryEngine('withdrawing an item', (open) => {
  let tenant: TestTenant;
  let engine: TestEngine;
  let person: PersonId;
  const settings = { content: new Map(TIPS.map((tip) => [tip.id, tip])), lessons: LESSONS, defaultZone: 'Europe/Berlin' };
  const withdraw = (id: string) => withdrawItem({ db: tenant.other, settings, system: engine.system })(id);
  const restore = (id: string) => engine.db.stores.withdrawnItems.restore(id as ItemId);
  const say = (intent: Intent): Promise<Message> => engine.conversation.answer(engine.speaker(person), intent);
  const tips = (): readonly string[] => engine.sent.flatMap(({ message }) => (message.kind === 'tip' ? [message.tip.id] : []));
  const nextTip = async () => {
    const [row] = await tenant.rows<{ id: string; item: string; state: string; reason: string | null }>(sql`
      select delivery_id as id, item, state, drop_reason as reason from delivery where tenant_id = ${tenant.tenant} order by due_at desc limit 1`);
    if (row === undefined) throw new Error('expected a message');
    return row;
  };

  beforeEach(async () => {
    tenant = await open(FAST);
    engine = testEngine(tenant);
    person = engine.hire(USES_NOTHING);
  });

  it('lets nothing about it arrive, though it was planned and in hand; once restored, it is planned again', async () => {
    await engine.arm();
    await engine.cycle();
    const planned = await nextTip();
    expect(planned.state).to.equal('planned');
    engine.move(9.9 * HOUR_MS);
    // The message is claimed and ready but for the app, which comes only now.
    engine.installs = async () => {
      expect((await nextTip()).state).to.equal('claimed');
      expect((await withdraw(planned.item)).withdrawal).to.include({ isNew: true, dropped: 1 });
      return { kind: 'installed' };
    };
    expect((await engine.deliver()).sent).to.equal(0);
    expect(await nextTip()).to.deep.equal({ ...planned, state: 'dropped', reason: 'withdrawn' });
    engine.installs = undefined;

    engine.move(WEEK_MS - 9.9 * HOUR_MS);
    await engine.cycle({ sendsNow: true });
    expect(tips()).to.have.length(1).and.not.include(planned.item);
    await restore(planned.item);
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    expect(tips()[1]).to.equal(planned.item);
  });

  it('makes what is due ready without a question that was withdrawn since it was planned', async () => {
    const errand = {
      ...{ kind: 'tip', item: 'posts-1' as ItemId, signal: 'teams.channelPosts', habit: 'teams.channelPosts', grounds: 'useful' },
      ...{ introduces: false, praise: undefined, welcomesBack: false, question: 'q-chats' as ItemId },
    } as Parameters<TestEngine['db']['stores']['deliveries']['add']>[0]['errand'];
    await engine.cycle();
    await engine.arm();
    const now = engine.now();
    const add = (who: PersonId) =>
      engine.db.stores.deliveries.add({
        ...{ id: deliveryId(engine.system.newId()), personId: who, decisionId: undefined, errand, dueAt: now, isTrial: false },
        expiresAt: (now + HOUR_MS) as typeof now,
      });
    await add(person);
    // Only the list: as for a message that was written the moment the item was withdrawn.
    await tenant.rows(sql`insert into withdrawn_item (tenant_id, item, withdrawn_at) values (${tenant.tenant}, 'q-chats', now())`);
    await engine.deliver();
    const [sent] = engine.sent;
    expect(sent?.message).to.deep.include({ kind: 'tip', question: undefined });
  });

  it('offers it to nobody who asks: for a tip, for words, for a lesson, for questions', async () => {
    await engine.cycle();
    const first = await say({ kind: 'tip' });
    if (first.kind !== 'tip') throw new Error('expected a tip');
    const found = async (): Promise<string> => JSON.stringify(await say({ kind: 'words', text: 'meetings' }));
    const asked = async (): Promise<Message> => say({ kind: 'quiz' });
    expect(await found()).to.contain('q-meetings');
    expect(await asked()).to.have.nested.property('question.id', 'q-meetings');
    expect((await say({ kind: 'lesson' })).kind).to.equal('lesson');

    await withdraw(first.tip.id);
    for (let times = 0; times < TIPS.length; times += 1) {
      const told = await say({ kind: 'tip' });
      expect(told.kind === 'tip' && told.tip.id)
        .to.be.a('string')
        .and.not.equal(first.tip.id);
    }
    await withdraw('q-meetings');
    expect(await found()).not.to.contain('q-meetings');
    expect(await asked())
      .to.have.nested.property('question.id')
      .that.is.not.equal('q-meetings');
    expect((await say({ kind: 'open-item', item: 'q-meetings' })).kind).to.equal('card-gone');
    await withdraw('q-posts-2');
    expect((await say({ kind: 'lesson' })).kind, 'it goes with its question').to.equal('no-lesson');
  });

  it('answers a press on an old card of it, notes nothing, and lets what was said be taken back', async () => {
    await engine.cycle();
    const press = (kind: 'did-it' | 'not-for-me', delivery: DeliveryId) => say({ kind, delivery });
    const tip = await say({ kind: 'tip' });
    if (tip.kind !== 'tip') throw new Error('expected a tip');
    const said = async () => (await engine.db.stores.deliveries.get(tip.delivery))?.responses.map(({ kind }) => kind);
    await press('did-it', tip.delivery);
    await withdraw(tip.tip.id);
    expect((await press('not-for-me', tip.delivery)).kind).to.equal('card-gone');
    expect(await said()).to.deep.equal(['did-it']);
    expect((await say({ kind: 'undo', what: 'did-it', delivery: tip.delivery })).kind).to.equal('card-gone');
    expect(await said()).to.deep.equal([]);
    const told = await say({ kind: 'export', page: 1 });
    expect(told.kind === 'export' && told.titles.get(tip.tip.id), 'what is stored keeps its title').to.equal(tip.tip.title);
    await restore(tip.tip.id);
    expect((await press('did-it', tip.delivery)).kind).to.equal('tip');
  });

  /** `coach content …` as it ends and prints. */
  async function coach(...args: readonly string[]): Promise<readonly [exit: number, out: string, err: string]> {
    let [out, err] = ['', ''];
    const io = {
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
    };
    const app = { db: engine.db, settings, system: engine.system } as unknown as App;
    const shell: Shell = { io, progress: silentProgress, withApp: (_purpose, body) => body(app) };
    return [await runCommandLine({ shell, environment: { values: {}, fromFile: [] } }, ['content', ...args]), out, err];
  }

  it('is a command that says what came of it, the second time as well, and that can be taken back', async () => {
    await engine.arm();
    await engine.cycle();
    const { item } = await nextTip();
    const [exit, out] = await coach('withdraw', item);
    expect([exit, out.split('\n').slice(0, 2)]).to.deep.equal([
      0,
      [`Withdrawn: ${item}, the tip "${item}".`, 'Messages still to go: 1 dropped, 0 that go without it as their question.'],
    ]);
    engine.move(WEEK_MS);
    const again = await coach('withdraw', item);
    expect(again[0]).to.equal(0);
    expect(again[1]).to.match(new RegExp(`^Withdrawn already, since 2026-11-24: ${item}, .*\nNobody`));
    expect((await coach('list'))[1]).to.contain(`${item}, the tip "${item}"; withdrawn since 2026-11-24\n`);
    const [, listed] = await coach('list', '--json');
    const items: readonly { readonly id: string; readonly withdrawnAt: string | null }[] = JSON.parse(listed).items;
    expect(items).to.have.length(TIPS.length + LESSONS.lessons.size + LESSONS.questions.size);
    expect(items.filter((one) => one.withdrawnAt !== null)).to.deep.equal([
      { id: item, kind: 'tip', title: item, withdrawnAt: '2026-11-24T06:00:00.000Z' },
    ]);
    expect((await coach('restore', item))[1]).to.match(/^Restored: /);
    const [restoredTwice, said] = await coach('restore', item);
    expect([restoredTwice, said]).to.deep.equal([0, `It is not withdrawn: ${item}, the tip "${item}".\n`]);
    expect(JSON.parse((await coach('withdraw', item, '--json'))[1])).to.deep.include({ id: item, wasWithdrawn: false, dropped: 0, changed: 0 });
  });

  it('names close ids for an item there is not, and lets go of one that left the pack', async () => {
    const [exit, , err] = await coach('withdraw', 'post-1');
    expect(exit).to.equal(2);
    expect(err).to.match(/invalid-config.*"post-1"; close to it: [^;]*\bposts-1\b[^;]*; see them with: coach content list/);
    await engine.db.stores.withdrawnItems.withdraw('left-the-pack' as ItemId, engine.now());
    expect((await coach('list'))[1]).to.contain('left-the-pack, no longer in the pack; withdrawn since');
    expect((await coach('restore', 'left-the-pack'))[0]).to.equal(0);
    expect((await engine.db.stores.withdrawnItems.list()).size).to.equal(0);
  });
});
