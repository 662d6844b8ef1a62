import { expect } from 'chai';
import { focusOf } from '../../src/domain/focus.ts';
import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import type { Habit } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import type { ItemId, Tip } from '../../src/domain/item.ts';
import { DEFAULT_CHOICE, type Person } from '../../src/domain/person.ts';
import { planFor } from '../../src/domain/planFor.ts';
import type { Candidate, PastMessage, Plan, PlanningContext, Silence } from '../../src/domain/planning.ts';
import { nextReview } from '../../src/domain/quiz.ts';
import { placeOf, signalId } from '../../src/domain/signals.ts';
import { addDays, DAY_MS, type Day, day, dayIn, type Instant, instant, isoOf, later, weekOf } from '../../src/domain/time.ts';
import type { Topic } from '../../src/domain/topic.ts';
import { aCandidate, aContext, aPerson, aTip, habitsWith, NON, NOW, sentTip, TIPS } from '../support/candidate.ts';
import { aQuestion } from '../support/lessons.ts';

const TODAY = day('2026-11-24');
const daysAgo = (days: number): Instant => later(NOW, -days * DAY_MS);
const weeklyTips = (count: number, newestDaysAgo: number, wasAnswered = false): PastMessage[] =>
  Array.from({ length: count }, (_, index) => sentTip(daysAgo(newestDaysAgo + 7 * index), `old-${index}`, wasAnswered));
const itemOf = (plan: Plan): string | undefined => (plan.kind === 'send' && plan.errand.kind === 'tip' ? plan.errand.item : undefined);

