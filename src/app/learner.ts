import type { PersonId } from '../domain/ids.ts';
import { learningTopics } from '../domain/learning.ts';
import { personaFor, zoneOf } from '../domain/person.ts';
import type { Learner } from '../domain/quizChoice.ts';
import { type Day, dayIn } from '../domain/time.ts';
import { signalsOfTopic } from '../domain/topic.ts';
import type { ConversationDeps } from './conversationDeps.ts';

/** A person as questions and lessons are chosen for them, and what day it is where they are. */
export interface LearnerToday {
  readonly learner: Learner;
  readonly today: Day;
}

/** `undefined` for somebody nobody knows. */
export const loadLearner =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<LearnerToday | undefined> => {
    const { people, reviews, deliveries, habits } = deps.db.stores;
    const person = await people.get(personId);
    if (person === undefined) return undefined;
    const past = (await deliveries.pastOf([personId])).get(personId) ?? [];
    const known = (await habits.of([personId])).get(personId)?.habits ?? [];
    return {
      learner: {
        services: person.services,
        persona: personaFor(person),
        topics: learningTopics(person.choice.topics.flatMap(signalsOfTopic), deps.settings.focus, known),
        reviews: (await reviews.of([personId])).get(personId) ?? new Map(),
        seenLessons: new Set(past.flatMap(({ errand }) => (errand.kind === 'asked-lesson' ? [errand.item] : []))),
        refusedItems: (await deliveries.refusedItemsOf([personId])).get(personId) ?? new Set(),
      },
      today: dayIn(zoneOf(person, deps.settings.defaultZone), deps.system.clock.now()),
    };
  };
