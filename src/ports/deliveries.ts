import type { Claim, DeliveryState, DropReason, Errand, NewDelivery } from '../domain/delivery.ts';
import type { DecisionId, DeliveryId, PersonId } from '../domain/ids.ts';
import type { Obstacle } from '../domain/intent.ts';
import type { ItemId } from '../domain/item.ts';
import type { Option } from '../domain/planning.ts';
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
  readonly signal: SignalId | undefined;
  /** The newest day of data it rests on. */
  readonly dataDay: Day | undefined;
  /** Made while nothing may be sent; takes no slot. */
  readonly isShadow: boolean;
}

export interface PastDelivery {
  readonly id: DeliveryId;
  readonly errand: Errand;
  readonly state: DeliveryState;
  /** When it was sent, else when it is due. */
  readonly at: Instant;
  /** A response came within 7 days, or the behaviour did. */
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
  /** Logs decisions with their deliveries, all or nothing. A shadow decision of the same person and week is replaced. A second decision for a week that has one with a delivery is skipped; returns how many were planned. */
  plan(entries: readonly { readonly decision: DecisionRecord; readonly delivery: NewDelivery | undefined }[]): Promise<number>;
  /** Adds one message outside a decision (welcome, reminder). False when the person already has one of that kind that is unique: `welcome` once in a lifetime. */
  add(delivery: NewDelivery): Promise<boolean>;
  /**
   * Notes a message that goes as an answer in the same turn: state `sent` at once. One of a kind that takes a slot takes that of
   * `week`, absent: of the week of `sentAt` in UTC. False, and nothing noted, for a second `welcome`, a taken slot and a person not known.
   */
  addSent(delivery: NewDelivery, sentAt: Instant, week?: Day): Promise<boolean>;
  get(id: DeliveryId): Promise<DeliveryView | undefined>;
  /** Messages that count in planning (planned, claimed, sending, sent, unknown), per person, oldest first. */
  pastOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly PastDelivery[]>>;
  /** Items these people said "not for me" to. */
  refusedItemsOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, ReadonlySet<string>>>;
  /** Adds the response unless the same kind was given to this delivery; a plan whose moment is past at `at` is replaced. True when it was written. */
  respond(person: PersonId, id: DeliveryId, response: Response, at: Instant): Promise<boolean>;

  /**
   * Takes up to `limit` due messages for `worker`: planned → claimed, with a lease of `leaseMs` on the database's clock. A trial's
   * messages go with a trial only: whoever broke one off wants no more of it.
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
  countByState(): Promise<Readonly<Record<DeliveryState, number>>>;
  /** When the next planned message is due; a trial's only `withTrials`. */
  nextDueAt(withTrials: boolean): Promise<Instant | undefined>;

  /** Decisions sent whose outcome is undecided. */
  undecided(
    limit: number,
    after: DecisionId | undefined,
  ): Promise<readonly { readonly decision: DecisionId; readonly personId: PersonId; readonly signal: SignalId; readonly dataDay: Day }[]>;
  decideOutcomes(outcomes: readonly { readonly decision: DecisionId; readonly hasCome: boolean; readonly at: Instant }[]): Promise<void>;
  /** Per person: the newest habit that came and was not praised in a message. */
  praiseOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, SignalId>>;
  /** Notes that the praise for this signal was said. */
  praised(person: PersonId, signal: SignalId): Promise<void>;
  /** Per item: decided outcomes and how many came. */
  records(): Promise<ReadonlyMap<string, { readonly decided: number; readonly came: number }>>;
}

export type FinishResult =
  | { readonly kind: 'sent'; readonly activityId: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'again'; readonly at: Instant }
  | { readonly kind: 'drop'; readonly why: DropReason };
