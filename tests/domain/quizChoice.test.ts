import { expect } from 'chai';
import fc from 'fast-check';
import type { ItemId, Lessons, Question } from '../../src/domain/item.ts';
import { SERVICES } from '../../src/domain/person.ts';
import { nextReview, type Review } from '../../src/domain/quiz.ts';
import { chooseQuestions, type Learner, type Sitting } from '../../src/domain/quizChoice.ts';
import { signalId } from '../../src/domain/signals.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';

const TODAY = day('2026-03-09');
const CALLS = signalId('teams.calls');
const POSTS = signalId('teams.channelPosts');
const LINKS = signalId('onedrive.sharedInternally');
const ASKED: Sitting = { kind: 'asked-for', testsOut: false };
const TEST_OUT: Sitting = { kind: 'asked-for', testsOut: true };
const WEEKLY: Sitting = { kind: 'weekly-card' };

const id = (text: string): ItemId => text as ItemId;

function question(name: string, changes: Partial<Question> = {}): Question {
  const base = { signals: [CALLS], service: 'teams', level: 'everyday', personas: [], ask: 'What helps?' } as const;
  return { ...base, id: id(name), options: [], lesson: undefined, tip: undefined, ...changes };
}

const packOf = (...questions: readonly Question[]): Lessons => ({
  lessons: new Map(),
  questions: new Map(questions.map((one) => [one.id, one])),
});

const dueOn = (dueDay: Day): Review => ({ ...nextReview(undefined, true, addDays(dueDay, -4)), dueDay });

const learner = (changes: Partial<Learner> = {}): Learner => ({
  services: ['teams'],
  persona: 'specialist',
  topics: [CALLS],
  reviews: new Map(),
  seenLessons: new Set(),
  refusedItems: new Set(),
  ...changes,
});

const chosen = (who: Learner, pack: Lessons, sitting: Sitting): readonly string[] => chooseQuestions(who, pack, sitting, TODAY).map((one) => one.id);

describe('choosing what to ask', () => {
  it('brings what is due before what is new, and leaves out what is not due yet', () => {
    const pack = packOf(question('new'), question('due'), question('older'), question('later'));
    const reviews = new Map([
      [id('due'), dueOn(TODAY)],
      [id('older'), dueOn(addDays(TODAY, -9))],
      [id('later'), dueOn(addDays(TODAY, 1))],
    ]);
    expect(chosen(learner({ reviews }), pack, ASKED)).to.deep.equal(['older', 'due', 'new']);
  });

  it('lets one question ride on a weekly card, and only one that is due', () => {
    const pack = packOf(question('new'), question('due'), question('older'));
    const reviews = new Map([
      [id('due'), dueOn(TODAY)],
      [id('older'), dueOn(addDays(TODAY, -9))],
    ]);
    expect(chosen(learner({ reviews }), pack, WEEKLY)).to.deep.equal(['older']);
    expect(chosen(learner(), pack, WEEKLY)).to.deep.equal([]);
  });

  it('takes new ones of each topic in turn, in the order of the topics, first steps first', () => {
    const pack = packOf(
      question('calls-1'),
      question('calls-2', { level: 'first-steps' }),
      question('posts-1', { signals: [POSTS] }),
      question('both', { signals: [CALLS, POSTS] }),
    );
    expect(chosen(learner({ topics: [POSTS, CALLS] }), pack, ASKED)).to.deep.equal(['posts-1', 'calls-2', 'both', 'calls-1']);
    expect(chosen(learner({ topics: [POSTS] }), pack, ASKED)).to.deep.equal(['posts-1', 'both']);
    expect(chosen(learner({ topics: [] }), pack, ASKED)).to.deep.equal([]);
  });

  it('asks about no service the person has no licence for, be it due or new', () => {
    const pack = packOf(question('new', { service: 'onedrive' }), question('due', { service: 'onedrive' }));
    const reviews = new Map([[id('due'), dueOn(TODAY)]]);
    expect(chosen(learner({ reviews }), pack, ASKED)).to.deep.equal([]);
    expect(chosen(learner({ reviews }), pack, WEEKLY)).to.deep.equal([]);
    expect(chosen(learner({ reviews, services: ['onedrive'] }), pack, ASKED)).to.deep.equal(['due', 'new']);
  });

  it('gives no room to due questions that were refused or are no longer in the pack', () => {
    const gone = Array.from({ length: 6 }, (_, index) => [id(`gone-${index}`), dueOn(addDays(TODAY, -9))] as const);
    const reviews = new Map([...gone, [id('refused'), dueOn(addDays(TODAY, -8))], [id('due'), dueOn(TODAY)]]);
    const pack = packOf(question('refused'), question('due'));
    expect(chosen(learner({ reviews, refusedItems: new Set(['refused']) }), pack, WEEKLY)).to.deep.equal(['due']);
  });

  it('brings a question of a lesson once the lesson was seen, or at once where somebody tests out', () => {
    const pack = packOf(question('taught', { lesson: id('lesson') }), question('free'));
    expect(chosen(learner(), pack, ASKED)).to.deep.equal(['free']);
    expect(chosen(learner({ seenLessons: new Set([id('lesson')]) }), pack, ASKED)).to.deep.equal(['taught', 'free']);
    expect(chosen(learner(), pack, TEST_OUT)).to.deep.equal(['taught', 'free']);
  });

  it('brings new questions only for the person’s persona, and goes on with those once answered', () => {
    const pack = packOf(question('leading', { personas: ['leading'] }), question('mine', { personas: ['specialist', 'leading'] }));
    expect(chosen(learner(), pack, ASKED)).to.deep.equal(['mine']);
    expect(chosen(learner({ reviews: new Map([[id('leading'), dueOn(TODAY)]]) }), pack, ASKED)).to.deep.equal(['leading', 'mine']);
  });

  it('never asks more than five, nothing twice, nothing unlicensed, and nothing answered that is not due', () => {
    const anyQuestion = fc.record({
      name: fc.integer({ min: 0, max: 30 }),
      service: fc.constantFrom(...SERVICES),
      signals: fc.constantFrom([CALLS] as const, [POSTS, LINKS] as const, [LINKS, CALLS] as const),
      dueIn: fc.option(fc.integer({ min: -20, max: 20 })),
    });
    fc.assert(
      fc.property(
        fc.array(anyQuestion, { maxLength: 40 }),
        fc.subarray([...SERVICES]),
        fc.subarray([CALLS, POSTS, LINKS]),
        fc.constantFrom(ASKED, TEST_OUT, WEEKLY),
        (drawn, services, topics, sitting) => {
          const pack = packOf(...drawn.map(({ name, service, signals }) => question(`q-${name}`, { service, signals })));
          const reviews = new Map(
            drawn.flatMap(({ name, dueIn }) => (dueIn === null ? [] : [[id(`q-${name}`), dueOn(addDays(TODAY, dueIn))] as const])),
          );
          const asked = chooseQuestions(learner({ services, topics, reviews }), pack, sitting, TODAY);
          expect(asked.length).to.be.at.most(sitting === WEEKLY ? 1 : 5);
          expect(new Set(asked.map((one) => one.id)).size).to.equal(asked.length);
          for (const one of asked) {
            expect(services).to.include(one.service);
            const review = reviews.get(one.id);
            if (review === undefined) expect(topics.some((topic) => one.signals.includes(topic))).to.equal(true);
            else expect(review.dueDay <= TODAY).to.equal(true);
          }
        },
      ),
    );
  });
});
