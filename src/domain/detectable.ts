import { LEAST_HELD_OUT_SCOPE, LEAST_WAVES_SCOPE } from './arm.ts';

/**
 * How an effect is measured at a size (reference "What a nudge obeys", §1.14). `none`: too few, nothing is claimed. `two-waves`: one half
 * begins, the other follows. `hold-out`: a tenth is left without messages for a time.
 */
export type Comparison =
  | { readonly kind: 'none' }
  | { readonly kind: 'two-waves'; readonly weeks: number }
  | { readonly kind: 'hold-out'; readonly share: number; readonly weeks: number };

const WAVE_WEEKS = 4;
const HOLD_OUT_WEEKS = 12;
const HOLD_OUT_SHARE = 0.1;

/** The comparison for so many people in scope: below 100 none, to 4,999 two waves of 4 weeks, from 5,000 a hold-out of 10 % for 12 weeks. */
export function comparisonFor(people: number): Comparison {
  if (people < LEAST_WAVES_SCOPE) return { kind: 'none' };
  if (people < LEAST_HELD_OUT_SCOPE) return { kind: 'two-waves', weeks: WAVE_WEEKS };
  return { kind: 'hold-out', share: HOLD_OUT_SHARE, weeks: HOLD_OUT_WEEKS };
}

/** How many of `people` are served from the first week on; the others wait or are held out. */
export function servedFirst(people: number, comparison: Comparison): number {
  if (comparison.kind === 'none') return people;
  return comparison.kind === 'two-waves' ? Math.ceil(people / 2) : people - Math.floor(people * comparison.share);
}

/** Two-sided 5 % and power 80 % of the normal distribution. */
const Z_TWO_SIDED_5 = 1.96;
const Z_POWER_80 = 0.842;
/** Nearer to nobody or everybody than this the normal approximation promises too much. */
const LEAST_SHARE = 0.05;
/** Below this many in either group the formula does not hold. */
const LEAST_IN_GROUP = 30;

export type Detectable =
  | { readonly kind: 'too-few'; readonly needed: number; readonly smallestGroup: number }
  | { readonly kind: 'difference'; readonly percentagePoints: number };

/**
 * The smallest difference between two groups in the share of people who do something that would be found with a probability of 80 %,
 * tested two-sided at 5 %, in percentage points, rounded up to a tenth:
 *
 *     100 · (1.960 + 0.842) · √( p (1 − p) (1/n₁ + 1/n₂) )
 *
 * Shares below 5 % and above 95 % count as 5 and 95 %; below 30 people in a group nothing is said. Source: the sample size for two
 * proportions solved for the difference with the base rate's variance in both groups (Fleiss, Levin and Paik, Statistical Methods for
 * Rates and Proportions, 3rd edition, ch. 4). Example: p = 0.30 and two waves of 400 → 280.2 · √(0.21 · 0.005) = 9.0795 → 9.1.
 *
 * @param baseShare 0…1: who does it now.
 */
export function detectableDifference(baseShare: number, firstGroup: number, secondGroup: number): Detectable {
  const smallestGroup = Math.min(firstGroup, secondGroup);
  if (smallestGroup < LEAST_IN_GROUP) return { kind: 'too-few', needed: LEAST_IN_GROUP, smallestGroup };
  const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, baseShare));
  const points = 100 * (Z_TWO_SIDED_5 + Z_POWER_80) * Math.sqrt(share * (1 - share) * (1 / firstGroup + 1 / secondGroup));
  return { kind: 'difference', percentagePoints: Math.ceil(points * 10 - 1e-9) / 10 };
}
