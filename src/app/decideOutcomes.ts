import { habitDefinition } from '../domain/habits.ts';
import { OUTCOME_DAYS, outcomeOf, SUSTAINED_WEEKS, sustainedOf } from '../domain/outcome.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { addDays, type Day, type Instant } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { DecisionPlace, OpenDecision, OpenDecisions } from '../ports/deliveries.ts';
import type { Database } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';
import { knownDaysOf } from './knownDays.ts';

/** Weeks that are still unknown so long after a decision will not be known any more. */
const SUSTAINED_WITHIN_DAYS = 140;

/** What was decided in a run of the decisions that sent a tip. */
export interface OutcomeCounts {
  readonly came: number;
  readonly didNotCome: number;
}

/**
 * Decides for every decision of every arm whether the behaviour came and whether it lasted, as soon as the ledgers know the days and
 * weeks. Counted are those that were sent.
 */
export const decideOutcomes =
  (deps: { readonly db: Database; readonly progress: Progress }) =>
  async (today: Day, now: Instant): Promise<OutcomeCounts> => {
    const step = deps.progress.step('Outcomes');
    const counts = await decideCame(deps.db, today, now, (seen) => step.add(seen));
    await decideLasted(deps.db, today, (seen) => step.add(seen));
    step.done(`${counts.came} habits came`);
    return counts;
  };

async function decideCame(db: Database, today: Day, now: Instant, onPage: (seen: number) => void): Promise<OutcomeCounts> {
  const { usage, deliveries } = db.stores;
  const oldest = addDays(today, -DAILY_KEPT_DAYS);
  const known = new Map([...(await knownDaysOf(usage, oldest))].map(([report, days]) => [report, new Set(days)]));
  let came = 0;
  let didNotCome = 0;
  // Reading the days of a page of decisions takes twice as long as what other walks read of a page of people.
  const page = (after: DecisionPlace | undefined) => deliveries.undecided(oldest, today, Math.ceil(db.pages.people / 2), after);
  await eachPageOf(page, async (open) => {
    const days = open.map((one) => one.dataDay).sort();
    const from = addDays(days[0] ?? today, 1);
    const uses = await usage.daysOf(peopleOf(open), from, addDays(days.at(-1) ?? today, OUTCOME_DAYS));
    const outcomes = open.flatMap((one) => {
      const outcome = outcomeOf(one.dataDay, habitDefinition(one.habit), uses.get(one.personId) ?? [], known);
      if (outcome.kind === 'undecided') return [];
      const hasCome = outcome.kind === 'came';
      if (one.wasSent && hasCome) came += 1;
      if (one.wasSent && !hasCome) didNotCome += 1;
      return [{ decision: one.decision, hasCome, signal: outcome.kind === 'came' ? outcome.signal : undefined, at: now }];
    });
    await deliveries.decideOutcomes(outcomes);
    onPage(open.length);
  });
  return { came, didNotCome };
}

async function decideLasted(db: Database, today: Day, onPage: (seen: number) => void): Promise<void> {
  const { usage, deliveries } = db.stores;
  const oldest = addDays(today, -SUSTAINED_WITHIN_DAYS);
  // Three of the four weeks decide at the earliest.
  const newest = addDays(today, -(OUTCOME_DAYS + 7 * (SUSTAINED_WEEKS - 1)));
  const known = await usage.knownWeeks(oldest);
  const page = (after: DecisionPlace | undefined) => deliveries.unsustained(oldest, newest, db.pages.people, after);
  await eachPageOf(page, async (open) => {
    const from = open.map((one) => one.dataDay).sort()[0] ?? today;
    const weeks = await usage.weeksOf(peopleOf(open), from, today);
    const verdicts = open.flatMap((one) => {
      const sustained = sustainedOf(one.dataDay, habitDefinition(one.habit), weeks.get(one.personId) ?? [], known);
      return sustained === 'undecided' ? [] : [{ decision: one.decision, isSustained: sustained === 'sustained' }];
    });
    await deliveries.decideSustained(verdicts);
    onPage(open.length);
  });
}

const peopleOf = (open: readonly OpenDecision[]) => [...new Set(open.map((one) => one.personId))];

async function eachPageOf(
  page: (after: DecisionPlace | undefined) => Promise<OpenDecisions>,
  onPage: (open: readonly OpenDecision[]) => Promise<void>,
): Promise<void> {
  let after: DecisionPlace | undefined;
  do {
    const { open, next } = await page(after);
    if (open.length > 0) await onPage(open);
    await giveWay();
    after = next;
  } while (after !== undefined);
}
