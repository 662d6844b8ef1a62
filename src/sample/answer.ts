/** One request, as far as the sample tenant looks at it. `path` is decoded and has no query. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON, or undefined when there was none. */
  readonly body: unknown;
}

/** What a route says. `lines` are written as they come, so that a large file does not hold up the process. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'empty'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly type: string; readonly parts: Iterable<string> };

/** Answers the requests it knows, `undefined` for all others. */
export type Route = (asked: Asked) => Answer | undefined;

/** 200 with JSON. */
export function ok(body: unknown): Answer {
  return { kind: 'json', status: 200, body };
}

/** An error in Graph's form: `{"error":{"code","message","innerError"}}`. `at` is ISO 8601. */
export function graphError(status: number, code: string, message: string, at: string): Answer {
  const nil = '00000000-0000-0000-0000-000000000000';
  return {
    kind: 'json',
    status,
    body: { error: { code, message, innerError: { date: at.slice(0, 19), 'request-id': nil, 'client-request-id': nil } } },
  };
}

/** An error in the connector's form: `{"error":{"code","message"}}`. */
export function connectorError(status: number, code: string, message: string): Answer {
  return { kind: 'json', status, body: { error: { code, message } } };
}

/** Whether `value` is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
