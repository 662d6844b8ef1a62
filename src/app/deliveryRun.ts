import type { Claim, DropReason } from '../domain/delivery.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';
import type { Address, Installer, MessageSender } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { ProgressStep, System } from '../ports/system.ts';
import { type Bell, bell } from './bell.ts';
import type { InFlight } from './inFlight.ts';
import type { EngineSettings } from './settings.ts';

export interface DeliveryCounts {
  sent: number;
  unknown: number;
  /** Put off: throttled, busy, or the person could not be reached for now. */
  again: number;
  dropped: number;
}

export interface DeliverDeps {
  readonly db: Database;
  readonly sender: MessageSender;
  readonly installer: Installer;
  readonly system: System;
  readonly settings: EngineSettings;
  /** A name no other process uses. */
  readonly worker: string;
  /** Shared by everything that sends in this process. */
  readonly inFlight: InFlight;
}

export interface DeliverOptions {
  /** A trial's messages go, too; otherwise they are left alone. */
  readonly withTrials: boolean;
  /** Ends the work: what is in the air finishes, nothing new starts. */
  readonly signal?: AbortSignal;
  readonly step?: ProgressStep;
}

/** A claimed message with what it says. */
export interface Held {
  readonly claim: Claim;
  readonly message: Message;
}

/** What needs a slot next: the message itself, or first the conversation it goes into. */
export type Ready =
  /** `isFresh`: the conversation was opened for it. */
  | (Held & { readonly kind: 'post'; readonly address: Address; readonly isFresh: boolean })
  | (Held & { readonly kind: 'open'; readonly isJustInstalled: boolean });

/** One claim among those of a message: put off, it may be claimed again before its first end is noted. */
type Claimed = Pick<Claim, 'id' | 'fence'>;

/** One run over what is due: what its parts share. */
export interface DeliveryRun {
  readonly deps: DeliverDeps;
  readonly signal: AbortSignal | undefined;
  readonly counts: DeliveryCounts;
  /** Rings whenever something below changes. */
  readonly bell: Bell;
  /** What waits for a slot, first come first. */
  readonly ready: Ready[];
  /** Messages this run has claimed and neither settled nor given back, each with its fence. */
  readonly held: Map<DeliveryId, number>;
  /** Those of them that were to be marked as sending when the database broke: whether they were is not known, that they did not go is. */
  readonly unsent: Claim[];
  /** Those of them that wait for the app to be installed. */
  installing: number;
  /** Nothing new starts: told so, frozen, or broken. */
  isStopped: boolean;
  /** Nothing more will become ready. */
  isClosed: boolean;
  /** The first thing that broke; ends the run. */
  broken: { readonly reason: unknown } | undefined;
  /** Until then, by `performance.now()`, there is no slot worth waiting for. */
  heldUntil: number;
  /** A claimed message has come to its end, of whatever kind. */
  settled(claim: Claimed, kind: keyof DeliveryCounts): void;
  /** The claim is no longer this run's; a later one of the same message still is. */
  letGo(claim: Claimed): void;
  /** Gives claims back as they were. */
  release(claims: readonly Claim[]): Promise<void>;
  stop(): void;
  /** Puts a claimed message off: a try that failed before the send. */
  putOff(claim: Claim, at: Instant): Promise<void>;
  drop(claim: Claim, why: DropReason): Promise<void>;
  /** Goes on beside everything else; a failure stops the run. */
  aside(work: Promise<unknown>): void;
  /** Resolves when nothing goes on any more. */
  over(): Promise<void>;
}

export function deliveryRun(deps: DeliverDeps, { step, signal }: DeliverOptions): DeliveryRun {
  const { deliveries } = deps.db.stores;
  const underWay = new Set<Promise<unknown>>();
  const run: DeliveryRun = {
    deps,
    signal,
    counts: { sent: 0, unknown: 0, again: 0, dropped: 0 },
    bell: bell(deps.system.wait),
    ready: [],
    held: new Map(),
    unsent: [],
    installing: 0,
    isStopped: false,
    isClosed: false,
    broken: undefined,
    heldUntil: 0,
    letGo: ({ id, fence }) => {
      if (run.held.get(id) === fence) run.held.delete(id);
    },
    settled: (claim, kind) => {
      run.counts[kind] += 1;
      run.letGo(claim);
      step?.add(1);
      run.bell.ring();
    },
    release: async (claims) => {
      if (claims.length === 0) return;
      await deliveries.release(
        deps.worker,
        claims.map((claim) => claim.id),
      );
      for (const claim of claims) run.letGo(claim);
      run.bell.ring();
    },
    stop: () => {
      run.isStopped = true;
      run.bell.ring();
    },
    putOff: async (claim, at) => {
      await deliveries.putOff(deps.worker, claim.id, at);
      run.settled(claim, 'again');
    },
    drop: async (claim, why) => {
      await deliveries.drop(deps.worker, claim.id, why);
      run.settled(claim, 'dropped');
    },
    aside: (work) => {
      const ended = work
        .catch((reason: unknown) => {
          run.broken ??= { reason };
          run.stop();
        })
        .finally(() => underWay.delete(ended));
      underWay.add(ended);
    },
    over: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
  return run;
}
