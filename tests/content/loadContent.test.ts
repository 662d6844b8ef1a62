import { expect } from 'chai';
import { loadContent } from '../../src/content/loadContent.ts';
import { type PackFile, productPack } from '../../src/content/productPack.ts';
import { Fault } from '../../src/domain/errors.ts';

const tip = (id: string, change: object = {}): object => ({
  kind: 'tip',
  id,
  signals: ['teams.calls'],
  service: 'teams',
  level: 'everyday',
  title: 'Talk it through',
  gain: 'Two minutes of talking can spare you twenty messages.',
  action: 'Select the call button at the top of a chat.',
  link: { title: 'Open Teams', url: 'https://teams.microsoft.com/' },
  bestOn: 'any',
  ...change,
});

const shared = { signals: ['teams.calls'], service: 'teams', level: 'everyday' };

const lesson = (id: string, question: string): object => ({
  ...{ kind: 'lesson', id, ...shared, title: 'Call', text: 'Two minutes of talking settle much.' },
  ...{ link: { title: 'Open Teams', url: 'https://teams.microsoft.com/' }, question },
});

const question = (id: string, change: object = {}): object => ({
  ...{ kind: 'question', id, ...shared, ask: 'What settles it soonest?' },
  options: [
    { text: 'A call', right: true, why: 'Both hear at once what is meant.' },
    { text: 'A letter', why: 'It takes two days on its way.' },
    { text: 'A mail', right: false, why: 'An answer may take until the evening.' },
  ],
  ...change,
});

/** JSON is YAML too. */
const pack = (name: string, ...items: readonly object[]): PackFile => ({ name, text: JSON.stringify({ language: 'en', items }, null, 2) });

function faultOf(files: readonly PackFile[]): Fault {
  try {
    loadContent(files);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the pack was taken as sound');
}

describe('loading content', () => {
  it('gives a tip as it is written, for everybody where no personas are named', () => {
    const { kind: _, ...written } = { kind: 'tip', ...tip('a-call') };
    expect(loadContent([pack('calls.yaml', tip('a-call'))]).content.get('a-call')).to.deep.equal({ ...written, personas: [] });
  });

  it('keeps the personas a tip names', () => {
    const { content } = loadContent([pack('calls.yaml', tip('a-call', { personas: ['leading', 'frontline'] }))]);
    expect(content.get('a-call')?.personas).to.deep.equal(['leading', 'frontline']);
  });

  it('keeps files and items in the order given', () => {
    const { content } = loadContent([pack('b.yaml', tip('second'), tip('first')), pack('a.yaml', tip('third'))]);
    expect([...content.keys()]).to.deep.equal(['second', 'first', 'third']);
  });

  it('takes the product’s own pack, every file of it, when no other is given', () => {
    const idsOf = (kind: string) =>
      productPack().flatMap(({ text }) => [...text.matchAll(new RegExp(`^  - kind: ${kind}\\n {4}id: (.+)$`, 'gm'))].map((match) => match[1]));
    expect(idsOf('tip')).to.have.length.of.at.least(10);
    expect([...loadContent().content.keys()]).to.deep.equal(idsOf('tip'));
    const { lessons, questions } = loadContent().lessons;
    expect([...lessons.keys()]).to.deep.equal(idsOf('lesson'));
    expect([...questions.keys()]).to.deep.equal(idsOf('question'));
  });

  it('gives lessons and questions as they are written, apart from the tips', () => {
    const files = [pack('calls.yaml', tip('a-call'), lesson('a-lesson', 'a-question'), question('a-question', { lesson: 'a-lesson' }))];
    expect([...loadContent(files).content.keys()]).to.deep.equal(['a-call']);
    const { lessons, questions } = loadContent(files).lessons;
    const { kind: _, ...written } = { kind: 'lesson', ...lesson('a-lesson', 'a-question') };
    expect([...lessons.values()]).to.deep.equal([{ ...written, personas: [] }]);
    const [only] = questions.values();
    expect(only).to.deep.include({ id: 'a-question', ask: 'What settles it soonest?', lesson: 'a-lesson', tip: undefined, personas: [] });
    expect(only?.options.map(({ text, isRight }) => [text, isRight])).to.deep.equal([
      ['A call', true],
      ['A letter', false],
      ['A mail', false],
    ]);
  });

  it('refuses a pack for a faulty question as for a faulty tip', () => {
    const files = [pack('calls.yaml', tip('a-call'), question('a-question', { lesson: 'nowhere' }))];
    expect(() => loadContent(files)).to.throw(Fault, 'which is not in the pack');
  });

  it('refuses a faulty pack with every problem of every file at once', () => {
    const fault = faultOf([pack('a.yaml', tip('a-call', { level: 'expert' })), pack('b.yaml', tip('b-call'), tip('b-call'))]);
    expect(fault.code).to.equal('invalid-content');
    expect(fault.message).to.equal(
      [
        '2 problems in the content pack:',
        '  - a.yaml:11 · a-call · level: expected one of first-steps, everyday, got "expert"; take one of these',
        '  - b.yaml:23 · b-call · id: expected an id used once, got it again after b.yaml:6; give this item another',
      ].join('\n'),
    );
  });

  it('speaks of one problem where there is one', () => {
    expect(faultOf([pack('a.yaml', tip('a-call', { level: 'expert' }))]).message).to.match(/^1 problem in/);
  });

  it('refuses a pack without a file', () => expect(faultOf([]).message).to.match(/at least one file/));
});
