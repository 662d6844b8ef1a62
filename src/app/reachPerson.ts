import { afterSend, type Claim, type DropReason, type SendOutcome } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import { HOUR_MS, type Instant, later } from '../domain/time.ts';
import type { Address, Installer, MessageSender } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { System } from '../ports/system.ts';

export interface ReachDeps {
  readonly db: Database;
  readonly sender: MessageSender;
  readonly installer: Installer;
  readonly system: System;
  /** Reasons already logged by this worker. */
  readonly said: Set<string>;
}

/** Whether a message can go to its person now. `isFresh`: the conversation was opened for it. */
export type ReachResult =
  | { readonly kind: 'reached'; readonly address: Address; readonly isFresh: boolean }
  | { readonly kind: 'later'; readonly at: Instant; readonly outcome: SendOutcome | undefined }
  | { readonly kind: 'never'; readonly why: DropReason; readonly outcome: SendOutcome | undefined };

/** A slot further away than this is not waited for. */
const LONGEST_SLOT_WAIT_MS = 5_000;
/** After an installation the platform needs a while until it lets the bot speak. */
const SETTLING_MS = 15_000;

/** Finds where the person's chat is, installing the app and opening the conversation where that is needed. Nothing is shown to the person. */
export const reachPerson =
  (deps: ReachDeps) =>
  async (claim: Claim): Promise<ReachResult> => {
    const { chats, pace } = deps.db.stores;
    const chat = await chats.get(claim.personId);
    if (chat?.address !== undefined) return { kind: 'reached', address: chat.address, isFresh: false };
    const now = deps.system.clock.now();
    const attempt = claim.attempts + 1;
    const hindrance = chat?.reach.kind === 'installed' ? undefined : await install(deps, claim, now);
    if (hindrance !== undefined && hindrance !== 'just-installed') return hindrance;

    const [wait] = await pace.reserve(1, LONGEST_SLOT_WAIT_MS);
    if (wait === undefined) return { kind: 'later', at: later(now, LONGEST_SLOT_WAIT_MS), outcome: undefined };
    await deps.system.wait(wait);
    const opened = await deps.sender.openConversation(claim.personId);
    if (opened.kind === 'open') {
      await chats.put(claim.personId, opened.address);
      return { kind: 'reached', address: opened.address, isFresh: true };
    }
    if (opened.kind === 'unreachable' && opened.why === 'not-installed' && hindrance === 'just-installed')
      return { kind: 'later', at: later(now, SETTLING_MS), outcome: undefined };
    // Nothing was sent, so an answer that leaves things open may be followed by another try.
    const step = afterSend(opened.kind === 'unknown' ? { kind: 'busy', retryAfterMs: undefined } : opened, attempt, true, now, deps.system.random);
    if (step.kind === 'again') return { kind: 'later', at: step.at, outcome: opened };
    return { kind: 'never', why: step.kind === 'drop' ? step.why : 'refused', outcome: opened };
  };

/**
 * Installs the app for the person. `undefined`: the coach may not install, but the app may have come by the administrator's setup
 * policy, so the conversation is worth asking for.
 */
async function install(deps: ReachDeps, claim: Claim, now: Instant): Promise<ReachResult | 'just-installed' | undefined> {
  const outcome = await deps.installer.install(claim.personId);
  const again = (retryAfterMs: number | undefined): ReachResult => {
    const step = afterSend({ kind: 'busy', retryAfterMs }, claim.attempts + 1, false, now, deps.system.random);
    return { kind: 'later', at: step.kind === 'again' ? step.at : later(now, HOUR_MS), outcome: undefined };
  };
  switch (outcome.kind) {
    case 'installed':
      await deps.db.stores.chats.markInstalled(claim.personId);
      return 'just-installed';
    case 'unavailable':
      sayOnce(deps, outcome.why);
      return undefined;
    case 'impossible':
      deps.system.log.info('install.impossible', { code: outcome.code });
      return { kind: 'never', why: 'not-installed', outcome: undefined };
    case 'throttled':
      return again(outcome.retryAfterMs);
    case 'unknown':
      // A second installation answers 409, so trying again does no harm.
      return again(undefined);
    default:
      return absurd(outcome);
  }
}

/** What is true of the whole tenant is logged once, not for each person. */
function sayOnce(deps: ReachDeps, why: string): void {
  if (deps.said.has(why)) return;
  deps.said.add(why);
  deps.system.log.warn('install.unavailable', { why });
}
