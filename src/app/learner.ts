import type { PersonId } from '../domain/ids.ts';
import { learningTopics } from '../domain/learning.ts';
import { personaFor, zoneOf } from '../domain/person.ts';
import type { Learner } from '../domain/quizChoice.ts';
import { type Day, dayIn } from '../domain/time.ts';
import { signalsOfTopic } from '../domain/topic.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { focusFor } from './focusFor.ts';
import { trustedFrom } from './loadCandidates.ts';

/** A person as questions and lessons are chosen for them, and what day it is where they are. */
export interface LearnerToday {
  readonly learner: Learner;
  readonly today: Day;
}

/** `undefined` for somebody nobody knows. */
export const loadLearner =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<LearnerToday | undefined> => {
    const { people, reviews, deliveries, habits, tenants } = deps.db.stores;
    const person = await people.get(personId);
    if (person === undefined) return undefined;
    const past = (await deliveries.pastOf([personId])).get(personId) ?? [];
    const own = (await habits.of([personId])).get(personId);
    const { isConcealed } = await tenants.state();
    const isTrusted = own !== undefined && !isConcealed && own.dataDay >= trustedFrom(dayIn(deps.settings.defaultZone, deps.system.clock.now()));
    const focusOf = await focusFor({ stores: deps.db.stores, settings: deps.settings })(dayIn(deps.settings.defaultZone, deps.system.clock.now()));
    return {
      learner: {
        services: person.services,
        persona: personaFor(person),
        topics: learningTopics(person.choice.topics.flatMap(signalsOfTopic), focusOf(person), isTrusted ? own.habits : []),
        reviews: (await reviews.of([personId])).get(personId) ?? new Map(),
        seenLessons: new Set(past.flatMap(({ errand }) => (errand.kind === 'asked-lesson' ? [errand.item] : []))),
        refusedItems: (await deliveries.refusedItemsOf([personId])).get(personId) ?? new Set(),
      },
      today: dayIn(zoneOf(person, deps.settings.defaultZone), deps.system.clock.now()),
    };
  };