describe('what a person gets', () => {
  it('is one tip for a habit that is certainly missing, within working hours, with its odds logged', () => {
    const plan = planFor(aCandidate(), aContext());
    if (plan.kind !== 'send' || plan.errand.kind !== 'tip') throw new Error(`expected a tip, got ${JSON.stringify(plan)}`);
    expect(plan.errand.signal).to.equal('teams.channelPosts');
    expect(plan.errand.grounds).to.equal('organisation');
    expect(plan.goal).to.equal('chat-and-channels');
    expect(plan.week).to.equal('2026-11-23');
    expect(isoOf(plan.dueAt) >= '2026-11-24T08:00').to.equal(true);
    expect(plan.options.map((option) => option.probability)).to.deep.equal([1, 0, 0]);
    expect(plan.options.at(-1)?.item, 'sending nothing is an option').to.equal(undefined);
  });

  const silences: readonly (readonly [what: string, candidate: Partial<Candidate>, why: Silence])[] = [
    ['asked not to be contacted', { isSuppressed: true }, 'do-not-contact'],
    ['a guest', { person: aPerson({ isMember: false }) }, 'guest'],
    ['a disabled account', { person: aPerson({ isEnabled: false }) }, 'disabled'],
    [
      'a shared mailbox',
      { person: aPerson({ mailbox: { workingTime: undefined, language: undefined, purpose: 'other', awayUntil: undefined } }) },
      'not-a-person',
    ],
    ['no licence', { person: aPerson({ services: [] }) }, 'no-licence'],
    ['said never', { person: aPerson({ choice: { ...DEFAULT_CHOICE, hasOptedOut: true } }) }, 'opted-out'],
    ['blocked or uninstalled', { reach: { kind: 'gone' } }, 'gone'],
    ['paused', { person: aPerson({ choice: { ...DEFAULT_CHOICE, pausedUntil: later(NOW, DAY_MS) } }) }, 'paused'],
    [
      'away for longer than a week',
      { person: aPerson({ mailbox: { workingTime: undefined, language: undefined, purpose: 'user', awayUntil: later(NOW, 8 * DAY_MS) } }) },
      'away',
    ],
    ['got one this week', { past: [sentTip(daysAgo(1))] }, 'slot-taken'],
    ['got one last Friday, four days ago', { past: [sentTip(instant('2026-11-20T09:00:00Z'))] }, 'slot-taken'],
    ['was welcomed this week', { past: [{ ...sentTip(daysAgo(0)), kind: 'welcome', item: undefined }] }, 'slot-taken'],
    [
      'asked for fewer, and the last was a week ago',
      { past: [sentTip(daysAgo(7), 'x', true)], person: aPerson({ choice: { ...DEFAULT_CHOICE, cadenceWeeks: 2 } }) },
      'backing-off',
    ],
    ['left three unanswered, and the last was a week ago', { past: weeklyTips(3, 7) }, 'backing-off'],
    [
      'left six unanswered and was told',
      { past: [...weeklyTips(6, 21), { ...sentTip(daysAgo(14)), kind: 'stop-notice', item: undefined }] },
      'stopped',
    ],
    ['has every habit', { habits: habitsWith({}) }, 'no-need'],
    ['nothing can be told', { habits: HABITS.map((): Habit => ({ stage: 'cannot-tell', gap: 0 })) }, 'cannot-tell'],
    ['said "not for me" to all that would fit', { refusedItems: new Set(['posts-1', 'posts-2']) }, 'no-item'],
    [
      'got each fitting tip twice',
      { past: [14, 28].flatMap((days) => [sentTip(daysAgo(days), 'posts-1', true), sentTip(daysAgo(days + 7), 'posts-2', true)]) },
      'no-item',
    ],
    [
      'lacks only the basics of an app used every day',
      { habits: habitsWith({ 'teams.privateChats': NON }), basics: new Set([placeOf(signalId('teams.privateChats'))]) },
      'no-item',
    ],
  ];
  for (const [what, changes, why] of silences)
    it(`is nothing: ${what}`, () => expect(planFor(aCandidate(changes), aContext())).to.deep.equal({ kind: 'silent', why }));

  it('is the basics for somebody who hardly uses the app', () => {
    expect(itemOf(planFor(aCandidate({ habits: habitsWith({ 'teams.privateChats': NON }), basics: new Set() }), aContext()))).to.equal('chat-basics');
  });

  it('is, after six unanswered messages, a stop notice said once', () => {
    const plan = planFor(aCandidate({ past: weeklyTips(6, 14) }), aContext());
    expect(plan.kind === 'send' && plan.errand.kind).to.equal('stop-notice');
  });

  it('is a tip again after the person said something', () => {
    const past = [...weeklyTips(6, 21), { ...sentTip(daysAgo(14)), kind: 'stop-notice' as const, item: undefined }];
    expect(itemOf(planFor(aCandidate({ past, lastHeardAt: daysAgo(3) }), aContext()))).to.be.a('string');
  });

  it('is a tip when the behaviour came, though nothing was pressed', () => {
    expect(itemOf(planFor(aCandidate({ past: weeklyTips(6, 7, true) }), aContext()))).to.be.a('string');
  });

  it('is the tip with the highest expected good, not the one for the largest gap', () => {
    const candidate = aCandidate({ habits: habitsWith({ 'teams.channelPosts': NON, 'teams.meetingsOrganized': { stage: 'low', gap: 0.5 } }) });
    const shareOf = (_: unknown, signal: string) => ({ share: signal === 'teams.meetingsOrganized' ? 0.9 : 0.1, where: 'department' as const });
    expect(itemOf(planFor(candidate, aContext({ shareOf })))).to.equal('meetings-1');
  });

  it('serves what the person chose themselves, in focus or not, though few colleagues do it', () => {
    const habits = habitsWith({ 'teams.channelPosts': { stage: 'low', gap: 0.8 }, 'teams.meetingsOrganized': NON });
    const context = aContext({ focusOf: focusOf([], DEFAULT_FOCUS.slice(0, 1), TODAY), shareOf: () => ({ share: 0.2, where: 'organisation' }) });
    const who = (topics: readonly Topic[]) => aCandidate({ habits, person: aPerson({ choice: { ...DEFAULT_CHOICE, topics } }) });
    expect(itemOf(planFor(who([]), context))).to.equal('meetings-1');
    const plan = planFor(who(['chats']), context);
    expect(itemOf(plan)).to.match(/^posts-/);
    expect(plan.kind === 'send' && plan.goal).to.equal('own:chats');
    expect(plan.kind === 'send' && plan.errand, 'few is not said to be many').to.deep.include({ grounds: 'useful' });
  });

  it('is another tip than before, unless the one before has twice the record', () => {
    const past = [sentTip(daysAgo(14), 'posts-1', true)];
    const record = (good: number) => aContext({ recordOf: (item) => (item === 'posts-1' ? good : 0.4) });
    expect(itemOf(planFor(aCandidate({ past }), record(0.75)))).to.equal('posts-2');
    expect(itemOf(planFor(aCandidate({ past }), record(0.85)))).to.equal('posts-1');
  });

  it('prefers the tip with the better record', () => {
    const recordOf = (item: string) => (item === 'posts-2' ? 0.6 : 0.4);
    expect(itemOf(planFor(aCandidate(), aContext({ recordOf })))).to.equal('posts-2');
  });

  it('says "many" only where many do it', () => {
    const plan = planFor(aCandidate(), aContext({ shareOf: () => ({ share: 0.2, where: 'department' }) }));
    expect(plan.kind === 'send' && plan.errand.kind === 'tip' && plan.errand.grounds).to.equal('useful');
  });

  it('comes after the out-of-office ends', () => {
    const awayUntil = instant('2026-11-26T07:00:00Z');
    const mailbox = { workingTime: undefined, language: undefined, purpose: 'user', awayUntil } as const;
    const plan = planFor(aCandidate({ person: aPerson({ mailbox }) }), aContext());
    expect(plan.kind === 'send' && dayIn('Europe/Berlin', plan.dueAt)).to.equal('2026-11-26');
  });

  it('says once that it is good to have the person back, in place of praise, and never to somebody new', () => {
    const returnedWeek = day('2026-11-09');
    const earlier = sentTip(daysAgo(60), 'old', true);
    const told = (changes: Partial<Candidate>, context: Partial<PlanningContext> = {}) => {
      const plan = planFor(aCandidate({ returnedWeek, praise: signalId('teams.calls'), past: [earlier], ...changes }), aContext(context));
      if (plan.kind !== 'send' || plan.errand.kind !== 'tip') throw new Error(`expected a tip, got ${JSON.stringify(plan)}`);
      return [plan.errand.welcomesBack, plan.errand.praise];
    };
    expect(told({})).to.deep.equal([true, undefined]);
    expect(told({ returnedWeek: undefined })).to.deep.equal([false, 'teams.calls']);
    expect(told({ past: [{ ...sentTip(daysAgo(8), 'old', true), welcomesBack: true }] }), 'said').to.deep.equal([false, 'teams.calls']);
    expect(told({ past: [{ ...earlier, welcomesBack: true }] }), 'said of an absence before').to.deep.equal([true, undefined]);
    expect(told({ past: [] })[0], 'new').to.equal(false);
    expect(told({}, { mode: 'concealed' }), 'concealed').to.deep.equal([false, undefined]);
  });

  it('brings along the question that is due longest, one at most, and none before its day or without a licence', () => {
    const lessons = {
      lessons: new Map(),
      questions: new Map(
        [aQuestion('q-due', 'teams.calls'), aQuestion('q-older', 'teams.calls'), aQuestion('q-mail', 'outlook.read', { service: 'exchange' })].map(
          (one) => [one.id, one],
        ),
      ),
    };
    const riding = (due: Readonly<Record<string, Day>>) => {
      const reviews = new Map(
        Object.entries(due).map(([id, dueDay]) => [id as ItemId, { ...nextReview(undefined, true, addDays(TODAY, -40)), dueDay }]),
      );
      const plan = planFor(aCandidate({ reviews }), aContext({ lessons }));
      if (plan.kind !== 'send' || plan.errand.kind !== 'tip') throw new Error(`expected a tip, got ${JSON.stringify(plan)}`);
      return { question: plan.errand.question, dueDay: dayIn('Europe/Berlin', plan.dueAt) };
    };
    const { dueDay } = riding({});
    expect(riding({}).question).to.equal(undefined);
    expect(riding({ 'q-due': dueDay, 'q-older': addDays(TODAY, -9) }).question).to.equal('q-older');
    expect(riding({ 'q-due': dueDay, 'q-mail': addDays(TODAY, -9) }).question, 'on the day the card comes').to.equal('q-due');
    expect(riding({ 'q-due': addDays(dueDay, 1) }).question).to.equal(undefined);
  });

  it('introduces itself in the first message only', () => {
    const introduces = (candidate: Candidate) => {
      const plan = planFor(candidate, aContext());
      return plan.kind === 'send' && plan.errand.kind === 'tip' && plan.errand.introduces;
    };
    expect(introduces(aCandidate())).to.equal(true);
    expect(introduces(aCandidate({ past: [sentTip(daysAgo(14), 'x', true)] }))).to.equal(false);
  });

  it('comes at once in a trial, on a Sunday too', () => {
    const sunday = instant('2026-11-22T06:00:00Z');
    const plan = planFor(aCandidate(), aContext({ now: sunday, waitsForWorkingHours: false }));
    expect(plan.kind === 'send' && plan.dueAt).to.equal(sunday);
  });
});

