import type { ChosenGoal } from '../domain/goal.ts';
import { type ToldObstacles, toldObstacles } from '../domain/obstacleCounts.ts';
import { DAY_MS, later } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';
import type { System } from '../ports/system.ts';

/** So far back obstacles are counted: what was in the way before may be gone. */
export const OBSTACLE_DAYS = 90;

/** What stands in the way of how many, as it may be told, and the goals there are by which to name them. */
export const countObstacles =
  ({ db, system }: { readonly db: Database; readonly system: Pick<System, 'clock'> }) =>
  async (): Promise<{ readonly told: ToldObstacles; readonly goals: readonly ChosenGoal[] }> => {
    const { deliveries, goals } = db.stores;
    return { told: toldObstacles(await deliveries.obstacles(later(system.clock.now(), -OBSTACLE_DAYS * DAY_MS))), goals: await goals.list() };
  };
