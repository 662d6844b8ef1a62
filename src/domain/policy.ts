import { LEAST_HELD_OUT_SCOPE } from './arm.ts';
import type { ItemId } from './item.ts';
import { unit } from './random.ts';

/** What a policy chooses among. */
export interface Choice {
  readonly item: ItemId;
  /** What is expected of it, ≥ 0; see `ranking.ts`. */
  readonly good: number;
}

/**
 * Decides how likely each option is. Pure: nothing but its input counts, so that what is logged can be reckoned anew.
 *
 * @param choices the eligible items, best first; at least one.
 * @param peopleInScope distinct people who are armed.
 */
export interface Policy {
  /** Logged with every decision; raised whenever the policy, or what it is given, changes. */
  readonly version: string;
  /** A probability for each choice, in their order, and a last one for sending nothing. They add up to 1. */
  readonly probabilities: (choices: readonly Choice[], peopleInScope: number) => readonly number[];
}

/** So many people lose little by it, and what a message does can be told. */
const EXPLORED_SHARE = 0.05;

/**
 * The choice with the highest expected good. From 5,000 people in scope one decision in twenty is drawn among all n options, "send
 * nothing" among them: the best then has 0.95 + 0.05 / n, every other 0.05 / n (reference "What a nudge obeys", §1.13); below that
 * 1 and 0. Example: three tips and nothing, n = 4: 0.9625, 0.0125, 0.0125, 0.0125.
 */
export const EXPECTED_GOOD: Policy = {
  version: 'expected-good-3',
  probabilities: (choices, peopleInScope) => {
    const explored = peopleInScope >= LEAST_HELD_OUT_SCOPE ? EXPLORED_SHARE : 0;
    const each = explored / (choices.length + 1);
    return [...choices.map((_, index) => (index === 0 ? 1 - explored + each : each)), each];
  },
};

/**
 * The place of the option that is drawn: the same parts and probabilities give the same one, so that a run repeated draws nothing else.
 *
 * @param parts what the draw derives from: the person, the week and the options.
 */
export function drawn(probabilities: readonly number[], ...parts: readonly string[]): number {
  if (probabilities[0] === 1) return 0;
  let left = unit('draw', ...parts);
  const place = probabilities.findIndex((probability) => {
    left -= probability;
    return left < 0;
  });
  // Rounding may leave a trace above the sum: the first is by far the likeliest.
  return place === -1 ? 0 : place;
}
