import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request the stub received in full. */
export interface Arrived {
  readonly method: string;
  /** As it was on the wire, percent-encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** What the stub does with a request: answer, answer half and cut the line or fall silent, cut the line at once, or say nothing until it closes. */
export type ConnectorReply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'reset' | 'silence' | 'half' | 'stalled' };

export type ConnectorScript = (arrived: Arrived, count: number) => ConnectorReply;

export interface ConnectorStub {
  /** `http://127.0.0.1:port/teams/`. */
  readonly url: string;
  /** Everything that arrived, oldest first, whatever was answered. */
  readonly arrived: readonly Arrived[];
  /** From now on. */
  reply(script: ConnectorScript): void;
  close(): Promise<void>;
}

/** As the connector does: 201 with an id, of a conversation or a message. */
export const kindly: ConnectorScript = (arrived, count) => {
  const id = arrived.path.endsWith('/v3/conversations') ? `a:conversation-${count}` : String(1_732_179_600_000 + count);
  return { status: 201, body: { id } };
};

/** A bot connector on a free loopback port that answers by a script. `count` is 1 for the first request. */
export async function connectorStub(script: ConnectorScript = kindly): Promise<ConnectorStub> {
  let current = script;
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      const one: Arrived = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      arrived.push(one);
      const reply = current(one, arrived.length);
      if ('status' in reply) {
        const body = typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body);
        response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }); // not chained: restify changes what writeHead gives
        response.end(body);
        return;
      }
      if (reply.kind === 'reset') request.socket.resetAndDestroy();
      if (reply.kind === 'half' || reply.kind === 'stalled') {
        response.writeHead(201, { 'content-length': '1000' });
        response.write('{"id":', () => {
          if (reply.kind === 'half') request.socket.destroy();
        });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/teams/`,
    arrived,
    reply: (next) => {
      current = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
