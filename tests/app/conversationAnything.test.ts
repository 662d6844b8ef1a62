import { expect } from 'chai';
import fc from 'fast-check';
import { activityOf, cardOf } from '../../bot/cards/activity.ts';
import { intentOfPress, intentOfText } from '../../bot/intents.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import { cardProblems } from '../support/cardSchema.ts';
import { onEveryEngine } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_NOTHING } from '../support/engine.ts';

const VERBS = [
  ...['did', 'plan', 'planAt', 'inTheWay', 'obstacle', 'notForMe', 'why', 'wrong', 'back', 'undo'].map((verb) => `tip.${verb}`),
  ...[
    'quiz.answer',
    'quiz.next',
    'lesson.ask',
    'lesson.knows',
    'find.open',
    'settings.save',
    'settings.language',
    'settings.saveLanguage',
    'welcome.save',
  ],
  ...['pause', 'fewer', 'weekly', 'never', 'data', 'export', 'delete', 'keep', 'comeBack', 'resume'].map((verb) => `me.${verb}`),
  ...['tip', 'quiz', 'lesson', 'progress', 'settings', 'help'].map((verb) => `coach.${verb}`),
];
const ITEMS = ['posts-1', 'q-posts-1', 'q-chats', 'lesson-posts', 'constructor', '', '<at>x</at>'];
const TEXTS = ['tip', 'quiz', 'lesson', 'progress', 'settings', 'why', 'my data', 'export', 'language', 'posts', 'what about posts-2?', 'stop'];
const MARKUP = '<at>Everyone</at> **x** [y](https://evil.example)';

onEveryEngine('whatever a person says or presses', (tenant) => {
  let engine: TestEngine;
  let person: PersonId;

  before(async () => {
    engine = testEngine(await tenant(FAST));
    person = engine.hire(USES_NOTHING);
    await engine.cycle();
  });

  it('gets a card Teams accepts, small enough, without markup of theirs, on every card they ever got', async () => {
    const deliveries: string[] = ['00000000-0000-4000-8000-00000000dead'];
    const press = fc.record({
      v: fc.constant(1),
      verb: fc.constantFrom(...VERBS),
      newest: fc.nat({ max: 6 }),
      i: fc.constantFrom(...ITEMS),
      choice: fc.constantFrom('0', '1', '2', '7', ''),
      moment: fc.constantFrom('tomorrow', 'monday', 'never'),
      obstacle: fc.constantFrom('time', 'other', '', 'x'),
      words: fc.constantFrom('', MARKUP),
      what: fc.constantFrom('did-it', 'planned', 'obstacle', 'not-for-me', 'wrong', 'x'),
      often: fc.constantFrom('weekly', 'fewer', 'pause', 'never', 'x'),
      persona: fc.constantFrom('guess', 'office', 'x'),
      topics: fc.constantFrom('', 'mail,notes', 'x', 'mail,notes,files,chats'),
      language: fc.constantFrom('de', 'x'),
      page: fc.constantFrom('1', '2', '999', 'x'),
    });
    const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(MARKUP));
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: press }, { weight: 1, arbitrary: text }), async (sent) => {
        const intent =
          typeof sent === 'string' ? intentOfText(sent) : intentOfPress({ ...sent, d: deliveries.at(-1 - (sent.newest % deliveries.length)) });
        const message = await engine.conversation.answer(engine.speaker(person), intent);
        if ('delivery' in message && !deliveries.includes(message.delivery)) deliveries.push(message.delivery);
        kinds.add(message.kind);
        expect(cardProblems(cardOf(message)), message.kind).to.deep.equal([]);
        const shown = JSON.stringify(activityOf(message));
        expect(shown).to.have.length.lessThan(14_000);
        // Only an export shows a person's own words, and as text.
        expect(shown).to.not.match(/<|>/);
        if (message.kind !== 'export') expect(shown).to.not.include('evil.example');
      }),
      { numRuns: 400 },
    );
    expect(kinds.size, [...kinds].join(' ')).to.be.greaterThan(15);
  });
});
