import type { PlanningContext } from '../domain/planning.ts';
import { itemRecord } from '../domain/record.ts';
import { sharesOf } from '../domain/shares.ts';
import type { Instant } from '../domain/time.ts';
import type { Stores } from '../ports/stores.ts';
import type { EngineSettings } from './settings.ts';

/** What is the same for everybody in one run: the focus, the shares, the items' records. */
export const planningContext =
  (deps: { readonly stores: Stores; readonly settings: EngineSettings }) =>
  async (now: Instant, waitsForWorkingHours: boolean): Promise<PlanningContext> => {
    const { content, defaultZone, focus, holidays } = deps.settings;
    const records = await deps.stores.deliveries.records();
    return {
      now,
      defaultZone,
      holidays,
      content,
      focus,
      shareOf: sharesOf(await deps.stores.habits.shares()),
      recordOf: (item) => itemRecord(records.get(item)),
      waitsForWorkingHours,
    };
  };