describe('a licence that has just come', () => {
  const tips = [
    ...TIPS,
    aTip('copilot-first', 'copilot.chat', 'first-steps', { service: 'copilot' }),
    aTip('copilot-daily', 'copilot.chat', 'everyday', { service: 'copilot' }),
  ];
  const content = new Map(tips.map((one) => [one.id, one]));
  const licensed = (since: string | undefined) =>
    aPerson({ services: ['teams', 'copilot'], licensedSince: since === undefined ? {} : { copilot: day(since) } });
  const plan = (changes: Partial<Candidate>, now = NOW) => planFor(aCandidate(changes), aContext({ content, now, firstDay: day('2026-11-01') }));
  const lacking = habitsWith({ 'teams.channelPosts': NON, 'copilot.chat': NON });
  const nothingKnown = HABITS.map((): Habit => ({ stage: 'cannot-tell', gap: 0 }));

  it('brings first steps before every other need, outside the focus too, and says so', () => {
    const made = plan({ person: licensed('2026-11-20'), habits: lacking });
    expect(made.kind === 'send' && made.errand).to.deep.include({ item: 'copilot-first', grounds: 'new-licence', habit: 'copilot.chat' });
    expect(made.kind === 'send' && made.reason).to.match(/^new licence/);
    expect(itemOf(plan({ person: licensed('2026-11-20'), habits: nothingKnown })), 'though nothing is known yet').to.equal('copilot-first');
  });
  it('is due within two working days', () => {
    const friday = instant('2026-11-27T18:00:00Z');
    const made = plan({ person: licensed('2026-11-27') }, friday);
    expect(made.kind === 'send' && dayIn('Europe/Berlin', made.dueAt)).to.equal('2026-11-30');
  });
  it('stays within the cap', () =>
    expect(plan({ person: licensed('2026-11-20'), past: [sentTip(daysAgo(1))] })).to.deep.equal({ kind: 'silent', why: 'slot-taken' }));
  const not: readonly (readonly [what: string, changes: Partial<Candidate>])[] = [
    ['two weeks old', { person: licensed('2026-11-10') }],
    ['from before the coach first saw the tenant', { person: licensed('2026-10-31') }],
    ['there since nobody knows when', { person: licensed(undefined) }],
    ['of an app the person has already taken up', { person: licensed('2026-11-20'), habits: habitsWith({ 'teams.channelPosts': NON }) }],
    ['of an app whose basics the person knows', { person: licensed('2026-11-20'), basics: new Set([placeOf(signalId('copilot.chat'))]) }],
  ];
  for (const [what, changes] of not)
    it(`is none when ${what}`, () => {
      expect(itemOf(plan({ habits: lacking, ...changes }))).to.match(/^posts-/);
    });
});

