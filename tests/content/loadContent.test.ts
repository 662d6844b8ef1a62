import { expect } from 'chai';
import { loadContent } from '../../src/content/loadContent.ts';
import { TIPS } from '../../src/content/tips.ts';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { Fault } from '../../src/domain/errors.ts';

const SOUND = {
  id: 'sound-tip',
  signals: ['teams.calls'],
  service: 'teams',
  level: 'everyday',
  title: 'Talk it through',
  gain: 'Two minutes of talking can spare you twenty messages.',
  action: 'Select the call button at the top of a chat.',
  link: { title: 'Open Teams', url: 'https://teams.microsoft.com/' },
  bestOn: 'any',
};

function faultOf(pack: unknown): Fault {
  try {
    loadContent(pack);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the pack was taken as sound');
}

describe('the content pack of the product', () => {
  const tips = [...loadContent().values()];

  it('holds every tip, each under its own id, in the order written', () => {
    expect(tips.length).to.be.at.least(10);
    expect([...loadContent().keys()]).to.deep.equal(TIPS.map((tip) => tip.id));
  });

  it('has an everyday tip for every signal, since people who know the basics get no first steps', () => {
    const served = tips.filter((tip) => tip.level === 'everyday').map((tip) => tip.signals[0]);
    expect(served).to.include.members(CATALOGUE.map((signal) => signal.id));
  });

  for (const signal of ['teams.channelPosts', 'teams.channelReplies', 'teams.meetingsOrganized']) {
    it(`has at least two tips that are measured by ${signal}`, () => {
      expect(tips.filter((tip) => tip.signals[0] === signal)).to.have.length.of.at.least(2);
    });
  }

  it('teaches the basics in two to four tips', () => {
    expect(tips.filter((tip) => tip.level === 'first-steps').length).to.be.within(2, 4);
  });
});

describe('a content pack', () => {
  it('is handed over as written when it is sound', () => {
    const content = loadContent([SOUND]);
    expect(content.get('sound-tip')).to.deep.equal(SOUND);
  });

  const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');
  const faulty: readonly (readonly [what: string, change: object, named: RegExp])[] = [
    ['an id with capitals', { id: 'Sound' }, /Sound · id: expected lower-case/],
    ['a signal the catalogue does not know', { signals: ['teams.calls', 'teams.faxes'] }, /sound-tip · signals\.1: expected one of .*"teams\.faxes"/],
    ['no signal', { signals: [] }, /sound-tip · signals/],
    ['a service no licence names', { service: 'word' }, /sound-tip · service: expected one of teams, got "word"/],
    ['a level that does not exist', { level: 'expert' }, /sound-tip · level: expected one of first-steps, everyday, got "expert"/],
    ['a title of 61 characters', { title: 'x'.repeat(61) }, /sound-tip · title: expected at most 60 characters, got 61/],
    ['an empty gain', { gain: ' ' }, /sound-tip · gain: expected words/],
    [
      '61 words in all',
      { title: 'one', gain: words(30), action: words(30) },
      /sound-tip · title, gain, action: expected at most 60 words together, got 61/,
    ],
    ['an order instead of an offer', { action: 'You should call more.' }, /sound-tip · action: expected no pressure.*"You should"/],
    ['a comparison', { gain: 'Be faster than your colleagues.' }, /sound-tip · gain: .*"than your colleagues"/],
    ['a loss', { gain: 'Don’t wait until it is gone.' }, /sound-tip · gain: .*"Don't wait"/],
    [
      'a link over http',
      { link: { title: 'Open', url: 'http://teams.microsoft.com/' } },
      /sound-tip · link\.url: expected https or msteams, got "http:"/,
    ],
    ['a field that does not exist', { colour: 'red' }, /sound-tip · item: .*colour/],
    ['a missing field', { bestOn: undefined }, /sound-tip · bestOn/],
  ];
  for (const [what, change, named] of faulty) {
    it(`with ${what} is refused, naming item and field`, () => {
      const fault = faultOf([{ ...SOUND, ...change }]);
      expect(fault.code).to.equal('invalid-content');
      expect(fault.message).to.match(named);
    });
  }

  it('of exactly 60 words and a title of exactly 60 characters is taken', () => {
    const tip = { ...SOUND, title: 'x'.repeat(60), gain: words(30), action: words(29) };
    expect(loadContent([tip]).size).to.equal(1);
  });

  it('that uses an id twice is refused', () => {
    expect(faultOf([SOUND, { ...SOUND, title: 'Another' }]).message).to.match(/sound-tip · id: expected an id used once/);
  });

  it('with several problems is refused with all of them at once', () => {
    const fault = faultOf([{ ...SOUND, level: 'expert', title: 'You must call' }, SOUND, { ...SOUND, id: 'other', bestOn: 'paper' }, 'not an item']);
    expect(
      fault.message
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/:.*/, '').trim()),
    ).to.deep.equal(['- sound-tip · level', '- sound-tip · title', '- sound-tip · id', '- other · bestOn', '- item 4 · item']);
    expect(fault.message).to.match(/^5 problems/);
  });

  for (const pack of [[], {}, null, 'tips'])
    it(`that is ${JSON.stringify(pack)} is refused`, () => expect(faultOf(pack).message).to.match(/at least one item/));
});
