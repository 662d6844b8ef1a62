import { z } from 'zod';
import { absurd, Fault } from '../domain/errors.ts';
import { retryAfterMs } from '../domain/retryAfter.ts';
import { deadline } from './deadline.ts';
import type { GraphClient, GraphRequest } from './graphClient.ts';
import { type Attempt, type Patience, USUAL, untilAnswered } from './patience.ts';
import { refused } from './permissions.ts';

/** An answer with its body read: `body` is absent where it was no JSON. `code` is Graph's error code, or `http-404` and the like. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly code: string;
}

/** Statuses that may be different a moment later; 501 is not among them. */
const PASSING = new Set([408, 500, 502, 503, 504]);

/** Asks, patiently, and reads the answer. Every status other than 429 and 5xx is `done`. */
export function ask(graph: GraphClient, request: GraphRequest, patience: Patience = USUAL): Promise<Attempt<Answer>> {
  return untilAnswered(() => askOnce(graph, request), patience, graph);
}

async function askOnce(graph: GraphClient, request: GraphRequest): Promise<Attempt<Answer>> {
  const limit = deadline(graph.timeOutMs, graph.signal);
  try {
    const response = await graph.fetch(request, limit.signal);
    const body = jsonOf(await response.text());
    return judged(response, { status: response.status, body, code: codeOf(response.status, body) });
  } catch (cause) {
    return noAnswer(graph, cause);
  } finally {
    limit.stop();
  }
}

/** An answer by its status: throttled, failed for now, or done. */
export function judged<T>(response: Response, value: T): Attempt<T> {
  if (response.status === 429) return { kind: 'throttled', retryAfterMs: retryAfterMs(response.headers) };
  if (PASSING.has(response.status)) return { kind: 'failed', message: `status ${response.status}`, retryAfterMs: retryAfterMs(response.headers) };
  return { kind: 'done', value };
}

/** No answer came. A stop of the program and our own faults are passed on. */
export function noAnswer(graph: GraphClient, cause: unknown): Attempt<never> {
  graph.signal?.throwIfAborted();
  if (cause instanceof Fault) throw cause;
  return { kind: 'failed', message: cause instanceof Error ? cause.message : String(cause), retryAfterMs: undefined };
}

/** The body of a 2xx. Throws `graph-refused`, `graph-throttled` or `graph-unavailable` for everything else. */
export async function demand(graph: GraphClient, request: GraphRequest): Promise<unknown> {
  const answer = answered(graph, request.path, await ask(graph, request));
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw problem(request.path, answer);
}

/** The value of a finished attempt. Throws `graph-throttled` or `graph-unavailable` when patience ended first. */
export function answered<T>(graph: GraphClient, path: string, attempt: Attempt<T>): T {
  switch (attempt.kind) {
    case 'done':
      return attempt.value;
    case 'throttled': {
      const wish = attempt.retryAfterMs === undefined ? 'later' : `in ${Math.ceil(attempt.retryAfterMs / 1000)} s`;
      throw new Fault('graph-throttled', `Graph throttles ${placeOf(path)}: expected an answer, got 429; it asks to try again ${wish}`);
    }
    case 'failed':
      throw new Fault(
        'graph-unavailable',
        `no answer from Graph at ${graph.origin} for ${placeOf(path)}: ${attempt.message}; check network, proxy and GRAPH_BASE_URL, then try again`,
      );
    default:
      return absurd(attempt);
  }
}

/** The fault for a status that is neither 2xx nor worth another try. */
export function problem(path: string, answer: { readonly status: number; readonly code: string }): Fault {
  if (answer.status === 401 || answer.status === 403) return refused(path, answer.status, answer.code);
  return new Fault(
    'graph-unavailable',
    `Graph answered ${placeOf(path)} with ${answer.status} ${answer.code}; expected 200; if it stays so, check GRAPH_BASE_URL`,
  );
}

/** Reads a 2xx body. Throws `graph-unavailable` when it is not of the documented form. */
export function parsed<T>(schema: z.ZodType<T>, path: string, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  const got = body === undefined ? 'something that is no JSON' : `JSON of another form at ${JSON.stringify(where)}`;
  throw new Fault('graph-unavailable', `expected the documented answer of ${placeOf(path)}, got ${got}; is there a proxy in between?`);
}

/** The path without query: tokens and filters stay out of texts. */
const placeOf = (path: string): string => path.split('?', 1)[0] ?? path;

const errorBody = z.object({ error: z.object({ code: z.string().min(1) }) });

/** Graph's error code in a body, else one made of the status. */
export function codeOf(status: number, body: unknown): string {
  const result = errorBody.safeParse(body);
  return result.success ? result.data.error.code.slice(0, 80) : `http-${status}`;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Proxies answer in HTML, 201 answers in nothing; both are "no JSON".
    return undefined;
  }
}
