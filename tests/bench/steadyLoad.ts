import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Press, wrongWith } from './presses.ts';

export interface Load {
  readonly port: number;
  readonly press: (index: number) => Press;
  readonly perSecond: number;
  /** Index of the first press. */
  readonly first: number;
  /** How many presses; with `until` the least. */
  readonly count: number;
  /** Goes on until this settles, but for no more than `most` presses. */
  readonly until?: { readonly settled: Promise<unknown>; readonly most: number };
}

export interface Answers {
  /** Per press that was answered, from the moment it was due to the last byte of the answer. */
  readonly latenciesMs: readonly number[];
  /** What was wrong, and how often. Empty: every press was answered with its card. */
  readonly wrong: ReadonlyMap<string, number>;
  readonly pressed: number;
}

/**
 * Presses by the clock, whatever became of the presses before: a slow answer delays no later press, and its whole delay is
 * counted.
 */
export async function steadyLoad({ port, press, perSecond, first, count, until }: Load): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const latenciesMs: number[] = [];
  const wrong = new Map<string, number>();
  const open: Promise<void>[] = [];
  const note = (what: string): void => void wrong.set(what, (wrong.get(what) ?? 0) + 1);
  let isOver = until === undefined;
  const end = (): void => {
    isOver = true;
  };
  void until?.settled.then(end, end);
  const most = until?.most ?? count;
  const started = performance.now();
  for (let index = 0; index < most && !(isOver && index >= count); index += 1) {
    const due = started + (index * 1_000) / perSecond;
    const ahead = due - performance.now();
    if (ahead > 0) await wait(ahead);
    const one = press(first + index);
    const answered = ({ status, text }: HttpAnswer): void => {
      latenciesMs.push(performance.now() - due);
      const what = wrongWith(status, text);
      if (what !== undefined) note(what);
    };
    open.push(post(agent, port, one.body).then(answered, (error: unknown) => note(`lost, ${String(error)}`)));
  }
  await Promise.all(open);
  agent.destroy();
  return { latenciesMs, wrong, pressed: open.length };
}

const TIME_OUT_MS = 30_000;

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

function post(agent: Agent, port: number, body: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const going = request({ agent, host: '127.0.0.1', port, path: '/api/messages', method: 'POST', headers, timeout: TIME_OUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
    });
    going.once('timeout', () => going.destroy(new Error(`no answer within ${TIME_OUT_MS} ms`)));
    going.once('error', (error: NodeJS.ErrnoException) => {
      // A connection kept open may be closed by the server while the request is on its way; every client then sends it again.
      if (going.reusedSocket && error.code === 'ECONNRESET') resolve(post(agent, port, body));
      else reject(error);
    });
    going.end(body);
  });
}
