import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface HttpRequest {
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From now until the last byte of the answer. */
  readonly timeOutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** The status came, the rest did not. */
export class BrokenAnswer extends Error {
  readonly status: number;

  constructor(status: number) {
    super('the answer broke off');
    this.status = status;
  }
}

/**
 * Exactly one request, on a kept connection where there is one: never repeated, no redirect followed. It takes 0.5 ms of CPU time where
 * `fetch` takes 1.1, and sending spends most of its time here.
 *
 * Rejects with `BrokenAnswer` once a status came, before that with the system's error, `code` and `syscall` as Node gives them; when time
 * is over `ETIMEDOUT`, of the call `connect` as long as nothing can have been written.
 */
export function httpRequest(url: string, { method, headers, body, timeOutMs }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const to = new URL(url);
    const request = (to.protocol === 'https:' ? https : http).request(to, { method, headers });
    let status: number | undefined;
    const fail = (error: Error): void => reject(status === undefined ? error : new BrokenAnswer(status));
    const timer = setTimeout(() => {
      const error = timedOut(request);
      fail(error);
      request.destroy(error);
    }, timeOutMs);
    request.on('error', fail);
    request.once('response', (answer) => {
      status = statusOf(answer);
      const answered = { status, headers: headersOf(answer) };
      textOf(answer).then((text) => resolve({ ...answered, text }), fail);
    });
    request.once('close', () => {
      clearTimeout(timer);
      // Whatever else ended it, as an answer that is none; where text came it is settled already.
      if (status === undefined) fail(new Error('closed without an answer'));
    });
    request.end(body);
  });
}

function timedOut(request: http.ClientRequest): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT', syscall: isOpen(request.socket) ? 'read' : 'connect' });
}

/** Whether a request can have been written: connected, and over TLS agreed on it. */
function isOpen(socket: Socket | null): boolean {
  if (socket === null || socket.connecting) return false;
  return !(socket instanceof TLSSocket && Reflect.get(socket, 'secureConnecting') === true);
}

function textOf(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', (part: string) => {
      text += part;
    });
    answer.once('end', () => resolve(text));
    answer.once('error', reject);
    // Cut off without an error of its own.
    answer.once('close', () => reject(new Error('closed')));
  });
}

/** An answer always has one. */
const statusOf = (answer: IncomingMessage): number => answer.statusCode ?? 0;

const headersOf = ({ headers }: IncomingMessage): HttpAnswer['headers'] => ({
  get: (name) => {
    const value = headers[name.toLowerCase()];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  },
});
