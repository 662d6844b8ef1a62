import { deliveryId } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import { zoneOf } from '../domain/person.ts';
import { DAY_MS, dayIn, later, weekOf } from '../domain/time.ts';
import { topicsFor } from '../domain/topic.ts';
import type { Speaker } from './conversation.ts';
import type { ConversationDeps } from './conversationDeps.ts';

/**
 * What a person gets when the app appears in their chat: the welcome, once in a lifetime, and nothing when they asked not to
 * be contacted or when the first tip, which introduces itself, is sent or on its way. It is that week's message.
 */
export const welcome =
  (deps: ConversationDeps) =>
  async (speaker: Speaker): Promise<Message | undefined> => {
    const { chats, deliveries, people, tenants } = deps.db.stores;
    const now = deps.system.clock.now();
    if ((await tenants.suppressed([speaker.personId])).has(speaker.personId)) return undefined;
    await people.ensure(speaker.personId, speaker.name);
    await chats.put(speaker.personId, speaker.address);
    const past = (await deliveries.pastOf([speaker.personId])).get(speaker.personId) ?? [];
    if (past.some(({ errand }) => errand.kind === 'welcome' || errand.kind === 'tip')) return undefined;
    const person = await people.get(speaker.personId);
    const zone = zoneOf(person, deps.settings.defaultZone);
    const isFirst = await deliveries.addSent(
      {
        id: deliveryId(deps.system.newId()),
        personId: speaker.personId,
        decisionId: undefined,
        errand: { kind: 'welcome' },
        dueAt: now,
        expiresAt: later(now, DAY_MS),
        isTrial: false,
      },
      now,
      weekOf(dayIn(zone, now)),
    );
    const { support, sponsor } = deps.settings;
    return isFirst ? { kind: 'welcome', support, sponsor, offered: topicsFor(person?.services ?? []) } : undefined;
  };
