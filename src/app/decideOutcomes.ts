import type { DecisionId } from '../domain/ids.ts';
import { outcomeOf } from '../domain/outcome.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { placeInReport, signalOf } from '../domain/signals.ts';
import { addDays, type Day, type Instant } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';
import { knownDaysOf } from './knownDays.ts';

const PAGE_DECISIONS = 1_000;

/** Decides for every nudge sent whether the behaviour came, as soon as the ledger knows the days. */
export const decideOutcomes =
  (deps: { readonly db: Database; readonly progress: Progress }) =>
  async (today: Day, now: Instant): Promise<{ readonly came: number; readonly didNotCome: number }> => {
    const { usage, deliveries } = deps.db.stores;
    const known = new Map([...(await knownDaysOf(usage, addDays(today, -DAILY_KEPT_DAYS)))].map(([report, days]) => [report, new Set(days)]));
    const step = deps.progress.step('Outcomes');
    let came = 0;
    let didNotCome = 0;
    let after: DecisionId | undefined;
    for (;;) {
      const page = await deliveries.undecided(PAGE_DECISIONS, after);
      const last = page.at(-1);
      if (last === undefined) break;
      const from = addDays(page.map((entry) => entry.dataDay).sort()[0] ?? today, 1);
      const uses = await usage.daysOf([...new Set(page.map((entry) => entry.personId))], from, today);
      const outcomes = page.flatMap((entry) => {
        const { report } = signalOf(entry.signal);
        const own = (uses.get(entry.personId) ?? []).filter((use) => use.report === report);
        const outcome = outcomeOf(entry.dataDay, own, known.get(report) ?? new Set(), placeInReport(entry.signal));
        return outcome === 'undecided' ? [] : [{ decision: entry.decision, hasCome: outcome === 'came', at: now }];
      });
      await deliveries.decideOutcomes(outcomes);
      came += outcomes.filter((outcome) => outcome.hasCome).length;
      didNotCome += outcomes.filter((outcome) => !outcome.hasCome).length;
      step.add(page.length);
      after = last.decision;
    }
    step.done(`${came} habits came`);
    return { came, didNotCome };
  };
