import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { absurd } from '../src/domain/errors.ts';
import type { TenantId } from '../src/domain/ids.ts';
import { isLoopbackHost } from '../src/domain/loopback.ts';
import type { ChannelTokenCheck } from './channelToken.ts';
import { connectorHost } from './connectorHosts.ts';
import { isOnBehalf } from './insideCaller.ts';

/** Why a request is not let in, by the name its answer carries, with the HTTP status of each. */
export const REFUSALS = {
  'malformed-request': 400,
  'not-authenticated': 401,
  'not-allowed': 403,
  'method-not-allowed': 405,
  'request-too-large': 413,
  'unsupported-media-type': 415,
  'keys-unavailable': 503,
} as const;
export type Refusal = keyof typeof REFUSALS;

/** How the door is kept. `open` takes requests without a token, for the demo and tests, from this machine only. */
export type Door = { readonly kind: 'verified'; readonly checkToken: ChannelTokenCheck } | { readonly kind: 'open' };

export interface GateSettings {
  readonly door: Door;
  /** The one tenant that is served. */
  readonly tenantId: TenantId;
  /** The configured connector: loopback service URLs are taken only when it is one itself. */
  readonly connectorServiceUrl: string;
}

/** What the gate needs of a request. */
export interface Inbound {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Buffer>;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly activity: Activity; readonly authorization: string }
  | { readonly kind: 'refused'; readonly why: Refusal };

export type Gate = (request: Inbound) => Promise<Admission>;

/** Larger bodies are not read to their end. Teams' own messages end at 100 KB. */
export const MOST_BODY_BYTES = 256 * 1024;

// Ids reach the database as they are; PostgreSQL refuses NUL, and no platform id holds a control character.
const ID = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^\P{Cc}+$/u);
const ACTIVITY = z.looseObject({
  type: ID,
  channelId: ID,
  serviceUrl: ID,
  id: ID.nullish(),
  replyToId: ID.nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  text: z.string().nullish(),
  conversation: z.looseObject({ id: ID, tenantId: z.string().nullish(), conversationType: z.string().nullish(), isGroup: z.boolean().nullish() }),
  from: z.looseObject({ id: ID, name: z.string().nullish(), aadObjectId: z.string().nullish() }),
  recipient: z.looseObject({ id: z.string() }).nullish(),
  entities: z.array(z.unknown()).nullish(),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
});
/** An inbound activity whose envelope was checked; everything else in it is as it came. */
export type Activity = z.infer<typeof ACTIVITY>;

/**
 * Lets an inbound activity in, or says why not, before any other code sees it. Cheap checks come first: header, size, JSON,
 * envelope, channel, service URL, tenant; behind a verified door then the channel's token, in full.
 */
export function gateFor(settings: GateSettings): Gate {
  return async (request) => {
    const refusal = refusalOfHead(request, settings.door);
    if (refusal !== undefined) return refused(refusal);
    const body = await read(request.body);
    if (body === undefined) return refused('request-too-large');
    const parsed = ACTIVITY.safeParse(jsonOf(body));
    if (!parsed.success) return refused('malformed-request');
    const activity = parsed.data;
    if (!isServed(activity, settings)) return refused('not-allowed');
    const authorization = request.headers.authorization ?? '';
    const verdict = await refusalOfToken(authorization, activity, settings.door);
    return verdict === undefined ? { kind: 'admitted', activity, authorization } : refused(verdict);
  };
}

const refused = (why: Refusal): Admission => ({ kind: 'refused', why });

/** What the head alone says against a request. */
function refusalOfHead({ method, headers }: Pick<Inbound, 'method' | 'headers'>, door: Door): Refusal | undefined {
  if (method !== 'POST') return 'method-not-allowed';
  if (door.kind === 'open' && !isFromThisMachine(headers)) return 'not-allowed';
  if (door.kind === 'verified' && bearerOf(headers.authorization) === undefined) return 'not-authenticated';
  if (!/^application\/json *(; *charset="?utf-8"? *)?$/i.test(headers['content-type'] ?? '')) return 'unsupported-media-type';
  // A few compressed kilobytes unpack to megabytes, and a body that only claims to be compressed ends the process in the parser.
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') return 'unsupported-media-type';
  return Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES ? 'request-too-large' : undefined;
}

/** A page in a browser sends Origin, a tunnel or proxy says whom it forwards for, and a rebound name is not a loopback host. */
function isFromThisMachine(headers: IncomingHttpHeaders): boolean {
  const url = `http://${headers.host ?? ''}`;
  return !isOnBehalf(headers) && URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];

/** The whole body, or `undefined` once it is larger than allowed, whatever its length header said. */
async function read(body: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `undefined` for what is not JSON in UTF-8. */
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function isServed(activity: Activity, { door, tenantId, connectorServiceUrl }: GateSettings): boolean {
  const isChannel = activity.channelId === 'msteams' || (door.kind === 'open' && activity.channelId === 'emulator');
  // Replies go where the activity says, with the bot's own token.
  const host = connectorHost(activity.serviceUrl, connectorServiceUrl);
  const isHost = host !== undefined && (door.kind === 'verified' || host.isLoopback);
  return isChannel && isHost && isTenant(activity, tenantId);
}

/** The tenant is named in up to two places; all that name one must name ours. */
function isTenant({ channelData, conversation }: Activity, tenantId: TenantId): boolean {
  const named = [channelData?.tenant?.id, conversation.tenantId].filter((id) => id !== undefined && id !== null);
  return named.length > 0 && named.every((id) => id.toLowerCase() === tenantId);
}

async function refusalOfToken(authorization: string, { serviceUrl }: Activity, door: Door): Promise<Refusal | undefined> {
  if (door.kind === 'open') return undefined;
  const verdict = await door.checkToken(bearerOf(authorization) ?? '', serviceUrl);
  switch (verdict.kind) {
    case 'valid':
      return undefined;
    case 'bad-token':
      return 'not-authenticated';
    case 'wrong-service-url':
      return 'not-allowed';
    case 'keys-unavailable':
      return 'keys-unavailable';
    default:
      return absurd(verdict);
  }
}
