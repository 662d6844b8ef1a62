import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from '../../src/domain/random.ts';

/** One message as the receiver's side saw it; times are `performance.now()` of this process. */
export interface SeenPost {
  /** Who it is for. */
  readonly personId: string;
  readonly seenAt: number;
  /** From then on the person can read it; absent while it is under way, and for ever when the line was cut before. */
  arrivedAt: number | undefined;
  answeredAt: number | undefined;
}

/** What happens to a message, in this order. */
export type Moment = 'seen' | 'arrived' | 'answered';

export interface SlowConnector {
  readonly url: string;
  /** Every POST of a message, oldest first. */
  readonly posts: readonly SeenPost[];
  /** Resolves when `moment` happens for the `count`-th time from now; 1 is the next. */
  nth(moment: Moment, count: number): Promise<void>;
  /** Resolves when nothing is under way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

const SHORTEST_MS = 5;
const LONGEST_MS = 60;

/** The person's chat at this connector. */
export const chatOf = (personId: string): string => `a:${personId}`;

/**
 * A bot connector on a free loopback port that takes its time, before a message counts as arrived and after, 5 to 60 ms or
 * none, as `random` says. When the sender's line is cut meanwhile the message arrives all the same or never, by the same dice.
 */
export async function slowConnector(random: Random): Promise<SlowConnector> {
  const posts: SeenPost[] = [];
  const waiting = new Set<{ readonly moment: Moment; left: number; readonly done: () => void }>();
  const underWay = new Set<Promise<void>>();
  const happened = (moment: Moment): void => {
    for (const one of waiting) {
      if (one.moment !== moment) continue;
      one.left -= 1;
      if (one.left > 0) continue;
      waiting.delete(one);
      one.done();
    }
  };
  const delayed = (): Promise<void> => {
    const ms = random() < 0.3 ? 0 : SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS);
    return new Promise((resolve) => setTimeout(resolve, ms));
  };
  const receive = async (personId: string, response: ServerResponse): Promise<void> => {
    const post: SeenPost = { personId, seenAt: performance.now(), arrivedAt: undefined, answeredAt: undefined };
    const isLostWithTheLine = random() < 0.5;
    posts.push(post);
    happened('seen');
    await delayed();
    if (isLostWithTheLine && response.destroyed) return;
    post.arrivedAt = performance.now();
    happened('arrived');
    await delayed();
    if (response.destroyed) return;
    answer(response, String(posts.length));
    post.answeredAt = performance.now();
    happened('answered');
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const chat = /\/v3\/conversations\/([^/]+)\/activities$/.exec(request.url ?? '')?.[1];
      if (chat === undefined) {
        const body: { readonly members: readonly { readonly id: string }[] } = JSON.parse(Buffer.concat(pieces).toString('utf8'));
        answer(response, chatOf(body.members[0]?.id ?? 'nobody'));
        return;
      }
      const work = receive(decodeURIComponent(chat).replace(/^a:/, ''), response).finally(() => underWay.delete(work));
      underWay.add(work);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/teams/`,
    posts,
    nth: (moment, count) => new Promise((done) => waiting.add({ moment, left: count, done })),
    quiet: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, id: string): void {
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id }));
}
