import { absurd } from '../domain/errors.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import { type Answer, type Asked, graphError, isObject, ok, type Route } from './answer.ts';

const MOST_REQUESTS = 20;

/**
 * `/$batch`: up to 20 requests answered by the other routes. Like Graph's, the answers come in another order than the
 * requests, each with its own status.
 */
export function batchRoute(routes: readonly Route[], now: () => Instant): Route {
  const single = (asked: Asked): Answer =>
    answerOf(routes, asked) ?? graphError(404, 'Request_ResourceNotFound', `Resource not found for '${asked.path}'.`, isoOf(now()));

  return (asked) => {
    if (asked.method !== 'POST' || asked.path !== '/v1.0/$batch') return undefined;
    const requests = isObject(asked.body) ? asked.body['requests'] : undefined;
    if (!Array.isArray(requests) || requests.length === 0 || requests.length > MOST_REQUESTS) {
      return graphError(400, 'BadRequest', `Invalid batch payload format: between 1 and ${MOST_REQUESTS} requests are expected.`, isoOf(now()));
    }
    const parsed = requests.map(requestOf);
    const ids = parsed.map((request) => request?.id);
    if (ids.includes(undefined) || new Set(ids).size < ids.length) {
      return graphError(400, 'BadRequest', 'Each batch request needs a unique id, a method and a relative url.', isoOf(now()));
    }
    const responses = parsed.flatMap((request) => (request === undefined ? [] : [responseOf(request.id, single(request.asked))]));
    return ok({ responses: responses.reverse() });
  };
}

/** The first route that knows the request answers it. */
export function answerOf(routes: readonly Route[], asked: Asked): Answer | undefined {
  for (const route of routes) {
    const answer = route(asked);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function requestOf(request: unknown): { readonly id: string; readonly asked: Asked } | undefined {
  if (!isObject(request)) return undefined;
  const { id, method, url, body } = request;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string' || !url.startsWith('/')) return undefined;
  const parsed = new URL(`http://batch.invalid/v1.0${url}`);
  return { id, asked: { method, path: decodeURIComponent(parsed.pathname), query: parsed.searchParams, body } };
}

function responseOf(id: string, answer: Answer): unknown {
  switch (answer.kind) {
    case 'json':
      return { id, status: answer.status, headers: { 'Content-Type': 'application/json', ...answer.headers }, body: answer.body };
    case 'empty':
      return { id, status: answer.status, headers: answer.headers ?? {} };
    case 'file':
      return { id, status: 400, headers: {}, body: { error: { code: 'BadRequest', message: 'Files cannot be read in a batch.' } } };
    default:
      return absurd(answer);
  }
}
