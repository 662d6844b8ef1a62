import { expect } from 'chai';
import { personId } from '../../src/domain/ids.ts';
import type { ItemId, Question } from '../../src/domain/item.ts';
import { chosenOption, shownOptions } from '../../src/domain/quizOptions.ts';
import { signalId } from '../../src/domain/signals.ts';

const ANNE = personId('00000000-0000-4000-8000-000000000001');
const BEN = personId('00000000-0000-4000-8000-000000000002');

const QUESTION: Question = {
  id: 'a-question' as ItemId,
  signals: [signalId('teams.calls')],
  service: 'teams',
  level: 'everyday',
  personas: [],
  ask: 'What helps?',
  options: ['first', 'second', 'third', 'fourth'].map((text, place) => ({ text, isRight: place === 1, why: text })),
  lesson: undefined,
  tip: undefined,
};

const OCCASIONS = Array.from({ length: 2_400 }, (_, index) => `occasion ${index}`);
const orderFor = (occasion: string, person = ANNE): string =>
  shownOptions(QUESTION, person, occasion)
    .map(({ place }) => place)
    .join('');

describe('the options of a question', () => {
  it('are all shown, each once, with its place in the pack', () => {
    const shown = shownOptions(QUESTION, ANNE, 'x');
    expect(shown.map(({ place }) => place).sort()).to.deep.equal([0, 1, 2, 3]);
    for (const { place, option } of shown) expect(chosenOption(QUESTION, place)).to.equal(option);
  });

  it('stand in the same order however often a card is drawn', () => expect(orderFor('x')).to.equal(orderFor('x')));

  it('stand in another order for other people and at other times', () => {
    expect(OCCASIONS.filter((occasion) => orderFor(occasion) !== orderFor(occasion, BEN)).length).to.be.above(2_000);
    expect(new Set(OCCASIONS.map((occasion) => orderFor(occasion))).size).to.equal(24);
  });

  it('come in every order about as often', () => {
    const counts = new Map<string, number>();
    for (const occasion of OCCASIONS) counts.set(orderFor(occasion), (counts.get(orderFor(occasion)) ?? 0) + 1);
    // 100 expected of each; five standard deviations of a count are 49.
    for (const [order, count] of counts) expect(count, order).to.be.within(51, 149);
  });

  it('that are not there are nobody’s choice', () => {
    for (const place of [-1, 4, 0.5, Number.NaN]) expect(chosenOption(QUESTION, place)).to.equal(undefined);
  });
});
