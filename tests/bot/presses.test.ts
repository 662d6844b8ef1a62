import { expect } from 'chai';
import { cardOf } from '../../bot/cards/activity.ts';
import type { Message } from '../../src/domain/message.ts';
import { activity, execute, PERSON, submit } from '../support/activities.ts';
import { type Behaviour, type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';
import { MESSAGES, tip } from './cards/messages.ts';
import { DELIVERY } from './cards/samples.ts';

const PRESSED = '1732179600999';
const HELP: Message = { kind: 'help', isDemo: false, support: undefined };

describe('a button of the bot', () => {
  let bot: BotUnderTest;
  const open = async (behaviour: Behaviour = {}): Promise<BotUnderTest> => {
    bot = await botUnderTest(behaviour);
    return bot;
  };
  afterEach(() => bot.close());
  const cardsSent = (): readonly (object | undefined)[] => bot.sent.map((sent) => sent.activity.attachments?.[0]?.content);

  describe('when somebody presses a button', () => {
    const lasting = [
      'tip-done',
      'tip-planned',
      'tip-obstacle-time',
      'tip-refused',
      'tip-reported-wrong',
      'paused',
      'resumed',
      'fewer',
      'never',
      'deleted',
      'kept',
    ];
    const passing = [
      'tip',
      'tip-choosing-plan',
      'tip-choosing-obstacle',
      'tip-explaining',
      'my-data',
      'confirm-delete',
      'card-gone',
      'failed',
      'help',
    ];
    for (const name of [...lasting, ...passing]) {
      const isLasting = lasting.includes(name);
      it(`answers with the card ${name}${isLasting ? ' and replaces the pressed one for good' : ''}`, async () => {
        const message = MESSAGES[name] ?? HELP;
        await open({ answer: () => message });
        const response = await bot.post(execute({ v: 1, verb: 'tip.did', d: DELIVERY }));
        expect(response.status).to.equal(200);
        expect(await response.json()).to.deep.equal({
          statusCode: 200,
          type: 'application/vnd.microsoft.card.adaptive',
          value: cardOf(message),
        });
        await bot.close();
        expect(bot.sent.map(({ how, activityId }) => ({ how, activityId }))).to.deep.equal(isLasting ? [{ how: 'update', activityId: PRESSED }] : []);
        if (isLasting) expect(cardsSent()).to.deep.equal([cardOf(message)]);
      });
    }

    it('hands on what was pressed, inputs included, and trusts no person in it', async () => {
      await open();
      await bot.post(execute({ v: 1, verb: 'tip.obstacle', d: DELIVERY, i: 'x', obstacle: 'licence', words: 'none', personId: 'somebody-else' }));
      expect(bot.heard[0]).to.deep.include({ intent: { kind: 'obstacle', obstacle: 'licence', words: 'none', delivery: DELIVERY } });
      expect(bot.heard[0]?.speaker.personId).to.equal(PERSON);
    });

    it('answers again when the press comes again', async () => {
      await open({ answer: () => tip({ kind: 'done' }) });
      const press = execute({ v: 1, verb: 'tip.did', d: DELIVERY });
      const [first, second] = [await bot.post(press), await bot.post(press)];
      expect(await second.json()).to.deep.equal(await first.json());
    });

    const odd: readonly (readonly [what: string, value: unknown])[] = [
      ['no value', undefined],
      ['a text', 'x'],
      ['no action', {}],
      ['an action that is a list', { action: [] }],
      ['no data', { action: { verb: 'coach.tip' } }],
      ['data that is a text', { action: { verb: 'coach.tip', data: 'x' } }],
      ['an unknown verb', { action: { verb: 'quiz.answer', data: { v: 1 } } }],
      ['no verb', { action: { data: { v: 1, verb: 'coach.tip' } } }],
      ['a later version', { action: { verb: 'coach.tip', data: { v: 9 } } }],
      ['a refresh by itself', { action: { verb: 'leaderboard.refresh', data: { boardId: 'b-1' } }, trigger: 'automatic' }],
    ];
    for (const [what, value] of odd) {
      it(`hands on a press with ${what} as one it cannot read`, async () => {
        await open({ answer: (intent) => (intent.kind === 'unknown-press' ? { kind: 'card-gone' } : HELP) });
        const response = await bot.post(execute({}, { value }));
        expect(await response.json()).to.deep.equal({
          statusCode: 200,
          type: 'application/vnd.microsoft.card.adaptive',
          value: cardOf({ kind: 'card-gone' }),
        });
        expect(bot.sent).to.deep.equal([]);
      });
    }

    it('says kindly that it cannot tell who presses', async () => {
      await open();
      const response = await bot.post(execute({ v: 1, verb: 'coach.tip' }, { from: { id: '29:x' } }));
      expect(await response.json()).to.include({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
      expect(bot.heard).to.deep.equal([]);
    });

    it('loses no answer when the pressed message cannot be replaced', async () => {
      await open({ answer: () => tip({ kind: 'done' }), outcome: () => ({ kind: 'refused', status: 404, code: 'ActivityNotFoundInConversation' }) });
      expect((await bot.post(execute({ v: 1, verb: 'tip.did', d: DELIVERY }))).status).to.equal(200);
      await bot.close();
      expect(bot.logged).to.deep.equal([{ event: 'reply.unsent', fields: { outcome: 'refused', replaces: true } }]);
    });

    it('answers other invokes at once, as not supported', async () => {
      await open();
      for (const name of [
        'composeExtension/query',
        'task/fetch',
        'signin/verifyState',
        'application/search',
        'message/submitAction',
        '',
        undefined,
      ]) {
        const response = await bot.post(activity({ type: 'invoke', name, value: {} }));
        expect(response.status, name).to.equal(200);
        expect(await response.json()).to.deep.equal({
          statusCode: 400,
          type: 'application/vnd.microsoft.error',
          value: { code: 'BadRequest', message: 'This is not something I can do.' },
        });
      }
      expect(bot.heard).to.deep.equal([]);
    });
  });

  describe('when a client knows Action.Submit only', () => {
    it('replaces the pressed message, whatever the answer', async () => {
      for (const state of [{ kind: 'done' }, { kind: 'choosing-obstacle' }] as const) {
        await open({ answer: () => tip(state) });
        expect((await bot.post(submit({ v: 1, verb: 'tip.did', d: DELIVERY }))).status).to.equal(200);
        expect(bot.heard[0]?.intent).to.deep.equal({ kind: 'did-it', delivery: DELIVERY });
        expect(bot.sent.map(({ how, activityId }) => ({ how, activityId }))).to.deep.equal([{ how: 'update', activityId: PRESSED }]);
        expect(cardsSent()).to.deep.equal([cardOf(tip(state))]);
        await bot.close();
      }
    });

    it('posts the answer when it is not said which message was pressed, or that one is gone', async () => {
      await open();
      await bot.post(submit({ v: 1, verb: 'coach.tip' }, { replyToId: undefined }));
      expect(bot.sent.map((sent) => sent.how)).to.deep.equal(['post']);
      await bot.close();
      await open({
        outcome: (how) =>
          how === 'update' ? { kind: 'refused', status: 404, code: 'ActivityNotFoundInConversation' } : { kind: 'sent', activityId: 'x' },
      });
      await bot.post(submit({ v: 1, verb: 'coach.tip' }));
      expect(bot.sent.map((sent) => sent.how)).to.deep.equal(['update', 'post']);
    });

    it('does not post a second copy when the replacement may have arrived', async () => {
      await open({ outcome: () => ({ kind: 'unknown', status: 502, message: 'bad gateway' }) });
      await bot.post(submit({ v: 1, verb: 'coach.tip' }));
      expect(bot.sent.map((sent) => sent.how)).to.deep.equal(['update']);
    });

    it('ignores the same press when it comes again', async () => {
      await open();
      await bot.post(submit({ v: 1, verb: 'tip.did', d: DELIVERY }));
      await bot.post(submit({ v: 1, verb: 'tip.did', d: DELIVERY }));
      expect(bot.heard).to.have.length(1);
    });

    it('reads the text of a message whose value says nothing', async () => {
      await open();
      await bot.post(activity({ text: 'my data', value: {} }));
      await bot.post(activity({ id: '2', text: 'my data', value: 'x' }));
      await bot.post(activity({ id: '3', value: { kind: 'quiz.answer' } }));
      expect(bot.heard.map((entry) => entry.intent.kind)).to.deep.equal(['my-data', 'my-data', 'unknown-press']);
    });
  });
});
