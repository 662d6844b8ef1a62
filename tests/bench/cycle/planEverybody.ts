import { randomUUID } from 'node:crypto';
import { planNudges } from '../../../src/app/planNudges.ts';
import { type HabitsSummary, updateHabits } from '../../../src/app/updateHabits.ts';
import { runId } from '../../../src/domain/ids.ts';
import type { Day, Instant } from '../../../src/domain/time.ts';
import type { Database } from '../../../src/ports/stores.ts';
import { NO_MAILBOXES, SETTINGS, SILENT } from './engine.ts';

/** What weeks, stages, needs and decisions came to, and how long the two halves took. */
export interface Planned {
  readonly habits: HabitsSummary;
  readonly planned: number;
  readonly silent: number;
  readonly habitsMs: number;
  readonly planMs: number;
}

/** Weeks and stages, then needs and decisions, all written. */
export async function planEverybody(db: Database, today: Day, now: Instant): Promise<Planned> {
  const began = performance.now();
  const habits = await updateHabits({ db, progress: SILENT })(today);
  const between = performance.now();
  const plan = await planNudges({ db, directory: NO_MAILBOXES, settings: SETTINGS, newId: randomUUID, progress: SILENT })(now, {
    isTrial: false,
    isDry: false,
    isConcealed: false,
    today,
    run: runId(randomUUID()),
  });
  const silent = Object.values(plan.silences).reduce((sum, count) => sum + count, 0);
  return { habits, planned: plan.planned, silent, habitsMs: between - began, planMs: performance.now() - between };
}
