import { z } from 'zod';
import type { SendOutcome } from '../src/domain/delivery.ts';
import { retryAfterMs } from '../src/domain/retryAfter.ts';

/** An answer of the connector with its body read. `body` is absent where it was empty or no JSON. */
export interface ConnectorAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
}

export type Failure = Exclude<SendOutcome, { readonly kind: 'sent' }>;

const UNREACHABLE: Readonly<Record<string, 'not-installed' | 'blocked'>> = {
  BotNotInConversationRoster: 'not-installed',
  ForbiddenOperationException: 'not-installed',
  ConversationBlockedByUser: 'blocked',
  MessageWritesBlocked: 'blocked',
};

/**
 * What an answer other than 2xx means for the message, by status and, for 403 and 404, by the platform's code. Whatever is
 * not known to have been turned away (408, 5xx, except 503 with Retry-After) may have arrived: `unknown`. A redirect is
 * not followed and refused like any status that is not listed.
 */
export function failureOf(answer: ConnectorAnswer): Failure {
  const { status } = answer;
  const code = codeOf(answer);
  switch (status) {
    case 401:
      return { kind: 'tenant-stopped', code };
    case 403: {
      if (code === 'BotDisabledByAdmin') return { kind: 'tenant-stopped', code };
      const why = UNREACHABLE[code];
      return why === undefined ? { kind: 'refused', status, code } : { kind: 'unreachable', why };
    }
    case 404:
      // The message that should be updated is gone, not the conversation.
      return code === 'ActivityNotFoundInConversation' ? { kind: 'refused', status, code } : { kind: 'conversation-gone' };
    case 412:
      return { kind: 'busy', retryAfterMs: retryAfterMs(answer.headers) };
    case 429:
      return { kind: 'throttled', retryAfterMs: retryAfterMs(answer.headers) };
    case 503: {
      const wish = retryAfterMs(answer.headers);
      return wish === undefined ? { kind: 'unknown', status, message: code } : { kind: 'busy', retryAfterMs: wish };
    }
    default:
      return status === 408 || status >= 500 ? { kind: 'unknown', status, message: code } : { kind: 'refused', status, code };
  }
}

const usual = z.object({ error: z.object({ code: z.string().min(1), message: z.string().optional().catch(undefined) }) });
/** Blocked writes come in a form of their own: a number, and JSON inside the message. */
const odd = z.object({ errorCode: z.number(), message: z.string().optional().catch(undefined) });
const inMessage = z.object({ subCode: z.string().min(1) });
const WRITES_BLOCKED = 209;

/** The platform's code of an error body in either of its forms; `http-500` and the like where there is none. */
function codeOf(answer: ConnectorAnswer): string {
  const plain = usual.safeParse(answer.body);
  if (plain.success) return (subCodeOf(plain.data.error.message) ?? plain.data.error.code).slice(0, 80);
  const strange = odd.safeParse(answer.body);
  if (!strange.success) return `http-${answer.status}`;
  const { errorCode, message } = strange.data;
  return subCodeOf(message) ?? (errorCode === WRITES_BLOCKED ? 'MessageWritesBlocked' : `error-${errorCode}`);
}

function subCodeOf(message: string | undefined): string | undefined {
  const read = inMessage.safeParse(jsonOf(message ?? ''));
  return read.success ? read.data.subCode.slice(0, 80) : undefined;
}

/** The value of a JSON text; `undefined` for any other. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Proxies answer in HTML, and most messages are words: both are simply no JSON.
    return undefined;
  }
}

/** System calls before which nothing was written. */
const BEFORE_WRITING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/** What it means that no answer came: `busy` when there was no connection at all, else `unknown`, for it may have arrived. */
export function silenceOf(error: unknown): Failure {
  if (neverConnected(error)) return { kind: 'busy', retryAfterMs: undefined };
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return { kind: 'unknown', status: undefined, message: typeof code === 'string' ? code : error instanceof Error ? error.name : 'no answer' };
}

function neverConnected(error: unknown): boolean {
  // One error for each address of the host that was tried.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected);
  return error instanceof Error && BEFORE_WRITING.has(Reflect.get(error, 'syscall'));
}
