import { knowsNothing } from '../domain/habit.ts';
import { HABITS } from '../domain/habits.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import type { Candidate, PastMessage } from '../domain/planning.ts';
import { addDays, type Day } from '../domain/time.ts';
import type { PastDelivery } from '../ports/deliveries.ts';
import type { Stores } from '../ports/stores.ts';

/**
 * Everything planning rests on, for a page of people, in one round of queries.
 *
 * @param habitsFrom habits worked out from data that end before this day say nothing any more; `undefined`: none does.
 */
export const loadCandidates =
  (stores: Stores) =>
  async (page: readonly Person[], habitsFrom: Day | undefined): Promise<readonly Candidate[]> => {
    const { chats, deliveries, habits, reviews, tenants } = stores;
    const ids = page.map((person) => person.personId);
    const reached = await chats.of(ids);
    const known = await habits.of(ids);
    const past = await deliveries.pastOf(ids);
    const unsent = await deliveries.unsentOf(ids);
    const refused = await deliveries.refusedItemsOf(ids);
    const praise = await deliveries.praiseOf(ids);
    const remembered = await reviews.of(ids);
    const suppressed = await tenants.suppressed(ids);
    return page.map((person): Candidate => {
      const id: PersonId = person.personId;
      const chat = reached.get(id);
      const own = known.get(id);
      const trusted = own !== undefined && habitsFrom !== undefined && own.dataDay >= habitsFrom ? own : undefined;
      return {
        person,
        isSuppressed: suppressed.has(id),
        reach: chat?.reach ?? { kind: 'unknown' },
        habits: trusted?.habits ?? HABITS.map(knowsNothing),
        basics: trusted === undefined ? undefined : new Set(trusted.basics),
        past: (past.get(id) ?? []).map(pastMessageOf),
        unsent: unsent.get(id) ?? [],
        refusedItems: refused.get(id) ?? new Set(),
        lastHeardAt: chat?.lastHeardAt,
        praise: praise.get(id),
        returnedWeek: trusted?.returnedWeek,
        reviews: remembered.get(id) ?? new Map(),
      };
    });
  };

function pastMessageOf(delivery: PastDelivery): PastMessage {
  const { errand } = delivery;
  return {
    kind: errand.kind,
    item: 'item' in errand ? errand.item : undefined,
    at: delivery.at,
    wasAnswered: delivery.wasAnswered,
    welcomesBack: errand.kind === 'tip' && errand.welcomesBack,
  };
}

const TRUSTED_DAYS = 14;

/** Habits from data that ended more than two weeks ago say nothing of today. */
export const trustedFrom = (today: Day): Day => addDays(today, -TRUSTED_DAYS);
