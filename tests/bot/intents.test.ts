import { expect } from 'chai';
import { intentOfPress, intentOfText } from '../../bot/intents.ts';
import type { Intent, SmallTalk } from '../../src/domain/intent.ts';
import { ANSWER_KINDS, OBSTACLES, PLAN_MOMENTS } from '../../src/domain/intent.ts';

const D = '7d9f2f4e-1a2b-4c3d-8e4f-5a6b7c8d9e0f';

describe('what a person means who writes', () => {
  const cases: readonly (readonly [text: string, kind: Intent['kind']])[] = [
    ['help', 'help'],
    ['Hi!', 'help'],
    ['HELLO', 'help'],
    ['?', 'help'],
    ['', 'help'],
    ['tip', 'tip'],
    ['  Tip ', 'tip'],
    ['Give me a tip.', 'tip'],
    ['Quiz me!', 'quiz'],
    ['lesson', 'lesson'],
    ['progress', 'progress'],
    ['Settings', 'settings'],
    ['language', 'language'],
    ['why', 'why'],
    ['Why me?', 'why'],
    ['pause', 'pause'],
    ['Resume', 'resume'],
    ['fewer', 'fewer'],
    ['Weekly', 'weekly'],
    ['unpause', 'resume'],
    ['Tip please', 'tip'],
    ['delete', 'delete-my-data'],
    ['never', 'never'],
    ['STOP', 'never'],
    ['my data', 'my-data'],
    ['My  data…', 'my-data'],
    ['delete my data', 'delete-my-data'],
    ['Delete my data!!', 'delete-my-data'],
    ['next week', 'next-week'],
    ['next   week ', 'next-week'],
    ['<at>Adoption Coach</at> tip', 'tip'],
    ['<at id="0">Adoption Coach</at>\u00a0why\n', 'why'],
    ['how do I share a file?', 'words'],
    ['please do not delete my data', 'words'],
    ['thank you for the file', 'words'],
    ['share it', 'words'],
    ['all of it', 'words'],
    ['Good morning', 'help'],
    ['constructor', 'words'],
    ['__proto__', 'words'],
  ];
  for (const [text, kind] of cases) {
    it(`${JSON.stringify(text)} is ${kind}`, () => expect(intentOfText(text).kind).to.equal(kind));
  }

  const talk: readonly (readonly [text: string, said: SmallTalk])[] = [
    ['Thanks', 'thanks'],
    ['thank you so much!!', 'thanks'],
    ['Ok, thanks', 'thanks'],
    ['yes', 'yes'],
    ['No.', 'yes'],
    ['yes thanks', 'thanks'],
    ['ok', 'fine'],
    ['got it, great', 'fine'],
    ['👍', 'fine'],
    ['👍🏽 ❤️', 'fine'],
    [':-)', 'fine'],
  ];
  for (const [text, said] of talk) {
    it(`${JSON.stringify(text)} asks for nothing`, () => expect(intentOfText(text)).to.deep.equal({ kind: 'small-talk', said }));
  }

  it('keeps other words as they are, without mentions and control characters, to 1,000 characters', () => {
    expect(intentOfText(' <at>Coach</at> How do I *share* a file?\u0000 ')).to.deep.equal({ kind: 'words', text: 'How do I *share* a file?' });
    expect(intentOfText('ab '.repeat(40_000)))
      .to.have.property('text')
      .with.length(1_000);
    expect(intentOfText(`a ${'😀'.repeat(5_000)}`)).to.deep.equal({ kind: 'words', text: `a ${'😀'.repeat(998)}` });
    expect(intentOfText('a\ud800b')).to.deep.equal({ kind: 'words', text: 'a\ufffdb' });
  });

  it('comes to an end with a text made to be slow', () => {
    expect(intentOfText('<at>'.repeat(60_000)).kind).to.equal('words');
    expect(intentOfText(`${'<at'.repeat(60_000)}>`).kind).to.equal('words');
  });
});

