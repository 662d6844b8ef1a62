import { expect } from 'chai';
import { focusOf } from '../../src/domain/focus.ts';
import { type Audience, type ChosenGoal, DEFAULT_FOCUS, goalId } from '../../src/domain/goal.ts';
import { habitDefinition, habitId } from '../../src/domain/habits.ts';
import { DEFAULT_CHOICE, type Person } from '../../src/domain/person.ts';
import { day } from '../../src/domain/time.ts';
import { goalOfTopic, signalsOfTopic, TOPICS } from '../../src/domain/topic.ts';
import { aPerson } from '../support/candidate.ts';

const TODAY = day('2026-11-24');
const goal = (number: number, habit: string, audience: Audience, byDay = '2027-03-31'): ChosenGoal => ({
  id: goalId(`00000000-0000-4000-8000-00000000000${number}`),
  habit: habitId(habit),
  audience,
  share: 0.6,
  byDay: day(byDay),
});
const GOALS: readonly ChosenGoal[] = [
  goal(1, 'teams.channelPosts', { kind: 'everybody' }),
  goal(2, 'files-as-links', { kind: 'department', department: 'Sales' }),
  goal(3, 'copilot-anywhere', { kind: 'department', department: 'Sales' }),
  goal(4, 'teams.screenShares', { kind: 'persona', persona: 'technical' }),
  goal(5, 'teams.calls', { kind: 'department', department: 'Legal' }, '2026-11-23'),
  goal(6, 'outlook.sent', { kind: 'department', department: 'Finance' }, '2026-11-24'),
];

describe('the focus of a person', () => {
  const technical = { ...DEFAULT_CHOICE, persona: 'technical' as const };
  const cases: readonly (readonly [what: string, person: Partial<Person>, habits: readonly string[]])[] = [
    ['is that of their department', { department: 'Sales', choice: technical }, ['files-as-links', 'copilot-anywhere']],
    ['is that of what they mostly do where the department has none', { department: 'IT', choice: technical }, ['teams.screenShares']],
    ['is everybody’s else', { department: undefined, choice: { ...DEFAULT_CHOICE, persona: 'office' } }, ['teams.channelPosts']],
    ['leaves out a goal whose day has passed', { department: 'Legal' }, ['teams.channelPosts']],
    ['holds a goal on its last day', { department: 'Finance' }, ['outlook.sent']],
    [
      'begins with the topics they chose, in their order, a scenario where it lies within one',
      { department: 'Sales', choice: { ...DEFAULT_CHOICE, topics: ['files', 'notes'] } },
      ['files-as-links', 'files-in-the-cloud', 'onenote.days', 'files-as-links', 'copilot-anywhere'],
    ],
  ];
  for (const [what, person, habits] of cases)
    it(what, () => expect(focusOf(GOALS, DEFAULT_FOCUS, TODAY)(aPerson(person)).flatMap((one) => one.habits)).to.deep.equal(habits));
  it('is the default where nobody chose', () => expect(focusOf([], DEFAULT_FOCUS, TODAY)(aPerson())).to.equal(DEFAULT_FOCUS));
  it('has the default beside the topics they chose where nobody set a goal', () =>
    expect(focusOf([], DEFAULT_FOCUS, TODAY)(aPerson({ choice: { ...DEFAULT_CHOICE, topics: ['phone'] } }))).to.deep.equal([
      { id: 'own:phone', habits: ['on-the-phone'], isOwn: true },
      ...DEFAULT_FOCUS,
    ]));
  for (const topic of TOPICS)
    it(`serves every signal of the chosen topic ${topic}`, () => {
      const served = goalOfTopic(topic).habits.flatMap((habit) => habitDefinition(habit).signals);
      expect([...served].sort()).to.deep.equal([...signalsOfTopic(topic)].sort());
    });
  it('is the default for whom no goal is', () =>
    expect(focusOf(GOALS.slice(1), DEFAULT_FOCUS, TODAY)(aPerson({ department: 'HR', choice: { ...DEFAULT_CHOICE, persona: 'office' } }))).to.equal(
      DEFAULT_FOCUS,
    ));
});
