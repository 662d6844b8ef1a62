import { armOf } from './arm.ts';
import type { Errand } from './delivery.ts';
import { DEFAULT_FOCUS } from './goal.ts';
import type { Habit } from './habit.ts';
import { type HabitId, habitPlaceOf } from './habits.ts';
import { type PersonId, personId } from './ids.ts';
import type { Content } from './item.ts';
import { DEFAULT_CHOICE, type Person, type Service } from './person.ts';
import { planInArm } from './planInArm.ts';
import type { Candidate, PlanningContext, Silence } from './planning.ts';
import { EXPECTED_GOOD } from './policy.ts';
import { itemRecord } from './record.ts';
import { LEAST_GROUP } from './smallGroups.ts';
import { type Day, momentIn } from './time.ts';
import { tipsBySignal } from './tipsBySignal.ts';

/** What one invented person would get in the first week. */
export type FirstWeek =
  | { readonly kind: 'tip'; readonly errand: Extract<Errand, { kind: 'tip' }> }
  /** Theirs comes later, so that what a message does can be told: second wave, hold-out, or nothing was drawn this week. */
  | { readonly kind: 'waits' }
  | { readonly kind: 'nothing'; readonly why: Silence };

/** How many people are known in a habit, and do it. */
export interface UseCount {
  readonly known: number;
  readonly inUse: number;
}

/** Working time is invented: Monday to Friday, 9 to 17, here. */
const ZONE = 'UTC';
/** Stands in for the installation's secret: who is in which arm is invented too. */
const SALT = 'preview';
/** The cycle runs in the morning. */
const RUN_MINUTE = 6 * 60;

/**
 * What is the same for everybody: the default focus, and instead of the share of people who have the habit, which weeks of daily data
 * would tell, the share of those who do it at all.
 *
 * @param people all there are, which decides who waits.
 * @param counts in the order of `HABITS`.
 */
export function previewContext(content: Content, asOf: Day, people: number, counts: readonly UseCount[]): PlanningContext {
  const shareOf = (_: Person, habit: HabitId) => {
    const count = counts[habitPlaceOf(habit)];
    return count === undefined || count.known < LEAST_GROUP ? undefined : ({ share: count.inUse / count.known, where: 'organisation' } as const);
  };
  return {
    now: momentIn(ZONE, asOf, RUN_MINUTE),
    defaultZone: ZONE,
    holidays: new Set(),
    content,
    tips: tipsBySignal(content),
    lessons: { lessons: new Map(), questions: new Map() },
    focusOf: () => DEFAULT_FOCUS,
    mode: 'named',
    aggregateGap: () => undefined,
    shareOf,
    recordOf: () => itemRecord(undefined),
    policy: EXPECTED_GOOD,
    peopleInScope: people,
    firstDay: asOf,
    waitsForWorkingHours: true,
  };
}

/**
 * Decides for one person of the files by the same rules as for everybody, as if nothing had ever been sent.
 *
 * @param number tells the person from the others; nothing else of them is used.
 * @param services what the reports they are in show them licensed for.
 */
export function firstWeekOf(number: number, habits: readonly Habit[], services: readonly Service[], context: PlanningContext): FirstWeek {
  const person = inventedPerson(number, services);
  const candidate: Candidate = {
    person,
    isSuppressed: false,
    reach: { kind: 'unknown' },
    habits,
    basics: undefined,
    past: [],
    unsent: [],
    refusedItems: new Set(),
    lastHeardAt: undefined,
    praise: undefined,
    returnedWeek: undefined,
    reviews: new Map(),
  };
  const scope = { people: context.peopleInScope, salt: SALT };
  const { arm, plan, silence } = planInArm(candidate, armOf(person.personId, context.now, scope, context.now), context);
  if (plan.kind === 'nothing') return { kind: 'waits' };
  // Nobody was ever written to, so nothing but a tip can come.
  if (plan.kind === 'silent' || plan.errand.kind !== 'tip') return { kind: 'nothing', why: silence ?? 'no-item' };
  return arm === 'sent' ? { kind: 'tip', errand: plan.errand } : { kind: 'waits' };
}

function inventedPerson(number: number, services: readonly Service[]): Person {
  return {
    personId: inventedId(number),
    userPrincipalName: '',
    displayName: '',
    department: undefined,
    jobTitle: undefined,
    language: undefined,
    usageLocation: undefined,
    isMember: true,
    isEnabled: true,
    services,
    mailbox: undefined,
    licensedSince: {},
    choice: DEFAULT_CHOICE,
  };
}

const inventedId = (number: number): PersonId => personId(`00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
