import { expect } from 'chai';
import { sayProblem } from '../../src/content/contentProblem.ts';
import { lintContent } from '../../src/content/lintContent.ts';

/** Line numbers in the tables below count from its first line. */
const SOUND = `language: en
items:
  - kind: lesson
    id: one-copy
    signals: [onedrive.sharedInternally]
    service: onedrive
    level: first-steps
    title: One file, one place
    text: A link leads everybody to the same file.
    link:
      title: Open OneDrive
      url: https://www.microsoft365.com/launch/onedrive
    question: which-copy
  - kind: question
    id: which-copy
    signals: [onedrive.sharedInternally]
    service: onedrive
    level: first-steps
    ask: You want two people to check one text. What keeps it one text?
    options:
      - text: A link to the file
        right: true
        why: Both write into the same file, so nothing has to be merged.
      - text: A copy for each of them
        why: Each copy changes by itself, and you merge them by hand later.
      - text: A printed page
        why: Paper works for reading, but its remarks come back as typing.
    lesson: one-copy
`;

const said = (text: string): readonly string[] => lintContent([{ name: 'links.yaml', text }]).map(sayProblem);
const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

function changed(from: string, to: string): string {
  expect(SOUND).to.contain(from);
  return SOUND.replace(from, to);
}

const FOURTH = '      - text: A fax to each\n        why: A fax is one more copy, and an old one.\n';

