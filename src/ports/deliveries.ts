import type { Arm } from '../domain/arm.ts';
import type { Claim, DeliveryState, DropReason, Errand, NewDelivery } from '../domain/delivery.ts';
import type { HabitId } from '../domain/habits.ts';
import type { DecisionId, DeliveryId, PersonId } from '../domain/ids.ts';
import type { Obstacle } from '../domain/intent.ts';
import type { ItemId } from '../domain/item.ts';
import type { ObstacleCounts } from '../domain/obstacleCounts.ts';
import type { Option, UnsentDecision } from '../domain/planning.ts';
import type { RunCount } from '../domain/sendStatus.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Day, Instant } from '../domain/time.ts';

/** A decision as it is logged. */
export interface DecisionRecord {
  readonly id: DecisionId;
  readonly personId: PersonId;
  readonly week: Day;
  readonly madeAt: Instant;
  readonly goal: string | undefined;
  readonly policyVersion: string;
  readonly options: readonly Option[];
  readonly choice: ItemId | undefined;
  readonly reason: string;
  /** What it was for, and by which way; where nothing was drawn, those of the tip the policy favoured. Its outcome is that of the habit. */
  readonly habit: HabitId | undefined;
  readonly signal: SignalId | undefined;
  /** The newest day the signal's report knew; the days after it show whether the behaviour came. Absent: it cannot be measured. */
  readonly dataDay: Day | undefined;
  readonly arm: Arm;
}

/** A decision whose outcome is still open. */
export interface OpenDecision {
  readonly decision: DecisionId;
  readonly personId: PersonId;
  readonly habit: HabitId;
  readonly dataDay: Day;
  /** A tip of it went to the person. */
  readonly wasSent: boolean;
}

/** Where a walk through decisions by day and id stands. */
export type DecisionPlace = Pick<OpenDecision, 'dataDay' | 'decision'>;

export interface OpenDecisions {
  readonly open: readonly OpenDecision[];
  /** Where to go on; absent at the end. */
  readonly next: DecisionPlace | undefined;
}

export interface PastDelivery {
  readonly id: DeliveryId;
  readonly errand: Errand;
  readonly state: DeliveryState;
  /** When it was sent, else when it is due. */
  readonly at: Instant;
  /** A response came within 7 days, or the behaviour did, or the person was on leave and none was to be expected. */
  readonly wasAnswered: boolean;
}

/** A delivery as a card press sees it. */
export interface DeliveryView {
  readonly id: DeliveryId;
  readonly personId: PersonId;
  readonly errand: Errand;
  readonly state: DeliveryState;
  readonly sentAt: Instant | undefined;
  /** What the person said to it, newest last. */
  readonly responses: readonly Response[];
}

export type Response =
  | { readonly kind: 'did-it' }
  | { readonly kind: 'planned'; readonly at: Instant }
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle; readonly words: string | undefined }
  | { readonly kind: 'not-for-me' }
  | { readonly kind: 'wrong' };

/** Decisions, the outbox and what people answered. */
export interface Deliveries {
  /**
   * Logs decisions with their deliveries, all or nothing; returns how many messages were planned. One whose item was withdrawn since is
   * not logged, and a withdrawn question is left off its tip, here and in `add` and `addSent`. A person has one decision a week:
   * the first one stands and a second is skipped. Decisions in shadow stand beside it; of them the last one counts, until its outcome is known.
   */
  plan(entries: readonly { readonly decision: DecisionRecord; readonly delivery: NewDelivery | undefined }[]): Promise<number>;
  /** Adds one message outside a decision (welcome, reminder). False when it is left out: a second one of a kind that is unique (`welcome` once in a lifetime), or one whose item was withdrawn. */
  add(delivery: NewDelivery): Promise<boolean>;
  /**
   * Notes a message that goes as an answer in the same turn: state `sent` at once. One of a kind that takes a slot takes that of
   * `week`, absent: of the week of `sentAt` in UTC. False, and nothing noted, for a second `welcome`, a taken slot, a withdrawn item and a person not known.
   */
  addSent(delivery: NewDelivery, sentAt: Instant, week?: Day): Promise<boolean>;
  get(id: DeliveryId): Promise<DeliveryView | undefined>;
  /** Messages that count in planning (planned, claimed, sending, sent, unknown), per person, oldest first. */
  pastOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly PastDelivery[]>>;
  /** Decisions of these people, not in shadow, that sent nothing on purpose, oldest first. */
  unsentOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly UnsentDecision[]>>;
  /** Items these people said "not for me" to, or that something lasting is in the way of. */
  refusedItemsOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, ReadonlySet<string>>>;
  /** Adds the response unless the same kind was given to this delivery; a plan whose moment is past at `at` is replaced. True when it was written. */
  respond(person: PersonId, id: DeliveryId, response: Response, at: Instant): Promise<boolean>;
  /** How many people named each obstacle, and named any in what served each goal (absent: asked for, so none), from `since` on; exact. */
  obstacles(since: Instant): Promise<ObstacleCounts>;
  /** Removes the person's own response of this kind, and for a plan the reminder that is still to come. False when there is none. */
  takeBack(person: PersonId, id: DeliveryId, kind: Response['kind']): Promise<boolean>;

