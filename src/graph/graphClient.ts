import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  AuthenticationHandlerOptions,
  Client,
  HTTPMessageHandler,
  ResponseType,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import { Fault } from '../domain/errors.ts';
import { isLoopbackHost } from '../domain/loopback.ts';
import type { Random } from '../domain/random.ts';
import type { Clock, Log, Wait } from '../ports/system.ts';
import { tokenFor } from './credential.ts';
import type { Pausing } from './patience.ts';

export interface GraphOptions {
  /** Scheme and host, no version: `https://graph.microsoft.com`, or a loopback address. */
  readonly baseUrl: string;
  /** May be absent only for a loopback address; nothing is ever attached over plain http. */
  readonly credential: TokenCredential | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: Wait;
  readonly log: Log;
  /** Stops everything under way. */
  readonly signal?: AbortSignal | undefined;
  /** For one request, and for each pause inside a download; 30 s unless told. */
  readonly timeOutMs?: number | undefined;
}

/** One request; `path` begins with `/` and has no version. */
export interface GraphRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Microsoft Graph as the rest of this folder needs it. */
export interface GraphClient extends Pausing {
  readonly origin: string;
  readonly isLoopback: boolean;
  readonly clock: Clock;
  readonly timeOutMs: number;
  /** One request, no retries, redirects not followed, body unread. Rejects when there is no answer, or with a Fault when there is no token. */
  fetch(request: GraphRequest, signal: AbortSignal): Promise<Response>;
}

const VERSION = 'v1.0';
const TIME_OUT_MS = 30_000;

/** Throws `invalid-config` for a base URL that is neither https nor loopback, and for a real host without a credential. */
export function graphClient(options: GraphOptions): GraphClient {
  const base = baseOf(options.baseUrl);
  const { credential } = options;
  const isLocal = isLoopbackHost(base.hostname);
  if (!isLocal && credential === undefined)
    throw new Fault(
      'invalid-config',
      `expected a Graph identity for ${base.origin}, got none; set GRAPH_CLIENT_ID with a secret, a certificate or a managed identity`,
    );
  // No redirect handler: a report's download address is followed without any of these headers (reportDownload.ts).
  const noToken = async (): Promise<string> => '';
  const client = Client.initWithMiddleware({
    baseUrl: base.origin,
    defaultVersion: VERSION,
    customHosts: new Set([base.hostname]),
    middleware: [
      new AuthenticationHandler({ getAccessToken: noToken }),
      new RetryHandler(new RetryHandlerOptions(1, 0)),
      new TelemetryHandler(),
      new HTTPMessageHandler(),
    ],
  });
  const scope = `${base.origin}/.default`;
  return {
    origin: base.origin,
    isLoopback: isLocal,
    clock: options.clock,
    random: options.random,
    wait: options.wait,
    log: options.log,
    signal: options.signal,
    timeOutMs: options.timeOutMs ?? TIME_OUT_MS,
    async fetch(request, signal) {
      // Asked for here and not inside the client, which turns every error into its own without cause.
      const token = credential !== undefined && base.protocol === 'https:' ? await tokenFor(credential, scope) : '';
      const call = client
        .api(request.path)
        .headers({ ...request.headers })
        // Raw: otherwise the client drops the headers of every error that is not JSON, Retry-After among them.
        .responseType(ResponseType.RAW)
        .option('signal', signal)
        .option('redirect', 'manual')
        .middlewareOptions([new AuthenticationHandlerOptions({ getAccessToken: async () => token })]);
      const response: unknown = await (request.method === 'GET' ? call.get() : call.post(request.body ?? {}));
      return response as Response;
    },
  };
}

function baseOf(text: string): URL {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = base !== undefined && (base.protocol === 'https:' || (base.protocol === 'http:' && isLoopbackHost(base.hostname)));
  if (!isAllowed || base.pathname !== '/' || base.search !== '' || base.username !== '')
    throw new Fault(
      'invalid-config',
      `expected GRAPH_BASE_URL as https://host (http only for this machine), without path or version, got ${JSON.stringify(text)}`,
    );
  return base;
}
