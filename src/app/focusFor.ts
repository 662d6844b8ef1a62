import { focusOf } from '../domain/focus.ts';
import type { Goal } from '../domain/goal.ts';
import type { Person } from '../domain/person.ts';
import { dayIn } from '../domain/time.ts';
import type { ConversationDeps } from './conversationDeps.ts';

/** The focus this person is in today: what was chosen for their audience, else the default. */
export const focusFor =
  (deps: ConversationDeps) =>
  async (person: Person): Promise<readonly Goal[]> => {
    const { defaultZone, focus } = deps.settings;
    return focusOf(await deps.db.stores.goals.list(), focus, dayIn(defaultZone, deps.system.clock.now()))(person);
  };
