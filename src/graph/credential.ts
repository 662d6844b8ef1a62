import { ClientCertificateCredential, ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { absurd, Fault } from '../domain/errors.ts';

/** How the app proves to Microsoft Entra who it is. */
export type GraphIdentity =
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly clientSecret: string }
  /** `certificatePath`: a PEM file with certificate and private key. */
  | { readonly kind: 'certificate'; readonly tenantId: string; readonly clientId: string; readonly certificatePath: string }
  /** User-assigned; without `clientId` the machine's own. */
  | { readonly kind: 'managed-identity'; readonly clientId: string | undefined };

/** What keeps and renews the tokens of this identity. Throws `invalid-config` for an identity the library refuses at sight. */
export function graphCredential(identity: GraphIdentity): TokenCredential {
  try {
    return credentialOf(identity);
  } catch {
    // The library's error is not attached: it may repeat what it was given.
    throw new Fault(
      'invalid-config',
      `the Graph identity (${identity.kind}) is malformed: expected GUIDs as tenant and client id; check TENANT_ID and GRAPH_CLIENT_ID`,
    );
  }
}

function credentialOf(identity: GraphIdentity): TokenCredential {
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(identity.tenantId, identity.clientId, identity.clientSecret);
    case 'certificate':
      return new ClientCertificateCredential(identity.tenantId, identity.clientId, { certificatePath: identity.certificatePath });
    case 'managed-identity':
      return identity.clientId === undefined ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId: identity.clientId });
    default:
      return absurd(identity);
  }
}

/** A token for `scope`, from the library's cache while it is valid. Throws `graph-refused` when Entra says no, `graph-unavailable` when nobody answers. */
export async function tokenFor(credential: TokenCredential, scope: string): Promise<string> {
  let token: string | undefined;
  try {
    token = (await credential.getToken(scope))?.token;
  } catch (cause) {
    throw refusalOf(cause);
  }
  if (token === undefined) throw new Fault('graph-refused', `expected a token for ${scope}, got none; check the Graph identity`);
  return token;
}

/** Entra's own error number says all; the library's error is not attached, for it carries requests and answers. */
function refusalOf(cause: unknown): Fault {
  const text = cause instanceof Error ? `${cause.name} ${cause.message}` : '';
  const number = /AADSTS\d+/.exec(text)?.[0];
  const name = cause instanceof Error ? cause.name : 'unknown error';
  if (number !== undefined)
    return new Fault(
      'graph-refused',
      `Entra gave no token for Graph (${number}): check TENANT_ID, GRAPH_CLIENT_ID and that secret or certificate are right and not expired`,
    );
  return new Fault(
    'graph-unavailable',
    `no token for Graph (${name}): the sign-in service or the managed identity did not answer; check network and identity, then try again`,
  );
}
