import { type Day, dayIn, type Instant } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';

/** The first hour of the day, in the tenant's zone, at which the daily cycle runs: reports of the day before yesterday are there by then. */
const FIRST_HOUR = 5;

/**
 * Whether this process is to run the daily cycle now: no cycle has finished today, it is five o'clock or later, and no other
 * process took this hour's attempt. A failed attempt is made up for in the next hour.
 */
export const claimDailyCycle =
  (deps: { readonly db: Database; readonly zone: string }) =>
  async (now: Instant): Promise<boolean> => {
    const { tenants } = deps.db.stores;
    const today: Day = dayIn(deps.zone, now);
    const hour = hourIn(deps.zone, now);
    const { lastRunDay } = await tenants.state();
    if (hour < FIRST_HOUR || (lastRunDay !== undefined && lastRunDay >= today)) return false;
    return tenants.claimJob(`cycle-${hour}`, today);
  };

/** Whether this process is to read what is missing of the reports in this hour. */
export const claimFill =
  (deps: { readonly db: Database; readonly zone: string }) =>
  (now: Instant): Promise<boolean> =>
    deps.db.stores.tenants.claimJob(`fill-${hourIn(deps.zone, now)}`, dayIn(deps.zone, now));

function hourIn(zone: string, at: Instant): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}
