import type { Errand } from '../domain/delivery.ts';
import { deliveryId, type PersonId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { Message } from '../domain/message.ts';
import { zoneOf } from '../domain/person.ts';
import { type SignalId, signalOf } from '../domain/signals.ts';
import { DAY_MS, dayIn, later } from '../domain/time.ts';
import { tipOnRequest } from '../domain/tipOnRequest.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { loadCandidates, trustedFrom } from './loadCandidates.ts';
import { messageFor } from './messageFor.ts';
import { planningContext } from './planningContext.ts';

/** The tip a person asked for: never counted against their week. */
export const showTip =
  (deps: ConversationDeps) =>
  async (personId: PersonId): Promise<Message> => {
    const { people, tenants } = deps.db.stores;
    const now = deps.system.clock.now();
    const today = dayIn(deps.settings.defaultZone, now);
    const person = await people.get(personId);
    const scope = { stores: deps.db.stores, settings: deps.settings };
    const { isConcealed } = await tenants.state();
    const trusted = isConcealed ? undefined : trustedFrom(today);
    const [candidate] = person === undefined ? [] : await loadCandidates(deps.db.stores)([person], trusted);
    const context = await planningContext(scope)(now, { waitsForWorkingHours: false, isConcealed });
    const chosen = candidate === undefined ? undefined : tipOnRequest(candidate, context);
    const praise = candidate?.praise;
    const nothing: Message = { kind: 'no-tip', praise: praise === undefined ? undefined : signalOf(praise) };
    return chosen === undefined ? nothing : ((await tellTip(deps)(personId, chosen.tip.id, chosen.signal, praise)) ?? nothing);
  };

/** Shows one tip as asked for, and notes that it was said, with the praise on it. `undefined` when it is not in the content. */
export const tellTip =
  (deps: ConversationDeps) =>
  async (personId: PersonId, item: ItemId, signal: SignalId, praise: SignalId | undefined): Promise<Message | undefined> => {
    const { people, deliveries } = deps.db.stores;
    const now = deps.system.clock.now();
    const id = deliveryId(deps.system.newId());
    const errand: Errand = { kind: 'asked-tip', item, signal, praise };
    await deliveries.addSent({ id, personId, decisionId: undefined, errand, dueAt: now, expiresAt: later(now, DAY_MS), isTrial: false }, now);
    if (praise !== undefined) await deliveries.praised(personId, praise);
    return messageFor(deps.settings, id, errand, zoneOf(await people.get(personId), deps.settings.defaultZone));
  };
