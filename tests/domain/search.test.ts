import { expect } from 'chai';
import { loadContent } from '../../src/content/loadContent.ts';
import { SERVICES } from '../../src/domain/person.ts';
import { type Found, search, searchIndex, wordsOf } from '../../src/domain/search.ts';
import { aTip } from '../support/candidate.ts';

const { content, lessons } = loadContent();
const PACK = searchIndex(content, lessons);
const idOf = (found: Found): string => (found.kind === 'tip' ? found.tip.id : found.kind === 'lesson' ? found.lesson.id : found.question.id);
const ids = (text: string, most = 3): readonly string[] => search(PACK, text, SERVICES, most).map(idOf);

describe('what answers a person’s words', () => {
  const same: readonly (readonly [one: string, other: string])[] = [
    ['Sharing', 'share'],
    ['shared', 'shares'],
    ['planning', 'plan'],
    ['meetings', 'meeting'],
    ['replies', 'reply'],
    ['Café', 'cafe'],
    ['mails', 'e-mail email'],
    ['files', 'file'],
  ];
  for (const [one, other] of same) {
    it(`takes ${one} and ${other} for the same word`, () => expect(wordsOf(other)).to.include(wordsOf(one)[0]));
  }

  const asked: readonly (readonly [text: string, pattern: RegExp])[] = [
    ['How do I share a file with a colleague?', /share|link|file/],
    ['mute notifications on my phone', /phone|quiet|notif/],
    ['what is a channel for', /channel/],
    ['see who is free', /free|calendar/],
    ['excel', /excel|table|number|sheet/],
  ];
  for (const [text, pattern] of asked) {
    it(`finds something to ${JSON.stringify(text)}`, () => {
      const found = search(PACK, text, SERVICES, 3);
      expect(found).to.have.length.within(1, 3);
      expect(JSON.stringify(found[0])).to.match(pattern);
    });
  }

  for (const text of ['', '👍', 'is it the', 'qwertzuiop', 'book vacation for August in Norway', '<at>x</at>', '((((']) {
    it(`finds nothing to ${JSON.stringify(text)}`, () => expect(ids(text)).to.deep.equal([]));
  }

  it('finds every tip by its own title', () => {
    for (const tip of content.values()) expect(ids(tip.title), tip.title).to.include(tip.id);
  });

  it('offers nothing of an app the person has no licence for', () => {
    const found = search(PACK, 'share a file', ['teams'], 50);
    expect(found).to.have.length.greaterThan(0);
    for (const one of found)
      expect(one.kind === 'tip' ? one.tip.service : one.kind === 'lesson' ? one.lesson.service : one.question.service).to.equal('teams');
  });

  it('weighs a word in the title three times, and a rare word more than a common one', () => {
    const tips = [
      { ...aTip('a', 'teams.calls'), title: 'Nothing of it', gain: 'The zebra comes.' },
      { ...aTip('b', 'teams.calls'), title: 'A zebra', gain: 'Nothing.' },
      ...[1, 2, 3, 4].map((n) => ({ ...aTip(`c${n}`, 'teams.calls'), title: 'An ox', gain: 'Nothing.' })),
    ];
    const index = searchIndex(new Map(tips.map((tip) => [tip.id, tip])), { lessons: new Map(), questions: new Map() });
    expect(search(index, 'zebra', ['teams'], 9).map(idOf)).to.deep.equal(['b', 'a']);
    expect(search(index, 'ox zebra', ['teams'], 9).map(idOf)[0]).to.equal('b');
  });

  it('comes to an end with words made to be slow', () => {
    expect(ids('a b c d '.repeat(30_000))).to.be.an('array');
    expect(ids('x'.repeat(200_000))).to.deep.equal([]);
  });
});
