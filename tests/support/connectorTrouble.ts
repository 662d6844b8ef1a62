import { type Random, unit } from '../../src/domain/random.ts';

/** What an answer says; `undefined` body: none. */
export interface TroubleAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterSeconds?: number;
}

/** How a request goes wrong. `arrives`: whether the person gets the message all the same; by dice where the platform leaves it open. */
export interface Trouble {
  readonly arrives: 'yes' | 'no' | 'either';
  /** An answer of its own, the good one, a cut line, the good one after seconds, or none for as long as the connector lives. */
  readonly answer: TroubleAnswer | 'good' | 'reset' | 'slow' | 'silence';
}

const error = (status: number, code: string, message = code): Pick<TroubleAnswer, 'status' | 'body'> => ({
  status,
  body: { error: { code, message } },
});

/** Every kind of trouble of platform facts §3.6 to §3.8, with the documented bodies. */
export const TROUBLES = {
  '429': { arrives: 'no', answer: error(429, 'Throttled', 'Too many requests.') },
  '429-retry-after': { arrives: 'no', answer: { ...error(429, 'Throttled', 'Too many requests.'), retryAfterSeconds: 1 } },
  '412': { arrives: 'no', answer: error(412, 'PreconditionFailed', 'Precondition failed, please try again.') },
  '500': { arrives: 'either', answer: error(500, 'ServiceError') },
  '502': { arrives: 'either', answer: { status: 502, body: '<html>Bad Gateway</html>' } },
  '503': { arrives: 'either', answer: error(503, 'ServiceUnavailable') },
  '503-retry-after': { arrives: 'no', answer: { ...error(503, 'ServiceUnavailable'), retryAfterSeconds: 1 } },
  '504': { arrives: 'either', answer: { status: 504, body: '' } },
  'reset-before': { arrives: 'no', answer: 'reset' },
  'reset-after': { arrives: 'yes', answer: 'reset' },
  slow: { arrives: 'yes', answer: 'slow' },
  silent: { arrives: 'either', answer: 'silence' },
  blocked: { arrives: 'no', answer: error(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.') },
  'not-installed': { arrives: 'no', answer: error(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.') },
  gone: { arrives: 'no', answer: error(404, 'ConversationNotFound', 'Conversation not found.') },
} as const satisfies Record<string, Trouble>;

export type TroubleName = keyof typeof TROUBLES;
export const TROUBLE_NAMES = Object.keys(TROUBLES) as readonly TroubleName[];

/** The share of requests that meet each trouble, 0 … 1 in sum. */
export type TroubleShares = Readonly<Partial<Record<TroubleName, number>>>;

/** Every trouble equally often, `share` in all; or those of `names` alone. */
export const spread = (share: number, names: readonly TroubleName[] = TROUBLE_NAMES): TroubleShares =>
  Object.fromEntries(names.map((name) => [name, share / names.length]));

/** The trouble at a throw of the dice, if any. */
export function troubleAt(shares: TroubleShares, dice: number): TroubleName | undefined {
  let left = dice;
  for (const name of TROUBLE_NAMES) {
    left -= shares[name] ?? 0;
    if (left < 0) return name;
  }
  return undefined;
}

/** Dice of one request: what happens to the `count`-th request into a thread does not depend on what goes on beside it. */
export function diceOf(seed: string, thread: string, count: number): Random {
  let throws = 0;
  return () => unit(seed, thread, String(count), String(throws++));
}
