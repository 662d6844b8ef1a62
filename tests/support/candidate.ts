import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import type { Habit } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import { personId } from '../../src/domain/ids.ts';
import type { Content, ItemId, Tip } from '../../src/domain/item.ts';
import { DEFAULT_CHOICE, type Person } from '../../src/domain/person.ts';
import type { Candidate, PastMessage, PlanningContext } from '../../src/domain/planning.ts';
import { EXPECTED_GOOD } from '../../src/domain/policy.ts';
import { signalId } from '../../src/domain/signals.ts';
import { day, type Instant, instant } from '../../src/domain/time.ts';
import { tipsBySignal } from '../../src/domain/tipsBySignal.ts';

/** A Tuesday morning in Berlin. */
export const NOW = instant('2026-11-24T07:00:00Z');

export function aPerson(changes: Partial<Person> = {}): Person {
  return {
    personId: personId('00000000-0000-4000-8000-000000000001'),
    userPrincipalName: 'a.person@contoso.example',
    displayName: 'A Person',
    department: 'Sales',
    jobTitle: undefined,
    language: 'en-GB',
    usageLocation: 'DE',
    isMember: true,
    isEnabled: true,
    services: ['teams'],
    mailbox: undefined,
    licensedSince: {},
    choice: DEFAULT_CHOICE,
    ...changes,
  };
}

const HAS_IT: Habit = { stage: 'habitual', gap: 0 };

/** Habits in their order: as given by id, else the habit is there. */
export function habitsWith(given: Readonly<Record<string, Habit>>): readonly Habit[] {
  return HABITS.map((habit) => given[habit.id] ?? HAS_IT);
}

export const NON: Habit = { stage: 'non', gap: 1 };

export function aCandidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    person: aPerson(),
    isSuppressed: false,
    reach: { kind: 'installed' },
    habits: habitsWith({ 'teams.channelPosts': NON }),
    basics: undefined,
    past: [],
    unsent: [],
    refusedItems: new Set(),
    lastHeardAt: undefined,
    praise: undefined,
    returnedWeek: undefined,
    reviews: new Map(),
    ...changes,
  };
}

export function aTip(id: string, signal: string, level: Tip['level'] = 'everyday', more: Partial<Tip> = {}): Tip {
  return {
    id: id as ItemId,
    signals: [signalId(signal)],
    service: 'teams',
    level,
    title: id,
    gain: 'Less searching.',
    action: 'Open the channel.',
    link: { title: 'Open Teams', url: 'https://teams.microsoft.com/' },
    bestOn: 'any',
    personas: [],
    ...more,
  };
}

export const TIPS: readonly Tip[] = [
  aTip('posts-1', 'teams.channelPosts'),
  aTip('posts-2', 'teams.channelPosts'),
  aTip('replies-1', 'teams.channelReplies'),
  aTip('meetings-1', 'teams.meetingsOrganized'),
  aTip('chat-basics', 'teams.privateChats', 'first-steps'),
];

export function aContext(changes: Partial<PlanningContext> = {}): PlanningContext {
  const content: Content = changes.content ?? new Map(TIPS.map((tip) => [tip.id, tip]));
  return {
    now: NOW,
    defaultZone: 'Europe/Berlin',
    holidays: new Set(),
    content,
    tips: tipsBySignal(content),
    lessons: { lessons: new Map(), questions: new Map() },
    focusOf: () => DEFAULT_FOCUS,
    mode: 'named',
    aggregateGap: () => undefined,
    shareOf: () => ({ share: 0.5, where: 'organisation' }),
    recordOf: () => 0.5,
    policy: EXPECTED_GOOD,
    peopleInScope: 0,
    firstDay: day('2026-01-01'),
    waitsForWorkingHours: true,
    ...changes,
  };
}

export function sentTip(at: Instant, item = 'posts-1', wasAnswered = false): PastMessage {
  return { kind: 'tip', item: item as ItemId, at, wasAnswered, welcomesBack: false };
}