describe('while names are concealed', () => {
  const concealed = (changes: Partial<PlanningContext> = {}) => aContext({ mode: 'concealed', ...changes });
  const unknown = aCandidate({ habits: HABITS.map((): Habit => ({ stage: 'cannot-tell', gap: 0 })), praise: signalId('teams.calls') });
  it('a person gets an everyday tip of the focus that claims nothing', () => {
    const plan = planFor(unknown, concealed());
    expect(plan.kind === 'send' && plan.errand).to.deep.include({ grounds: 'useful', praise: undefined });
    expect(plan.kind === 'send' && plan.options.map((option) => option.item)).to.not.include('chat-basics');
  });
  it('the tenant’s own counts say what is missing most', () => {
    const aggregateGap = (habit: string) => (habit === 'teams.meetingsOrganized' ? 0.9 : 0.1);
    expect(itemOf(planFor(unknown, concealed({ aggregateGap })))).to.equal('meetings-1');
  });
  it('what the person chose themselves comes before the rest of the focus', () => {
    const person = aPerson({ choice: { ...DEFAULT_CHOICE, topics: ['chats'] } });
    const focused = (who: Person) =>
      itemOf(planFor({ ...unknown, person: who }, concealed({ focusOf: focusOf([], DEFAULT_FOCUS.slice(0, 1), TODAY) })));
    expect(focused(aPerson())).to.equal('meetings-1');
    expect(focused(person)).to.match(/^(posts|replies)-/);
  });
  it('a stage from before is not believed', () =>
    expect(planFor(aCandidate({ habits: habitsWith({}) }), concealed()).kind, 'though every habit was there once').to.equal('send'));
});

