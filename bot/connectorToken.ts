import { type AccessToken, ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { absurd, Fault } from '../src/domain/errors.ts';
import { MINUTE_MS } from '../src/domain/time.ts';

/** How the bot proves to the connector who it is. `tenantId`: the bot's own, or `botframework.com` for a multi-tenant one. */
export type ConnectorIdentity =
  | { readonly kind: 'secret'; readonly tenantId: string; readonly appId: string; readonly password: string }
  /** User-assigned. */
  | { readonly kind: 'managed-identity'; readonly appId: string };

const SCOPE = 'https://api.botframework.com/.default';

/** A token is used until this near its end; the library's own cache gives another one for the last five minutes. */
const LAST_USE_MS = MINUTE_MS / 2;
/** So long before its end the next one is asked for, while the old one goes on: messages that wait for a token would leave all at once. */
const RENEW_MS = 4 * MINUTE_MS;
/** A renewal that failed is tried again no sooner. */
const RETRY_MS = 10_000;

/** Tokens for the connector, one question for all who ask. Rejects with `connector-token`, without secrets. */
export function connectorToken(
  identity: ConnectorIdentity,
  credentialFor: (identity: ConnectorIdentity) => TokenCredential = credentialOf,
  now: () => number = Date.now,
): () => Promise<string> {
  let credential: TokenCredential | undefined;
  let held: AccessToken | undefined;
  let asking: Promise<AccessToken> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(): Promise<AccessToken> {
    let token: AccessToken | null;
    try {
      credential ??= credentialFor(identity);
      token = await credential.getToken(SCOPE);
    } catch (cause) {
      throw new Fault('connector-token', `no token for the bot connector (${reasonOf(cause)}): ${remedyOf(identity)}`);
    }
    if (token === null) throw new Fault('connector-token', `expected a token for the bot connector, got none: ${remedyOf(identity)}`);
    held = token;
    return token;
  }

  const askOnce = (): Promise<AccessToken> => {
    askedAt = now();
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };

  return async () => {
    const left = (held?.expiresOnTimestamp ?? 0) - now();
    if (held === undefined || left < LAST_USE_MS) return (await askOnce()).token;
    // Whoever needs the next one hears of a failure.
    if (left < RENEW_MS && now() - askedAt >= RETRY_MS) askOnce().catch(() => undefined);
    return held.token;
  };
}

function credentialOf(identity: ConnectorIdentity): TokenCredential {
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(identity.tenantId, identity.appId, identity.password);
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: identity.appId });
    default:
      return absurd(identity);
  }
}

/** Entra's error number or the error's name. The error itself is not attached: it carries requests and answers. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown error';
  return /AADSTS\d+/.exec(cause.message)?.[0] ?? cause.name;
}

function remedyOf(identity: ConnectorIdentity): string {
  return identity.kind === 'secret'
    ? 'check that MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId are right, that the secret has not expired, and the network'
    : 'check that this machine has the managed identity named by MicrosoftAppId';
}
