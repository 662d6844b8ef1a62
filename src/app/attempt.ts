import { afterSend, type NextStep } from '../domain/delivery.ts';
import { Fault } from '../domain/errors.ts';
import { later } from '../domain/time.ts';
import type { FinishResult } from '../ports/deliveries.ts';
import type { ConversationOutcome } from '../ports/outside.ts';
import type { Completions } from './completions.ts';
import type { DeliveryRun, Ready } from './deliveryRun.ts';
import { FAULT_WAIT_MS } from './installApp.ts';
import { noteOutcome } from './noteOutcome.ts';

/** After an installation the platform needs a while until it lets the bot speak. */
const SETTLING_MS = 15_000;

/** The one request of a message's slot, and what it came to. */
export const attempt =
  (run: DeliveryRun, results: Completions) =>
  (one: Ready): Promise<void> =>
    one.kind === 'post' ? post(run, results, one) : open(run, one);

async function post(run: DeliveryRun, results: Completions, one: Extract<Ready, { kind: 'post' }>): Promise<void> {
  const { db, sender, system } = run.deps;
  const outcome = await sender.send(one.address, one.message);
  const next = afterSend(outcome, one.claim.attempts + 1, one.isFresh, system.clock.now(), system.random);
  try {
    await noteOutcome(run, one.claim, outcome);
    if (next.kind === 'again' && next.forgetsConversation) await db.stores.chats.dropAddress(one.claim.personId);
  } finally {
    // Whatever else fails, what became of the message is known.
    results.add(one.claim, resultOf(next));
  }
}

const resultOf = (next: NextStep): FinishResult => (next.kind === 'again' ? { kind: 'again', at: next.at } : next);

/** Opens the conversation; nothing is shown to the person. Then the message itself is next. */
async function open(run: DeliveryRun, one: Extract<Ready, { kind: 'open' }>): Promise<void> {
  const { db, system } = run.deps;
  const { claim, message } = one;
  const opened = await outcomeOf(run, one);
  const now = system.clock.now();
  if (opened === undefined) return run.putOff(claim, later(now, FAULT_WAIT_MS));
  if (opened.kind === 'open') {
    await db.stores.chats.put(claim.personId, opened.address);
    run.ready.unshift({ kind: 'post', claim, message, address: opened.address, isFresh: true });
    run.bell.ring();
    return;
  }
  // Whoever was never reached did not leave: only what says something of the tenant counts.
  if (opened.kind !== 'unreachable') await noteOutcome(run, claim, opened);
  if (opened.kind === 'unreachable' && opened.why === 'not-installed' && one.isJustInstalled) return run.putOff(claim, later(now, SETTLING_MS));
  // Nothing was sent, so an answer that leaves things open may be followed by another try.
  const outcome = opened.kind === 'unknown' ? ({ kind: 'busy', retryAfterMs: undefined } as const) : opened;
  const step = afterSend(outcome, claim.attempts + 1, true, now, system.random);
  if (step.kind === 'again') return run.putOff(claim, step.at);
  return run.drop(claim, step.kind === 'drop' ? step.why : 'refused');
}

/** `undefined` for a fault, which is logged: one person's trouble is nobody else's. */
async function outcomeOf(run: DeliveryRun, { claim }: Ready): Promise<ConversationOutcome | undefined> {
  try {
    return await run.deps.sender.openConversation(claim.personId);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    run.deps.system.log.error('reach.failed', { deliveryId: claim.id, fault: `${fault.code}: ${fault.message}` });
    return undefined;
  }
}
