/** Fewer people than this are no group of which anything may be said (reference §5.4). */
export const LEAST_GROUP = 10;

/** A count of people as it may be told: below ten it is only said that it is small. */
export type ToldCount = number | 'fewer than 10';

/** Counts by kind with those of small groups folded; zero stays zero. */
export function toldCounts<Kind extends string>(counts: Readonly<Record<Kind, number>>): Readonly<Record<Kind, ToldCount>> {
  const told = Object.entries<number>(counts).map(([kind, count]) => [kind, count > 0 && count < LEAST_GROUP ? 'fewer than 10' : count]);
  return Object.fromEntries(told);
}
