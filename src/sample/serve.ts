import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { absurd, Fault } from '../domain/errors.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import { type Answer, type Asked, graphError, type Route } from './answer.ts';
import { answerOf } from './batchRoute.ts';

const HOST = '127.0.0.1';
const MOST_BODY_BYTES = 4 * 1024 * 1024;
/** Rows of a file made before other requests get their turn: about 5 ms of work. */
const PARTS_A_BITE = 100;

/** A listening loopback server. */
export interface Serving {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `routes` on 127.0.0.1: at `wished` when it is given and free, else at any free port. */
export async function serve(routes: readonly Route[], wished: number | undefined, now: () => Instant): Promise<Serving> {
  const server = createServer((request, response) => {
    handle(routes, request, response, now).catch((error: unknown) => {
      // A bug of ours must be seen by whoever asked, and must not end the demo.
      if (response.headersSent) response.destroy();
      else
        write(response, graphError(500, 'InternalServerError', error instanceof Error ? error.message : String(error), isoOf(now()))).catch(() =>
          response.destroy(),
        );
    });
  });
  const port = await listen(server, wished ?? 0);
  return {
    port,
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (port !== 0 && error.code === 'EADDRINUSE') resolve(listen(server, 0));
      else reject(new Fault('demo-refused', `the sample tenant cannot listen on ${HOST}:${port}: ${error.message}`, { cause: error }));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
    });
  });
}

async function handle(routes: readonly Route[], request: IncomingMessage, response: ServerResponse, now: () => Instant): Promise<void> {
  const read = await bodyOf(request);
  if (read.kind === 'bad') return write(response, graphError(read.status, 'BadRequest', read.message, isoOf(now())));
  const url = new URL(request.url ?? '/', `http://${HOST}`);
  const asked: Asked = { method: request.method ?? 'GET', path: decoded(url.pathname), query: url.searchParams, body: read.body };
  return write(
    response,
    answerOf(routes, asked) ?? graphError(404, 'Request_ResourceNotFound', `Resource not found for '${asked.path}'.`, isoOf(now())),
  );
}

/** A path that is not valid percent-encoding is left as it is and matches no route. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

type Body = { readonly kind: 'read'; readonly body: unknown } | { readonly kind: 'bad'; readonly status: number; readonly message: string };

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MOST_BODY_BYTES) return { kind: 'bad', status: 413, message: `The request has ${bytes} bytes; at most ${MOST_BODY_BYTES} are read.` };
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return { kind: 'read', body: undefined };
  try {
    return { kind: 'read', body: JSON.parse(text) };
  } catch (error) {
    return { kind: 'bad', status: 400, message: `The body is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function write(response: ServerResponse, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case 'json':
      // Not chained: restify, where it is loaded, changes node's own writeHead so that it returns nothing.
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(JSON.stringify(answer.body));
      return;
    case 'empty':
      response.writeHead(answer.status, answer.headers);
      response.end();
      return;
    case 'file':
      response.writeHead(200, { 'content-type': answer.type });
      return writeParts(response, answer.parts);
    default:
      return absurd(answer);
  }
}

async function writeParts(response: ServerResponse, parts: Iterable<string>): Promise<void> {
  let bite: string[] = [];
  for (const part of parts) {
    bite.push(part);
    if (bite.length < PARTS_A_BITE) continue;
    if (response.destroyed) return;
    const hasRoom = response.write(bite.join(''));
    bite = [];
    await new Promise<void>((resolve) => {
      if (hasRoom) setImmediate(resolve);
      else response.once('drain', resolve).once('close', resolve);
    });
  }
  response.end(bite.join(''));
}
