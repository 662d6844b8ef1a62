import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface GraphStubRequest {
  readonly method: string;
  /** Decoded, without query, with version: `/v1.0/users/delta`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** An answer, or a line that is cut or falls silent: before any answer, or after `body` although more was promised. */
export type GraphReply =
  | { readonly status: number; readonly body?: string | Buffer | object; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'reset' | 'silence' }
  | { readonly kind: 'cut' | 'stall'; readonly body: string };

/** What this Graph holds. Change it between requests as a test needs. */
export interface GraphData {
  /** As Graph gives them; read page by page. A removed one has `@removed`. */
  users: readonly object[];
  pageSize: number;
  /** CSV by function and argument: `getTeamsUserActivityUserDetail(period='D7')`. A list is written piece by piece. */
  reports: Record<string, string | Buffer | Iterable<string>>;
  /** Whether reports come by a 302 to a download address, or at once. */
  redirects: boolean;
  /** Absent: 403. */
  skus: readonly object[] | undefined;
  /** By object id; absent: 404. */
  mailboxes: Record<string, object | GraphReply>;
  groups: Record<string, readonly string[]>;
  apps: readonly { readonly id: string; readonly externalId: string }[];
  installed: Set<string>;
  /** Absent: 403. */
  displaysConcealedNames: boolean | undefined;
}

export interface GraphStub {
  readonly url: string;
  readonly data: GraphData;
  /** Everything that arrived, oldest first. */
  readonly requests: readonly GraphStubRequest[];
  /** Answers in place of the data where the script gives something; `count` is 1 for the first request of that path. */
  script(script: (request: GraphStubRequest, count: number) => GraphReply | undefined): void;
  close(): Promise<void>;
}

/** An error as Graph says it. */
export const graphError = (status: number, code: string, headers: Record<string, string> = {}, message = 'words of Graph'): GraphReply => ({
  status,
  headers,
  body: { error: { code, message, innerError: { date: '2026-11-21T10:00:00', 'request-id': '00000000-0000-0000-0000-000000000000' } } },
});

/** Microsoft Graph on a free loopback port, with the documented paths and forms, over the data given. */
export async function graphStub(data: Partial<GraphData> = {}): Promise<GraphStub> {
  const held: GraphData = {
    users: [],
    pageSize: 100,
    reports: {},
    redirects: true,
    skus: undefined,
    mailboxes: {},
    groups: {},
    apps: [],
    installed: new Set(),
    displaysConcealedNames: undefined,
    ...data,
  };
  const requests: GraphStubRequest[] = [];
  let script: (request: GraphStubRequest, count: number) => GraphReply | undefined = () => undefined;
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://stub');
      const text = Buffer.concat(pieces).toString('utf8');
      const request: GraphStubRequest = {
        method: incoming.method ?? '',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: incoming.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      requests.push(request);
      const count = requests.filter((earlier) => earlier.path === request.path).length;
      const csv = request.path.startsWith('/data/download/') ? held.reports[request.path.slice('/data/download/'.length)] : undefined;
      const scripted = script(request, count);
      // A client that hangs up in the middle is part of some tests.
      if (scripted === undefined && csv !== undefined) writeCsv(response, csv).catch(() => response.destroy());
      else write(response, scripted ?? replyTo(held, request, origin()));
    });
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: origin(),
    data: held,
    requests,
    script: (next) => {
      script = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function replyTo(data: GraphData, request: GraphStubRequest, origin: string): GraphReply {
  const path = request.path.replace(/^\/v1\.0/, '');
  if (path.startsWith('/reports/')) return reportReply(data, path.slice('/reports/'.length), origin);
  // These answer at once, whatever the others do.
  if (path.startsWith('/copilot/reports/')) return reportReply({ ...data, redirects: false }, path.slice('/copilot/reports/'.length), origin);
  if (path === '/users/delta') return deltaReply(data, request, origin);
  if (path === '/subscribedSkus')
    return data.skus === undefined ? graphError(403, 'Authorization_RequestDenied') : { status: 200, body: { value: data.skus } };
  if (path === '/$batch') return batchReply(data, request.body as { requests: { id: string; url: string }[] });
  if (path === '/admin/reportSettings')
    return data.displaysConcealedNames === undefined
      ? graphError(403, 'S2SUnauthorized')
      : {
          status: 200,
          body: { value: { '@odata.type': '#microsoft.graph.adminReportSettings', displayConcealedNames: data.displaysConcealedNames } },
        };
  if (path === '/appCatalogs/teamsApps') {
    const asked = /^externalId eq '(.*)'$/.exec(request.query.get('$filter') ?? '')?.[1];
    return { status: 200, body: { value: data.apps.filter((app) => app.externalId === asked) } };
  }
  const group = /^\/groups\/([^/]+)\/transitiveMembers\/microsoft\.graph\.user$/.exec(path)?.[1];
  if (group !== undefined) return groupReply(data, group, request, origin);
  const person = /^\/users\/([^/]+)\/teamwork\/installedApps$/.exec(path)?.[1];
  if (person !== undefined && request.method === 'POST') {
    if (data.installed.has(person)) return graphError(409, 'Conflict');
    data.installed.add(person);
    return { status: 201 };
  }
  return graphError(404, 'Request_ResourceNotFound');
}

function reportReply(data: GraphData, name: string, origin: string): GraphReply {
  const csv = data.reports[name];
  if (csv === undefined) return graphError(400, 'InvalidRequest');
  if (data.redirects)
    return { status: 302, headers: { 'content-type': 'text/plain', location: `${origin}/data/download/${encodeURIComponent(name)}` } };
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: typeof csv === 'string' || Buffer.isBuffer(csv) ? csv : [...csv].join(''),
  };
}

/** `$skiptoken` counts users, and so does `$deltatoken`: after it come those added to the end since. */
function deltaReply(data: GraphData, request: GraphStubRequest, origin: string): GraphReply {
  const from = Number(request.query.get('$skiptoken') ?? request.query.get('$deltatoken') ?? 0);
  const to = from + data.pageSize;
  const link = (token: string, at: number) => `${origin}/v1.0/users/delta?$${token}=${at}`;
  const more = to < data.users.length ? { '@odata.nextLink': link('skiptoken', to) } : { '@odata.deltaLink': link('deltatoken', data.users.length) };
  return { status: 200, body: { '@odata.context': 'x', ...more, value: data.users.slice(from, to) } };
}

function groupReply(data: GraphData, group: string, request: GraphStubRequest, origin: string): GraphReply {
  const members = data.groups[group];
  if (members === undefined) return graphError(404, 'Request_ResourceNotFound');
  if (request.headers['consistencylevel'] !== 'eventual') return graphError(400, 'Request_UnsupportedQuery');
  const from = Number(request.query.get('$skiptoken') ?? 0);
  const to = from + data.pageSize;
  const next = to < members.length ? { '@odata.nextLink': `${origin}${request.path}?$count=true&$skiptoken=${to}` } : {};
  return { status: 200, body: { ...next, value: members.slice(from, to).map((id) => ({ '@odata.type': '#microsoft.graph.user', id })) } };
}

/** Answers come in another order than the questions, as Graph's do. */
function batchReply(data: GraphData, body: { readonly requests: readonly { readonly id: string; readonly url: string }[] }): GraphReply {
  if (body.requests.length > 20) return graphError(400, 'MaximumBatchSizeExceeded');
  const responses = body.requests.map(({ id, url }) => {
    const held = data.mailboxes[/^\/users\/([^/]+)\/mailboxSettings/.exec(url)?.[1] ?? ''] ?? graphError(404, 'MailboxNotEnabledForRESTAPI');
    return 'status' in held ? { id, ...held } : { id, status: 200, headers: { 'Content-Type': 'application/json' }, body: held };
  });
  return { status: 200, body: { responses: responses.reverse() } };
}

async function writeCsv(response: ServerResponse, csv: string | Buffer | Iterable<string>): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  await pipeline(Readable.from(typeof csv === 'string' || Buffer.isBuffer(csv) ? [csv] : csv), response);
}

function write(response: ServerResponse, reply: GraphReply): void {
  if ('status' in reply) {
    const body = reply.body === undefined || typeof reply.body === 'string' || Buffer.isBuffer(reply.body) ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }); // not chained: restify changes what writeHead gives
    response.end(body);
    return;
  }
  switch (reply.kind) {
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': String(Buffer.byteLength(reply.body) + 100) });
      response.write(reply.body, () => {
        if (reply.kind === 'cut') response.socket?.destroy();
      });
  }
}
