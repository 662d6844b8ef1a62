import { expect } from 'chai';
import fc from 'fast-check';
import type { ItemId } from '../../src/domain/item.ts';
import { DESIRED_RETENTION, dueQuestions, forecast, isKnown, nextReview, type Review, type Scheduling, schedulingAt } from '../../src/domain/quiz.ts';
import { addDays, type Day, day, daysBetween } from '../../src/domain/time.ts';

const MONDAY = day('2026-03-09');
const intervalOf = (review: Review): number => daysBetween(review.lastDay, review.dueDay);

/** Answers in turn, each when it is due: `G` right, `A` wrong. Gives the interval after each. */
function intervals(next: Scheduling, answers: string): readonly number[] {
  const found: number[] = [];
  let review: Review | undefined;
  for (const answer of answers) {
    review = next(review, answer === 'G', review?.dueDay ?? MONDAY);
    found.push(intervalOf(review));
  }
  return found;
}

/** Answers in turn, each `gap` days after the one before. */
function answered(next: Scheduling, answers: readonly (readonly [isRight: boolean, gap: number])[]): Review {
  let review: Review | undefined;
  let on: Day = MONDAY;
  for (const [isRight, gap] of answers) {
    on = addDays(on, gap);
    review = next(review, isRight, on);
  }
  if (review === undefined) throw new Error('expected at least one answer');
  return review;
}

/** The published formula, written anew and without the library's rounding. */
function intervalFor(stability: number, retention: number): number {
  const decay = -0.1542;
  const factor = 0.9 ** (1 / decay) - 1;
  return Math.max(1, Math.round((stability / factor) * (retention ** (1 / decay) - 1)));
}

const answer = fc.tuple(fc.boolean(), fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2_000 })));
const history = fc.array(answer, { minLength: 1, maxLength: 200 });

describe('when a question comes again', () => {
  const table: readonly (readonly [retention: number, answers: string, days: readonly number[]])[] = [
    [0.85, 'GGGGGG', [4, 31, 173, 773, 2859, 9071]],
    [0.85, 'AGGGG', [1, 4, 17, 61, 192]],
    [0.9, 'GGGGGG', [2, 11, 46, 163, 497, 1346]],
    [0.9, 'AGGGG', [1, 2, 6, 17, 44]],
  ];
  for (const [retention, answers, days] of table)
    it(`at ${retention}, after ${answers} on the due days, is after ${days.join(', ')} days`, () =>
      expect(intervals(schedulingAt(retention), answers)).to.deep.equal(days));

  it('keeps at 0.85 unless told otherwise', () => {
    expect(DESIRED_RETENTION).to.equal(0.85);
    expect(intervals(nextReview, 'GGAG')).to.deep.equal(intervals(schedulingAt(0.85), 'GGAG'));
  });

  it('knows stability and difficulty of the published example, A G G G G G', () => {
    const review = answered(nextReview, [
      [false, 0],
      [true, 0],
      [true, 1],
      [true, 3],
      [true, 8],
      [true, 21],
    ]);
    expect(review.stability).to.be.closeTo(53.6269, 1e-4);
    expect(review.difficulty).to.be.closeTo(6.35749, 1e-5);
    expect(review).to.deep.include({ answers: 6, lapses: 0, heldDays: 21, lastDay: '2026-04-11' });
  });

  it('follows from the stability by the published formula', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(0.8, 0.85, 0.9, 0.95), (answers, retention) => {
        const review = answered(schedulingAt(retention), answers);
        const expected = intervalFor(review.stability, retention);
        // The library rounds its factors to eight places, and a right answer gets a day more than the rating below it.
        expect(intervalOf(review)).to.be.within(expected * (1 - 1e-6) - 1, expected * (1 + 1e-6) + 1);
        if (answers.length === 1) expect(intervalOf(review)).to.equal(expected);
      }),
    );
  });

  it('is never within a day, and every number stays in its range, however long the history', () => {
    fc.assert(
      fc.property(history, (answers) => {
        const review = answered(nextReview, answers);
        expect(intervalOf(review)).to.be.at.least(1);
        expect(review.stability).to.be.within(0.001, 36_500);
        expect(review.difficulty).to.be.within(1, 10);
        expect(review.answers).to.equal(answers.length);
        expect(review.lapses).to.equal(answers.slice(1).filter(([isRight]) => !isRight).length);
      }),
    );
  });

  it('is not sooner after a right answer than after a wrong one', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 2_000 }), (answers, gap) => {
        const before = answered(nextReview, answers);
        const on = addDays(before.lastDay, gap);
        const [right, wrong] = [nextReview(before, true, on), nextReview(before, false, on)];
        expect(intervalOf(right)).to.be.at.least(intervalOf(wrong));
        expect(right.stability).to.be.above(wrong.stability);
      }),
    );
  });

  it('is the same for the same history, and changes nothing that was handed in', () => {
    fc.assert(
      fc.property(history, (answers) => {
        const before = Object.freeze(answered(nextReview, answers));
        expect(nextReview(before, true, before.dueDay)).to.deep.equal(nextReview(answered(nextReview, answers), true, before.dueDay));
      }),
    );
  });

  it('takes an answer dated before the last one as one of the same day', () => {
    const before = nextReview(undefined, true, MONDAY);
    expect(nextReview(before, true, addDays(MONDAY, -1))).to.deep.equal(nextReview(before, true, MONDAY));
  });
});

