import { expect } from 'chai';
import type { Conversation } from '../../src/app/conversation.ts';
import type { DeliveryId, PersonId } from '../../src/domain/ids.ts';
import type { Intent } from '../../src/domain/intent.ts';
import type { Message } from '../../src/domain/message.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { activity, execute } from '../support/activities.ts';
import { type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_NOTHING, WEEK_MS } from '../support/engine.ts';

onEveryEngine('what happens in a working life', (newTenant) => {
  let tenant: TestTenant;
  let engine: TestEngine;
  let person: PersonId;
  const say = (intent: Intent, conversation: Conversation = engine.conversation): Promise<Message> =>
    conversation.answer(engine.speaker(person), intent);
  const tip = async (): Promise<DeliveryId> => {
    const message = await say({ kind: 'tip' });
    if (message.kind !== 'tip') throw new Error(`expected a tip, got ${message.kind}`);
    return message.delivery;
  };
  /** From now on messages go to a chat that is not the one the platform opens when it is asked for one. */
  const sayFromOldChat = (): Promise<Message> => {
    const { address, ...speaker } = engine.speaker(person);
    return engine.conversation.answer({ ...speaker, address: { ...address, conversationId: 'a:old' } }, { kind: 'help' });
  };
  const kinds = () => engine.sent.map(({ message }) => message.kind);
  const known = () => engine.db.stores.people.get(person);

  beforeEach(async () => {
    tenant = await newTenant(FAST);
    engine = testEngine(tenant);
    person = engine.hire(USES_NOTHING);
    await engine.cycle();
  });

  it('installed again after everything was deleted: nobody is welcomed or written to until they ask', async () => {
    await engine.conversation.installed(engine.speaker(person));
    await say({ kind: 'confirm-delete' });
    await engine.conversation.removed(person);
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
    await engine.arm();
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    expect(engine.sent).to.deep.equal([]);
    expect((await say({ kind: 'words', text: 'hello there' })).kind).to.equal('contact-again');
    expect(await say({ kind: 'come-back' })).to.deep.equal({ kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: 1 } });
    expect(await engine.conversation.installed(engine.speaker(person)), 'one welcome in the new life').to.have.property('kind', 'welcome');
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
  });

  it('conversation deleted: it is opened anew once, and the message goes there', async () => {
    await engine.arm();
    const attempts: string[] = [];
    engine.outcome = (chat) => {
      attempts.push(chat);
      return attempts.length === 1 ? { kind: 'conversation-gone' } : { kind: 'sent', activityId: '1' };
    };
    await sayFromOldChat();
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    engine.move(DAY_MS);
    await engine.deliver();
    expect([attempts, kinds()]).to.deep.equal([['old', person], ['tip']]);
  });

  it('conversation deleted for good: it is opened anew once and no more', async () => {
    await engine.arm();
    const attempts: string[] = [];
    engine.outcome = (chat) => {
      attempts.push(chat);
      return { kind: 'conversation-gone' };
    };
    await sayFromOldChat();
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    for (let day = 0; day < 3; day += 1) {
      engine.move(DAY_MS);
      await engine.deliver();
    }
    expect([attempts, engine.sent]).to.deep.equal([['old', person], []]);
  });

  it('name and address changed: the same person goes on, with their cards and choices', async () => {
    const delivery = await tip();
    await say({ kind: 'did-it', delivery });
    await say({ kind: 'fewer' });
    engine.hire(USES_NOTHING, { personId: person, userPrincipalName: 'married@contoso.example', displayName: 'Another Name' });
    await engine.cycle();
    expect(await known()).to.deep.include({ userPrincipalName: 'married@contoso.example', displayName: 'Another Name' });
    expect((await known())?.choice.cadenceWeeks).to.equal(2);
    const back = await say({ kind: 'back', delivery });
    expect(back.kind === 'tip' && back.state).to.deep.equal({ kind: 'done' });
    expect(await engine.db.stores.people.count()).to.equal(1);
  });

  it('language changed: the directory’s is kept, and a wish of the person’s own outlives it', async () => {
    engine.hire(USES_NOTHING, { personId: person, language: 'fr-FR' });
    await engine.cycle();
    expect((await known())?.language).to.equal('fr-FR');
    await say({ kind: 'language', language: 'ja' });
    engine.hire(USES_NOTHING, { personId: person, language: 'de-DE' });
    await engine.cycle();
    expect([(await known())?.language, (await known())?.choice.language]).to.deep.equal(['de-DE', 'ja']);
  });

  it('eight weeks of leave: not a flood but one message, and a card from before still answers', async () => {
    await engine.arm();
    const delivery = await tip();
    await say({ kind: 'plan-at', delivery, moment: 'tomorrow' });
    await say({ kind: 'pause' });
    engine.move(8 * WEEK_MS);
    await engine.cycle({ sendsNow: true });
    await engine.deliver();
    expect(kinds(), 'no reminder eight weeks late').to.deep.equal(['tip']);
    const back = await say({ kind: 'did-it', delivery });
    expect(back.kind === 'tip' && back.state).to.deep.equal({ kind: 'done' });
  });

  it('licence taken away: no tip for what the person no longer has, and words instead of one on asking', async () => {
    await engine.arm();
    engine.hire(USES_NOTHING, { personId: person, services: [] });
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    expect(engine.sent).to.deep.equal([]);
    expect((await say({ kind: 'tip' })).kind).to.equal('no-tip');
    expect((await say({ kind: 'quiz' })).kind).to.equal('no-question');
  });

  it('two devices at once: the same press on two processes counts once and shows the same on both', async () => {
    const elsewhere = testEngine({ ...tenant, db: tenant.other }).conversation;
    const delivery = await tip();
    const both = await Promise.all([say({ kind: 'did-it', delivery }), say({ kind: 'did-it', delivery }, elsewhere)]);
    expect(both.map((message) => message.kind === 'tip' && message.state)).to.deep.equal([{ kind: 'done' }, { kind: 'done' }]);
    expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.have.length(1);
  });

  describe('in the chat', () => {
    let bot: BotUnderTest;
    beforeEach(async () => {
      bot = await botUnderTest({ conversation: engine.conversation });
    });
    afterEach(() => bot.close());
    const from = () => ({ from: { id: '29:x', name: 'Somebody', aadObjectId: person } });
    const edit = () => ({ ...Object(activity()['channelData']), eventType: 'editMessage' });

    it('message edited: the first wording was answered, the new one has no effect', async () => {
      await bot.post(activity({ ...from(), id: '1', text: 'help' }));
      await bot.post(activity({ ...from(), id: '1', type: 'messageUpdate', text: 'stop', channelData: edit() }));
      expect(bot.sent).to.have.length(1);
      expect((await known())?.choice.hasOptedOut).to.equal(false);
    });

    it('reaction on a card: nobody is answered, and nothing is noted', async () => {
      const delivery = await tip();
      const response = await bot.post(activity({ ...from(), type: 'messageReaction', replyToId: '1', reactionsAdded: [{ type: 'like' }] }));
      expect([response.status, bot.sent.length]).to.deep.equal([200, 0]);
      expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.deep.equal([]);
    });

    it('pressed twice at once from two devices: both are shown the card as answered', async () => {
      const press = execute({ v: 1, verb: 'tip.did', d: await tip() }, from());
      const bodies = await Promise.all([press, { ...press, id: 'f:other' }].map(async (one) => (await bot.post(one)).text()));
      for (const body of bodies) expect(body).to.include('Good to hear');
    });
  });
});
