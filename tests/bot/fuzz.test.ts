import { expect } from 'chai';
import fc from 'fast-check';
import { activity, type Json } from '../support/activities.ts';
import { type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';

const TYPES = [
  'message',
  'message',
  'message',
  'invoke',
  'invoke',
  'invoke',
  'installationUpdate',
  'conversationUpdate',
  'event',
  'messageReaction',
  'typing',
  'handoff',
];
const FIELDS = [
  'text',
  'value',
  'name',
  'action',
  'entities',
  'recipient',
  'from',
  'conversation',
  'channelData',
  'replyToId',
  'id',
  'timestamp',
  'locale',
  'deliveryMode',
  'attachments',
  'membersAdded',
  'relatesTo',
  '__proto__',
];
const VERBS = [
  'tip.did',
  'tip.planAt',
  'tip.obstacle',
  'me.never',
  'coach.tip',
  'quiz.answer',
  'quiz.next',
  'lesson.knows',
  'coach.quiz',
  'settings.save',
  'settings.saveLanguage',
  'find.open',
  'coach.progress',
  'toString',
];

const anything = fc.jsonValue({ maxDepth: 4 });
const press = fc.record(
  {
    v: fc.oneof(fc.constant(1), anything),
    verb: fc.oneof(fc.constantFrom(...VERBS), anything),
    d: anything,
    moment: anything,
    obstacle: anything,
    words: anything,
    i: anything,
    often: anything,
    persona: anything,
    topics: fc.oneof(fc.string(), anything),
    language: anything,
    choice: fc.oneof(fc.constantFrom('0', '1', '9', ''), anything),
  },
  { requiredKeys: [] },
);
/** A good envelope with a few fields replaced by anything at all. */
const nearlyGood: fc.Arbitrary<Json> = fc
  .record({
    type: fc.constantFrom(...TYPES),
    id: fc.uuid(),
    name: fc.oneof(fc.constant('adaptiveCard/action'), fc.string()),
    value: fc.oneof(
      press,
      press.map((data) => ({ action: { type: 'Action.Execute', verb: data['verb'], data } })),
      anything,
    ),
    text: fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant('<at>x</at> help')),
  })
  .chain((base) => fc.dictionary(fc.constantFrom(...FIELDS), anything, { maxKeys: 2 }).map((spoilt) => activity({ ...base, ...spoilt })));

describe('whatever is posted', () => {
  let bot: BotUnderTest;
  before(async () => {
    bot = await botUnderTest();
  });
  after(() => bot.close());

  const isCalm = async (body: string): Promise<void> => {
    const response = await bot.post(body);
    const text = await response.text();
    expect(response.status, `${body} → ${text}`).to.be.oneOf([200, 400, 403, 413]);
    expect(text).to.not.match(/node_modules|at .*\.(ts|js):\d+|Error:/);
    if (response.status !== 200) expect(JSON.parse(text)).to.have.all.keys('type', 'title', 'status');
  };

  it('never breaks the server or shows its inside: nearly good activities', async () => {
    await fc.assert(
      fc.asyncProperty(nearlyGood, (sent) => isCalm(JSON.stringify(sent))),
      { numRuns: 400 },
    );
    expect(bot.heard.length).to.be.greaterThan(20);
    expect(bot.logged.filter((line) => line.event === 'turn.failed' || line.event === 'request.failed')).to.deep.equal([]);
  });

  it('never breaks the server or shows its inside: any JSON, any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anything.map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
        isCalm,
      ),
      { numRuns: 200 },
    );
  });

  it('never breaks the server or shows its inside: nested as deep as fits', async () => {
    const deep = 100_000;
    await isCalm(`${JSON.stringify(activity()).slice(0, -1)},"value":${'['.repeat(deep)}${']'.repeat(deep)}}`);
    await isCalm(
      `${JSON.stringify(activity({ type: 'invoke', name: 'adaptiveCard/action' })).slice(0, -1)},"value":{"action":{"data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}}`,
    );
  });
});
