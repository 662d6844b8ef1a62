import { addDays, type Day } from '../domain/time.ts';
import { TREND_REPORTS, type TrendReport } from '../domain/trends.ts';
import type { UsageSource } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Log, Progress } from '../ports/system.ts';
import { problemOf, type ReadProblem } from './readProblem.ts';

/** What the tenant's own counts came to in one run. */
export interface TrendIntake {
  /** Days of which the tenant's counts are known, of the last 180 there can be data for. */
  readonly daysKnown: number;
  readonly throttled: readonly TrendReport[];
  readonly problems: readonly ReadProblem[];
}

/** The reports reach 180 days back, from the day before yesterday at the earliest. */
const BASELINE_DAYS = 181;

/** Reads the tenant's counts, which need no names: a baseline of half a year from the first day on, concealed or not. */
export const readTrends =
  (deps: { readonly db: Database; readonly source: UsageSource; readonly progress: Progress; readonly log: Log }) =>
  async (today: Day): Promise<TrendIntake> => {
    const { trends } = deps.db.stores;
    const step = deps.progress.step('Baseline', TREND_REPORTS.length);
    const problems: ReadProblem[] = [];
    const throttled: TrendReport[] = [];
    for (const report of TREND_REPORTS) {
      const read = await deps.source.readTrend(report).catch(problemOf);
      step.add(1);
      if ('code' in read) {
        problems.push(read);
        deps.log.error('report.failed', { report, fault: read.text });
      } else if (read.kind === 'throttled') {
        throttled.push(report);
        deps.log.warn('report.throttled', { report, retryAfterMs: read.retryAfterMs });
      } else if (read.kind === 'read') await trends.put(read.points);
    }
    const known = await trends.of(addDays(today, -BASELINE_DAYS));
    const daysKnown = new Set(known.map((point) => point.day)).size;
    step.done(`${daysKnown} days known`);
    return { daysKnown, throttled, problems };
  };
