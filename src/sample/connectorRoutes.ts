import type { PersonId } from '../domain/ids.ts';
import type { Content } from '../domain/item.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Instant } from '../domain/time.ts';
import { type Answer, connectorError, isObject, ok, type Route } from './answer.ts';
import type { Memory } from './memory.ts';
import type { Population } from './population.ts';
import { hasTeams, type SamplePerson } from './samplePerson.ts';

/** One activity that arrived for a person. `summary` is what a toast would show; '' when the bot gave none. */
export interface Received {
  readonly personId: PersonId;
  readonly conversationId: string;
  readonly activityId: string;
  readonly at: Instant;
  readonly summary: string;
}

/** What the connector's routes stand on. */
export interface ConnectorGround {
  readonly population: Population;
  readonly memory: Memory;
  readonly content: Content;
  readonly now: () => Instant;
  readonly onReceived: (received: Received) => void;
  readonly onNudge: (person: SamplePerson, signal: SignalId, at: Instant) => void;
}

/** Teams counts the whole payload in UTF-16. */
const MOST_BYTES = 100 * 1024;
const ACTIVITY_ID = /^\d{13,}$/;
const ACTIVITIES = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const CONVERSATION = 'a:1';

/** The conversation between the bot and a person: stable, as in Teams. */
export const conversationIdOf = (person: PersonId): string => `${CONVERSATION}${person}`;

/**
 * The bot connector: opening a conversation with a person who has the app, sending into it, replying, and updating a message.
 * A card whose buttons carry an item's id as `i` is a nudge about that item's signals.
 */
export function connectorRoutes(ground: ConnectorGround): Route {
  let sent = 0;

  function open(body: unknown): Answer {
    const members = isObject(body) ? body['members'] : undefined;
    const member: unknown = Array.isArray(members) ? members[0] : undefined;
    const id = isObject(member) ? member['id'] : undefined;
    if (typeof id !== 'string') return connectorError(400, 'BadArgument', 'Bad Argument: members[0].id is missing.');
    const person = ground.population.byId.get(id.replace(/^29:/, ''));
    if (person === undefined) return connectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    if (!ground.memory.isInstalled(person.personId) || !hasTeams(person)) {
      return connectorError(403, 'ForbiddenOperationException', "Bot isn't installed in user's personal scope");
    }
    return { kind: 'json', status: 201, body: { id: conversationIdOf(person.personId) } };
  }

  function send(person: SamplePerson, conversationId: string, activity: Readonly<Record<string, unknown>>): Answer {
    const at = ground.now();
    sent += 1;
    const activityId = String(at * 1_000 + (sent % 1_000));
    const summary = [activity['summary'], activity['text']].find((text) => typeof text === 'string');
    ground.onReceived({ personId: person.personId, conversationId, activityId, at, summary: typeof summary === 'string' ? summary : '' });
    const signals = new Set([...itemIdsIn(activity['attachments'])].flatMap((item) => ground.content.get(item)?.signals ?? []));
    for (const signal of signals) ground.onNudge(person, signal, at);
    return { kind: 'json', status: 201, body: { id: activityId } };
  }

  return (asked) => {
    if (asked.path === '/v3/conversations') return asked.method === 'POST' ? open(asked.body) : undefined;
    const [, conversationId, activityId] = ACTIVITIES.exec(asked.path) ?? [];
    if (conversationId === undefined || !(asked.method === 'POST' || (asked.method === 'PUT' && activityId !== undefined))) return undefined;
    if (!isObject(asked.body)) return connectorError(400, 'BadSyntax', 'Bad Argument: the body must be a JSON object.');
    if (JSON.stringify(asked.body).length * 2 > MOST_BYTES) return connectorError(413, 'MessageSizeTooBig', 'Message size too large.');
    const person = conversationId.startsWith(CONVERSATION) ? ground.population.byId.get(conversationId.slice(CONVERSATION.length)) : undefined;
    if (person === undefined) return connectorError(404, 'ConversationNotFound', 'Conversation not found.');
    if (!ground.memory.isInstalled(person.personId))
      return connectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    if (asked.method === 'POST') return send(person, conversationId, asked.body);
    return ACTIVITY_ID.test(activityId ?? '') ? ok({ id: activityId }) : connectorError(404, 'ActivityNotFoundInConversation', 'Activity not found.');
  };
}

/** Every text `data.i` in the card, however deep; a button repeated is one. */
function itemIdsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) {
    for (const entry of value) itemIdsIn(entry, found);
  } else if (isObject(value)) {
    const data = value['data'];
    if (isObject(data) && typeof data['i'] === 'string') found.add(data['i']);
    for (const entry of Object.values(value)) itemIdsIn(entry, found);
  }
  return found;
}
