import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer } from 'restify';
import { Fault } from '../src/domain/errors.ts';
import { answering } from '../src/giveWay.ts';
import type { Log } from '../src/ports/system.ts';
import type { AdoptionBot } from './adoptionBot.ts';
import { type Gate, REFUSALS, type Refusal } from './gate.ts';
import { isInsideCaller } from './insideCaller.ts';
import { METRICS_TYPE } from './metricsPage.ts';

export interface BotServerParts {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** What answers Teams; absent in a process that only works. */
  readonly door: { readonly gate: Gate; readonly bot: AdoptionBot } | undefined;
  /** Whether work can be done now: asked by /readyz. */
  readonly isReady: () => Promise<boolean>;
  /** The figures told at /metrics. */
  readonly metrics: () => Promise<string>;
  readonly log: Log;
  /** How long `close` waits for turns that have begun. */
  readonly finishMs?: number;
}

export interface BotServer {
  readonly port: number;
  /** Takes no more requests, lets begun turns finish (at most 10 s unless set otherwise), then ends what is left. */
  close(): Promise<void>;
}

const FINISH_MS = 10_000;
/** A request must have arrived by then; a slow sender holds no connection for minutes. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** Longer than proxies and clients keep an idle connection: were it us who closed it, a request on its way would be lost. */
const IDLE_MS = 75_000;

/** A problem's name, the last part of its `type`: what a client may rely on. */
type ProblemName = Refusal | 'not-found' | 'not-ready' | 'failed';

const STATUS_OF: Readonly<Record<ProblemName, number>> = { ...REFUSALS, 'not-found': 404, 'not-ready': 503, failed: 500 };

/**
 * Listens for Teams, where there is a door, and for the probes: POST /api/messages, GET /healthz (the process lives), GET /readyz, and to the
 * private network GET /metrics. Everything that is
 * not a 2xx is an RFC 9457 problem that names a stable type and tells nothing else. Rejects when the port cannot be had.
 */
export async function createBotServer(parts: BotServerParts): Promise<BotServer> {
  const { door, isReady, metrics, log } = parts;
  const working = new Set<Promise<void>>();
  const server = createServer({
    name: 'adoption-coach',
    formatters: { [PROBLEM_TYPE]: (_request, response) => problemOf(nameOf(response.statusCode)) },
  });
  server.on('restifyError', (_request: unknown, response: ServerResponse, _error: unknown, done: () => void) => {
    if (!response.headersSent) response.setHeader('content-type', PROBLEM_TYPE);
    done();
  });

  /** No handler may reject: what restify does then ends the process once the answer has begun. */
  const route =
    (handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const work = handle(request, response).catch((error: unknown) => {
        // An aborted upload is the sender's doing and nobody is left to answer.
        if (request.destroyed && !request.complete) return;
        log.error('request.failed', { fault: error instanceof Fault ? error.code : 'unexpected' });
        if (!response.headersSent) sendProblem(response, 'failed');
        else response.end();
      });
      working.add(work);
      await work;
      working.delete(work);
    };

  if (door !== undefined)
    server.post(
      '/api/messages',
      route(async (request, response) => {
        const admission = await door.gate({ method: request.method, headers: request.headers, body: request.iterator({ destroyOnReturn: false }) });
        if (admission.kind === 'refused') {
          log.warn('request.refused', { why: admission.why });
          return sendRefusal(request, response, admission.why);
        }
        const { status, body, finish } = await answering(() => door.bot.turn(admission.activity, admission.authorization));
        sendJson(response, status, body);
        await finish();
      }),
    );
  server.get(
    '/healthz',
    route(async (_request, response) => sendJson(response, 200, { status: 'alive' })),
  );
  server.get(
    '/readyz',
    route(async (_request, response) => ((await isReady()) ? sendJson(response, 200, { status: 'ready' }) : sendProblem(response, 'not-ready'))),
  );
  server.get(
    '/metrics',
    route(async (request, response) => {
      if (!isInsideCaller(request.socket.remoteAddress, request.headers)) return sendProblem(response, 'not-allowed');
      const text = await metrics();
      response.writeHead(200, { 'content-type': METRICS_TYPE });
      response.end(text);
    }),
  );

  const http = server.server;
  http.requestTimeout = REQUEST_MS;
  http.headersTimeout = HEADERS_MS;
  http.keepAliveTimeout = IDLE_MS;
  // Without an answer the other side would wait for ever.
  server.on('upgrade', (_request: unknown, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    // restify hands an error of the socket on; without a listener that would end the process.
    server.once('error', reject);
    server.listen(parts.port, parts.host, resolve);
  });
  server.on('error', () => log.error('server.failed'));

  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
      http.closeIdleConnections();
      const giveUp = new AbortController();
      await Promise.race([Promise.all(working), wait(parts.finishMs ?? FINISH_MS, undefined, { signal: giveUp.signal })]);
      giveUp.abort();
      http.closeAllConnections();
      await closed;
    },
  };
}

const PROBLEM_TYPE = 'application/problem+json';

function problemOf(name: ProblemName): string {
  return JSON.stringify({ type: `urn:adoption-coach:problem:${name}`, title: name.replaceAll('-', ' '), status: STATUS_OF[name] });
}

/** For answers restify gives by itself. */
function nameOf(status: number): ProblemName {
  if (status === 404) return 'not-found';
  if (status === 405) return 'method-not-allowed';
  return status < 500 ? 'malformed-request' : 'failed';
}

function sendProblem(response: ServerResponse, name: ProblemName): void {
  response.writeHead(STATUS_OF[name], { 'content-type': PROBLEM_TYPE });
  response.end(problemOf(name));
}

/** The rest of a refused body is not waited for: the connection ends with the answer. */
function sendRefusal(request: IncomingMessage, response: ServerResponse, why: Refusal): void {
  if (!request.complete) response.setHeader('connection', 'close');
  sendProblem(response, why);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' });
  response.end(text);
}
