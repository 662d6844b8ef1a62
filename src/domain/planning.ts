import { type Errand, type ErrandKind, type GroundsKind, takesSlot } from './delivery.ts';
import type { Goal } from './goal.ts';
import { type Habit, lacksHabit } from './habit.ts';
import { type HabitId, habitDefinition, habitPlaceOf } from './habits.ts';
import type { Content, ItemId, Tip } from './item.ts';
import { type Person, personaFor, type WorkingTime } from './person.ts';
import { unit } from './random.ts';
import { placeOf, type SignalId } from './signals.ts';
import { addDays, DAY_MS, type Day, dayIn, daysBetween, type Instant, later, weekOf } from './time.ts';
import { momentOf, nextSpan, usualWorkingTime } from './workingTime.ts';

/** A message sent, on its way or planned: everything that takes the weekly slot or a tip's lifetime. */
export interface PastMessage {
  readonly kind: ErrandKind;
  readonly item: ItemId | undefined;
  /** When it was sent, or is due. */
  readonly at: Instant;
  /** Whether the person pressed or the behaviour itself came within the time that counts. */
  readonly wasAnswered: boolean;
}

/** How a person can be reached, as far as is known. */
export type Reach =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'installed' }
  /** Uninstalled or blocked: an opt-out until the person comes back. */
  | { readonly kind: 'gone' };

/** Everything one decision rests on. */
export interface Candidate {
  readonly person: Person;
  readonly isSuppressed: boolean;
  readonly reach: Reach;
  /** In the order of `HABITS`; empty when nothing is known of the person. */
  readonly habits: readonly Habit[];
  /** Catalogue places of signals whose basics the person knows; absent: nobody can say, so they are taken to know them all. */
  readonly basics: ReadonlySet<number> | undefined;
  readonly past: readonly PastMessage[];
  /** Items the person said "not for me" to. */
  readonly refusedItems: ReadonlySet<string>;
  /** When the person last wrote or pressed anything. */
  readonly lastHeardAt: Instant | undefined;
  /** A habit that came and was not yet praised. */
  readonly praise: SignalId | undefined;
}

/** What is the same for everybody in one run. */
export interface PlanningContext {
  readonly now: Instant;
  readonly defaultZone: string;
  readonly holidays: ReadonlySet<Day>;
  readonly content: Content;
  readonly focus: readonly Goal[];
  /** Share (0…1) of the person's colleagues who already have the habit, and whose share that is; see `shares.ts`. */
  readonly shareOf: (person: Person, habit: HabitId) => { readonly share: number; readonly where: 'department' | 'organisation' } | undefined;
  /** The item's record: how often the behaviour came after it, 0…1, smoothed towards 0.5 while little is known. */
  readonly recordOf: (item: ItemId) => number;
  /** False in a trial that sends at once: working hours are then not waited for. */
  readonly waitsForWorkingHours: boolean;
}

/** Why a person gets nothing now. */
export const SILENCES = [
  'guest',
  'disabled',
  'not-a-person',
  'no-licence',
  'do-not-contact',
  'opted-out',
  'gone',
  'paused',
  'stopped',
  'slot-taken',
  'backing-off',
  'away',
  'no-working-time',
  'cannot-tell',
  'no-need',
  'no-item',
] as const;
export type Silence = (typeof SILENCES)[number];

/** One eligible option with the probability it was given. `item` absent: send nothing. */
export interface Option {
  readonly item: ItemId | undefined;
  readonly probability: number;
}

/** What is decided for one person now. */
export type Plan =
  | { readonly kind: 'silent'; readonly why: Silence }
  | {
      readonly kind: 'send';
      readonly errand: Errand;
      readonly goal: string | undefined;
      readonly options: readonly Option[];
      readonly dueAt: Instant;
      readonly expiresAt: Instant;
      /** The Monday of the person's own week whose slot this takes. */
      readonly week: Day;
      readonly reason: string;
    };

/** Raised whenever the choice below changes, so that logged decisions can be compared. */
export const POLICY_VERSION = 'expected-good-1';

/** Two messages are at least this many days apart, also across the end of a week (reference §1.1). */
const LEAST_DAYS_APART = 5;
const LIFETIME_SENDS = 2;
const HALF_CADENCE_AFTER = 3;
const STOP_AFTER = 6;
const ANSWER_DAYS = 7;
/** "Many colleagues" is said from this share on. */
const MANY_SHARE = 0.3;
/** A share nobody can be told for: below the expected good of every measured one, yet not nothing. */
const UNKNOWN_SHARE = 0.1;

/**
 * What one person gets now, by the nudge contract (reference "What a nudge obeys", §1.1–§1.11). Pure: the same candidate and
 * context give the same plan. Certain refusals come first and name the gravest reason; the slot next; needs last.
 */
