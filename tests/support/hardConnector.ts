import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectorLimits, PER_TENANT } from './connectorLimits.ts';
import { diceOf, TROUBLES, type Trouble, type TroubleAnswer, type TroubleName, type TroubleShares, troubleAt } from './connectorTrouble.ts';

export interface HardConnectorOptions {
  /** The same seed gives the same trouble to the same request of the same conversation. */
  readonly seed: string;
  /** An answer takes so long, evenly spread between the two. */
  readonly latencyMs: readonly [shortest: number, longest: number];
  readonly troubles: TroubleShares;
  /** Requests a tenant may make in a second; 50 unless told. */
  readonly perSecond?: number;
  readonly slowMs?: number;
}

/** One request as the receiver saw it. */
export interface SeenRequest {
  readonly tenant: string;
  /** Whose conversation it is: what follows `a:` in its id. */
  readonly person: string;
  readonly kind: 'open' | 'message';
  /** When it was read in full, in ms since 1970. */
  readonly at: number;
  /** `over-limit`: refused with 429, because there were too many. */
  readonly met: TroubleName | 'over-limit' | 'nothing';
  /** A message that the person can read; opening shows nothing. */
  readonly hasArrived: boolean;
}

export interface HardConnector {
  /** The service URL of one tenant. */
  urlOf(tenant: string): string;
  /** Every request, oldest first, in whatever state it is. */
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

const SLOW_MS = 6_000;
const FIRST_ID = 1_700_000_000_000;
const WELL: Trouble = { arrives: 'yes', answer: 'good' };
/** A request over a limit is told when to come back, or not. */
const overLimit = (luck: number): Trouble => (luck < 0.5 ? TROUBLES['429'] : TROUBLES['429-retry-after']);

/**
 * A bot connector on a free loopback port that enforces the platform's limits to the request and answers badly in given shares.
 * What arrived is decided when a request was read in full, whatever becomes of its answer.
 */
export async function hardConnector(options: HardConnectorOptions): Promise<HardConnector> {
  const { seed, latencyMs, troubles } = options;
  const [shortestMs, longestMs] = latencyMs;
  const limits = connectorLimits(options.perSecond ?? PER_TENANT[0]);
  const seen: SeenRequest[] = [];
  const counts = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const receive = (request: IncomingMessage, response: ServerResponse, text: string): void => {
    const path = PATH.exec(request.url ?? '');
    if (path === null || request.method !== 'POST') {
      answer(response, { status: 404, body: '' });
      return;
    }
    const [, tenant = '', conversation] = path;
    const kind = conversation === undefined ? 'open' : 'message';
    const person = conversation === undefined ? memberOf(text) : decodeURIComponent(conversation).replace(/^a:/, '');
    const thread = `${kind} ${person}`;
    const count = (counts.get(thread) ?? 0) + 1;
    counts.set(thread, count);
    const random = diceOf(seed, thread, count);
    const isAdmitted = limits.admits(tenant, thread, performance.now());
    const met = isAdmitted ? (troubleAt(troubles, random()) ?? 'nothing') : 'over-limit';
    const waitMs = shortestMs + random() * (longestMs - shortestMs);
    const luck = random();
    const trouble: Trouble = met === 'over-limit' ? overLimit(luck) : met === 'nothing' ? WELL : TROUBLES[met];
    const hasArrived = kind === 'message' && (trouble.arrives === 'yes' || (trouble.arrives === 'either' && luck < 0.5));
    seen.push({ tenant, person, kind, at: performance.timeOrigin + performance.now(), met, hasArrived });
    const id = kind === 'open' ? `a:${person}` : String(FIRST_ID + seen.length);
    const good = (): void => answer(response, { status: 201, body: { id } });
    switch (trouble.answer) {
      case 'silence':
        break;
      case 'reset':
        after(waitMs, () => request.socket.resetAndDestroy());
        break;
      case 'slow':
        after(options.slowMs ?? SLOW_MS, good);
        break;
      case 'good':
        after(waitMs, good);
        break;
      default: {
        const reply = trouble.answer;
        after(waitMs, () => answer(response, reply));
      }
    }
  };

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => receive(request, response, Buffer.concat(pieces).toString('utf8')));
  });
  // A connection at rest is closed by the sender, so that no request meets one that is just closing: resets are given here by the dice alone.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (tenant) => `http://127.0.0.1:${port}/${tenant}/`,
    seen,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PATH = /^\/([^/]+)\/v3\/conversations(?:\/([^/]+)\/activities)?$/;

function memberOf(text: string): string {
  const body: { readonly members?: readonly { readonly id: string }[] } = JSON.parse(text);
  return body.members?.[0]?.id ?? 'nobody';
}

function answer(response: ServerResponse, { status, body, retryAfterSeconds }: TroubleAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