describe('the choice among tips for one habit', () => {
  const links = (more: Partial<Tip> = {}) => [
    aTip('drive', 'onedrive.sharedInternally', 'everyday', { service: 'onedrive' }),
    aTip('site', 'sharepoint.sharedInternally', 'everyday', { service: 'sharepoint', ...more }),
  ];
  const choose = (tips: readonly Tip[], services: Person['services'], gaps: readonly [number, number], recordOf: () => number = () => 0.5) => {
    const low = (gap: number): Habit => ({ stage: 'low', gap });
    const habits = habitsWith({
      'files-as-links': low(0.8),
      'onedrive.sharedInternally': low(gaps[0]),
      'sharepoint.sharedInternally': low(gaps[1]),
    });
    const content = new Map(tips.map((one) => [one.id, one]));
    return itemOf(planFor(aCandidate({ person: aPerson({ services: ['teams', ...services] }), habits }), aContext({ content, recordOf })));
  };
  it('falls on the way the person uses least', () => {
    expect(choose(links(), ['onedrive', 'sharepoint'], [0.3, 1])).to.equal('site');
    expect(choose(links(), ['onedrive', 'sharepoint'], [1, 0.3])).to.equal('drive');
  });
  it('falls on a way the person is licensed for', () => expect(choose(links(), ['onedrive'], [0.3, 1])).to.equal('drive'));
  it('needs the licence of the tip and of what it teaches', () =>
    expect(choose([aTip('site', 'sharepoint.sharedInternally', 'everyday', { service: 'teams' })], [], [1, 1])).to.equal(undefined));
  it('prefers, at equal good, a tip for what the person mostly does', () => {
    const both = [1, 2, 3, 4].map((number) => aTip(`general-${number}`, 'onedrive.sharedInternally', 'everyday', { service: 'onedrive' }));
    const own = aTip('own', 'onedrive.sharedInternally', 'everyday', { service: 'onedrive', personas: ['customers'] });
    expect(choose([...both, own], ['onedrive'], [1, 1]), 'the department is Sales').to.equal('own');
  });
});

describe('a week for which nothing was drawn', () => {
  it('stays empty, whatever the options are the day after', () => {
    const unsent = [{ week: weekOf(dayIn('Europe/Berlin', NOW)), madeAt: daysAgo(1), choice: undefined }];
    expect(planFor(aCandidate({ unsent }), aContext())).to.deep.equal({ kind: 'silent', why: 'drew-nothing' });
    expect(planFor(aCandidate({ unsent }), aContext({ now: later(NOW, 7 * DAY_MS) })).kind).to.equal('send');
  });
});
