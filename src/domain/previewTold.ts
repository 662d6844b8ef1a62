import { LEAST_GROUP } from './smallGroups.ts';

/** Percentages are told in steps of this (reference §5.4). */
export const PERCENT_STEP = 5;

/** One part of a whole as it may be told. `hidden`: fewer than ten people, or it would give away such a part. */
export type ToldShare =
  | { readonly kind: 'percent'; readonly percent: number }
  /** Ten people or more, and less than half a step. */
  | { readonly kind: 'few' }
  | { readonly kind: 'hidden' };

/**
 * Which parts of a whole must not be told, so that no part of fewer than ten people can be seen or computed: every part of 1…9, and with
 * it the smallest others, until what is hidden is two parts at least and ten people together. Parts of nobody may be told.
 * Example: 3, 40, 0, 12 → the first and the last.
 */
export function hiddenParts(counts: readonly number[]): ReadonlySet<number> {
  const ascending = counts.map((count, place) => ({ count, place })).filter(({ count }) => count > 0);
  ascending.sort((a, b) => a.count - b.count || a.place - b.place);
  const [smallest] = ascending;
  const hidden = new Set<number>();
  if (smallest === undefined || smallest.count >= LEAST_GROUP) return hidden;
  let people = 0;
  for (const { count, place } of ascending) {
    if (count >= LEAST_GROUP && hidden.size >= 2 && people >= LEAST_GROUP) break;
    hidden.add(place);
    people += count;
  }
  return hidden;
}

/**
 * The parts of a whole in steps of 5 %, those told and those hidden together adding up to 100: largest remainders, ties to the earlier
 * part. A whole of fewer than ten people is hidden altogether. Example: 33, 33, 34 of 100 → 35, 30, 35.
 */
export function toldShares(counts: readonly number[]): readonly ToldShare[] {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  if (whole < LEAST_GROUP) return counts.map(() => ({ kind: 'hidden' }));
  const hidden = hiddenParts(counts);
  // What is hidden is rounded as one part: rounded one by one, its parts would move the others.
  const hiddenPeople = counts.reduce((sum, count, place) => sum + (hidden.has(place) ? count : 0), 0);
  const parts = [...counts.map((count, place) => (hidden.has(place) ? 0 : count)), hiddenPeople];
  const steps = largestRemainders(parts, 100 / PERCENT_STEP);
  return toldSteps(counts, steps).map((told, place) => (hidden.has(place) ? { kind: 'hidden' } : told));
}

/**
 * A told part split into its own parts, which add up to it. Hidden, all of them, where one may not be told or the part itself is not.
 * Example: 60 %, of 33 and 27 people → 35 and 25 %.
 */
export function splitShare(share: ToldShare, counts: readonly number[]): readonly ToldShare[] {
  if (share.kind === 'hidden' || hiddenParts(counts).size > 0) return counts.map(() => ({ kind: 'hidden' }));
  const steps = share.kind === 'percent' ? share.percent / PERCENT_STEP : 0;
  return toldSteps(counts, largestRemainders(counts, steps));
}

const toldSteps = (counts: readonly number[], steps: readonly number[]): readonly ToldShare[] =>
  counts.map((count, place): ToldShare => {
    const percent = (steps[place] ?? 0) * PERCENT_STEP;
    return percent === 0 && count > 0 ? { kind: 'few' } : { kind: 'percent', percent };
  });

function largestRemainders(parts: readonly number[], units: number): readonly number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const exact = parts.map((part) => (whole === 0 ? 0 : (part * units) / whole));
  const floors = exact.map(Math.floor);
  const left = whole === 0 ? 0 : units - floors.reduce((sum, floor) => sum + floor, 0);
  const next = exact.map((value, place) => ({ place, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.place - b.place);
  const raised = new Set(next.slice(0, left).map(({ place }) => place));
  return floors.map((floor, place) => floor + (raised.has(place) ? 1 : 0));
}

/** Counts of the parts of a whole as they may be told: `undefined` for those that must not. */
export function toldParts(counts: readonly number[]): readonly (number | undefined)[] {
  const hidden = hiddenParts(counts);
  return counts.map((count, place) => (hidden.has(place) ? undefined : count));
}
