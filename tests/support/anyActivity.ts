import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { activity, type Json } from './activities.ts';

const INTENTS = readFileSync(new URL('../../bot/intents.ts', import.meta.url), 'utf8');
/** Every verb the product knows, read where it is decided, so that a new one is never left out. */
export const VERBS: readonly string[] = [...INTENTS.matchAll(/case '([a-z]+\.[A-Za-z]+)':/g)].flatMap(([, verb]) => verb ?? []);

/** Stands in a payload for the id of a card the bot gave before; whoever sends it puts one in. */
export const A_CARD = 'a-card-you-gave';
/** Stands in every hostile text, and in no word of ours: what repeats it shows something of the input. */
export const MARK = 'zzqx';

const anything = fc.jsonValue({ maxDepth: 3 });
const PROTOTYPES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const MARKUP = [
  `<at>${MARK}</at> help`,
  `<at id="0">Everyone</at>`,
  `[${MARK}](https://evil.example) **bold** _it_ ~~no~~ \`code\``,
  `\\[${MARK}\\](https://evil.example)`,
  `![${MARK}](https://evil.example/x.png)`,
  `<img src=x onerror=alert(1)>${MARK}<script>1</script>`,
  `&lt;at&gt;${MARK}&lt;/at&gt; &#60;b&#62;`,
  `\u202e${MARK}\u202c مرحبا \u200f\u2067שלום\u2069`,
  `${MARK}\u200b\u200d\u2060\ufeff\u00ad`,
  `# ${MARK}\n- one\n1. two\n> three\n|a|b|`,
  `{{count}} $t(help.intro) ${MARK}`,
  '\ud800\u0000\u0007',
];
const COMMANDS = [
  'tip',
  'quiz',
  'lesson',
  'progress',
  'settings',
  'why',
  'pause',
  'resume',
  'fewer',
  'stop',
  'my data',
  'export',
  'language',
  'help',
];
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...COMMANDS) },
  { weight: 8, arbitrary: fc.constantFrom(...MARKUP) },
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 120 }) },
  fc.constantFrom('', ' ', '\n', ...PROTOTYPES),
  fc.constantFrom(...MARKUP, 'a', '<', '[', '<at>', '😀').map((piece) => piece.repeat(Math.ceil(10_000 / piece.length))),
);

const sometimes = <T>(...values: readonly T[]) => fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, anything);
const ITEMS = ['posts-1', 'q-posts-1', 'q-chats', 'lesson-posts', 'gone', ...PROTOTYPES];
const fields = fc.record(
  {
    v: fc.oneof({ weight: 12, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2, -1, '1', 1.5), anything),
    verb: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...VERBS, 'me.comeBack', 'me.comeBack') },
      fc.constantFrom(...PROTOTYPES, 'tip'),
      anything,
    ),
    d: fc.oneof({ weight: 8, arbitrary: fc.constant(A_CARD) }, fc.uuid(), anything),
    i: sometimes(...ITEMS),
    choice: sometimes('0', '1', '2', '7', '', '99999'),
    moment: sometimes('tomorrow', 'monday', 'next-week', 'never'),
    obstacle: sometimes('time', 'other', 'rights', '', 'x'),
    words: fc.oneof({ weight: 4, arbitrary: text }, anything),
    what: sometimes('did-it', 'planned', 'obstacle', 'not-for-me', 'wrong', 'x'),
    often: sometimes('weekly', 'fewer', 'pause', 'never', 'x'),
    persona: sometimes('guess', 'office', 'x'),
    topics: sometimes('', 'mail,notes', 'x', 'mail,notes,files,chats', 'mail,'.repeat(3_000)),
    language: sometimes('de', 'ja', 'x'),
    page: sometimes('1', '2', '999', '-1', 'x'),
  },
  { requiredKeys: ['v', 'verb', 'd'] },
);
/** A press with right and wrong ids, versions and types; now and then far too large, or with a prototype's name among its fields. */
const press: fc.Arbitrary<Json> = fc
  .tuple(fields, fc.nat({ max: 150 }))
  .map(([data, odd]) =>
    odd === 0 ? { ...data, padding: 'x'.repeat(90_000) } : odd === 1 ? JSON.parse(`{"__proto__":{"v":1},"v":1,"verb":"tip.did"}`) : data,
  );

const file = fc.record({
  contentType: sometimes('image/png', 'application/vnd.microsoft.teams.file.download.info', 'text/html'),
  contentUrl: fc.constantFrom('https://evil.example/x', 'file:///etc/passwd', ''),
  content: fc.oneof(text, anything),
  name: text,
});
const message = fc.record({ text }, { requiredKeys: [] });
const INVOKES = [
  'composeExtension/query',
  'fileConsent/invoke',
  'signin/verifyState',
  'task/fetch',
  'tab/fetch',
  'config/fetch',
  'actionableMessage/executeAction',
];
const kinds: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 8,
    arbitrary: press.map((data) => ({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '17',
      value: { action: { type: 'Action.Execute', verb: data['verb'], data } },
    })),
  },
  { weight: 4, arbitrary: press.map((data) => ({ replyToId: '17', value: data })) },
  { weight: 6, arbitrary: message },
  {
    weight: 2,
    arbitrary: fc
      .tuple(message, fc.array(fc.oneof({ weight: 4, arbitrary: file }, anything), { maxLength: 3 }))
      .map(([said, attachments]) => ({ ...said, attachments })),
  },
  fc.record({
    type: fc.constant('messageReaction'),
    replyToId: fc.constant('17'),
    reactionsAdded: fc.oneof(fc.constant([{ type: 'like' }]), anything),
  }),
  fc.record({
    type: fc.constantFrom('messageUpdate', 'messageDelete'),
    text,
    channelData: fc.constant({ ...Object(activity()['channelData']), eventType: 'editMessage' }),
  }),
  fc.record({ type: fc.constant('invoke'), name: fc.oneof(fc.constantFrom(...INVOKES, ...PROTOTYPES), fc.string()), value: anything }),
  fc.record({
    type: fc.constant('installationUpdate'),
    action: fc.oneof(fc.constantFrom('add', 'remove', 'add-upgrade', 'remove-upgrade'), anything),
  }),
  fc.record({
    type: fc.constantFrom('conversationUpdate', 'event', 'typing', 'handoff', 'endOfConversation', 'trace', 'suggestion', 'x'),
    value: anything,
    membersAdded: anything,
  }),
);
const SPOILT = [
  ...['text', 'value', 'name', 'action', 'entities', 'recipient', 'from', 'conversation', 'channelData', 'replyToId', 'id', 'timestamp', 'locale'],
  ...['deliveryMode', 'attachments', 'membersAdded', 'relatesTo', '__proto__'],
];
/** What Teams may send, and what it never would: one of its kinds, for one of `people`, a third of it with some fields spoilt. */
export const anyActivity = (people: readonly string[]): fc.Arbitrary<Json> =>
  fc
    .record({
      id: fc.uuid(),
      base: kinds,
      who: fc.constantFrom(...people),
      name: fc.oneof({ weight: 3, arbitrary: fc.constant('Sample Person') }, text),
      spoilt: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, fc.dictionary(fc.constantFrom(...SPOILT), anything, { maxKeys: 2 })),
    })
    .map(({ id, base, who, name, spoilt }) =>
      activity({
        id,
        from: { id: `29:${who}`, name, aadObjectId: who },
        conversation: { ...Object(activity()['conversation']), id: `a:${who}` },
        ...base,
        ...spoilt,
      }),
    );

/** Bodies that are no activity at all. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  anything.map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
);