describe('a lesson or a question in a pack', () => {
  it('without a mistake has no problem', () => expect(said(SOUND)).to.deep.equal([]));

  it('may have four options, a text of exactly 120 words, and a right option 1.6 times as long as the longest wrong one', () => {
    const text = changed('    lesson: one-copy\n', `${FOURTH}    lesson: one-copy\n`)
      .replace('A link leads everybody to the same file.', words(120))
      .replace('A copy for each of them', 'x'.repeat(25))
      .replace('A link to the file', 'y'.repeat(40));
    expect(said(text)).to.deep.equal([]);
  });

  const broken: readonly (readonly [what: string, from: string, to: string, problem: string])[] = [
    [
      'a lesson of 121 words',
      'A link leads everybody to the same file.',
      words(121),
      '9 · one-copy · text: expected at most 120 words, got 121; shorten it',
    ],
    ['a lesson without its question', '    question: which-copy\n', '', '3 · one-copy · question: expected words, got nothing; add it'],
    [
      'a lesson that ends with a question nobody wrote',
      'question: which-copy',
      'question: which-other',
      '13 · one-copy · question: expected the id of a question, got "which-other", which is not in the pack; name one that is there',
    ],
    [
      'a lesson that ends with a lesson',
      'question: which-copy',
      'question: one-copy',
      '13 · one-copy · question: expected the id of a question, got "one-copy", which is a lesson; name one that is there',
    ],
    [
      'a question of a lesson nobody wrote',
      'lesson: one-copy',
      'lesson: two-copies',
      '28 · which-copy · lesson: expected the id of a lesson, got "two-copies", which is not in the pack; name one that is there',
    ],
    [
      'a question of a tip that is a lesson',
      'lesson: one-copy',
      'tip: one-copy',
      '28 · which-copy · tip: expected the id of a tip, got "one-copy", which is a lesson; name one that is there',
    ],
    [
      'a question that asks nothing',
      'What keeps it one text?',
      'A link does.',
      '19 · which-copy · ask: expected a question at the end, got no question mark there; end with what is asked',
    ],
    [
      'a question of 51 words',
      'You want two people to check one text. What keeps it one text?',
      `${words(51)}?`,
      '19 · which-copy · ask: expected at most 50 words, got 51; shorten it',
    ],
    [
      'no right option',
      '        right: true\n',
      '',
      '20 · which-copy · options: expected exactly one option with "right: true", got none; mark the one that is right',
    ],
    [
      'two right options',
      '      - text: A printed page\n',
      '      - text: A printed page\n        right: true\n',
      '20 · which-copy · options: expected exactly one option with "right: true", got 2; mark the one that is right',
    ],
    [
      'a right option that is not marked with true',
      'right: true',
      'right: maybe',
      '22 · which-copy · options.0.right: expected true or false, got "maybe"; write true for the right one, and leave the field out of the others',
    ],
    [
      'an option without a why',
      '        why: Paper works for reading, but its remarks come back as typing.\n',
      '',
      '26 · which-copy · options.2.why: expected words, got nothing; add it',
    ],
    [
      'a why that explains nothing',
      'Paper works for reading, but its remarks come back as typing.',
      'That is not quite right.',
      '27 · which-copy · options.2.why: expected at least 6 words, got 5; say more',
    ],
    [
      'a why that scolds',
      'Paper works for reading, but its remarks come back as typing.',
      'You should never print what two people are to read.',
      '27 · which-copy · options.2.why: expected no pressure, guilt or comparison, got "You should"; say what the reader can do',
    ],
    [
      'the same why twice',
      'Paper works for reading, but its remarks come back as typing.',
      'Each copy changes by itself,  and you merge them by hand later.',
      '27 · which-copy · options.2.why: expected words of its own, got those of option 2 again; say what is different here',
    ],
    [
      'the same option twice',
      'A printed page',
      'a copy for each of them',
      '26 · which-copy · options.2.text: expected words of its own, got those of option 2 again; say what is different here',
    ],
    [
      'an option about the others',
      'A printed page',
      'None of the above',
      '26 · which-copy · options.2.text: expected an option that stands by itself, got "None of the above"; options come in any order, so write it out',
    ],
    [
      'a right option its length gives away',
      'A link to the file',
      'A link to the file where it lies, now',
      '21 · which-copy · options.0.text: expected a right option of at most 36 characters beside wrong ones of at most 23, got 37; shorten it, or say more in the others',
    ],
    [
      'an option of 91 characters',
      'A copy for each of them',
      'x'.repeat(91),
      '24 · which-copy · options.1.text: expected at most 90 characters, got 91; shorten it',
    ],
    [
      'two options',
      SOUND.slice(SOUND.indexOf('      - text: A printed'), SOUND.indexOf('    lesson: one-copy\n')),
      '',
      '20 · which-copy · options: expected three or four options, got 2; add one',
    ],
    [
      'five options',
      '    lesson: one-copy\n',
      `${FOURTH}${FOURTH.replace('A fax to', 'A call to').replace('A fax is one more', 'A call makes one more')}    lesson: one-copy\n`,
      '20 · which-copy · options: expected three or four options, got 5; take one out',
    ],
    [
      'a field an option does not have',
      '        right: true',
      '        hint: yes\n        right: true',
      '22 · which-copy · options.0.hint: expected a known field, got "hint"; mend its name or take it out',
    ],
  ];
  for (const [what, from, to, problem] of broken)
    it(`with ${what} is told so, with the line`, () => expect(said(changed(from, to))).to.deep.equal([`links.yaml:${problem}`]));

  it('is told what is wrong with its options also when another field is faulty', () => {
    const text = changed('        right: true\n', '').replace('level: first-steps\n    ask', 'level: expert\n    ask');
    expect(said(text).map((line) => line.split(': expected')[0])).to.deep.equal([
      'links.yaml:18 · which-copy · level',
      'links.yaml:20 · which-copy · options',
    ]);
  });

  it('may name an item of another file, also of one that is faulty; where a file cannot be read, no reference is doubted', () => {
    const [lesson, question] = [
      SOUND.slice(0, SOUND.indexOf('  - kind: question')),
      `language: en\nitems:\n${SOUND.slice(SOUND.indexOf('  - kind: question'))}`,
    ];
    const both = (other: string) =>
      lintContent([
        { name: 'a.yaml', text: lesson },
        { name: 'b.yaml', text: other },
      ]).map(({ file }) => file);
    expect(both(question)).to.deep.equal([]);
    expect(both(question.replace('first-steps', 'expert'))).to.deep.equal(['b.yaml']);
    expect(both('title: "')).to.not.include('a.yaml');
    expect(both('language: en\nitems: []\n')).to.include('a.yaml');
  });
});
