import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SerializationContext as Context, AdaptiveCard as ParsedCard } from 'adaptivecards';
import { expect } from 'chai';
import { activityOf, cardOf } from '../../../bot/cards/activity.ts';
import { intentOfPress } from '../../../bot/intents.ts';
import { OBSTACLES, type Obstacle } from '../../../src/domain/intent.ts';
import type { Message } from '../../../src/domain/message.ts';
import { instant } from '../../../src/domain/time.ts';
import { cardProblems } from '../../support/cardSchema.ts';
import { MESSAGES, tip } from './messages.ts';
import { DELIVERY, QUESTION, TIP } from './samples.ts';

// The package's main file does not load in Node; its bundle does.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');

type Json = Readonly<Record<string, unknown>>;
const ALL = Object.entries(MESSAGES);
const MOST_CHARACTERS = 14_000;
const golden = (name: string): URL => new URL(`./${name}.golden.json`, import.meta.url);

/** Every object anywhere in the card, the card itself first. */
function* parts(value: unknown): Generator<Json> {
  if (Array.isArray(value)) for (const entry of value) yield* parts(entry);
  else if (typeof value === 'object' && value !== null) {
    yield value as Json;
    for (const entry of Object.values(value)) yield* parts(entry);
  }
}
function* strings(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else for (const part of parts(value)) yield* Object.values(part).filter((entry) => typeof entry === 'string');
}
const ofType = (message: Message, type: string): readonly Json[] => [...parts(cardOf(message))].filter((part) => part['type'] === type);
const primary = (message: Message): readonly Json[] => ofType(message, 'ActionSet').flatMap((set) => set['actions'] as Json[]);
/** What is seen before anything is unfolded. */
const seen = (message: Message): readonly unknown[] =>
  ofType(message, 'ActionSet').flatMap((set) => (set['isVisible'] === false ? [] : (set['actions'] as Json[]).map((action) => action['title'])));
const titles = (message: Message): readonly unknown[] => primary(message).map((action) => action['title']);
const named = (name: string): Message => {
  const message = MESSAGES[name];
  if (message === undefined) throw new TypeError(`no message ${name}`);
  return message;
};
const allText = (message: Message): string => JSON.stringify(activityOf(message));

describe('every card', () => {
  for (const [name, message] of ALL) {
    it(`is as agreed: ${name}`, () => {
      const text = `${JSON.stringify(activityOf(message), null, 2)}\n`;
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden(name), text);
      expect(text).to.equal(readFileSync(golden(name), 'utf8'));
    });

    it(`is a card Teams accepts: ${name}`, () => {
      expect(cardProblems(cardOf(message))).to.deep.equal([]);
    });

    it(`is parsed without complaint: ${name}`, () => {
      const context: Context = new SerializationContext(Versions.v1_5);
      const parsed: ParsedCard = new AdaptiveCard();
      // The library refuses every second valid language: its pattern keeps state between two cards.
      const { lang: _lang, ...card } = cardOf(message);
      parsed.parse(card, context);
      const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
      expect(events).to.deep.equal([]);
      expect(parsed.getItemCount()).to.be.greaterThan(0);
    });

    it(`wraps, can be read aloud and on a phone, and is small: ${name}`, () => {
      const card = cardOf(message);
      for (const block of ofType(message, 'TextBlock')) expect(block['wrap'], String(block['text'])).to.equal(true);
      expect(ofType(message, 'TextBlock').filter((block) => block['style'] === 'heading')).to.have.length(1);
      expect(card.speak).to.have.length.greaterThan(10).and.lessThan(700);
      expect(card.speak).to.not.match(/[<>{}\\]/);
      expect(card.lang).to.equal('en');
      for (const columns of ['ColumnSet', 'Table', 'Image']) expect(ofType(message, columns)).to.deep.equal([]);
      expect(allText(message)).to.have.length.lessThan(MOST_CHARACTERS);
      expect(seen(message).length).to.be.at.most(6);
      expect(primary(message).filter((action) => action['style'] === 'positive').length).to.be.at.most(1);
      for (const set of ofType(message, 'ActionSet')) expect((set['actions'] as Json[]).length).to.be.at.most(4);
    });

    it(`blames nobody, ranks nobody, counts nobody, leaves no placeholder: ${name}`, () => {
      expect(allText(message)).to.not.match(
        /you did not|you didn't|you have not|you haven't|you should|you must|score|rank|behind|only \d|\d+ (people|colleagues)/i,
      );
      // Shares are of the person's own: what is missing to a habit, chances in a draw.
      if (message.kind !== 'export') expect(allText(message)).to.not.match(/\d+ ?%/);
      for (const words of strings(activityOf(message))) expect(words).to.not.match(/\{\{|\}\}|undefined|NaN|&[a-z#]\w*;/);
    });

    it(`says in a press what the bot will understand, with and without Action.Execute: ${name}`, () => {
      for (const action of primary(message)) {
        if (action['type'] === 'Action.OpenUrl' || action['type'] === 'Action.ToggleVisibility') continue;
        expect(action['type']).to.equal('Action.Execute');
        const inputs = { obstacle: 'time', words: '', choice: '1' };
        const data = action['data'] as Json;
        expect(data['verb']).to.equal(action['verb']);
        expect(intentOfPress({ ...data, ...inputs }).kind, String(action['verb'])).to.not.equal('unknown-press');
        expect(action['fallback']).to.deep.include({ type: 'Action.Submit', title: action['title'], data });
      }
    });
  }

  it('has a golden file, and no golden file is left over', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.golden.json'));
    expect(files.sort()).to.deep.equal(ALL.map(([name]) => `${name}.golden.json`).sort());
  });
});