export function planFor(candidate: Candidate, context: PlanningContext): Plan {
  const barred = barredBy(candidate, context.now);
  if (barred !== undefined) return silent(barred);

  const time = candidate.person.mailbox?.workingTime ?? usualWorkingTime(context.defaultZone);
  const moment = momentFor(candidate, time, context);
  if (typeof moment === 'string') return silent(moment);
  const week = weekOf(dayIn(time.zone, moment.dueAt));

  const streak = unansweredStreak(candidate, context.now);
  const hasBeenToldOfStop = candidate.past.some((message) => message.kind === 'stop-notice' && message.at > (candidate.lastHeardAt ?? 0));
  if (streak >= STOP_AFTER && hasBeenToldOfStop) return silent('stopped');
  const slot = slotFor(candidate, time.zone, moment.dueAt, streak);
  if (slot !== undefined) return silent(slot);
  const sending = { kind: 'send', week, ...moment } as const;
  if (streak >= STOP_AFTER) {
    const options = [{ item: undefined, probability: 1 }];
    return { ...sending, errand: { kind: 'stop-notice' }, goal: undefined, options, reason: `no answer to ${streak} messages` };
  }

  const needs = needsOf(candidate, context);
  if (needs.length === 0) return silent(candidate.habits.every((habit) => habit.stage === 'cannot-tell') ? 'cannot-tell' : 'no-need');
  const ranked = rank(needs, candidate, context);
  const [best] = ranked;
  if (best === undefined) return silent('no-item');
  const options = [
    ...ranked.map((option, index) => ({ item: option.tip.id, probability: index === 0 ? 1 : 0 })),
    { item: undefined, probability: 0 },
  ];
  const introduces =
    candidate.past.every((message) => message.kind === 'asked-tip' || message.kind === 'reminder') && candidate.lastHeardAt === undefined;
  const errand: Errand = {
    kind: 'tip',
    item: best.tip.id,
    signal: best.signal,
    habit: best.habit,
    grounds: best.grounds,
    introduces,
    praise: candidate.praise,
  };
  return { ...sending, errand, goal: best.goal, options, reason: `expected good ${best.good.toFixed(4)}` };
}

/**
 * The tip a person gets on asking, or `undefined` when none is left: needs first, then anything in the focus not refused.
 * Neither the slot nor the lifetime applies, for it was asked for; the one shown longest ago comes first.
 */
export function tipOnRequest(candidate: Candidate, context: PlanningContext): { readonly tip: Tip; readonly signal: SignalId } | undefined {
  const wanted = [...rank(needsOf(candidate, context), candidate, context), ...rank(anyHabit(candidate, context), candidate, context)];
  const lastShown = (tip: Tip): number => Math.max(0, ...candidate.past.filter((message) => message.item === tip.id).map((message) => message.at));
  const [first] = wanted
    .map((option, index) => ({ option, index }))
    .sort((a, b) => lastShown(a.option.tip) - lastShown(b.option.tip) || a.index - b.index);
  if (first !== undefined) return { tip: first.option.tip, signal: first.option.signal };
  const again = [...context.content.values()].filter((tip) => isTeachable(tip, candidate)).sort((a, b) => lastShown(a) - lastShown(b));
  const [oldest] = again;
  return oldest === undefined ? undefined : { tip: oldest, signal: oldest.signals[0] };
}

const silent = (why: Silence): Plan => ({ kind: 'silent', why });

function barredBy(candidate: Candidate, now: Instant): Silence | undefined {
  const { person } = candidate;
  if (candidate.isSuppressed) return 'do-not-contact';
  if (!person.isEnabled) return 'disabled';
  if (!person.isMember) return 'guest';
  if (person.mailbox?.purpose === 'other') return 'not-a-person';
  if (!person.services.includes('teams')) return 'no-licence';
  if (person.choice.hasOptedOut) return 'opted-out';
  if (candidate.reach.kind === 'gone') return 'gone';
  if (person.choice.pausedUntil !== undefined && person.choice.pausedUntil > now) return 'paused';
  return undefined;
}

/** When the message would come: in the rest of today's working time or on one of the next six days. */
function momentFor(
  candidate: Candidate,
  time: WorkingTime,
  context: PlanningContext,
): { dueAt: Instant; expiresAt: Instant } | 'away' | 'no-working-time' {
  const awayUntil = candidate.person.mailbox?.awayUntil;
  if (awayUntil !== undefined && awayUntil > later(context.now, 6 * DAY_MS)) return 'away';
  if (!context.waitsForWorkingHours) return { dueAt: context.now, expiresAt: later(context.now, DAY_MS) };
  const from = Math.max(context.now, awayUntil ?? context.now) as Instant;
  const span = nextSpan(time, from, context.holidays, 6);
  if (span === undefined) return 'no-working-time';
  return { dueAt: momentOf(span, unit('due', candidate.person.personId, span.day)), expiresAt: span.end };
}

