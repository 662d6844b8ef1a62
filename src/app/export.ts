import { deliveryId, type PersonId } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import { zoneOf } from '../domain/person.ts';
import { DAY_MS, later } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';
import type { System } from '../ports/system.ts';
import type { ConversationDeps } from './conversationDeps.ts';

/** Everything stored about the person who asks, read anew each time, open at the part `page`, from 1. */
export const showExport =
  (deps: ConversationDeps) =>
  async (personId: PersonId, page: number): Promise<Message> => {
    const { people, personalData } = deps.db.stores;
    const { content, lessons, defaultZone } = deps.settings;
    const titles = new Map<string, string>([
      ...[...content.values(), ...lessons.lessons.values()].map(({ id, title }) => [id, title] as const),
      ...[...lessons.questions.values()].map(({ id, ask }) => [id, ask] as const),
    ]);
    const zone = zoneOf(await people.get(personId), defaultZone);
    return { kind: 'export', rows: await personalData.everything(personId), page, zone, titles };
  };

/** What asking for a person's export came to. */
export type ExportRequest = 'on-its-way' | 'already-on-its-way' | 'not-known';

/** The bot waits so long for a chance to deliver it. */
const EXPORT_DAYS = 14;

/**
 * Has the bot tell the person that their data are ready for them, and for nobody else: whoever asks sees nothing of it. Asked for, so
 * it goes while the person paused or stopped everything else.
 */
export const requestExport =
  (deps: { readonly db: Database; readonly system: System }) =>
  async (personId: PersonId): Promise<ExportRequest> => {
    const { people, deliveries } = deps.db.stores;
    if ((await people.get(personId)) === undefined) return 'not-known';
    const past = (await deliveries.pastOf([personId])).get(personId) ?? [];
    if (past.some(({ errand, state }) => errand.kind === 'export' && (state === 'planned' || state === 'claimed'))) return 'already-on-its-way';
    const now = deps.system.clock.now();
    const id = deliveryId(deps.system.newId());
    const expiresAt = later(now, EXPORT_DAYS * DAY_MS);
    await deliveries.add({ id, personId, decisionId: undefined, errand: { kind: 'export' }, dueAt: now, expiresAt, isTrial: false });
    deps.system.log.info('export.requested', { delivery: id });
    return 'on-its-way';
  };