describe('what a person means who presses', () => {
  const of = { delivery: D };
  const tip: readonly (readonly [data: Record<string, unknown>, intent: object])[] = [
    [{ verb: 'tip.did' }, { kind: 'did-it', ...of }],
    [{ verb: 'tip.plan' }, { kind: 'plan-it', ...of }],
    ...PLAN_MOMENTS.map(
      (moment) =>
        [
          { verb: 'tip.planAt', moment },
          { kind: 'plan-at', moment, ...of },
        ] as const,
    ),
    [{ verb: 'tip.inTheWay' }, { kind: 'in-the-way', ...of }],
    ...OBSTACLES.map(
      (obstacle) =>
        [
          { verb: 'tip.obstacle', obstacle, words: '' },
          { kind: 'obstacle', obstacle, words: undefined, ...of },
        ] as const,
    ),
    [
      { verb: 'tip.obstacle', obstacle: 'team', words: ' by mail\u0000 ' },
      { kind: 'obstacle', obstacle: 'team', words: 'by mail', ...of },
    ],
    [
      { verb: 'tip.obstacle', obstacle: 'team', words: 7 },
      { kind: 'obstacle', obstacle: 'team', words: undefined, ...of },
    ],
    [
      { verb: 'tip.obstacle', obstacle: 'other', words: 'x'.repeat(9_000) },
      { kind: 'obstacle', obstacle: 'other', words: 'x'.repeat(300), ...of },
    ],
    [{ verb: 'tip.obstacle' }, { kind: 'in-the-way', ...of }],
    [
      { verb: 'tip.obstacle', obstacle: '', words: 'so' },
      { kind: 'in-the-way', ...of },
    ],
    [{ verb: 'tip.notForMe' }, { kind: 'not-for-me', ...of }],
    [{ verb: 'tip.why' }, { kind: 'why-me', ...of }],
    [{ verb: 'tip.wrong' }, { kind: 'wrong', ...of }],
    [{ verb: 'tip.back' }, { kind: 'back', ...of }],
    ...ANSWER_KINDS.map(
      (what) =>
        [
          { verb: 'tip.undo', what },
          { kind: 'undo', what, ...of },
        ] as const,
    ),
    [
      { verb: 'quiz.answer', i: 'q', choice: '2' },
      { kind: 'answer-question', question: 'q', place: 2, ...of },
    ],
    ...['', undefined, 2, '-1', '1.5', '10', ' 1', null, ['1']].map(
      (choice) =>
        [
          { verb: 'quiz.answer', i: 'q', choice },
          { kind: 'answer-question', question: 'q', place: undefined, ...of },
        ] as const,
    ),
    [
      { verb: 'quiz.next', i: 'q' },
      { kind: 'next-question', question: 'q', ...of },
    ],
    [{ verb: 'lesson.ask' }, { kind: 'lesson-question', ...of }],
    [{ verb: 'lesson.knows' }, { kind: 'knows-already', ...of }],
  ];
  for (const [data, intent] of tip) {
    it(`${JSON.stringify(data).slice(0, 80)} is about its tip`, () => {
      expect(intentOfPress({ v: 1, d: D, i: 'some-item', ...data })).to.deep.equal(intent);
    });
    it(`${JSON.stringify(data).slice(0, 80)} without a tip is not understood`, () => {
      for (const d of [undefined, null, '', 7, 'not-an-id', D.toUpperCase(), `${D}'`, { toString: () => D }]) {
        expect(intentOfPress({ v: 1, d, ...data })).to.deep.equal({ kind: 'unknown-press' });
      }
    });
  }

  const plain: readonly (readonly [verb: string, kind: Intent['kind']])[] = [
    ['me.pause', 'pause'],
    ['me.fewer', 'fewer'],
    ['me.weekly', 'weekly'],
    ['me.never', 'never'],
    ['me.data', 'my-data'],
    ['me.delete', 'delete-my-data'],
    ['me.confirmDelete', 'confirm-delete'],
    ['me.keep', 'keep-my-data'],
    ['me.comeBack', 'come-back'],
    ['me.resume', 'resume'],
    ['coach.tip', 'tip'],
    ['coach.progress', 'progress'],
    ['coach.settings', 'settings'],
    ['coach.quiz', 'quiz'],
    ['coach.lesson', 'lesson'],
    ['coach.help', 'help'],
  ];
  for (const [verb, kind] of plain) {
    it(`${verb} is ${kind}`, () => expect(intentOfPress({ v: 1, verb })).to.deep.equal({ kind }));
  }

  const settings: readonly (readonly [data: Record<string, unknown>, intent: object])[] = [
    [
      { verb: 'settings.save', often: 'fewer', persona: 'office', topics: 'mail,files' },
      { often: 'fewer', persona: 'office', topics: ['mail', 'files'] },
    ],
    [
      { verb: 'settings.save', often: 'pause', persona: 'guess', topics: '' },
      { often: 'pause', persona: 'guess', topics: [] },
    ],
    [
      { verb: 'settings.save', topics: 'mail,mail,constructor,notes,files,phone' },
      { often: undefined, persona: undefined, topics: ['mail', 'notes', 'files'] },
    ],
    [
      { verb: 'welcome.save', often: 'hourly', persona: 7, topics: 'any' },
      { often: undefined, persona: undefined, topics: [] },
    ],
    [{ verb: 'welcome.save' }, { often: undefined, persona: undefined, topics: undefined }],
  ];
  for (const [data, intent] of settings) {
    it(`${JSON.stringify(data)} is kept as far as it can be read`, () =>
      expect(intentOfPress({ v: 1, ...data })).to.deep.equal({ kind: 'save-settings', ...intent }));
  }

  it('reads the page of an export, and takes anything else for the first', () => {
    expect(intentOfText('Export my data')).to.deep.equal({ kind: 'export', page: 1 });
    for (const [page, read] of [
      ['3', 3],
      ['0', 1],
      [undefined, 1],
      [3, 1],
      ['-1', 1],
      ['99999', 1],
    ] as const)
      expect(intentOfPress({ v: 1, verb: 'me.export', page })).to.deep.equal({ kind: 'export', page: read });
  });

  it('takes a language it knows and asks again for another', () => {
    expect(intentOfPress({ v: 1, verb: 'settings.saveLanguage', language: 'de' })).to.deep.equal({ kind: 'language', language: 'de' });
    for (const language of ['xx', '', undefined, ['de']]) {
      expect(intentOfPress({ v: 1, verb: 'settings.saveLanguage', language })).to.deep.equal({ kind: 'language', language: undefined });
    }
  });

  it('remembers which tip the way to the data and the settings began at', () => {
    for (const [verb, kind] of [
      ['me.data', 'my-data'],
      ['me.pause', 'pause'],
      ['me.fewer', 'fewer'],
      ['me.never', 'never'],
    ] as const)
      expect(intentOfPress({ v: 1, verb, d: D, i: 'some-item' })).to.deep.equal({ kind, from: D });
  });

  const unknown: readonly (readonly [what: string, data: unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'tip.did'],
    ['a list', [{ v: 1, verb: 'coach.tip' }]],
    ['an empty object', {}],
    ['no version', { verb: 'coach.tip' }],
    ['a later version', { v: 2, verb: 'coach.tip' }],
    ['a version as text', { v: '1', verb: 'coach.tip' }],
    ['an unknown verb', { v: 1, verb: 'me.promote', d: D }],
    ['a verb of the prototype', { v: 1, verb: 'constructor', d: D }],
    ['an unknown moment', { v: 1, verb: 'tip.planAt', moment: 'yesterday', d: D }],
    ['an unknown obstacle', { v: 1, verb: 'tip.obstacle', obstacle: 'boss', d: D }],
    ['something found without an id', { v: 1, verb: 'find.open' }],
    ['an undo of nothing', { v: 1, verb: 'tip.undo', d: D }],
    ['an answer to no question', { v: 1, verb: 'quiz.answer', d: D, i: 7, choice: '1' }],
  ];
  for (const [what, data] of unknown) {
    it(`${what} is not understood`, () => expect(intentOfPress(data)).to.deep.equal({ kind: 'unknown-press' }));
  }
});
