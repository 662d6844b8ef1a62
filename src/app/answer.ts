import { absurd } from '../domain/errors.ts';
import type { DeliveryId } from '../domain/ids.ts';
import { inForce } from '../domain/inForce.ts';
import type { Intent } from '../domain/intent.ts';
import type { Message } from '../domain/message.ts';
import { DEFAULT_CHOICE, type WorkingTime } from '../domain/person.ts';
import { choose, chooseLanguage, saveSettings, showSettings } from './choose.ts';
import type { Conversation, Speaker } from './conversation.ts';
import type { ConversationDeps } from './conversationDeps.ts';
import { showExport } from './export.ts';
import { forget } from './forget.ts';
import { onLesson, showLesson } from './lesson.ts';
import { personHash } from './personHash.ts';
import { pressedOn } from './pressedOn.ts';
import { showProgress } from './progress.ts';
import { askQuestions, onQuestion } from './quiz.ts';
import { finder, openItem } from './search.ts';
import { showTip } from './showTip.ts';
import { explainLast } from './tipState.ts';
import { welcome } from './welcome.ts';

/** The engine's side of a chat. */
export function conversationOf(deps: ConversationDeps): Conversation {
  const whole = { find: finder(deps), showExport: showExport(deps) };
  return {
    isNew: (address, activityId) => deps.db.stores.chats.firstTime(address.conversationId, activityId, deps.system.clock.now()),
    answer: answer(deps, whole),
    installed: welcome(deps),
    removed: async (personId) => {
      await deps.db.stores.chats.markGone(personId);
      await deps.db.stores.deliveries.dropPlanned(personId, 'not-installed', 'all');
    },
  };
}

/** What looks at the whole pack, also at what was withdrawn. */
interface OnWholePack {
  readonly find: ReturnType<typeof finder>;
  readonly showExport: ReturnType<typeof showExport>;
}

const answer =
  (deps: ConversationDeps, whole: OnWholePack) =>
  async (speaker: Speaker, intent: Intent): Promise<Message> => {
    // The demo's time belongs to nobody's chat, so it moves whatever the person chose.
    if (intent.kind === 'next-week' && deps.moveWeek !== undefined) return deps.moveWeek();
    const now = deps.system.clock.now();
    const meet = () => deps.db.stores.chats.meet(speaker.personId, speaker.name, speaker.address, now);
    const met = await meet();
    if (!met.isSuppressed) {
      const current = { ...deps, settings: inForce(deps.settings, met.withdrawn) };
      return reply(current, whole, speaker, intent, met.workingTime);
    }
    if (intent.kind !== 'come-back') return { kind: 'contact-again' };
    await comeBack(deps, speaker.personId);
    await meet();
    // Of the choices made before, nothing is left: it begins as for anybody.
    return { kind: 'setting', setting: { kind: 'resumed', cadenceWeeks: DEFAULT_CHOICE.cadenceWeeks } };
  };

/** The person wants to be written to again, and says so after they had everything deleted. */
async function comeBack(deps: ConversationDeps, personId: Speaker['personId']): Promise<void> {
  const { tenants } = deps.db.stores;
  const { hashSalt } = await tenants.state();
  await tenants.unsuppress(personHash(hashSalt, deps.settings.tenantId, personId));
  // The directory names only what changed, so the account would stay empty: everything is read in the next cycle.
  await tenants.saveDeltaToken(undefined);
}

async function reply(
  deps: ConversationDeps,
  whole: OnWholePack,
  speaker: Speaker,
  intent: Intent,
  workingTime: WorkingTime | undefined,
): Promise<Message> {
  const { isDemo, support } = deps.settings;
  const { personId } = speaker;
  switch (intent.kind) {
    case 'help':
    case 'come-back':
      return { kind: 'help', isDemo, support };
    case 'tip':
      return showTip(deps)(personId);
    case 'quiz':
      return askQuestions(deps)(personId);
    case 'lesson':
      return showLesson(deps)(personId);
    case 'answer-question':
    case 'next-question':
      return onQuestion(deps)(personId, intent);
    case 'lesson-question':
    case 'knows-already':
      return onLesson(deps)(personId, intent);
    case 'why':
      return explainLast(deps)(personId);
    case 'pause':
    case 'resume':
    case 'fewer':
    case 'weekly':
    case 'never':
      return { ...(await choose(deps, personId, intent.kind)), ...backOf(intent) };
    case 'my-data':
      return { kind: 'my-data', facts: await deps.db.stores.personalData.facts(personId), ...backOf(intent) };
    case 'export':
      return whole.showExport(personId, intent.page);
    case 'delete-my-data':
      return { kind: 'confirm-delete' };
    case 'confirm-delete':
      await forget(deps)(personId);
      return { kind: 'deleted' };
    case 'keep-my-data':
      return { kind: 'kept' };
    case 'progress':
      return showProgress(deps)(personId);
    case 'settings':
      return showSettings(deps)(personId);
    case 'save-settings':
      return saveSettings(deps)(personId, intent);
    case 'language':
      return chooseLanguage(deps)(personId, intent.language);
    case 'open-item':
      return openItem(deps)(personId, intent.item);
    case 'words':
      return whole.find(personId, intent.text, deps.settings);
    case 'small-talk':
      return { kind: 'small-talk', said: intent.said };
    case 'next-week':
      return { kind: 'not-understood', isDemo, support };
    case 'attachment':
      return { kind: 'cannot-read' };
    case 'unknown-press':
      return { kind: 'card-gone' };
    case 'did-it':
    case 'plan-it':
    case 'plan-at':
    case 'in-the-way':
    case 'obstacle':
    case 'not-for-me':
    case 'why-me':
    case 'wrong':
    case 'back':
    case 'undo':
      return pressedOn(deps)(personId, workingTime, intent);
    default:
      return absurd(intent);
  }
}

/** The way back to the card a press came from; whose card it is, is looked at when it is taken. */
const backOf = (intent: Intent): { readonly back?: DeliveryId } => ('from' in intent && intent.from !== undefined ? { back: intent.from } : {});
