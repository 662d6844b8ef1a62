import type { PersonId } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import { PROGRESS_DAYS, progressOf } from '../domain/progress.ts';
import { isKnown } from '../domain/quiz.ts';
import { addDays, dayIn, weekOf } from '../domain/time.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { focusFor } from './focusFor.ts';

/** A week becomes known up to two weeks after it ended. */
const LATE_DAYS = 21;

/** A person's own weeks, for them alone. */
export const showProgress =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => {
    const { people, usage, reviews } = deps.db.stores;
    const today = dayIn(deps.settings.defaultZone, deps.system.clock.now());
    const from = weekOf(addDays(today, -(PROGRESS_DAYS + LATE_DAYS)));
    const person = await people.get(personId);
    const rows = (await usage.weeksOf([personId], from, today)).get(personId) ?? [];
    const focus = person === undefined ? [] : (await focusFor({ stores: deps.db.stores, settings: deps.settings })(today))(person);
    const progress = progressOf(rows, await usage.knownWeeks(from), focus, person?.services ?? [], person?.licensedSince ?? {});
    const known = [...((await reviews.of([personId])).get(personId) ?? [])].filter(([, review]) => isKnown(review)).length;
    return { kind: 'progress', progress, known };
  };
