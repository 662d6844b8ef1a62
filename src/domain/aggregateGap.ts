import { type HabitId, habitDefinition } from './habits.ts';
import { signalOf } from './signals.ts';
import type { TrendPoint } from './trends.ts';

/**
 * How much of a habit is missing in the tenant as a whole, 0 (all do it) … 1 (nobody), from counts that need no names: the share of
 * licensed people who did nothing in the habit's service in 30 days, newest count; of several ways the one most go. `undefined` for
 * services nobody counts so (Microsoft 365 Apps, Copilot). Example: OneDrive 30 active and 90 inactive → 0.75.
 */
export function aggregateGaps(points: readonly TrendPoint[]): (habit: HabitId) => number | undefined {
  const newest = new Map<string, TrendPoint>();
  for (const point of points) {
    if (point.report !== 'getOffice365ServicesUserCounts') continue;
    const known = newest.get(point.measure);
    if (known === undefined || known.day < point.day) newest.set(point.measure, point);
  }
  const gapOf = (service: string): number | undefined => {
    const active = newest.get(`${service}.active`)?.count;
    const inactive = newest.get(`${service}.inactive`)?.count;
    return active === undefined || inactive === undefined || active + inactive === 0 ? undefined : inactive / (active + inactive);
  };
  return (habit) => {
    const gaps = habitDefinition(habit).signals.flatMap((signal) => gapOf(signalOf(signal).service) ?? []);
    return gaps.length === 0 ? undefined : Math.min(...gaps);
  };
}