describe('the question card', () => {
  it('names the options’ places in the pack, in the order it is given, and is not pressed through without one', () => {
    const choice = ofType(named('question'), 'Input.ChoiceSet')[0] ?? {};
    expect((choice['choices'] as Json[]).map((entry) => entry['value'])).to.deep.equal(['2', '0', '1']);
    expect(choice).to.include({ isRequired: true, label: QUESTION.ask });
    expect(intentOfPress({ ...(primary(named('question'))[0]?.['data'] as Json), choice: '2' })).to.deep.equal({
      kind: 'answer-question',
      delivery: DELIVERY,
      question: QUESTION.id,
      place: 2,
    });
  });

  it('does not give the answer away, not even to a client that looks into the buttons', () => {
    expect(allText(named('question'))).to.not.match(/isRight|because|Everybody on the team/);
  });

  it('says why the chosen option is not right and why the right one is', () => {
    const text = allText(named('answer-wrong'));
    for (const part of [QUESTION.options[0]?.why, QUESTION.options[1]?.text, QUESTION.options[1]?.why]) expect(text).to.include(part);
  });

  it('can be skipped while another follows', () => {
    expect(titles(named('question-of-several'))).to.deep.equal(['Answer', 'Skip']);
    expect(titles(named('question-last'))).to.deep.equal(['Answer']);
  });
});

