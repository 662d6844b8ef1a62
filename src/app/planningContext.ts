import { aggregateGaps } from '../domain/aggregateGap.ts';
import type { PlanningContext } from '../domain/planning.ts';
import { EXPECTED_GOOD } from '../domain/policy.ts';
import { itemRecord } from '../domain/record.ts';
import { sharesOf } from '../domain/shares.ts';
import { addDays, dayIn, type Instant } from '../domain/time.ts';
import { tipsBySignal } from '../domain/tipsBySignal.ts';
import type { Stores } from '../ports/stores.ts';
import { focusFor } from './focusFor.ts';
import type { EngineSettings } from './settings.ts';

/** What of a run the stores do not tell. */
export interface RunState {
  readonly waitsForWorkingHours: boolean;
  readonly isConcealed: boolean;
}

/** Counts of the tenant older than this say nothing of today. */
const COUNTED_DAYS = 35;

/** What is the same for everybody in one run: the focus, the shares, the items' records, the scope. */
export const planningContext =
  (deps: { readonly stores: Stores; readonly settings: EngineSettings }) =>
  async (now: Instant, run: RunState): Promise<PlanningContext> => {
    const { content, lessons, defaultZone, holidays } = deps.settings;
    const { deliveries, habits, tenants, trends } = deps.stores;
    const today = dayIn(defaultZone, now);
    const records = await deliveries.records();
    return {
      now,
      defaultZone,
      holidays,
      content,
      tips: tipsBySignal(content),
      lessons,
      focusOf: await focusFor(deps)(today),
      mode: run.isConcealed ? 'concealed' : 'named',
      aggregateGap: run.isConcealed ? aggregateGaps(await trends.of(addDays(today, -COUNTED_DAYS))) : () => undefined,
      shareOf: sharesOf(await habits.shares()),
      recordOf: (item) => itemRecord(records.get(item)),
      policy: EXPECTED_GOOD,
      peopleInScope: await tenants.scopeSize(),
      firstDay: (await tenants.state()).firstRunDay ?? today,
      waitsForWorkingHours: run.waitsForWorkingHours,
    };
  };
