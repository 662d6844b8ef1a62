import { z } from 'zod';
import type { SendOutcome } from '../src/domain/delivery.ts';
import { Fault } from '../src/domain/errors.ts';
import type { Message } from '../src/domain/message.ts';
import type { Address, ConversationOutcome, MessageSender } from '../src/ports/outside.ts';
import { type ConnectorHost, connectorHost } from './connectorHosts.ts';
import { type ConnectorAnswer, type Failure, failureOf, jsonOf, silenceOf } from './connectorOutcome.ts';
import { BrokenAnswer, httpRequest } from './httpRequest.ts';

export interface ConnectorOptions {
  /** Where conversations are opened; loopback hosts are spoken to only when this is one. */
  readonly serviceUrl: string;
  /** With its prefix: `28:` and the app id. */
  readonly botId: string;
  readonly botName: string;
  readonly tenantId: string;
  /** A token for the connector; not asked for on the way to loopback hosts. */
  readonly token: () => Promise<string>;
  readonly activityOf: (message: Message) => object;
  /** For one request, body included; 15 s unless told. */
  readonly timeOutMs?: number;
}

/** The bot connector. Every method is at most one request, never repeated here. */
export interface Connector extends MessageSender {
  /** Sends an activity made elsewhere, for instance the answer in a turn. No alert. */
  post(to: Address, activity: object): Promise<SendOutcome>;
  /** Replaces an earlier message. The outcome's id is the message's own. */
  update(to: Address, activityId: string, activity: object): Promise<SendOutcome>;
}

const TIME_OUT_MS = 15_000;
/** `status` 0: refused here, without a request. */
const NOT_ALLOWED: Failure = { kind: 'refused', status: 0, code: 'service-url-not-allowed' };
const BAD_ID: Failure = { kind: 'refused', status: 0, code: 'malformed-id' };

/** Without a token nothing leaves, so the message can wait; whoever made the token source was told why. */
const NO_TOKEN: Failure = { kind: 'busy', retryAfterMs: 60_000 };

const created = z.object({ id: z.string().min(1), serviceUrl: z.string().nullish() });
const sent = z.object({ id: z.string() });

/** Speaks to the connector's hosts only (connectorHosts.ts); elsewhere the outcome is `refused` and nothing leaves. */
export function connector(options: ConnectorOptions): Connector {
  const from = { id: options.botId, name: options.botName };
  const timeOutMs = options.timeOutMs ?? TIME_OUT_MS;

  /** One request. */
  async function request(host: ConnectorHost, method: 'POST' | 'PUT', path: string, body: object): Promise<ConnectorAnswer | Failure> {
    const token = host.isLoopback ? '' : await tokenOrNone(options.token);
    if (token === undefined) return NO_TOKEN;
    const authorization: Readonly<Record<string, string>> = host.isLoopback ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'AdoptionCoach', ...authorization };
    try {
      const { text, ...answer } = await httpRequest(`${host.base}${path}`, { method, headers, body: JSON.stringify(body), timeOutMs });
      return { ...answer, body: jsonOf(text) };
    } catch (error) {
      // Once a status came, the message was written: a body that breaks off leaves it open what was meant.
      return error instanceof BrokenAnswer ? { kind: 'unknown', status: error.status, message: error.message } : silenceOf(error);
    }
  }

  /** A message into a conversation, new or in place of `activityId`. */
  async function deliver(to: Address, activityId: string | undefined, activity: object): Promise<SendOutcome> {
    const host = connectorHost(to.serviceUrl, options.serviceUrl);
    if (host === undefined) return NOT_ALLOWED;
    const conversation = segment(to.conversationId);
    const message = activityId === undefined ? '' : segment(activityId);
    if (conversation === undefined || message === undefined) return BAD_ID;
    const path = `/v3/conversations/${conversation}/activities${message === '' ? '' : `/${message}`}`;
    const answer = await request(host, activityId === undefined ? 'POST' : 'PUT', path, activity);
    if ('kind' in answer) return answer;
    if (!isGood(answer)) return failureOf(answer);
    const read = sent.safeParse(answer.body);
    // 2xx is certain: it arrived, also where the platform gives no id (it does not for a message it splits).
    return { kind: 'sent', activityId: read.success ? read.data.id : (activityId ?? '') };
  }

  return {
    async prepare() {
      if (connectorHost(options.serviceUrl, options.serviceUrl)?.isLoopback === false) await tokenOrNone(options.token);
    },

    async openConversation(person): Promise<ConversationOutcome> {
      const host = connectorHost(options.serviceUrl, options.serviceUrl);
      if (host === undefined) return NOT_ALLOWED;
      const { tenantId } = options;
      const body = { bot: from, isGroup: false, members: [{ id: person }], tenantId, channelData: { tenant: { id: tenantId } } };
      const answer = await request(host, 'POST', '/v3/conversations', body);
      if ('kind' in answer) return repeatable(answer);
      if (!isGood(answer)) return repeatable(failureOf(answer));
      const read = created.safeParse(answer.body);
      if (!read.success) return { kind: 'busy', retryAfterMs: undefined };
      const { id, serviceUrl } = read.data;
      const isUsable = serviceUrl && connectorHost(serviceUrl, options.serviceUrl) !== undefined;
      return { kind: 'open', address: { serviceUrl: isUsable ? serviceUrl : options.serviceUrl, conversationId: id } };
    },

    send(to, message) {
      const conversation = { id: to.conversationId };
      // What comes unasked shows up in the activity feed; answers do not.
      const channelData = { notification: { alert: true } };
      return deliver(to, undefined, { type: 'message', ...options.activityOf(message), from, conversation, channelData });
    },

    post: (to, activity) => deliver(to, undefined, { type: 'message', from, conversation: { id: to.conversationId }, ...activity }),

    update: (to, activityId, activity) => deliver(to, activityId, { type: 'message', ...activity }),
  };
}

async function tokenOrNone(token: () => Promise<string>): Promise<string | undefined> {
  try {
    return await token();
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'connector-token') return undefined;
    throw fault;
  }
}

const isGood = (answer: ConnectorAnswer): boolean => answer.status >= 200 && answer.status < 300;

/** An id as one segment of a path; `undefined` for one that would lead elsewhere. */
const segment = (id: string): string | undefined => (id === '' || id === '.' || id === '..' ? undefined : encodeURIComponent(id));

/**
 * Opening a conversation shows the person nothing and gives the same one again, so a doubtful answer may be repeated: it is
 * `busy`, not `unknown`. A 404 says that there is nobody by this id.
 */
function repeatable(failure: Failure): Failure {
  if (failure.kind === 'unknown') return { kind: 'busy', retryAfterMs: undefined };
  return failure.kind === 'conversation-gone' ? { kind: 'unreachable', why: 'left' } : failure;
}
