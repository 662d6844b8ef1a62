import { absurd } from '../domain/errors.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Explanation, Message, TipState } from '../domain/message.ts';
import { zoneOf } from '../domain/person.ts';
import { placeOf, type SignalId, signalOf } from '../domain/signals.ts';
import { addDays, dayIn, weekOf } from '../domain/time.ts';
import type { DeliveryView, Response } from '../ports/deliveries.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { groundsOf, messageFor } from './messageFor.ts';

/** The state a card is in after what its person answered: the newest answer counts. */
export function stateAfter(responses: readonly Response[]): TipState {
  const last = responses.at(-1);
  if (last === undefined) return { kind: 'open' };
  switch (last.kind) {
    case 'did-it':
      return { kind: 'done' };
    case 'planned':
      return { kind: 'planned', at: last.at };
    case 'obstacle':
      return { kind: 'obstacle-noted', obstacle: last.obstacle };
    case 'not-for-me':
      return { kind: 'refused' };
    case 'wrong':
      return { kind: 'reported-wrong' };
    default:
      return absurd(last);
  }
}

const WINDOW_WEEKS = 12;

/** What *Why me?* says: the grounds, and the person's own use in the weeks known, for them alone. */
export const explain =
  (deps: ConversationDeps) =>
  async (personId: PersonId, view: DeliveryView): Promise<Explanation | undefined> => {
    const signal = signalIn(deps, view);
    if (signal === undefined) return undefined;
    const { usage } = deps.db.stores;
    const today = dayIn(deps.settings.defaultZone, deps.system.clock.now());
    const from = weekOf(addDays(today, -7 * (WINDOW_WEEKS + 1)));
    const { report } = signalOf(signal);
    const weeks = [...(await usage.knownWeeks(from)).values()].filter((reports) => reports.has(report)).length;
    const rows = (await usage.weeksOf([personId], from, today)).get(personId) ?? [];
    const activeWeeks = rows.filter((row) => (row.values[placeOf(signal)] ?? 0) > 0).length;
    const dataDay = (await usage.ledger(report, from)).findLast((entry) => entry.isComplete)?.day;
    const grounds = view.errand.kind === 'tip' ? groundsOf(view.errand.grounds, signalOf(signal)) : ({ kind: 'asked' } as const);
    return { signal: signalOf(signal), grounds, dataDay, seen: weeks === 0 || dataDay === undefined ? undefined : { activeWeeks, weeks } };
  };

function signalIn(deps: ConversationDeps, view: DeliveryView): SignalId | undefined {
  const { errand } = view;
  if ('signal' in errand) return errand.signal;
  return errand.kind === 'reminder' ? deps.settings.content.get(errand.item)?.signals[0] : undefined;
}

/** Explains the newest tip a person got, or says that there was none. */
export const explainLast =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => {
    const { deliveries, people } = deps.db.stores;
    const past = (await deliveries.pastOf([personId])).get(personId) ?? [];
    const last = past.findLast(
      ({ errand, state }) => (errand.kind === 'tip' || errand.kind === 'asked-tip') && (state === 'sent' || state === 'unknown'),
    );
    const view = last === undefined ? undefined : await deliveries.get(last.id);
    const explanation = view === undefined ? undefined : await explain(deps)(personId, view);
    if (view === undefined || explanation === undefined) return { kind: 'why-nothing' };
    const zone = zoneOf(await people.get(personId), deps.settings.defaultZone);
    return messageFor(deps.settings, view.id, view.errand, zone, { kind: 'explaining', explanation }) ?? { kind: 'why-nothing' };
  };
