import { type Claim, MOST_MOVES, takesSlot } from '../domain/delivery.ts';
import type { Person } from '../domain/person.ts';
import { unit } from '../domain/random.ts';
import { type Instant, weekOf } from '../domain/time.ts';
import { momentOf, nextSpan, usualWorkingTime } from '../domain/workingTime.ts';
import type { Database } from '../ports/stores.ts';
import type { EngineSettings } from './settings.ts';

const PAGE = 500;
const DAYS_AHEAD = 6;

/** Messages whose working day ended move to the person's next one, at most five times; then they are dropped as stale. */
export const postponeExpired =
  (deps: { readonly db: Database; readonly settings: EngineSettings }) =>
  async (now: Instant): Promise<void> => {
    const { deliveries, people } = deps.db.stores;
    for (;;) {
      const expired = await deliveries.expired(now, PAGE);
      if (expired.length === 0) return;
      const known = new Map((await people.some(expired.map((message) => message.personId))).map((person) => [person.personId, person]));
      const moves = firstOfEach(expired).flatMap((message) => moveOf(message, known.get(message.personId), now, deps.settings) ?? []);
      const moved = new Set(moves.map((move) => move.id));
      await deliveries.reschedule(
        moves,
        expired.map((message) => message.id).filter((id) => !moved.has(id)),
      );
    }
  };

function moveOf(message: Claim, person: Person | undefined, now: Instant, settings: EngineSettings) {
  // The licence went since it was planned.
  if (person !== undefined && !canUse(message, person, settings)) return undefined;
  const time = person?.mailbox?.workingTime ?? usualWorkingTime(settings.defaultZone);
  // A trial was for its own day.
  const span = message.moves < MOST_MOVES && !message.isTrial ? nextSpan(time, now, settings.holidays, DAYS_AHEAD) : undefined;
  if (span === undefined) return undefined;
  return { id: message.id, dueAt: momentOf(span, unit('due', message.personId, span.day)), expiresAt: span.end, week: weekOf(span.day) };
}

function canUse({ errand }: Claim, person: Person, { content }: EngineSettings): boolean {
  const service = errand.kind === 'tip' ? content.get(errand.item)?.service : undefined;
  return service === undefined || person.services.includes(service);
}

/** Of two proactive messages of one person only the first may move: they would meet in the same week. */
function firstOfEach(messages: readonly Claim[]): readonly Claim[] {
  const seen = new Set<string>();
  return messages.filter((message) => {
    if (!takesSlot(message.errand.kind)) return true;
    const isFirst = !seen.has(message.personId);
    seen.add(message.personId);
    return isFirst;
  });
}
