import { ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { absurd, Fault } from '../src/domain/errors.ts';

/** How the bot proves to the connector who it is. `tenantId`: the bot's own, or `botframework.com` for a multi-tenant one. */
export type ConnectorIdentity =
  | { readonly kind: 'secret'; readonly tenantId: string; readonly appId: string; readonly password: string }
  /** User-assigned. */
  | { readonly kind: 'managed-identity'; readonly appId: string };

const SCOPE = 'https://api.botframework.com/.default';

/** Tokens for the connector, from the library's cache while they are valid. Rejects with `connector-token`, without secrets. */
export function connectorToken(
  identity: ConnectorIdentity,
  credentialFor: (identity: ConnectorIdentity) => TokenCredential = credentialOf,
): () => Promise<string> {
  let credential: TokenCredential | undefined;
  return async () => {
    let token: string | undefined;
    try {
      credential ??= credentialFor(identity);
      token = (await credential.getToken(SCOPE))?.token;
    } catch (cause) {
      throw new Fault('connector-token', `no token for the bot connector (${reasonOf(cause)}): ${remedyOf(identity)}`);
    }
    if (token === undefined) throw new Fault('connector-token', `expected a token for the bot connector, got none: ${remedyOf(identity)}`);
    return token;
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
