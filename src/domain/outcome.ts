import { addDays, type Day } from './time.ts';
import type { DayUse } from './usage.ts';

const WINDOW_DAYS = 14;
const LEAST_ACTIVE_DAYS = 2;

/** Whether the behaviour came after a nudge: `undecided` until the ledger knows all the days. */
export type Outcome = 'came' | 'did-not-come' | 'undecided';

/**
 * The behaviour came when its signal was active on ≥ 2 days within days 1–14 after the send's data day (reference §1.16).
 *
 * @param uses of the signal's report.
 * @param dataDay the newest day of data when the nudge was sent; the window is the 14 days after it.
 * @param knownDays days the report knows completely.
 * @param place the signal's place in its report.
 */
export function outcomeOf(dataDay: Day, uses: readonly DayUse[], knownDays: ReadonlySet<Day>, place: number): Outcome {
  const first = addDays(dataDay, 1);
  const last = addDays(dataDay, WINDOW_DAYS);
  const activeDays = uses.filter((use) => use.day >= first && use.day <= last && (use.values[place] ?? 0) > 0).length;
  if (activeDays >= LEAST_ACTIVE_DAYS) return 'came';
  const window = Array.from({ length: WINDOW_DAYS }, (_, ahead) => addDays(first, ahead));
  return window.every((day) => knownDays.has(day)) ? 'did-not-come' : 'undecided';
}
