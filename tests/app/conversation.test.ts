import { expect } from 'chai';
import { requestExport } from '../../src/app/export.ts';
import { type DeliveryId, deliveryId, type PersonId, personId } from '../../src/domain/ids.ts';
import type { Message } from '../../src/domain/message.ts';
import { DAY_MS, HOUR_MS, isoOf } from '../../src/domain/time.ts';
import { onEveryEngine } from '../support/databases.ts';
import { FAST, START, type TestEngine, testEngine, USES_ALL, USES_NOTHING, WEEK_MS } from '../support/engine.ts';

onEveryEngine('a conversation', (tenant) => {
  let engine: TestEngine;
  let person: PersonId;
  const say = (intent: Parameters<TestEngine['conversation']['answer']>[1], who = person): Promise<Message> =>
    engine.conversation.answer(engine.speaker(who), intent);
  const tip = async (): Promise<DeliveryId> => {
    const message = await say({ kind: 'tip' });
    if (message.kind !== 'tip') throw new Error(`expected a tip, got ${message.kind}`);
    return message.delivery;
  };
  const state = (message: Message) => (message.kind === 'tip' ? message.state : message);

  beforeEach(async () => {
    engine = testEngine(await tenant(FAST));
    person = engine.hire(USES_NOTHING);
    await engine.cycle();
  });

  it('welcomes once, however often the app says it was installed', async () => {
    const [first, second] = await Promise.all([
      engine.conversation.installed(engine.speaker(person)),
      engine.conversation.installed(engine.speaker(person)),
    ]);
    expect([first?.kind, second?.kind].sort()).to.deep.equal(['welcome', undefined]);
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
  });

  it('counts the welcome as this week’s message', async () => {
    await engine.conversation.installed(engine.speaker(person));
    await engine.arm();
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(0);
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
  });

  it('does not welcome on top of a first tip that introduces itself', async () => {
    await engine.cycle({ sendsNow: true });
    const [first] = engine.sent;
    expect(first?.message.kind === 'tip' && first.message.introduces).to.equal(true);
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
  });

  it('sees an inbound activity for the first time once', async () => {
    const { address } = engine.speaker(person);
    expect(await engine.conversation.isNew(address, '1')).to.equal(true);
    expect(await engine.conversation.isNew(address, '1')).to.equal(false);
    expect(await engine.conversation.isNew({ ...address, conversationId: 'a:other' }, '1')).to.equal(true);
  });

  it('takes "did it" once, at the same moment too', async () => {
    const delivery = await tip();
    const states = await Promise.all([say({ kind: 'did-it', delivery }), say({ kind: 'did-it', delivery })]);
    expect(states.map(state)).to.deep.equal([{ kind: 'done' }, { kind: 'done' }]);
    expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.have.length(1);
  });

  it('knows no card of somebody else, and none that never was', async () => {
    const delivery = await tip();
    const stranger = engine.hire(USES_NOTHING);
    expect(await say({ kind: 'did-it', delivery }, stranger)).to.deep.equal({ kind: 'card-gone' });
    expect(await say({ kind: 'did-it', delivery: deliveryId('00000000-0000-4000-8000-00000000dead') })).to.deep.equal({ kind: 'card-gone' });
    expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.have.length(0);
  });

  it('reminds of a plan at its moment, once', async () => {
    const delivery = await tip();
    const asked = state(await say({ kind: 'plan-it', delivery }));
    if (asked.kind !== 'choosing-plan') throw new Error('expected moments to choose from');
    expect(asked.moments.map(({ moment, at }) => [moment, isoOf(at)])).to.deep.equal([
      ['tomorrow', '2026-11-25T08:30:00.000Z'],
      ['monday', '2026-11-30T08:30:00.000Z'],
      ['next-week', '2026-12-01T08:30:00.000Z'],
    ]);
    const both = await Promise.all([say({ kind: 'plan-at', delivery, moment: 'tomorrow' }), say({ kind: 'plan-at', delivery, moment: 'monday' })]);
    const [planned, other] = both.map(state);
    if (planned?.kind !== 'planned') throw new Error('expected a plan');
    expect(other, 'both cards show the one plan').to.deep.equal(planned);
    engine.move(planned.at - engine.now() - 1);
    expect((await engine.deliver()).sent, 'not before its moment').to.equal(0);
    engine.move(1);
    expect((await engine.deliver()).sent).to.equal(1);
    expect(engine.sent.map((one) => one.message.kind)).to.deep.equal(['reminder']);
    engine.move(2 * WEEK_MS);
    expect((await engine.deliver()).sent).to.equal(0);
  });

  it('plans anew on an old card whose moment has passed, once, and reminds at the moment it shows', async () => {
    const delivery = await tip();
    await say({ kind: 'plan-at', delivery, moment: 'tomorrow' });
    engine.move(10 * WEEK_MS);
    const states = await Promise.all((['tomorrow', 'monday'] as const).map((moment) => say({ kind: 'plan-at', delivery, moment })));
    const [first, second] = states.map(state);
    if (first?.kind !== 'planned') throw new Error('expected a plan');
    expect(second, 'both cards show the one plan').to.deep.equal(first);
    expect(first.at).to.be.above(engine.now());
    expect(state(await say({ kind: 'back', delivery }))).to.deep.equal(first);
    await engine.db.stores.deliveries.dropPlanned(person, 'stale', 'proactive');
    engine.move(first.at - engine.now());
    await engine.deliver();
    expect(engine.sent.map((one) => one.message.kind)).to.deep.equal(['reminder']);
    engine.move(WEEK_MS);
    expect((await engine.deliver()).sent).to.equal(0);
  });

  it('stores what is in the way with its words', async () => {
    const delivery = await tip();
    await say({ kind: 'obstacle', delivery, obstacle: 'rights', words: 'no channel of ours' });
    expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.deep.equal([
      { kind: 'obstacle', obstacle: 'rights', words: 'no channel of ours' },
    ]);
  });

  it('never shows again what is "not for me"', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 8; round += 1) {
      const message = await say({ kind: 'tip' });
      if (message.kind !== 'tip') break;
      expect(seen.has(message.tip.id), message.tip.id).to.equal(false);
      seen.add(message.tip.id);
      await say({ kind: 'not-for-me', delivery: message.delivery });
    }
    expect(seen.size).to.be.above(2);
    expect((await say({ kind: 'tip' })).kind).to.equal('no-tip');
  });

  it('explains with the person’s own data and their day', async () => {
    const message = state(await say({ kind: 'why-me', delivery: await tip() }));
    if (message.kind !== 'explaining') throw new Error('expected an explanation');
    expect(message.explanation.dataDay, 'Saturday is known to be idle, Sunday not yet').to.equal('2026-11-21');
    expect(message.explanation.seen).to.deep.equal({ activeWeeks: 0, weeks: 2 });
    expect((await say({ kind: 'why' })).kind).to.equal('tip');
  });

  it('explains the newest tip the person got, also while the next one is only planned', async () => {
    await engine.arm();
    await engine.cycle({ sendsNow: true });
    const got = engine.sent[0]?.message;
    engine.move(WEEK_MS);
    expect((await engine.cycle()).plan.planned).to.equal(1);
    const message = await say({ kind: 'why' });
    expect(got?.kind === 'tip' && message.kind === 'tip' && message.delivery === got.delivery).to.equal(true);
    expect(state(message)).to.have.property('kind', 'explaining');
  });

  it('has nothing to explain before the first tip', async () => expect(await say({ kind: 'why' })).to.deep.equal({ kind: 'why-nothing' }));

  for (const wish of ['pause', 'never'] as const)
    it(`takes back what is planned when somebody says ${wish}`, async () => {
      await engine.arm();
      expect((await engine.cycle()).plan.planned).to.equal(1);
      await say({ kind: wish });
      engine.move(DAY_MS);
      expect((await engine.deliver()).sent).to.equal(0);
      engine.move(WEEK_MS);
      expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(0);
      await say({ kind: 'resume' });
      engine.move(WEEK_MS);
      expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
    });

  for (const wish of ['pause', 'never'] as const)
    it(`still reminds of what the person planned after they said ${wish}`, async () => {
      await say({ kind: 'plan-at', delivery: await tip(), moment: 'tomorrow' });
      await say({ kind: wish });
      engine.move(DAY_MS + 3 * HOUR_MS);
      expect((await engine.deliver()).sent).to.equal(1);
      expect(engine.sent.map((one) => one.message.kind)).to.deep.equal(['reminder']);
    });

  it('takes back everything, reminders too, when the app is removed', async () => {
    await say({ kind: 'plan-at', delivery: await tip(), moment: 'tomorrow' });
    await engine.conversation.removed(person);
    expect((await engine.db.stores.deliveries.countByState()).planned).to.equal(0);
  });

  const resumes = [
    [['fewer', 'pause'], 2],
    [['fewer', 'never'], 2],
    [['fewer', 'never', 'resume'], 2],
    [['fewer'], 2],
    [['fewer', 'weekly'], 1],
    [['pause'], 1],
    [['never', 'pause'], 1],
  ] as const;
  for (const [wishes, cadenceWeeks] of resumes)
    it(`after ${wishes.join(', ')}, takes "resume" as a message every ${cadenceWeeks === 1 ? 'week' : 'two weeks'}`, async () => {
      for (const kind of wishes) await say({ kind });
      expect(await say({ kind: 'resume' })).to.deep.equal({ kind: 'setting', setting: { kind: 'resumed', cadenceWeeks } });
      const choice = (await engine.db.stores.people.get(person))?.choice;
      expect(choice).to.deep.equal({ cadenceWeeks, pausedUntil: undefined, hasOptedOut: false, persona: undefined, topics: [], language: undefined });
    });

  it('says that a pause goes on when the cadence changes meanwhile, and that a stop is more than a pause', async () => {
    const paused = await say({ kind: 'pause' });
    const until = paused.kind === 'setting' && paused.setting.kind === 'paused' ? paused.setting.until : undefined;
    const fewer = { kind: 'setting', setting: { kind: 'cadence', cadenceWeeks: 2, stillPaused: until } };
    expect(await say({ kind: 'fewer' })).to.deep.equal(fewer);
    await say({ kind: 'never' });
    expect(await say({ kind: 'pause' })).to.deep.equal({ kind: 'setting', setting: { kind: 'never' } });
    expect((await engine.db.stores.people.get(person))?.choice.pausedUntil).to.equal(undefined);
  });

  it('pauses for thirty days and no longer', async () => {
    const message = await say({ kind: 'pause' });
    expect(message).to.deep.equal({ kind: 'setting', setting: { kind: 'paused', until: '2026-12-24' } });
    engine.move(31 * DAY_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
  });

  it('treats a removed app as a no, until the person comes back', async () => {
    await engine.cycle({ sendsNow: true });
    await engine.conversation.removed(person);
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(0);
    await say({ kind: 'help' });
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
  });

  it('forgets a person for good: the directory does not bring them back, and only they can', async () => {
    await tip();
    expect(await say({ kind: 'confirm-delete' })).to.deep.equal({ kind: 'deleted' });
    expect((await engine.db.stores.personalData.facts(person)).every((fact) => fact.count === 0)).to.equal(true);
    engine.hire(USES_NOTHING, { personId: person });
    engine.move(WEEK_MS);
    const summary = await engine.cycle({ sendsNow: true });
    expect([summary.delivery.sent, summary.habits.people]).to.deep.equal([0, 0]);
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
    expect(await say({ kind: 'tip' })).to.deep.equal({ kind: 'contact-again' });
    expect(await say({ kind: 'come-back' })).to.deep.equal({ kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: 1 } });
    expect((await say({ kind: 'help' })).kind).to.equal('help');
  });

  it('notes nothing of a person it forgot when their app is removed or comes back', async () => {
    await say({ kind: 'confirm-delete' });
    await engine.conversation.removed(person);
    expect(await engine.conversation.installed(engine.speaker(person))).to.equal(undefined);
    expect(await engine.db.stores.chats.get(person)).to.equal(undefined);
    expect(await engine.db.stores.people.some([person])).to.deep.equal([]);
  });

  it('knows the account of a person who came back with the next cycle, and tips come again', async () => {
    const colleague = engine.hire(USES_NOTHING);
    await engine.cycle();
    await say({ kind: 'confirm-delete' });
    engine.move(WEEK_MS);
    await engine.cycle();
    await say({ kind: 'come-back' });
    engine.move(WEEK_MS);
    const summary = await engine.cycle({ sendsNow: true });
    expect(summary.directory).to.deep.equal({ written: 2, skipped: 0, removed: 0, wasFull: true });
    const known = await engine.db.stores.people.get(person);
    expect(known).to.deep.include({ services: ['teams'], userPrincipalName: `${person}@contoso.example`, licensedSince: {} });
    expect(engine.sent.map((one) => one.person).sort()).to.deep.equal([person, colleague].sort());
    engine.move(DAY_MS);
    expect((await engine.cycle()).directory.wasFull, 'everything is read once').to.equal(false);
  });

  it('finds what a person asks for in their own words, and opens it', async () => {
    const found = await say({ kind: 'words', text: 'What about posts-2?' });
    expect(found.kind === 'found' && found.found.map((one) => (one.kind === 'tip' ? one.tip.id : one.kind))).to.include('posts-2');
    const opened = await say({ kind: 'open-item', item: 'posts-2' });
    expect(opened.kind === 'tip' && [opened.tip.id, opened.grounds.kind]).to.deep.equal(['posts-2', 'asked']);
    expect((await say({ kind: 'open-item', item: 'lesson-posts' })).kind).to.equal('lesson');
    expect((await say({ kind: 'open-item', item: 'q-calls' })).kind).to.equal('question');
    expect(await say({ kind: 'open-item', item: '__proto__' })).to.deep.equal({ kind: 'card-gone' });
    expect((await say({ kind: 'words', text: 'the canteen' })).kind).to.equal('not-understood');
  });

  it('shows a person their own weeks', async () => {
    const busy = engine.hire(USES_ALL);
    engine.move(WEEK_MS + DAY_MS);
    await engine.cycle();
    const shown = await say({ kind: 'progress' }, busy);
    if (shown.kind !== 'progress') throw new Error('expected the weeks');
    expect(shown.progress.strips.map(({ app }) => app)).to.deep.equal(['Teams']);
    expect(shown.progress.strips[0]?.weeks.at(-1)).to.equal('active');
    expect((await say({ kind: 'progress' })).kind).to.equal('progress');
  });

  it('keeps what a person sets, and quizzes them about the topics they chose', async () => {
    const nothing = { often: undefined, persona: undefined, topics: undefined };
    const saved = await say({ kind: 'save-settings', often: 'fewer', persona: 'office', topics: ['chats'] });
    expect(saved.kind === 'settings-saved' && saved.shown).to.deep.include({ often: 'fewer', persona: 'office', topics: ['chats'] });
    expect((await engine.db.stores.people.get(person))?.choice).to.deep.equal({
      cadenceWeeks: 2,
      pausedUntil: undefined,
      hasOptedOut: false,
      persona: 'office',
      topics: ['chats'],
      language: undefined,
    });
    const asked = await say({ kind: 'quiz' });
    expect(asked.kind === 'question' && asked.question.id).to.equal('q-chats');
    await say({ kind: 'language', language: 'ja' });
    await say({ kind: 'save-settings', ...nothing, often: 'never', persona: 'guess' });
    const shown = await say({ kind: 'settings' });
    expect(shown.kind === 'settings' && shown.shown).to.deep.include({ often: 'never', persona: undefined, topics: ['chats'] });
    expect(await say({ kind: 'language', language: undefined })).to.deep.equal({ kind: 'language', wish: 'ja', isSaved: false });
    await say({ kind: 'save-settings', ...nothing, often: 'pause' });
    const paused = await say({ kind: 'settings' });
    engine.move(DAY_MS);
    await say({ kind: 'save-settings', ...nothing, often: 'pause' });
    const still = await say({ kind: 'settings' });
    expect(paused.kind === 'settings' && paused.shown.pausedUntil).to.equal('2026-12-24');
    expect(still, 'saving again makes the pause no longer').to.deep.equal(paused);
  });

  it('takes back what is planned when the settings say "never"', async () => {
    await engine.arm();
    expect((await engine.cycle()).plan.planned).to.equal(1);
    await say({ kind: 'save-settings', often: 'never', persona: undefined, topics: undefined });
    expect((await engine.db.stores.deliveries.countByState()).planned).to.equal(0);
  });

  for (const [kind, intent] of [
    ['done', { kind: 'did-it' }],
    ['refused', { kind: 'not-for-me' }],
    ['obstacle-noted', { kind: 'obstacle', obstacle: 'time', words: undefined }],
    ['planned', { kind: 'plan-at', moment: 'tomorrow' }],
    ['reported-wrong', { kind: 'wrong' }],
  ] as const)
    it(`takes back what it noted as ${kind}, and only from its own person`, async () => {
      const delivery = await tip();
      expect(state(await say({ ...intent, delivery }))).to.have.property('kind', kind);
      const what = (await engine.db.stores.deliveries.get(delivery))?.responses[0]?.kind;
      if (what === undefined) throw new Error('nothing was noted');
      expect(await say({ kind: 'undo', what, delivery }, engine.hire(USES_NOTHING))).to.deep.equal({ kind: 'card-gone' });
      const twice = await Promise.all([say({ kind: 'undo', what, delivery }), say({ kind: 'undo', what, delivery })]);
      expect(twice.map(state)).to.deep.equal([{ kind: 'open' }, { kind: 'open' }]);
      expect((await engine.db.stores.deliveries.get(delivery))?.responses).to.deep.equal([]);
      engine.move(2 * DAY_MS);
      expect((await engine.deliver()).sent, 'no reminder is left').to.equal(0);
      expect(state(await say({ ...intent, delivery })), 'it can be said again').to.have.property('kind', kind);
    });

  it('leads back to the tip from the data and the pause', async () => {
    const from = await tip();
    for (const intent of [
      { kind: 'my-data', from },
      { kind: 'pause', from },
    ] as const) {
      const message = await say(intent);
      expect('back' in message && message.back).to.equal(from);
    }
    expect(state(await say({ kind: 'back', delivery: from }))).to.deep.equal({ kind: 'open' });
  });

  it('hands a person everything stored about them, with what their tips are called and their own zone', async () => {
    const words = 'no channel of ours';
    await say({ kind: 'obstacle', delivery: await tip(), obstacle: 'rights', words });
    const told = await say({ kind: 'export', page: 2 });
    if (told.kind !== 'export') throw new Error('expected an export');
    expect(told).to.include({ page: 2, zone: 'Europe/Berlin' });
    const text = JSON.stringify(told.rows);
    for (const part of [`${person}@contoso.example`, words, 'posts', 'Sales', 'installed']) expect(text).to.include(part);
    const about = told.rows.find(({ table }) => table === 'delivery')?.values['item'];
    expect(told.titles.get(String(about))).to.be.a('string');
  });

  it('tells a person of an export somebody asked for on their behalf, once, even when they stopped everything else', async () => {
    const request = requestExport({ db: engine.db, system: engine.system });
    await say({ kind: 'never' });
    expect([await request(person), await request(person), await request(personId('00000000-0000-4000-8000-00000000dead'))]).to.deep.equal([
      'on-its-way',
      'already-on-its-way',
      'not-known',
    ]);
    expect((await engine.deliver()).sent).to.equal(1);
    expect(engine.sent).to.deep.equal([{ person, message: { kind: 'export-ready' } }]);
  });

  it('says what is stored', async () => {
    await tip();
    const message = await say({ kind: 'my-data' });
    expect(message.kind === 'my-data' && message.facts.find((fact) => fact.what === 'messages')).to.deep.equal({ what: 'messages', count: 1 });
    expect(engine.now()).to.equal(START);
  });
});
