import { absurd } from './errors.ts';
import type { HabitId } from './habits.ts';
import type { DecisionId, DeliveryId, PersonId } from './ids.ts';
import type { ItemId } from './item.ts';
import type { Random } from './random.ts';
import type { SignalId } from './signals.ts';
import { HOUR_MS, type Instant, later, MINUTE_MS } from './time.ts';

/**
 * The life of one message: planned → claimed → sending → sent | unknown | dropped. A claim whose lease ended goes back
 * to planned; `sending` past its lease becomes unknown. Only `sending` means "may have arrived".
 */
export const DELIVERY_STATES = ['planned', 'claimed', 'sending', 'sent', 'unknown', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a planned message was given up. */
export const DROP_REASONS = [
  'stale',
  'opted-out',
  'paused',
  'frozen',
  'disarmed',
  'habit-came',
  'not-installed',
  'blocked',
  'left',
  'refused',
  'replaced',
  'forgotten',
  'taken-back',
  'withdrawn',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What a delivery carries; the words are made when it is sent. */
export type Errand =
  /** The weekly card. `introduces`: the first message ever, so the card also says who is speaking. */
  | {
      readonly kind: 'tip';
      readonly item: ItemId;
      readonly signal: SignalId;
      /** The habit that is missing; it ends the message when it comes. */
      readonly habit: HabitId;
      readonly grounds: GroundsKind;
      readonly introduces: boolean;
      readonly praise: SignalId | undefined;
      /** The person came back after an absence; said once, in place of praise. */
      readonly welcomesBack: boolean;
      /** A question that is due rides along. */
      readonly question: ItemId | undefined;
    }
  | { readonly kind: 'welcome' }
  /** Said once, after six messages without an answer. */
  | { readonly kind: 'stop-notice' }
  /** A reminder the person planned: not proactive. */
  | { readonly kind: 'reminder'; readonly item: ItemId }
  /** A tip the person asked for: not proactive. */
  | { readonly kind: 'asked-tip'; readonly item: ItemId; readonly signal: SignalId; readonly praise: SignalId | undefined }
  /** Questions the person asked for, in the order they are asked: at least one, at most five. */
  | { readonly kind: 'asked-quiz'; readonly questions: readonly ItemId[] }
  /** A lesson the person asked for. */
  | { readonly kind: 'asked-lesson'; readonly item: ItemId }
  /** Tells the person that everything stored about them is theirs to read; somebody asked for it on their behalf. */
  | { readonly kind: 'export' };

/**
 * What may be said on the face of the card: many in the department do it, many in the organisation, only that it is useful, or that a
 * licence for it has just come.
 */
export type GroundsKind = 'department' | 'organisation' | 'useful' | 'new-licence';

export type ErrandKind = Errand['kind'];

export const ERRAND_KINDS = Object.keys({
  tip: 1,
  welcome: 1,
  'stop-notice': 1,
  reminder: 1,
  'asked-tip': 1,
  'asked-quiz': 1,
  'asked-lesson': 1,
  export: 1,
} satisfies Record<ErrandKind, 1>) as readonly ErrandKind[];

/** Whether a message of this kind takes the person's weekly slot (reference §1.2). */
export function takesSlot(kind: ErrandKind): boolean {
  switch (kind) {
    case 'tip':
    case 'welcome':
    case 'stop-notice':
      return true;
    case 'reminder':
    case 'asked-tip':
    case 'asked-quiz':
    case 'asked-lesson':
    case 'export':
      return false;
    default:
      return absurd(kind);
  }
}

/** A message to write into the outbox. */
export interface NewDelivery {
  readonly id: DeliveryId;
  readonly personId: PersonId;
  readonly decisionId: DecisionId | undefined;
  readonly errand: Errand;
  readonly dueAt: Instant;
  /** End of that working day; past it the message moves or is dropped. */
  readonly expiresAt: Instant;
  /** Planned by an explicit trial, so arming is not asked when it goes. */
  readonly isTrial: boolean;
}

/** A message a worker holds: nobody else may send it until the lease ends. `fence` grows with every claim. */
export interface Claim extends NewDelivery {
  readonly fence: number;
  readonly attempts: number;
  /** How often it was moved to another day. */
  readonly moves: number;
}

/** What one attempt to send came to. `retryAfterMs` is the server's wish, when it gave one. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly activityId: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined } // 429: slows the tenant
  | { readonly kind: 'busy'; readonly retryAfterMs: number | undefined } // 412, 503 with Retry-After: this message only
  | { readonly kind: 'unreachable'; readonly why: 'not-installed' | 'blocked' | 'left' }
  | { readonly kind: 'conversation-gone' } // 404: create it again, once
  | { readonly kind: 'tenant-stopped'; readonly code: string } // 401, BotDisabledByAdmin: nothing more for anybody
  /** The message may or may not have arrived: 5xx, reset, time-out. Never sent again. */
  | { readonly kind: 'unknown'; readonly status: number | undefined; readonly message: string }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** What becomes of the delivery after an attempt. */
export type NextStep =
  | { readonly kind: 'sent'; readonly activityId: string }
  | { readonly kind: 'unknown' }
  /** Back to planned, not before `at`. */
  | { readonly kind: 'again'; readonly at: Instant; readonly forgetsConversation: boolean }
  | { readonly kind: 'drop'; readonly why: DropReason };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;
const STOPPED_WAIT_MS = HOUR_MS;

/**
 * What an attempt's outcome means for the message. Waits grow 2 s · 2^(attempt − 1), at most 15 min, with up to half of
 * it added by chance; a longer Retry-After wins. How long it is tried is not decided here: a message ends as stale.
 *
 * @param attempt 1 for the first.
 * @param isFreshChat the conversation was opened for this very attempt, so a 404 means that nobody is there.
 */
export function afterSend(outcome: SendOutcome, attempt: number, isFreshChat: boolean, now: Instant, random: Random): NextStep {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', activityId: outcome.activityId };
    case 'unknown':
      return { kind: 'unknown' };
    case 'throttled':
    case 'busy':
      return again(now, Math.max(backOffMs(attempt, random), outcome.retryAfterMs ?? 0));
    case 'conversation-gone':
      return isFreshChat ? { kind: 'drop', why: 'left' } : { ...again(now, 0), forgetsConversation: true };
    case 'unreachable':
      return { kind: 'drop', why: outcome.why };
    case 'tenant-stopped':
      // The tenant is frozen by the caller; the message waits for the thaw and goes stale by itself.
      return again(now, STOPPED_WAIT_MS);
    case 'refused':
      return { kind: 'drop', why: 'refused' };
    default:
      return absurd(outcome);
  }
}

const again = (now: Instant, waitMs: number) => ({ kind: 'again', at: later(now, waitMs), forgetsConversation: false }) as const;

function backOffMs(attempt: number, random: Random): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return Math.round(wait * (1 + random() / 2));
}

/** A message moves to the next allowed day this often, then it is stale. */
export const MOST_MOVES = 5;
