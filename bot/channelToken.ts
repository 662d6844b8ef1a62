import { decodeProtectedHeader, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { isLoopbackHost } from '../src/domain/loopback.ts';
import { HOUR_MS, type Instant } from '../src/domain/time.ts';
import type { Clock } from '../src/ports/system.ts';

/** Where the channel publishes its keys, for the public cloud. */
export const CHANNEL_METADATA_URL = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
/** Who signs what Teams sends, for the public cloud. */
export const CHANNEL_ISSUER = 'https://api.botframework.com';

export interface ChannelTokenSettings {
  /** The bot's own Entra application id: the only audience accepted. */
  readonly appId: string;
  readonly metadataUrl: string;
  readonly issuer: string;
  readonly clock: Clock;
}

/** What checking a token came to. */
export type TokenVerdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'bad-token' }
  /** Genuine, but made for another service URL than the activity names. */
  | { readonly kind: 'wrong-service-url' }
  /** The channel's keys cannot be read now, so nothing can be said. */
  | { readonly kind: 'keys-unavailable' };

/** Checks the token of one activity. */
export type ChannelTokenCheck = (token: string, serviceUrl: string) => Promise<TokenVerdict>;

const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const SKEW_SECONDS = 300;
/** The channel a key must vouch for. */
const CHANNEL = 'msteams';
const KEYS_LIVE_MS = 24 * HOUR_MS;
/** An unknown key reloads the keys at most this often, so that forged tokens cannot make us ask for ever. */
const UNKNOWN_KEY_MS = HOUR_MS;
/** After a failed load the next one waits, so that requests in the meantime are answered at once. */
const FAILED_LOAD_MS = 10_000;
const LOAD_TIMEOUT_MS = 5_000;

const METADATA = z.object({ jwks_uri: z.string() });
const KEY = z.object({ kid: z.string(), kty: z.literal('RSA'), n: z.string(), e: z.string(), endorsements: z.array(z.string()).default([]) });
type Key = z.infer<typeof KEY>;
// Keys of other kinds, which no accepted token is signed with, are passed over.
const KEYS = z.object({ keys: z.array(KEY.nullable().catch(null)) });

/**
 * Checks the tokens with which the channel signs activities: RS256/384/512 by one of its published keys, endorsed for
 * Teams; issuer and audience exactly as set; not expired, at most 5 minutes of skew; made for the activity's service URL.
 */
export function channelTokenCheck(settings: ChannelTokenSettings): ChannelTokenCheck {
  const keyOf = channelKeys(settings);
  return async (token, serviceUrl) => {
    const kid = keyIdOf(token);
    if (kid === undefined) return { kind: 'bad-token' };
    const found = await keyOf(kid);
    if (found === 'unavailable') return { kind: 'keys-unavailable' };
    if (found === undefined || !found.endorsements.includes(CHANNEL)) return { kind: 'bad-token' };
    const claims = await verified(token, found, settings);
    if (claims === undefined || claims.aud !== settings.appId) return { kind: 'bad-token' };
    return claims['serviceurl'] === serviceUrl ? { kind: 'valid' } : { kind: 'wrong-service-url' };
  };
}

/** The key id of an RSA-signed token; `undefined` for anything else, so that a forged token costs no look-up. */
function keyIdOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg !== undefined && ALGORITHMS.includes(alg) ? kid : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined; // jose: not a token at all
    throw error;
  }
}

async function verified(token: string, key: Key, { appId, issuer, clock }: ChannelTokenSettings): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, await importJWK(key, decodeProtectedHeader(token).alg), {
      algorithms: ALGORITHMS,
      issuer,
      audience: appId,
      requiredClaims: ['exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(clock.now()),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The published keys by id, kept for a day. One load at a time, whoever asks. */
function channelKeys({ metadataUrl, clock }: ChannelTokenSettings): (kid: string) => Promise<Key | undefined | 'unavailable'> {
  let kept: { readonly keys: readonly Key[]; readonly loadedAt: Instant } | undefined;
  let failedAt: Instant | undefined;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    const keys = await loadKeys(metadataUrl);
    if (keys === undefined) failedAt = clock.now();
    else kept = { keys, loadedAt: clock.now() };
  };
  const isDue = (kid: string): boolean => {
    const now = clock.now();
    if (failedAt !== undefined && now - failedAt < FAILED_LOAD_MS) return false;
    if (kept === undefined) return true;
    const ageMs = now - kept.loadedAt;
    return ageMs >= KEYS_LIVE_MS || (ageMs >= UNKNOWN_KEY_MS && !kept.keys.some((key) => key.kid === kid));
  };
  return async (kid) => {
    if (isDue(kid)) {
      loading ??= load().finally(() => {
        loading = undefined;
      });
    }
    await loading;
    return kept === undefined ? 'unavailable' : kept.keys.find((key) => key.kid === kid);
  };
}

/** `undefined` when they cannot be had; keys that were read before stay in use then. */
async function loadKeys(metadataUrl: string): Promise<readonly Key[] | undefined> {
  try {
    const metadata = METADATA.safeParse(await getJson(metadataUrl));
    // Keys over plain http could be anybody's; only a stand-in on this machine may serve them so.
    if (!metadata.success || !isTrusted(metadata.data.jwks_uri)) return undefined;
    const keys = KEYS.safeParse(await getJson(metadata.data.jwks_uri));
    return keys.success ? keys.data.keys.filter((key) => key !== null) : undefined;
  } catch (error) {
    // fetch rejects with TypeError or a time-out, a body that is not JSON with SyntaxError: all mean "not now".
    if (error instanceof Error || error instanceof DOMException) return undefined;
    throw error;
  }
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(LOAD_TIMEOUT_MS) });
  return response.ok ? response.json() : undefined;
}

function isTrusted(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