/** Whether the slot of the week of `dueAt` is open: `undefined` when it is. */
function slotFor(candidate: Candidate, zone: string, dueAt: Instant, streak: number): 'slot-taken' | 'backing-off' | undefined {
  const dueDay = dayIn(zone, dueAt);
  const taken = candidate.past.filter((message) => takesSlot(message.kind));
  const days = taken.map((message) => dayIn(zone, message.at));
  if (days.some((at) => weekOf(at) === weekOf(dueDay) || Math.abs(daysBetween(at, dueDay)) < LEAST_DAYS_APART)) return 'slot-taken';
  const cadenceWeeks = candidate.person.choice.cadenceWeeks * (streak >= HALF_CADENCE_AFTER ? 2 : 1);
  const earliestFreeWeek = (at: Day): Day => addDays(weekOf(at), 7 * cadenceWeeks);
  if (days.some((at) => earliestFreeWeek(at) > weekOf(dueDay))) return 'backing-off';
  return undefined;
}

/** How many of the newest messages stayed without an answer, once 7 days have passed; hearing from the person ends the row. */
function unansweredStreak(candidate: Candidate, now: Instant): number {
  const old = candidate.past
    .filter((message) => message.kind === 'tip' && later(message.at, ANSWER_DAYS * DAY_MS) <= now)
    .sort((a, b) => b.at - a.at);
  const answered = old.findIndex((message) => message.wasAnswered || (candidate.lastHeardAt !== undefined && candidate.lastHeardAt >= message.at));
  return answered === -1 ? old.length : answered;
}

interface Need {
  readonly goal: string;
  readonly habit: HabitId;
  readonly gap: number;
}

function needsOf(candidate: Candidate, context: PlanningContext): readonly Need[] {
  return habitsInFocus(candidate, context)
    .filter((entry) => lacksHabit(entry.habit.stage))
    .map(({ goal, id, habit }) => ({ goal, habit: id, gap: habit.gap }));
}

const anyHabit = (candidate: Candidate, context: PlanningContext): readonly Need[] =>
  habitsInFocus(candidate, context)
    .filter((entry) => !lacksHabit(entry.habit.stage))
    .map(({ goal, id }) => ({ goal, habit: id, gap: 0.01 }));

function habitsInFocus(candidate: Candidate, context: PlanningContext): readonly { goal: string; id: HabitId; habit: Habit }[] {
  return context.focus.flatMap((goal) =>
    goal.habits.flatMap((id) => {
      const habit = candidate.habits[habitPlaceOf(id)];
      return habit === undefined ? [] : [{ goal: goal.id, id, habit }];
    }),
  );
}

interface Ranked {
  readonly tip: Tip;
  readonly goal: string;
  readonly habit: HabitId;
  readonly signal: SignalId;
  readonly grounds: GroundsKind;
  readonly good: number;
}

/**
 * Eligible tips for the needs, best first, by expected good = gap × share of colleagues who have the habit × the item's
 * record (reference §1.11). Ties are broken by a number derived from person and item.
 */
function rank(needs: readonly Need[], candidate: Candidate, context: PlanningContext): readonly Ranked[] {
  const { person } = candidate;
  const ranked = needs.flatMap((need) => {
    const known = context.shareOf(person, need.habit);
    const share = known?.share ?? UNKNOWN_SHARE;
    const grounds: GroundsKind = known !== undefined && known.share >= MANY_SHARE ? known.where : 'useful';
    const { signals } = habitDefinition(need.habit);
    return [...context.content.values()]
      .filter((tip) => signals.includes(tip.signals[0]) && isTeachable(tip, candidate) && timesSent(candidate, tip) < LIFETIME_SENDS)
      .map((tip) => ({
        tip,
        goal: need.goal,
        habit: need.habit,
        signal: tip.signals[0],
        grounds,
        good: need.gap * share * context.recordOf(tip.id),
      }));
  });
  const tie = (tip: Tip): number => unit('tie', person.personId, tip.id);
  const freshFirst = (a: Ranked, b: Ranked): number => timesSent(candidate, a.tip) - timesSent(candidate, b.tip);
  return ranked.sort((a, b) => b.good - a.good || freshFirst(a, b) || tie(a.tip) - tie(b.tip));
}

const isTeachable = (tip: Tip, candidate: Candidate): boolean =>
  candidate.person.services.includes(tip.service) &&
  !candidate.refusedItems.has(tip.id) &&
  !(tip.level === 'first-steps' && knowsBasicsOf(candidate, tip)) &&
  (tip.personas.length === 0 || tip.personas.includes(personaFor(candidate.person)));

const knowsBasicsOf = (candidate: Candidate, tip: Tip): boolean => candidate.basics?.has(placeOf(tip.signals[0])) ?? true;

const timesSent = (candidate: Candidate, tip: Tip): number =>
  candidate.past.filter((message) => message.kind === 'tip' && message.item === tip.id).length;
