import { expect } from 'chai';
import fc from 'fast-check';
import { sayProblem } from '../../src/content/contentProblem.ts';
import { lintContent } from '../../src/content/lintContent.ts';

/** Line numbers in the tables below count from its first line. */
const SOUND = `language: en
items:
  - kind: tip
    id: sound-tip
    signals: [teams.calls]
    service: teams
    level: everyday
    title: Talk it through
    gain: Two minutes of talking can spare you twenty messages.
    action: Select the call button at the top of a chat.
    link:
      title: Open Teams
      url: https://teams.microsoft.com/
    bestOn: any
`;

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

/** The sound pack with one text replaced, which has to be there. */
function changed(from: string, to: string): string {
  expect(SOUND).to.contain(from);
  return SOUND.replace(from, to);
}

const said = (text: string): readonly string[] => lintContent([{ name: 'calls.yaml', text }]).map(sayProblem);

describe('a content pack', () => {
  it('without a mistake has no problem', () => expect(said(SOUND)).to.deep.equal([]));

  it('with a list of personas has no problem', () =>
    expect(said(changed('    title: Talk', '    personas: [leading, frontline]\n    title: Talk'))).to.deep.equal([]));

  it('of exactly 60 words and a title of exactly 60 characters has no problem', () => {
    const text = changed('Talk it through', 'x'.repeat(60))
      .replace(/gain: .*/, `gain: ${words(30)}`)
      .replace(/action: .*/, `action: ${words(29)}`);
    expect(said(text)).to.deep.equal([]);
  });

  const broken: readonly (readonly [what: string, from: string, to: string, problem: string])[] = [
    [
      'an id with capitals',
      'id: sound-tip',
      'id: Sound',
      '4 · Sound · id: expected lower-case words joined by hyphens, like "channel-ask-once", got "Sound"; rename it',
    ],
    ['no id', '    id: sound-tip\n', '', '3 · item 1 · id: expected words, got nothing; add it'],
    ['a kind nobody knows', 'kind: tip', 'kind: poem', '3 · sound-tip · kind: expected one of tip, lesson, question, got "poem"; take one of these'],
    ['no kind', '- kind: tip\n    id', '- id', '3 · sound-tip · kind: expected one of tip, lesson, question, got nothing; take one of these'],
    [
      'a signal the catalogue does not know',
      '[teams.calls]',
      '\n      - teams.calls\n      - outlook.faxes',
      '7 · sound-tip · signals.1: expected a signal of the catalogue, got "outlook.faxes"; take one of outlook.mobile, outlook.sent, outlook.read, outlook.meetingsCreated, outlook.meetingsAnswered',
    ],
    ['no signal', '[teams.calls]', '[]', '5 · sound-tip · signals.0: expected words, got nothing; add it'],
    [
      'a signal outside a list',
      '[teams.calls]',
      'teams.calls',
      '5 · sound-tip · signals: expected a list, got "teams.calls"; see src/content/pack/teams.yaml for the form',
    ],
    [
      'a service no licence names',
      'service: teams',
      'service: word',
      '6 · sound-tip · service: expected one of teams, exchange, onedrive, sharepoint, apps, engage, copilot, got "word"; take one of these',
    ],
    [
      'a level that does not exist',
      'everyday',
      'expert',
      '7 · sound-tip · level: expected one of first-steps, everyday, got "expert"; take one of these',
    ],
    [
      'a persona that does not exist',
      '    title: Talk',
      '    personas: [leading, pirates]\n    title: Talk',
      '8 · sound-tip · personas.1: expected one of leading, customers, projects, office, technical, frontline, specialist, got "pirates"; take one of these',
    ],
    [
      'an empty list of personas',
      '    title: Talk',
      '    personas: []\n    title: Talk',
      '8 · sound-tip · personas: expected at least one persona, got none; name one, or leave the field out for everybody',
    ],
    ['a title of 61 characters', 'Talk it through', 'x'.repeat(61), '8 · sound-tip · title: expected at most 60 characters, got 61; shorten it'],
    ['a title that is a number', 'Talk it through', '365', '8 · sound-tip · title: expected words, got 365; put it in quotes'],
    ['a title left empty', 'Talk it through', '', '8 · sound-tip · title: expected words, got nothing; add it'],
    ['a title of spaces', 'Talk it through', '" "', '8 · sound-tip · title: expected words, got an empty text; say something or take the item out'],
    [
      'an order instead of an offer',
      'Select the call',
      'You should select the call',
      '10 · sound-tip · action: expected no pressure, guilt or comparison, got "You should"; say what the reader can do',
    ],
    [
      'a comparison',
      'Two minutes of talking can',
      'Faster than your colleagues, two minutes can',
      '9 · sound-tip · gain: expected no pressure, guilt or comparison, got "than your colleagues"; speak of the reader alone',
    ],
    [
      'a loss',
      'Two minutes',
      'Don’t wait, two minutes',
      '9 · sound-tip · gain: expected no pressure, guilt or comparison, got "Don\'t wait"; say what is gained',
    ],
    [
      'a link over http',
      'https://teams',
      'http://teams',
      '13 · sound-tip · link.url: expected https or msteams, got "http:"; take the https address',
    ],
    [
      'a link title of 29 characters',
      'Open Teams',
      'x'.repeat(29),
      '12 · sound-tip · link.title: expected at most 28 characters, got 29; shorten it',
    ],
    [
      'no link',
      SOUND.slice(SOUND.indexOf('    link:'), SOUND.indexOf('    bestOn')),
      '',
      '3 · sound-tip · link: expected fields with their values, got nothing; add it',
    ],
    [
      'a field that does not exist',
      '    bestOn',
      '    colour: red\n    bestOn',
      '14 · sound-tip · colour: expected a known field, got "colour"; mend its name or take it out',
    ],
    [
      'no place where it is best done',
      '    bestOn: any\n',
      '',
      '3 · sound-tip · bestOn: expected one of any, computer, got nothing; take one of these',
    ],
    ['a language other than English', 'language: en', 'language: xx', '1 · language: expected one of en, got "xx"; take one of these'],
    [
      'a field of the file that does not exist',
      'language: en',
      'author: Joe\nlanguage: en',
      '1 · author: expected a known field, got "author"; mend its name or take it out',
    ],
    ['no items', SOUND.slice(SOUND.indexOf('items:')), '', '1 · items: expected a list, got nothing; add it'],
    [
      'an empty list of items',
      SOUND.slice(SOUND.indexOf('items:')),
      'items: []',
      '2 · items: expected at least one item, got none; add one or take the file out',
    ],
    ['nothing in it', SOUND, '', '1: expected fields with their values, got nothing; add it'],
    [
      'an item that is a text',
      SOUND.slice(SOUND.indexOf('  - kind')),
      '  - a tip',
      '3 · item 1: expected fields with their values, got "a tip"; see src/content/pack/teams.yaml for the form',
    ],
  ];
  for (const [what, from, to, problem] of broken) {
    it(`with ${what} is told so, with the line`, () => expect(said(changed(from, to))).to.deep.equal([`calls.yaml:${problem}`]));
  }

  const unreadable: readonly (readonly [what: string, from: string, to: string, problem: RegExp])[] = [
    [
      'a text that holds a colon',
      'Talk it through',
      'Talk: it helps',
      /^calls\.yaml:8: expected YAML, got this: .+; mend the line \(a text that holds ": "/,
    ],
    ['a field written twice', 'bestOn: any', 'bestOn: any\n    bestOn: any', /^calls\.yaml:15: expected YAML, got this: Map keys must be unique/],
    ['a quote that is not closed', 'Talk it through', '"Talk', /^calls\.yaml:\d+: expected YAML, got this: /],
    ['a tag', 'Talk it through', '!shout Talk', /^calls\.yaml:8: expected YAML, got this: Unresolved tag: !shout/],
    [
      'a second document',
      '    bestOn: any\n',
      '    bestOn: any\n---\nlanguage: en\n',
      /^calls\.yaml:\d+: expected YAML, got this: .*multiple documents/,
    ],
    ['an alias', 'Talk it through', '*gain', /^calls\.yaml:8: expected every value written out, got the alias "\*gain"; write the value here$/],
  ];
  for (const [what, from, to, problem] of unreadable) {
    it(`with ${what} is not read further, and the line is named`, () => {
      const [first, ...others] = said(changed(from, to));
      expect(first).to.match(problem);
      expect(others.filter((line) => !/expected (YAML|every value)/.test(line))).to.deep.equal([]);
    });
  }

  it('of 61 words in all is told so on the first line of the item', () => {
    const text = changed('Talk it through', 'one')
      .replace(/gain: .*/, `gain: ${words(30)}`)
      .replace(/action: .*/, `action: ${words(30)}`);
    expect(said(text)).to.deep.equal([
      'calls.yaml:3 · sound-tip: expected at most 60 words in title, gain and action together, got 61; shorten them',
    ]);
  });

  it('with several mistakes is told all of them at once, line by line', () => {
    const first = changed('everyday', 'expert')
      .replace('Talk it through', 'You must call')
      .replace(/gain: .*/, `gain: ${words(60)}`);
    const second = SOUND.slice(SOUND.indexOf('  - kind')).replace('id: sound-tip', 'id: other').replace('bestOn: any', 'bestOn: paper');
    expect(said(first + second).map((line) => line.split(': expected')[0])).to.deep.equal([
      'calls.yaml:3 · sound-tip',
      'calls.yaml:7 · sound-tip · level',
      'calls.yaml:8 · sound-tip · title',
      'calls.yaml:26 · other · bestOn',
    ]);
  });

  it('that uses an id twice is told where it stood first, also when that is another file and itself faulty', () => {
    const problems = lintContent([
      { name: 'first.yaml', text: changed('everyday', 'expert') },
      { name: 'second.yaml', text: SOUND },
    ]);
    expect(problems.map(sayProblem).slice(1)).to.deep.equal([
      'second.yaml:4 · sound-tip · id: expected an id used once, got it again after first.yaml:4; give this item another',
    ]);
  });

  it('with one unreadable file is still checked in the others', () => {
    const problems = lintContent([
      { name: 'first.yaml', text: 'title: "' },
      { name: 'second.yaml', text: changed('everyday', 'expert') },
    ]);
    expect(problems.map(({ file }) => file)).to.include.members(['first.yaml', 'second.yaml']);
  });

  it('tells its problems also apart, for machines', () => {
    expect(lintContent([{ name: 'calls.yaml', text: changed('everyday', 'expert') }])).to.deep.equal([
      {
        file: 'calls.yaml',
        line: 7,
        item: 'sound-tip',
        field: 'level',
        message: 'expected one of first-steps, everyday, got "expert"; take one of these',
      },
    ]);
  });

  it('may hold anything: what is wrong is told, nothing is thrown', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '&x',
      '*x',
      '!',
      '"',
      '{',
      '[',
      ']',
      '<<: ',
      '__proto__: ',
      'items:',
      '\t',
      '#',
      '%',
      '0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(said(pieces.join(''))).to.have.length.above(0);
      }),
    );
  });
});
