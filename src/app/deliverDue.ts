import { afterSend, type Claim, type NextStep, type SendOutcome } from '../domain/delivery.ts';
import { absurd, Fault } from '../domain/errors.ts';
import type { Message } from '../domain/message.ts';
import { later, MINUTE_MS } from '../domain/time.ts';
import type { FinishResult } from '../ports/deliveries.ts';
import type { Address } from '../ports/outside.ts';
import type { ProgressStep } from '../ports/system.ts';
import { messageFor } from './messageFor.ts';
import { postponeExpired } from './postponeExpired.ts';
import { type ReachDeps, type ReachResult, reachPerson } from './reachPerson.ts';
import type { EngineSettings } from './settings.ts';
import { type Slotted, slotGroups } from './slotGroups.ts';

export interface DeliveryCounts {
  sent: number;
  unknown: number;
  /** Put off: throttled, busy, or the person could not be reached for now. */
  again: number;
  dropped: number;
}

export interface DeliverDeps extends Omit<ReachDeps, 'said'> {
  readonly settings: EngineSettings;
  /** A name no other process uses. */
  readonly worker: string;
}

export interface DeliverOptions {
  /** A trial's messages go, too; otherwise they are left alone. */
  readonly withTrials: boolean;
  /** Ends the work: what is in the air finishes, nothing new starts. */
  readonly signal?: AbortSignal;
  readonly step?: ProgressStep;
}

const BATCH = 32;
/** So many batches run side by side, so that a slow answer does not hold the pace. */
const LANES = 3;
const LEASE_MS = 90_000;
/** Slots are taken this far ahead and no further: a slot taken early is lost when its message cannot go. */
const AHEAD_MS = 2_000;
/**
 * Messages whose slots lie this close are marked as sending by one statement. Whatever is marked and not yet in the air is
 * lost to a crash (it may have arrived, so it is never sent again) and no longer heeds a freeze.
 */
const GROUP_MS = 100;
/** When a message fails for a reason of ours, it is tried again after this. */
const FAULT_WAIT_MS = 5 * MINUTE_MS;

/** Sends what is due now at the tenant's pace, until nothing is due, no slot is near, the tenant is stopped, or `signal` says so. */
export const deliverDue =
  (given: DeliverDeps) =>
  async (options: DeliverOptions): Promise<DeliveryCounts> => {
    const deps = { ...given, said: new Set<string>() };
    const counts: DeliveryCounts = { sent: 0, unknown: 0, again: 0, dropped: 0 };
    await deps.db.stores.deliveries.recover(false);
    await postponeExpired(deps)(deps.system.clock.now());
    const lane = async (): Promise<void> => {
      while (!options.signal?.aborted && (await deliverBatch(deps, options, counts)));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return counts;
  };

type BatchDeps = DeliverDeps & ReachDeps;

/** One batch: claim, reach, take slots, mark as sending, post, write down. False when there is nothing more to do now. */
async function deliverBatch(deps: BatchDeps, options: DeliverOptions, counts: DeliveryCounts): Promise<boolean> {
  const { deliveries, pace, tenants } = deps.db.stores;
  if ((await tenants.state()).frozen !== undefined) return false;
  const claims = await deliveries.claimDue(deps.worker, deps.system.clock.now(), BATCH, LEASE_MS, options.withTrials);
  if (claims.length === 0) return false;
  const reached = (await Promise.all(claims.map((claim) => prepare(deps, claim, counts)))).filter((one) => one !== undefined);
  options.step?.add(claims.length - reached.length);
  if (reached.length === 0) return true;

  const waits = options.signal?.aborted ? [] : await pace.reserve(reached.length, AHEAD_MS);
  const started = performance.now();
  const slotted = waits.flatMap((waitMs, index) => {
    const message = reached[index];
    return message === undefined ? [] : [{ message, waitMs }];
  });
  await letGo(deps, reached.slice(slotted.length));
  const untilSlot = (waitMs: number): number => Math.max(0, waitMs - (performance.now() - started));
  await Promise.all(slotGroups(slotted, GROUP_MS).map((group) => sendGroup(deps, options, group, untilSlot, counts)));
  return slotted.length > 0;
}

/** One group: wait for its first slot, mark as sending what still may go, post each at its slot, write down. */
async function sendGroup(
  deps: BatchDeps,
  options: DeliverOptions,
  group: readonly [Slotted<Prepared>, ...Slotted<Prepared>[]],
  untilSlot: (waitMs: number) => number,
  counts: DeliveryCounts,
): Promise<void> {
  const prepared = group.map((one) => one.message);
  if (!(await pause(deps, untilSlot(group[0].waitMs), options.signal))) return letGo(deps, prepared);
  const { allowed, dropped } = await deps.db.stores.deliveries.startSending(
    deps.worker,
    prepared.map((one) => one.claim),
    deps.system.clock.now(),
  );
  counts.dropped += dropped.length;
  options.step?.add(group.length - allowed.length);
  const may = new Set(allowed);
  await Promise.all(
    group.map(async ({ message, waitMs }) => {
      if (!may.has(message.claim.id)) return;
      // Short, and not ended by the signal: what is marked as sending must go.
      await deps.system.wait(untilSlot(waitMs));
      await attempt(deps, message, counts);
      options.step?.add(1);
    }),
  );
}

const letGo = (deps: DeliverDeps, prepared: readonly Prepared[]): Promise<void> =>
  deps.db.stores.deliveries.release(
    deps.worker,
    prepared.map((one) => one.claim.id),
  );

/** Waits; false when the work was told to stop meanwhile. */
async function pause(deps: DeliverDeps, waitMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await deps.system.wait(waitMs, signal);
    return true;
  } catch (reason) {
    if (signal?.aborted !== true) throw reason;
    return false;
  }
}

