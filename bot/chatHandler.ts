import { type InvokeResponse, type Activity as SdkActivity, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import type { Conversation, Speaker } from '../src/app/conversation.ts';
import type { SendOutcome } from '../src/domain/delivery.ts';
import { Fault } from '../src/domain/errors.ts';
import { isUuid, type PersonId, personId } from '../src/domain/ids.ts';
import type { Intent } from '../src/domain/intent.ts';
import type { Address } from '../src/ports/outside.ts';
import type { Log } from '../src/ports/system.ts';
import { activityOf } from './cards/activity.ts';
import { intentOfPress, intentOfText } from './intents.ts';
import { answerCard, answerError, answerText, isLasting } from './replies.ts';
import { oneLine } from './words/foreignText.ts';
import { ENGLISH } from './words/words.ts';

/** Sends what the bot answers: one request per call, never repeated. */
export interface Outbound {
  post(to: Address, activity: object): Promise<SendOutcome>;
  update(to: Address, activityId: string, activity: object): Promise<SendOutcome>;
}

/** Something to do once the HTTP answer went. Never rejects. */
export type AfterTurn = () => Promise<void>;

/** Teams answers an unanswered HTTP request by sending it again, so a failure to reply is logged and no more. Never rejects. */
export async function say(outbound: Outbound, log: Log, to: Address, activity: object, replaces?: string): Promise<SendOutcome['kind'] | 'failed'> {
  try {
    const outcome = await (replaces === undefined ? outbound.post(to, activity) : outbound.update(to, replaces, activity));
    if (outcome.kind !== 'sent') log.warn('reply.unsent', { outcome: outcome.kind, replaces: replaces !== undefined });
    return outcome.kind;
  } catch (error) {
    log.error('reply.failed', { fault: error instanceof Fault ? error.code : 'unexpected', replaces: replaces !== undefined });
    return 'failed';
  }
}

export const addressOf = (activity: SdkActivity): Address => ({ serviceUrl: activity.serviceUrl, conversationId: activity.conversation.id });

/** One turn: activity → intent → engine → reply. Decides nothing about people; identity is what the platform says, never a payload. */
export class ChatHandler extends TeamsActivityHandler {
  readonly #conversation: Conversation;
  readonly #outbound: Outbound;
  readonly #log: Log;
  readonly #after: AfterTurn[];
  readonly #typingAfterMs: number;

  /** @param after receives what is to be done once the HTTP answer went. */
  constructor(conversation: Conversation, outbound: Outbound, log: Log, after: AfterTurn[], typingAfterMs: number) {
    super();
    this.#conversation = conversation;
    this.#outbound = outbound;
    this.#log = log;
    this.#after = after;
    this.#typingAfterMs = typingAfterMs;
  }

  /** Everything else that Teams sends, now or later, is answered 200 and left alone; some of the SDK's own handling would call out. */
  protected override async onTurnActivity(context: TurnContext): Promise<void> {
    const { type } = context.activity;
    if (type === 'message' || type === 'invoke' || type === 'installationUpdate') await super.onTurnActivity(context);
  }

  protected override async onMessageActivity({ activity }: TurnContext): Promise<void> {
    const to = addressOf(activity);
    if (!isPersonal(activity) && !isMentioned(activity)) return;
    if (!(await this.#isNew(activity))) return;
    if (!isPersonal(activity)) return this.#post(to, textActivity(ENGLISH.plain('door.personalOnly')));
    const speaker = speakerOf(activity);
    if (speaker === undefined) return this.#post(to, textActivity(ENGLISH.plain('door.noIdentity')));
    const pressed = pressedIn(activity);
    const intent = pressed === undefined ? (hasOnlyFiles(activity) ? ATTACHMENT : intentOfText(activity.text ?? '')) : intentOfPress(pressed);
    const message = await this.#whileTyping(to, this.#conversation.answer(speaker, intent));
    const reply = activityOf(message);
    if (pressed === undefined || !activity.replyToId) return this.#post(to, reply);
    const outcome = await say(this.#outbound, this.#log, to, reply, activity.replyToId);
    // The pressed message is gone or may not be changed: the answer still has to be seen.
    if (outcome === 'refused' || outcome === 'conversation-gone') await this.#post(to, reply);
  }

  protected override async onInvokeActivity({ activity }: TurnContext): Promise<InvokeResponse> {
    if (activity.name !== 'adaptiveCard/action') return answerError(400, ENGLISH.plain('door.notSupported'));
    if (!isPersonal(activity)) return answerText(ENGLISH.plain('door.personalOnly'));
    const speaker = speakerOf(activity);
    if (speaker === undefined) return answerText(ENGLISH.plain('door.noIdentity'));
    // A repeated invoke wants its answer, too; the engine makes the second press of a button harmless.
    const message = await this.#conversation.answer(speaker, intentOfPress(executedIn(activity)));
    const { replyToId } = activity;
    if (replyToId && isLasting(message)) {
      this.#after.push(async () => {
        await say(this.#outbound, this.#log, speaker.address, activityOf(message), replyToId);
      });
    }
    return answerCard(message);
  }

  protected override async onInstallationUpdateActivity({ activity }: TurnContext): Promise<void> {
    // Whoever adds the bot to a team or takes it out decides nothing about their own chat.
    if (!isPersonal(activity)) return;
    const speaker = speakerOf(activity);
    if (speaker === undefined) return;
    switch (activity.action) {
      case 'add':
      case 'add-upgrade': {
        const message = await this.#conversation.installed(speaker);
        return message === undefined ? undefined : this.#post(speaker.address, activityOf(message));
      }
      case 'remove':
        return this.#conversation.removed(speaker.personId);
      default:
        // "remove-upgrade" is half of an update of the app, not a wish of the person; "add-upgrade" follows.
        return;
    }
  }

  /** Teams repeats what was not answered in time. An activity without an id cannot be told from another. */
  async #isNew(activity: SdkActivity): Promise<boolean> {
    return !activity.id || this.#conversation.isNew(addressOf(activity), activity.id);
  }

  /** Shows that an answer is being written once it takes longer than people like to wait. */
  async #whileTyping<T>(to: Address, answer: Promise<T>): Promise<T> {
    // Nothing waits for it: the answer itself says the rest, and `say` never rejects.
    const timer = setTimeout(() => void say(this.#outbound, this.#log, to, { type: 'typing' }), this.#typingAfterMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  async #post(to: Address, activity: object): Promise<void> {
    await say(this.#outbound, this.#log, to, activity);
  }
}

const ATTACHMENT: Intent = { kind: 'attachment' };

/** A picture or a file and nothing said. Teams also sends every text once more as an attachment of HTML. */
function hasOnlyFiles({ text, attachments }: SdkActivity): boolean {
  const all: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  const isFile = (attachment: unknown): boolean => !['text/html', undefined].some((type) => type === recordOf(attachment)?.['contentType']);
  return (text ?? '').trim() === '' && all.some(isFile);
}

const textActivity = (text: string): object => ({ type: 'message', text });

/** Chats of two; some clients leave the type out there. */
function isPersonal({ conversation }: SdkActivity): boolean {
  return conversation.isGroup !== true && (!conversation.conversationType || conversation.conversationType === 'personal');
}

function isMentioned({ entities, recipient }: SdkActivity): boolean {
  const all: readonly unknown[] = entities ?? [];
  return all.some((entity) => {
    const mentioned = recordOf(recordOf(entity)?.['mentioned']);
    return mentioned !== undefined && mentioned['id'] === recipient?.id;
  });
}

/** Who speaks, as the platform says; `undefined` without an Entra object id. */
function speakerOf(activity: SdkActivity): Speaker | undefined {
  const id = personIdOf(activity.from.aadObjectId);
  return id === undefined ? undefined : { personId: id, name: oneLine(activity.from.name ?? ''), address: addressOf(activity) };
}

function personIdOf(objectId: string | undefined): PersonId | undefined {
  const id = (objectId ?? '').toLowerCase();
  return isUuid(id) ? personId(id) : undefined;
}

/** The data of an Action.Submit: it comes as a message with a value. Some clients send `{}` beside a text; that is no press. */
function pressedIn(activity: SdkActivity): Readonly<Record<string, unknown>> | undefined {
  const value = recordOf(activity.value);
  return value !== undefined && ('verb' in value || !activity.text) ? value : undefined;
}

/** The data of an Action.Execute with its verb, inputs merged in by the client. */
function executedIn(activity: SdkActivity): unknown {
  const action = recordOf(recordOf(activity.value)?.['action']);
  const data = recordOf(action?.['data']);
  return action === undefined || data === undefined ? undefined : { ...data, verb: action['verb'] };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}
