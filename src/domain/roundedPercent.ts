import { LEAST_GROUP } from './smallGroups.ts';

const STEP = 5;

/**
 * A share of a group as it may be told: in percent, rounded to the next 5; `undefined` for fewer than ten people (reference §5.4).
 * Example: 34 of 100 → 35.
 */
export function roundedPercent(part: number, people: number): number | undefined {
  return people < LEAST_GROUP ? undefined : Math.round((100 * part) / people / STEP) * STEP;
}