describe('the tip card', () => {
  it('offers the link and the five answers, each tied to its delivery', () => {
    const message = tip({ kind: 'open' });
    expect(titles(message)).to.deep.equal(['Open Teams', 'Did it', 'Plan it', 'Something is in the way', 'More', 'Not for me', 'Why me?']);
    expect(primary(message)[0]).to.deep.include({ type: 'Action.OpenUrl', url: TIP.link.url, style: 'positive' });
    const answers = primary(message).filter((action) => action['type'] === 'Action.Execute');
    expect(answers).to.have.length(5);
    for (const action of answers) expect(action['data']).to.include({ v: 1, d: DELIVERY, i: TIP.id, verb: action['verb'] });
  });

  it('shows six buttons at most at once, and unfolds the two others on the spot', () => {
    const message = named('tip-question');
    expect(seen(message)).to.deep.equal(['Open Teams', 'Did it', 'Plan it', 'Something is in the way', 'More', 'Answer']);
    const more = primary(message).find((action) => action['title'] === 'More') ?? {};
    const part = [...parts(cardOf(message))].find((one) => one['isVisible'] === false) ?? {};
    expect(more).to.deep.equal({ type: 'Action.ToggleVisibility', title: 'More', targetElements: [part['id']] });
    expect((part['actions'] as Json[]).map((action) => action['title'])).to.deep.equal(['Not for me', 'Why me?']);
  });

  it('is glad, in one line, of somebody who comes back, and says nothing of the time away', () => {
    const first = ofType(named('tip-welcome-back'), 'TextBlock')[0] ?? {};
    expect(first['text']).to.equal('Good to have you back.');
    expect(allText(tip({ kind: 'open' }))).to.not.include('back.');
  });

  it('brings at most one due question in a line, opened by one button that chooses nothing', () => {
    const message = named('tip-question');
    expect(titles(message).at(-1)).to.equal('Answer');
    expect(allText(message)).to.include('One question').and.include(QUESTION.ask);
    expect(ofType(message, 'Input.ChoiceSet')).to.deep.equal([]);
    expect(intentOfPress(primary(message).at(-1)?.['data'])).to.deep.equal({
      kind: 'answer-question',
      delivery: DELIVERY,
      question: QUESTION.id,
      place: undefined,
    });
    for (const name of ['question-riding', 'answer-riding']) expect(titles(named(name)).at(-1), name).to.equal('Back to the tip');
  });

  it('says in its first line who speaks, and how to stop, only when it is the first', () => {
    const first = ofType(tip({ kind: 'open' }, { introduces: true }), 'TextBlock')[0] ?? {};
    expect(first['text']).to.match(/^Hello, I am Adoption Coach\./);
    expect(allText(tip({ kind: 'open' }, { introduces: true }))).to.include('Write \\"stop\\"');
    expect(allText(tip({ kind: 'open' }, { introduces: true })))
      .to.include('I am Adoption Coach')
      .and.include('it-help@contoso.example');
    expect(allText(tip({ kind: 'open' }))).to.not.include('I am Adoption Coach');
  });

  it('asks for a moment in the person’s own time', () => {
    expect(titles(named('tip-choosing-plan'))).to.deep.equal([
      'Tuesday 10 March, 09:00',
      'Monday 16 March, 09:00',
      'Tuesday 17 March, 13:30',
      'Back to the tip',
    ]);
    const tokyo = tip({ kind: 'planned', at: instant('2026-03-10T08:00:00Z') }, { zone: 'Asia/Tokyo' });
    expect(allText(tokyo)).to.include('Tuesday 10 March, 17:00');
  });

  it('asks for one of the seven reasons and lets the person go back without one', () => {
    const choice = ofType(tip({ kind: 'choosing-obstacle' }), 'Input.ChoiceSet')[0] ?? {};
    expect((choice['choices'] as Json[]).map((entry) => entry['value'])).to.deep.equal([...OBSTACLES]);
    expect(choice).to.include({ id: 'obstacle', isRequired: true });
    expect(ofType(tip({ kind: 'choosing-obstacle' }), 'Input.Text')[0]).to.include({ id: 'words', maxLength: 300 });
    const back = primary(tip({ kind: 'choosing-obstacle' })).find((action) => action['verb'] === 'tip.back');
    expect(back).to.deep.include({ associatedInputs: 'none' });
  });

  it('explains with the person’s own signal, its day, and every way out', () => {
    const message = named('tip-explaining');
    expect(titles(message)).to.deep.equal(['Wrong or outdated', 'My data', 'Pause 30 days', 'Fewer messages', 'Stop messages', 'Back to the tip']);
    expect(allText(message)).to.include('Only you see this').and.include('seen in 2 of 8 full weeks (reports up to 18 November 2026)');
  });

  it('keeps what is known of the person off its face and out of the toast', () => {
    const open = allText(tip({ kind: 'open' }));
    expect(open).to.not.match(/weeks|reports up to/);
    expect(activityOf(tip({ kind: 'open' })).summary).to.equal(TIP.title);
    expect(activityOf(named('progress')).summary).to.equal('Your own weeks.');
  });

  const noted: readonly (readonly [obstacle: Obstacle, way: string, asksHelpDesk: boolean, isOver: boolean])[] = [
    ['licence', 'Another tip', true, true],
    ['rights', 'Another tip', true, true],
    ['device', 'Another tip', true, true],
    ['policy', 'Another tip', false, true],
    ['team', 'Another tip', false, true],
    ['time', 'A better moment', false, false],
    ['other', 'A better moment', false, false],
  ];
  for (const [obstacle, way, asksHelpDesk, isOver] of noted)
    it(`offers what helps when this is in the way: ${obstacle}`, () => {
      const message = named(`tip-obstacle-${obstacle}`);
      expect(titles(message)).to.deep.equal([way, 'Undo']);
      expect(allText(message).includes('it-help@contoso.example')).to.equal(asksHelpDesk);
      expect(allText(message).includes('This tip will not come again.')).to.equal(isOver);
    });

  it('thanks after an answer and asks nothing more than whether it was meant', () => {
    const after = ALL.filter(
      ([, message]) => message.kind === 'tip' && ['done', 'planned', 'refused', 'reported-wrong'].includes(message.state.kind),
    );
    expect(noted.map(([obstacle]) => obstacle).sort()).to.deep.equal([...OBSTACLES].sort());
    expect(after.length).to.equal(4);
    for (const [name, message] of after)
      expect(
        ofType(message, 'Action.Execute').map((action) => action['title']),
        name,
      ).to.deep.equal(['Undo']);
  });
});

describe('text from outside on a card', () => {
  const hostile = '<at>Everyone</at> **bold** [click](https://evil.example) <img src=x onerror=1> _x_ `y` {{did}} $t(failed.text) \u202eevil\u0000';
  const long = 'x'.repeat(100_000);

  it('is shown as text: no mention, no link, no markdown, no markup, no template', () => {
    const message = tip({ kind: 'open' }, { introduces: true, support: hostile, tip: { ...TIP, title: hostile, gain: hostile, action: hostile } });
    const text = allText(message);
    expect(text).to.not.match(/<|>|\u202e|\\u0000/);
    expect(text).to.include('{{did}}').and.include('$t(failed.text)');
    expect(text).to.not.include('It was nothing you did');
    for (const block of ofType(message, 'TextBlock')) {
      expect(block['text']).to.not.match(/(^|[^\\])[*[\]_`]/);
    }
    expect(cardProblems(cardOf(message))).to.deep.equal([]);
  });

  it('is cut, so that a card stays sendable', () => {
    const message = tip({ kind: 'open' }, { introduces: true, support: long, tip: { ...TIP, title: long, gain: long, action: long } });
    expect(allText(message)).to.have.length.lessThan(MOST_CHARACTERS).and.include('…');
  });

  it('may be broken in every way text can be', () => {
    for (const text of ['\ud800', '\u0000', '', '   ', '1. one', '- two', '\n\n', '\ud83d\ude00'.repeat(1_000)]) {
      const message = tip({ kind: 'open' }, { tip: { ...TIP, gain: text } });
      expect(cardProblems(cardOf(message)), JSON.stringify(text)).to.deep.equal([]);
      expect(allText(message).isWellFormed()).to.equal(true);
      expect(allText(message)).to.not.match(/\\ud[89ab]/i);
    }
  });
});