describe('what is expected of an answer', () => {
  it('is nine in ten once as many days have passed as the stability says', () => {
    const review: Review = { ...nextReview(undefined, true, MONDAY), stability: 12 };
    expect(forecast(review, addDays(MONDAY, 12))).to.deep.equal({ intervalDays: 12, retrievability: 0.9 });
  });

  it('is certain on the same day, and on a day before', () => {
    const review = nextReview(undefined, false, MONDAY);
    for (const on of [MONDAY, addDays(MONDAY, -3)]) expect(forecast(review, on)).to.deep.equal({ intervalDays: 0, retrievability: 1 });
  });

  it('is near the retention wanted on the due day, once the interval is long enough for whole days to matter little', () => {
    const review = answered(nextReview, [
      [true, 0],
      [true, 4],
      [true, 31],
    ]);
    expect(forecast(review, review.dueDay).retrievability).to.be.closeTo(0.85, 1e-3);
  });
});

describe('a topic', () => {
  const cases: readonly (readonly [what: string, answers: readonly (readonly [boolean, number])[], known: boolean])[] = [
    ['right on first sight', [[true, 0]], false],
    // biome-ignore format: a row reads as a case
    ['right after 20 days', [[true, 0], [true, 20]], false],
    // biome-ignore format: a row reads as a case
    ['right after 21 days', [[true, 0], [true, 21]], true],
    // biome-ignore format: a row reads as a case
    ['wrong after 21 days', [[true, 0], [false, 21]], false],
    // biome-ignore format: a row reads as a case
    ['right after 21 days and again three days later', [[true, 0], [true, 21], [true, 3]], true],
    // biome-ignore format: a row reads as a case
    ['right after 21 days, then wrong, then right', [[true, 0], [true, 21], [false, 30], [true, 1]], false],
    // biome-ignore format: a row reads as a case
    ['wrong at first, right after 21 days', [[false, 0], [true, 21]], true],
  ];
  for (const [what, answers, known] of cases)
    it(`${what} is ${known ? 'known' : 'not known'}`, () => expect(isKnown(answered(nextReview, answers))).to.equal(known));
});

describe('questions that are due', () => {
  const id = (text: string): ItemId => text as ItemId;
  const dueOn = (dueDay: Day): Review => ({ ...nextReview(undefined, true, addDays(dueDay, -4)), dueDay });
  const reviews = new Map([
    [id('tomorrow'), dueOn(addDays(MONDAY, 1))],
    [id('today-b'), dueOn(MONDAY)],
    [id('today-a'), dueOn(MONDAY)],
    [id('long-ago'), dueOn(addDays(MONDAY, -30))],
  ]);

  it('come longest first, then by id, and none before its day', () =>
    expect(dueQuestions(reviews, MONDAY)).to.deep.equal(['long-ago', 'today-a', 'today-b']));

  it('are as many as asked for, and never more than five', () => {
    expect(dueQuestions(reviews, MONDAY, 1)).to.deep.equal(['long-ago']);
    expect(dueQuestions(reviews, MONDAY, 0)).to.deep.equal([]);
    const many = new Map(Array.from({ length: 9 }, (_, index) => [id(`q-${index}`), dueOn(MONDAY)] as const));
    expect(dueQuestions(many, MONDAY, 9)).to.have.length(5);
  });
});
