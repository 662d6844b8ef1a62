import { expect } from 'chai';
import { cardOf } from '../../bot/cards/activity.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { Message } from '../../src/domain/message.ts';
import { activity, BOT, execute, inChannel, type Json, PERSON, SERVICE_URL } from '../support/activities.ts';
import { type Behaviour, type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';
import { DELIVERY } from './cards/samples.ts';

const HELP: Message = { kind: 'help', isDemo: false, support: undefined };
const HERE = { serviceUrl: SERVICE_URL, conversationId: 'a:personal' };

describe('the bot in a chat', () => {
  let bot: BotUnderTest;
  const open = async (behaviour: Behaviour = {}): Promise<BotUnderTest> => {
    bot = await botUnderTest(behaviour);
    return bot;
  };
  afterEach(() => bot.close());
  const cardsSent = (): readonly (object | undefined)[] => bot.sent.map((sent) => sent.activity.attachments?.[0]?.content);
  const mention = { entities: [{ type: 'mention', mentioned: { id: BOT, name: 'Adoption Coach' }, text: '<at>Adoption Coach</at>' }] };

  describe('when somebody writes', () => {
    it('asks the engine as that person and posts the answer', async () => {
      await open({ answer: () => HELP });
      const response = await bot.post(activity({ text: 'Help!' }));
      expect(response.status).to.equal(200);
      expect(await response.text()).to.equal('');
      expect(bot.heard).to.deep.equal([{ speaker: { personId: PERSON, name: 'Sample Person', address: HERE }, intent: { kind: 'help' } }]);
      expect(bot.sent).to.have.length(1);
      expect(bot.sent[0]).to.deep.include({ how: 'post', to: HERE });
      expect(cardsSent()).to.deep.equal([cardOf(HELP)]);
    });

    it('ignores the same activity when it comes again, and only that', async () => {
      await open();
      await bot.post(activity({ text: 'tip' }));
      expect((await bot.post(activity({ text: 'tip' }))).status).to.equal(200);
      expect(bot.heard).to.have.length(1);
      await bot.post(activity({ text: 'tip', id: 'another' }));
      await bot.post(activity({ text: 'tip', conversation: { id: 'a:another' } }));
      expect(bot.heard).to.have.length(3);
      expect(bot.sent).to.have.length(3);
    });

    it('knows a person by the platform’s object id alone, in any case', async () => {
      await open();
      await bot.post(activity({ from: { id: '29:x', aadObjectId: PERSON.toUpperCase() }, text: 'tip' }));
      expect(bot.heard[0]?.speaker).to.include({ personId: PERSON, name: '' });
    });

    for (const aadObjectId of [undefined, null, '', 'x', `${PERSON}'; drop table person`, '29:abc']) {
      it(`says kindly that it cannot tell who writes as ${JSON.stringify(aadObjectId)}`, async () => {
        await open();
        expect((await bot.post(activity({ from: { id: '29:x', name: 'Somebody', aadObjectId }, text: 'tip' }))).status).to.equal(200);
        expect(bot.heard).to.deep.equal([]);
        expect(bot.sent.map((sent) => sent.activity.text)).to.deep.equal([
          'I cannot tell who is writing, so I cannot answer. Please write to me from your work account in Microsoft Teams.',
        ]);
      });
    }

    it('takes a name of any kind without harm', async () => {
      await open();
      const name = `<at>Everyone</at> **x** \u0000\u202e${'y'.repeat(100_000)}`;
      expect((await bot.post(activity({ text: 'tip', from: { id: '29:x', aadObjectId: PERSON, name } }))).status).to.equal(200);
      const known = bot.heard[0]?.speaker.name ?? '';
      expect(known).to.have.length.at.most(600);
      expect(known).to.not.match(/[\p{Cc}\u202e]/u);
      expect((await bot.post(activity({ id: '2', text: 'z'.repeat(100_000) }))).status).to.equal(200);
      expect(bot.heard[1]?.intent).to.deep.equal({ kind: 'words', text: 'z'.repeat(1_000) });
    });

    for (const [what, more] of [
      ['a picture', { text: '', attachments: [{ contentType: 'image/png', contentUrl: 'https://example.org/x.png' }] }],
      ['a picture pasted', { text: ' \n', attachments: [{ contentType: 'image/*' }, { contentType: 'text/html', content: '<p><img></p>' }] }],
      ['a file', { text: null, attachments: [{ contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'a.docx' }] }],
    ] as const)
      it(`says that it cannot read ${what}`, async () => {
        await open();
        await bot.post(activity(more));
        expect(bot.heard.map((one) => one.intent)).to.deep.equal([{ kind: 'attachment' }]);
      });

    it('reads the words beside a picture, and takes a message of nothing for a wish for help', async () => {
      await open();
      const html = { contentType: 'text/html', content: '<p>tip</p>' };
      await bot.post(activity({ text: 'tip', attachments: [{ contentType: 'image/png' }, html] }));
      await bot.post(activity({ id: '2', text: '', attachments: [html] }));
      await bot.post(activity({ id: '3', text: undefined, attachments: 'x' }));
      await bot.post(activity({ id: '4', text: ' ', attachments: [null, 7] }));
      expect(bot.heard.map((one) => one.intent.kind)).to.deep.equal(['tip', 'help', 'help', 'help']);
    });

    it('shows that it is typing while an answer takes long, and only then', async () => {
      let typed: () => void = () => undefined;
      const typing = new Promise<void>((resolve) => {
        typed = resolve;
      });
      await open({
        typingAfterMs: 0,
        answer: async (intent) => {
          if (intent.kind === 'tip') await typing;
          return HELP;
        },
        outcome: () => {
          typed();
          return { kind: 'sent', activityId: 'x' };
        },
      });
      await bot.post(activity({ text: 'tip' }));
      expect(bot.sent.map(({ activity: { type } }) => type)).to.deep.equal(['typing', 'message']);
      await bot.close();
      await open({ answer: () => HELP });
      await bot.post(activity({ text: 'tip' }));
      expect(bot.sent.map(({ activity: { type } }) => type)).to.deep.equal(['message']);
    });

    it('answers in the chat even when the activity wants replies otherwise', async () => {
      await open();
      const response = await bot.post(activity({ text: 'tip', deliveryMode: 'expectReplies' }));
      expect(await response.text()).to.equal('');
      expect(bot.sent).to.have.length(1);
    });

    it('logs no name, text or message', async () => {
      await open({ outcome: () => ({ kind: 'throttled', retryAfterMs: 1_000 }) });
      await bot.post(activity({ text: 'tip' }));
      expect(bot.logged).to.deep.equal([{ event: 'reply.unsent', fields: { outcome: 'throttled', replaces: false } }]);
    });
  });

  describe('in a team or group', () => {
    it('stays silent unless it is mentioned', async () => {
      await open();
      for (const entities of [undefined, [], [{ type: 'mention', mentioned: { id: '29:somebody' } }], [null, 7, { mentioned: null }]]) {
        expect((await bot.post(inChannel({ text: 'tip', entities }))).status).to.equal(200);
      }
      expect(bot.sent).to.deep.equal([]);
    });

    it('says nothing personal when it is mentioned, once', async () => {
      await open();
      await bot.post(inChannel({ text: '<at>Adoption Coach</at> my data', ...mention }));
      await bot.post(inChannel({ text: '<at>Adoption Coach</at> my data', ...mention }));
      expect(bot.heard).to.deep.equal([]);
      expect(bot.sent.map((sent) => sent.activity)).to.deep.equal([
        { type: 'message', text: 'What I have to say is for one person at a time. Please write to me in a personal chat.' },
      ]);
      expect(bot.sent[0]?.to.conversationId).to.equal('19:channel@thread.tacv2;messageid=1');
    });

    it('shows nobody’s card there when somebody presses', async () => {
      await open();
      const press = execute({ v: 1, verb: 'tip.why', d: DELIVERY }, { conversation: { id: '19:group@thread.v2', conversationType: 'groupChat' } });
      expect(await (await bot.post(press)).json()).to.include({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
      expect(bot.heard).to.deep.equal([]);
    });
  });

  describe('when the app comes or goes', () => {
    const installation = (action: string, more: Json = {}): Json => activity({ type: 'installationUpdate', action, ...more });
    const inTeam = { conversation: { id: '19:x@thread.tacv2', conversationType: 'channel', isGroup: true } };

    it('tells the engine of an installation and says its welcome', async () => {
      await open({ onInstalled: async () => ({ kind: 'welcome', support: undefined, sponsor: undefined, offered: [] }) });
      await bot.post(installation('add'));
      expect(bot.installed.map((speaker) => speaker.personId)).to.deep.equal([PERSON]);
      expect(cardsSent()).to.deep.equal([cardOf({ kind: 'welcome', support: undefined, sponsor: undefined, offered: [] })]);
    });

    it('says nothing when the engine has nothing to say', async () => {
      await open();
      await bot.post(installation('add-upgrade'));
      expect(bot.installed).to.have.length(1);
      expect(bot.sent).to.deep.equal([]);
    });

    it('takes a removal for an opt-out, and an update of the app for none', async () => {
      await open();
      await bot.post(installation('remove-upgrade'));
      expect(bot.removed).to.deep.equal([]);
      await bot.post(installation('remove'));
      expect(bot.removed).to.deep.equal([PERSON]);
    });

    it('takes no notice of who adds it to a team or takes it out', async () => {
      await open({ onInstalled: async () => ({ kind: 'welcome', support: undefined, sponsor: undefined, offered: [] }) });
      await bot.post(installation('add', inTeam));
      await bot.post(installation('remove', inTeam));
      expect([...bot.installed, ...bot.removed, ...bot.sent]).to.deep.equal([]);
    });

    it('wants a removal again that could not be stored', async () => {
      await open({ onRemoved: () => Promise.reject(new Fault('storage-unavailable', 'secret of the database')) });
      const response = await bot.post(installation('remove'));
      expect(response.status).to.equal(500);
      expect(await response.json()).to.deep.equal({ type: 'urn:adoption-coach:problem:failed', title: 'failed', status: 500 });
    });
  });

  it('leaves everything else alone, with 200', async () => {
    await open();
    const others: readonly Json[] = [
      {
        type: 'conversationUpdate',
        membersAdded: [{ id: '29:x' }],
        channelData: { tenant: { id: '5f0f7b7e-1111-4222-8333-0123456789ab' }, eventType: 'teamMemberAdded', team: { id: '19:x' } },
      },
      { type: 'conversationUpdate', membersRemoved: [{ id: BOT }] },
      { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: null },
      { type: 'event', name: 'application/vnd.microsoft.meetingStart', value: null },
      { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] },
      { type: 'messageUpdate', text: 'tip' },
      { type: 'messageDelete' },
      { type: 'typing' },
      { type: 'endOfConversation' },
      { type: 'command' },
      { type: 'somethingNew' },
      { type: '__proto__' },
    ];
    for (const other of others) expect((await bot.post(activity(other))).status, String(other['type'])).to.equal(200);
    expect([...bot.heard, ...bot.sent, ...bot.logged]).to.deep.equal([]);
  });

  describe('when something breaks', () => {
    const secret = 'password=hunter2 of Sample Person';
    const breaking: Behaviour = { answer: () => Promise.reject(new Fault('storage-unavailable', secret)) };

    it('says so in words, and logs the code of the fault alone', async () => {
      await open(breaking);
      expect((await bot.post(activity({ text: 'tip' }))).status).to.equal(200);
      expect(cardsSent()).to.deep.equal([cardOf({ kind: 'failed' })]);
      expect(bot.logged).to.deep.equal([{ event: 'turn.failed', fields: { fault: 'storage-unavailable', type: 'message' } }]);
    });

    it('says so to a press in the documented form', async () => {
      await open(breaking);
      const response = await bot.post(execute({ v: 1, verb: 'coach.tip' }));
      expect(response.status).to.equal(200);
      const body = await response.text();
      expect(JSON.parse(body)).to.deep.equal({
        statusCode: 500,
        type: 'application/vnd.microsoft.error',
        value: { code: 'InternalError', message: 'It was nothing you did. Please try again in a few minutes.' },
      });
      expect(body).to.not.include(secret);
    });

    it('says so for errors that are not faults', async () => {
      await open({ answer: () => Promise.reject(new TypeError(secret)) });
      await bot.post(execute({ v: 1, verb: 'coach.tip' }));
      expect(bot.logged).to.deep.equal([{ event: 'turn.failed', fields: { fault: 'unexpected', type: 'invoke' } }]);
    });

    it('answers Teams even when nothing can be sent', async () => {
      await open({
        ...breaking,
        outcome: () => {
          throw new Fault('connector-token', secret);
        },
      });
      expect((await bot.post(activity({ text: 'tip' }))).status).to.equal(200);
      expect(bot.logged.map((line) => line.event)).to.deep.equal(['turn.failed', 'reply.failed']);
    });
  });
});