interface Prepared {
  readonly claim: Claim;
  readonly address: Address;
  readonly isFresh: boolean;
  readonly message: Message;
}

/** The message and where it goes; `undefined` when it cannot go now, and that is written down. One person's trouble is nobody else's. */
async function prepare(deps: BatchDeps, claim: Claim, counts: DeliveryCounts): Promise<Prepared | undefined> {
  const { deliveries } = deps.db.stores;
  const message = messageFor(deps.settings, claim.id, claim.errand, deps.settings.defaultZone);
  if (message === undefined) {
    await deliveries.drop(deps.worker, claim.id, 'replaced');
    counts.dropped += 1;
    return undefined;
  }
  const result = await reachOrPutOff(deps, claim);
  switch (result.kind) {
    case 'reached':
      return { claim, message, address: result.address, isFresh: result.isFresh };
    case 'later':
      await deliveries.putOff(deps.worker, claim.id, result.at);
      counts.again += 1;
      break;
    case 'never':
      await deliveries.drop(deps.worker, claim.id, result.why);
      counts.dropped += 1;
      break;
    default:
      absurd(result);
  }
  // Whoever was never reached did not leave: only what says something of the tenant counts.
  if (result.outcome !== undefined && result.outcome.kind !== 'unreachable') await noteOutcome(deps, claim, result.outcome);
  return undefined;
}

async function reachOrPutOff(deps: BatchDeps, claim: Claim): Promise<ReachResult> {
  try {
    return await reachPerson(deps)(claim);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    deps.system.log.error('reach.failed', { deliveryId: claim.id, fault: `${fault.code}: ${fault.message}` });
    return { kind: 'later', at: later(deps.system.clock.now(), FAULT_WAIT_MS), outcome: undefined };
  }
}

/** The one POST, and what it came to, written with its fence. */
async function attempt(deps: DeliverDeps, one: Prepared, counts: DeliveryCounts): Promise<void> {
  const { chats, deliveries } = deps.db.stores;
  const outcome = await deps.sender.send(one.address, one.message);
  const now = deps.system.clock.now();
  await noteOutcome(deps, one.claim, outcome);
  const next = afterSend(outcome, one.claim.attempts + 1, one.isFresh, now, deps.system.random);
  if (next.kind === 'again' && next.forgetsConversation) await chats.dropAddress(one.claim.personId);
  await deliveries.finish([{ id: one.claim.id, fence: one.claim.fence, result: resultOf(next) }], now);
  const { errand } = one.claim;
  const praise = errand.kind === 'tip' && (next.kind === 'sent' || next.kind === 'unknown') ? errand.praise : undefined;
  if (praise !== undefined) await deliveries.praised(one.claim.personId, praise);
  counts[next.kind === 'drop' ? 'dropped' : next.kind] += 1;
}

function resultOf(next: NextStep): FinishResult {
  return next.kind === 'again' ? { kind: 'again', at: next.at } : next;
}

/** What an outcome tells beyond this one message: slow down, stop, or leave the person alone. */
async function noteOutcome(deps: DeliverDeps, claim: Claim, outcome: SendOutcome): Promise<void> {
  const { chats, pace, tenants } = deps.db.stores;
  switch (outcome.kind) {
    case 'throttled':
      await pace.slowDown(outcome.retryAfterMs ?? 0);
      return;
    case 'unreachable':
      await chats.markGone(claim.personId);
      return;
    case 'tenant-stopped':
      await tenants.freeze(deps.system.clock.now(), outcome.code);
      deps.system.log.error('tenant.stopped', { code: outcome.code });
      return;
    case 'refused':
      deps.system.log.error('send.refused', { status: outcome.status, code: outcome.code, deliveryId: claim.id });
      return;
    case 'sent':
    case 'busy':
    case 'conversation-gone':
    case 'unknown':
      return;
    default:
      absurd(outcome);
  }
}