  /**
   * Takes up to `limit` due messages for `worker`: planned → claimed, with a lease of `leaseMs` on the database's clock. A trial's
   * messages go with a trial only: whoever broke one off wants no more of it. None while sending is frozen.
   */
  claimDue(worker: string, now: Instant, limit: number, leaseMs: number, withTrials: boolean): Promise<readonly Claim[]>;
  /** claimed → sending for those still mine and still allowed, in one guarded statement; the others are dropped with their reason. Arming is not asked of a trial's messages. */
  startSending(
    worker: string,
    claims: readonly Claim[],
    now: Instant,
  ): Promise<{ readonly allowed: readonly DeliveryId[]; readonly dropped: readonly { readonly id: DeliveryId; readonly why: DropReason }[] }>;
  /** Writes what became of messages in `sending`, each guarded by its fence. */
  finish(results: readonly { readonly id: DeliveryId; readonly fence: number; readonly result: FinishResult }[], now: Instant): Promise<void>;
  /** claimed → planned for messages this worker will not send now, due as before: it stops, or there is no slot. */
  release(worker: string, ids: readonly DeliveryId[]): Promise<void>;
  /** claimed → planned after a try that failed before the send; it counts as an attempt, so that waits grow. */
  putOff(worker: string, id: DeliveryId, dueAt: Instant): Promise<void>;
  /** Drops claimed messages this worker cannot send. */
  drop(worker: string, id: DeliveryId, why: DropReason): Promise<void>;
  /** Claims and sends whose lease ended: claimed → planned, sending → unknown. `all`: every lease, for an embedded owner who knows that nobody else lives. */
  recover(all: boolean): Promise<{ readonly planned: number; readonly unknown: number }>;
  /** Planned messages past `expiresAt`, for moving to the next allowed day. */
  expired(now: Instant, limit: number): Promise<readonly Claim[]>;
  /**
   * Moves planned messages, counting the move, and drops the stale ones; those no longer planned are left alone. A message that
   * takes a slot takes that of `week` from then on; where it is taken, the message is stale.
   */
  reschedule(
    moves: readonly { readonly id: DeliveryId; readonly dueAt: Instant; readonly expiresAt: Instant; readonly week: Day }[],
    stale: readonly DeliveryId[],
  ): Promise<void>;
  /** Drops planned messages (not yet sending) of a person or of everybody: those nobody asked for, or all. */
  dropPlanned(of: PersonId | 'everybody', why: DropReason, scope: 'proactive' | 'all'): Promise<number>;
  /** Makes every planned proactive message due at `now`, as part of a trial. Returns how many. */
  makeDueNow(now: Instant): Promise<number>;
  /**
   * Messages of the `newest` runs and of the older ones back to the oldest with messages still to go, and those still to go that no run planned,
   * counted in one statement, so that the counts belong together. In the order of the runs, oldest first, those of no run at the end.
   */
  runCounts(now: Instant, newest: number): Promise<readonly RunCount[]>;
  countByState(): Promise<Readonly<Record<DeliveryState, number>>>;
  /** When the next planned message is due; a trial's only `withTrials`. */
  nextDueAt(withTrials: boolean): Promise<Instant | undefined>;

  /**
   * Decisions of every arm with a data day in [from, to] of which nobody knows yet whether the behaviour came, by day and id, among the
   * next `limit` decisions after `after`. Those that planned a message count once it was sent.
   */
  undecided(from: Day, to: Day, limit: number, after: DecisionPlace | undefined): Promise<OpenDecisions>;
  /** The first verdict stands. `signal`: the way by which the behaviour came; absent: the decision's own. */
  decideOutcomes(
    outcomes: readonly { readonly decision: DecisionId; readonly hasCome: boolean; readonly signal: SignalId | undefined; readonly at: Instant }[],
  ): Promise<void>;
  /** Decisions with a data day in [from, to] that have a verdict, and none yet on whether the behaviour lasted, by day and id. */
  unsustained(from: Day, to: Day, limit: number, after: DecisionPlace | undefined): Promise<OpenDecisions>;
  decideSustained(verdicts: readonly { readonly decision: DecisionId; readonly isSustained: boolean }[]): Promise<void>;
  /** Per person: the newest habit that came after a message, and was not praised in one. */
  praiseOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, SignalId>>;
  /** Notes that the praise for this signal was said. */
  praised(person: PersonId, signal: SignalId): Promise<void>;
  /** Per item that was sent: decided outcomes and how many came. */
  records(): Promise<ReadonlyMap<string, { readonly decided: number; readonly came: number }>>;
}

export type FinishResult =
  | { readonly kind: 'sent'; readonly activityId: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'again'; readonly at: Instant }
  | { readonly kind: 'drop'; readonly why: DropReason };
