import { createAdoptionBot, type SdkSettings } from '../../bot/adoptionBot.ts';
import { type Door, gateFor } from '../../bot/gate.ts';
import { createBotServer } from '../../bot/server.ts';
import type { Conversation, Speaker } from '../../src/app/conversation.ts';
import type { SendOutcome } from '../../src/domain/delivery.ts';
import { tenantId } from '../../src/domain/ids.ts';
import type { Intent } from '../../src/domain/intent.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Address } from '../../src/ports/outside.ts';
import type { LogFields } from '../../src/ports/system.ts';
import { SERVICE_URL, TENANT } from './activities.ts';

export interface Sent {
  readonly how: 'post' | 'update';
  readonly to: Address;
  readonly activityId: string | undefined;
  readonly activity: {
    readonly type?: string;
    readonly text?: string;
    readonly summary?: string;
    readonly attachments?: readonly { readonly content: object }[];
  };
}

/** A bot behind its real server on a free port; the engine and the way out are stand-ins that note what they are asked. */
export interface BotUnderTest {
  readonly url: string;
  readonly heard: { readonly speaker: Speaker; readonly intent: Intent }[];
  readonly installed: Speaker[];
  readonly removed: string[];
  readonly sent: Sent[];
  readonly logged: { readonly event: string; readonly fields: LogFields }[];
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export interface Behaviour {
  readonly answer?: (intent: Intent) => Message | Promise<Message>;
  /** A real engine in place of the stand-in; of what it is asked nothing is noted. */
  readonly conversation?: Conversation;
  readonly onInstalled?: () => Promise<Message | undefined>;
  readonly onRemoved?: () => Promise<void>;
  readonly outcome?: (how: Sent['how']) => SendOutcome;
  readonly door?: Door;
  readonly settings?: SdkSettings;
  readonly isReady?: () => Promise<boolean>;
  readonly finishMs?: number;
  readonly typingAfterMs?: number;
}

export async function botUnderTest(behaviour: Behaviour = {}): Promise<BotUnderTest> {
  const heard: BotUnderTest['heard'] = [];
  const installed: Speaker[] = [];
  const removed: string[] = [];
  const sent: Sent[] = [];
  const logged: BotUnderTest['logged'] = [];
  const seen = new Set<string>();
  const conversation: Conversation = behaviour.conversation ?? {
    isNew: async ({ conversationId }, activityId) => {
      const key = `${conversationId} ${activityId}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    },
    answer: async (speaker, intent) => {
      heard.push({ speaker, intent });
      return (await behaviour.answer?.(intent)) ?? { kind: 'help', isDemo: false, support: undefined };
    },
    installed: async (speaker) => {
      installed.push(speaker);
      return behaviour.onInstalled?.();
    },
    removed: async (person) => {
      removed.push(person);
      await behaviour.onRemoved?.();
    },
  };
  const outbound = {
    post: async (to: Address, activity: object): Promise<SendOutcome> => note('post', to, undefined, activity),
    update: async (to: Address, activityId: string, activity: object): Promise<SendOutcome> => note('update', to, activityId, activity),
  };
  const note = (how: Sent['how'], to: Address, activityId: string | undefined, activity: object): SendOutcome => {
    sent.push({ how, to, activityId, activity });
    return behaviour.outcome?.(how) ?? { kind: 'sent', activityId: 'sent-1' };
  };
  const line = (event: string, fields: LogFields = {}): void => {
    logged.push({ event, fields });
  };
  const log = { info: line, warn: line, error: line };
  const server = await createBotServer({
    host: '127.0.0.1',
    port: 0,
    door: {
      gate: gateFor({ door: behaviour.door ?? { kind: 'open' }, tenantId: tenantId(TENANT), connectorServiceUrl: SERVICE_URL }),
      bot: createAdoptionBot({
        conversation,
        outbound,
        log,
        settings: behaviour.settings ?? { MicrosoftAppId: '' },
        ...(behaviour.typingAfterMs === undefined ? {} : { typingAfterMs: behaviour.typingAfterMs }),
      }),
    },
    isReady: behaviour.isReady ?? (async () => true),
    metrics: async () => 'figure 1\n',
    log,
    ...(behaviour.finishMs === undefined ? {} : { finishMs: behaviour.finishMs }),
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    heard,
    installed,
    removed,
    sent,
    logged,
    post: (body, headers = {}) =>
      fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: () => server.close(),
  };
}
