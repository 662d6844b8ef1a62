import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

const KEY_ID = 'channel-key';
const OTHER_KEY_ID = 'key-of-another-channel';

/** A stand-in for the channel's login service: publishes keys, signs tokens with them, and counts how often it is asked. */
export interface ChannelKeys {
  readonly metadataUrl: string;
  readonly loads: () => number;
  /** Answers 503 from now on. */
  breakDown(): void;
  /** A token with these claims; signed by the endorsed key unless told. */
  sign(claims: JWTPayload, by?: { readonly alg?: string; readonly key?: 'endorsed' | 'not-endorsed' | 'unpublished' }): Promise<string>;
  close(): Promise<void>;
}

export async function channelKeys(): Promise<ChannelKeys> {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256', { extractable: true });
  const unpublished = await generateKeyPair('RS256', { extractable: true });
  const keys = [
    { kty: 'EC', kid: 'of-another-kind', crv: 'P-256', x: 'x', y: 'y' },
    { ...(await exportJWK(pair.publicKey)), kid: KEY_ID, use: 'sig', endorsements: ['msteams', 'webchat'] },
    { ...(await exportJWK(other.publicKey)), kid: OTHER_KEY_ID, use: 'sig', endorsements: ['webchat'] },
  ];
  let loads = 0;
  let isBroken = false;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (isBroken) {
      response.statusCode = 503;
      response.end('{}');
    } else if (request.url === '/openid') {
      response.end(
        JSON.stringify({ issuer: 'https://api.botframework.com', jwks_uri: `${base()}/keys`, id_token_signing_alg_values_supported: ['RS256'] }),
      );
    } else {
      loads += 1;
      response.end(JSON.stringify({ keys }));
    }
  });
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    metadataUrl: `${base()}/openid`,
    loads: () => loads,
    breakDown: () => {
      isBroken = true;
    },
    sign: (claims, { alg = 'RS256', key = 'endorsed' } = {}) => {
      const signer = { endorsed: pair, 'not-endorsed': other, unpublished }[key].privateKey;
      const kid = key === 'not-endorsed' ? OTHER_KEY_ID : KEY_ID;
      return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(signer);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
