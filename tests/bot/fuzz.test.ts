import { expect } from 'chai';
import fc from 'fast-check';
import type { Intent } from '../../src/domain/intent.ts';
import type { Message } from '../../src/domain/message.ts';
import { activity, type Json, PERSON } from '../support/activities.ts';
import { A_CARD, anyActivity, anyBody, MARK, VERBS } from '../support/anyActivity.ts';
import { type BotUnderTest, botUnderTest } from '../support/botUnderTest.ts';
import { ENGINES, newTenant, type TestDatabase } from '../support/databases.ts';
import { FAST, testEngine, USES_NOTHING } from '../support/engine.ts';
import { shownMarkup } from '../support/shownMarkup.ts';

/** So many requests are under way at once. */
const AT_ONCE = 8;
const MOST_MS = 1_000;
const CARD_ID = /"d":"([0-9a-f-]{36})"/g;

/** Repeats what it was told wherever a card has a place for text from outside. */
function echo(intent: Intent): Message {
  switch (intent.kind) {
    case 'words':
      return { kind: 'not-understood', isDemo: false, support: intent.text };
    case 'obstacle':
      return { kind: 'welcome', support: intent.words, sponsor: intent.words, offered: [] };
    default:
      return { kind: 'help', isDemo: false, support: undefined };
  }
}

describe('whatever is posted', function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let bot: BotUnderTest;
  let engineBot: BotUnderTest;
  const staff: string[] = [];

  before(async () => {
    database = await (ENGINES[0] as (typeof ENGINES)[number]).start();
    const engine = testEngine(await newTenant(database, FAST));
    for (let count = 0; count < 5; count += 1) staff.push(engine.hire(USES_NOTHING));
    await engine.cycle();
    bot = await botUnderTest({ answer: echo });
    engineBot = await botUnderTest({ conversation: engine.conversation });
  });
  after(async () => {
    await Promise.all([bot.close(), engineBot.close()]);
    await database.stop();
  });

  /** Posts once. What takes long is posted twice more, by itself: a busy machine is slow once, a payload that hangs is slow again. */
  const answerTo = async (to: BotUnderTest, body: string, retries = 2): Promise<{ readonly status: number; readonly text: string }> => {
    const started = performance.now();
    const response = await to.post(body);
    const text = await response.text();
    if (performance.now() - started <= MOST_MS) return { status: response.status, text };
    expect(retries, `slow three times: ${body.slice(0, 500)}`).to.be.above(0);
    return answerTo(to, body, retries - 1);
  };
  /** Resolves with what came back when it was as it should be. */
  const isCalm = async (to: BotUnderTest, body: string): Promise<string> => {
    const { status, text } = await answerTo(to, body);
    expect(status, `${body.slice(0, 500)} → ${text}`).to.be.oneOf([200, 400, 403, 413]);
    expect(text).to.not.match(/node_modules|at .*\.(ts|js):\d+|Error:/);
    if (status === 200) expect(text === '' ? [] : shownMarkup(JSON.parse(text)), body.slice(0, 500)).to.deep.equal([]);
    // A refusal names its kind in words of our own and repeats nothing.
    else expect(JSON.parse(text)).to.have.all.keys('type', 'title', 'status');
    return text;
  };
  /** Nothing the bot said of its own accord since the last look shows markup; hands over the ids of the cards in it. */
  const saidCalmly = (to: BotUnderTest): readonly string[] =>
    to.sent.splice(0).flatMap(({ activity: said }) => {
      expect(shownMarkup(said)).to.deep.equal([]);
      return [...JSON.stringify(said).matchAll(CARD_ID)].flatMap(([, id]) => id ?? []);
    });
  const isUnbroken = (to: BotUnderTest): Chai.Assertion =>
    expect(to.logged.filter(({ event }) => /failed/.test(event)).map(({ event, fields }) => JSON.stringify({ event, fields }))).to.deep.equal([]);

  it('meets every verb a card ever bore', () => expect(VERBS).to.have.length.above(35).and.include.members(['tip.did', 'quiz.answer', 'coach.help']));

  it('never breaks the server, takes a second or lets markup through: 18,000 activities, of an engine that repeats what it hears', async () => {
    let repeated = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyActivity([PERSON, 'nobody']), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (sent) => {
        await Promise.all(sent.map((one) => isCalm(bot, JSON.stringify(one))));
        repeated += bot.sent.filter(({ activity: said }) => JSON.stringify(said).includes(MARK)).length;
        saidCalmly(bot);
      }),
      { numRuns: 18_000 / AT_ONCE },
    );
    expect(repeated, 'texts did reach the cards').to.be.above(100);
    isUnbroken(bot);
  });

  it('never breaks the server, takes a second or lets markup through: 1,520 activities, of the real engine and its cards', async () => {
    const cards = ['00000000-0000-4000-8000-00000000dead'];
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyActivity(staff), fc.nat({ max: 5 })), { minLength: AT_ONCE, maxLength: AT_ONCE }), async (sent) => {
        const bodies = sent.map(([one, age]) => JSON.stringify(one).replaceAll(A_CARD, cards.at(-1 - (age % cards.length)) ?? ''));
        const answers = await Promise.all(bodies.map((body) => isCalm(engineBot, body)));
        const seen = [...answers.flatMap((text) => [...text.matchAll(CARD_ID)].flatMap(([, id]) => id ?? [])), ...saidCalmly(engineBot)];
        for (const id of seen) if (!cards.includes(id)) cards.push(id);
        for (const text of answers) kinds.add(/"fallbackText":"([^":]{0,24})/.exec(text)?.[1] ?? '');
      }),
      { numRuns: 1_520 / AT_ONCE },
    );
    expect(cards.length, 'cards were given').to.be.above(10);
    expect(kinds.size, [...kinds].join(' | ')).to.be.above(15);
    isUnbroken(engineBot);
  });

  it('never breaks the server or shows its inside: 480 bodies that are any JSON, any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (bodies) => {
        await Promise.all(bodies.map((body) => isCalm(bot, body)));
      }),
      { numRuns: 480 / AT_ONCE },
    );
  });

  it('never breaks the server or shows its inside: nested as deep as fits', async () => {
    const deep = 100_000;
    const open = (one: Json): string => JSON.stringify(one).slice(0, -1);
    await isCalm(bot, `${open(activity())},"value":${'['.repeat(deep)}${']'.repeat(deep)}}`);
    const press = open(activity({ type: 'invoke', name: 'adaptiveCard/action' }));
    await isCalm(bot, `${press},"value":{"action":{"data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}}`);
  });
});
