import { expect } from 'chai';
import { inForce, type Pack } from '../../src/domain/inForce.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { TIPS } from '../support/candidate.ts';
import { aQuestion, LESSONS } from '../support/lessons.ts';

const [TIP] = TIPS;
if (TIP === undefined) throw new Error('expected a tip');
const LEADING = aQuestion('q-leading', 'teams.calls', { tip: TIP.id });
const PACK: Pack = {
  content: new Map(TIPS.map((tip) => [tip.id, tip])),
  lessons: { lessons: LESSONS.lessons, questions: new Map([...LESSONS.questions, [LEADING.id, LEADING]]) },
};
const without = (id: string): Pack => inForce(PACK, new Map([[id as ItemId, true]]));
const idsOf = ({ content, lessons: { lessons, questions } }: Pack): readonly string[] => [...content.keys(), ...lessons.keys(), ...questions.keys()];

describe('the pack in force', () => {
  const cases: readonly (readonly [what: string, id: string, missing: readonly string[]])[] = [
    ['a tip', TIP.id, [TIP.id]],
    ['a question', 'q-chats', ['q-chats']],
    ['a question a lesson ends with, and so the lesson', 'q-posts-2', ['lesson-posts', 'q-posts-2']],
    ['a lesson, whose question stays for those who read it', 'lesson-posts', ['lesson-posts']],
    ['nothing for an item there is not', 'no-such', []],
  ];
  for (const [what, id, missing] of cases)
    it(`lacks ${what}`, () => expect(idsOf(without(id))).to.deep.equal(idsOf(PACK).filter((one) => !missing.includes(one))));

  it('leads to no tip that was withdrawn', () => {
    expect(without(TIP.id).lessons.questions.get('q-leading')).to.deep.equal({ ...LEADING, tip: undefined });
    expect(without('q-chats').lessons.questions.get('q-leading')).to.equal(LEADING);
  });

  it('is the pack itself when nothing was withdrawn', () => expect(inForce(PACK, new Map())).to.equal(PACK));
});
