import { Fault } from '../domain/errors.ts';
import { isLoopbackHost } from '../domain/loopback.ts';
import { codeOf, jsonOf, judged, noAnswer } from './ask.ts';
import { bytesOf } from './byteStream.ts';
import { type Deadline, deadline } from './deadline.ts';
import type { GraphClient } from './graphClient.ts';
import { type Attempt, SPARING, untilAnswered } from './patience.ts';

/** An answer whose body is still to be read; whoever holds it reads the body or drops it. */
interface OpenAnswer {
  readonly response: Response;
  readonly limit: Deadline;
}

/** What asking for a report came to: its bytes, or a status that is neither 200 nor a redirect. */
export type Download =
  | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: 'problem'; readonly status: number; readonly code: string };

const MOST_HOPS = 3;

/**
 * Opens a report: straight from Graph, or from the pre-authenticated address a 302 gives. That address goes without any
 * header of ours, must be https (except between loopback hosts), and is a secret: it stays out of texts and logs.
 */
export async function download(graph: GraphClient, path: string): Promise<Attempt<Download>> {
  const asked = await untilAnswered(() => open(graph, (signal) => graph.fetch({ method: 'GET', path }, signal)), SPARING, graph);
  if (asked.kind !== 'done') return asked;
  let answer = asked.value;
  let from = new URL(graph.origin);
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const location = await redirectOf(answer);
    if (location === undefined) return { kind: 'done', value: await downloadOf(graph, answer) };
    const address = addressOf(location, from, graph);
    const followed = await untilAnswered(() => open(graph, (signal) => fetch(address, { redirect: 'manual', signal })), SPARING, graph);
    if (followed.kind !== 'done') return followed;
    answer = followed.value;
    from = address;
  }
  await dropped(answer);
  throw new Fault('graph-unavailable', `expected the report after at most ${MOST_HOPS} redirects, got more; try again later`);
}

async function open(graph: GraphClient, request: (signal: AbortSignal) => Promise<Response>): Promise<Attempt<OpenAnswer>> {
  const limit = deadline(graph.timeOutMs, graph.signal);
  try {
    const response = await request(limit.signal);
    const attempt = judged(response, { response, limit });
    if (attempt.kind !== 'done') await dropped({ response, limit });
    return attempt;
  } catch (cause) {
    return noAnswer(graph, cause);
  } finally {
    limit.stop();
  }
}

async function downloadOf(graph: GraphClient, answer: OpenAnswer): Promise<Download> {
  const { response, limit } = answer;
  if (response.status === 200) return { kind: 'bytes', bytes: bytesOf(response, limit, graph.signal) };
  limit.restart();
  // A body that breaks off only costs the code.
  const text = await response.text().catch(() => '');
  limit.stop();
  graph.signal?.throwIfAborted();
  return { kind: 'problem', status: response.status, code: codeOf(response.status, jsonOf(text)) };
}

async function redirectOf(answer: OpenAnswer): Promise<string | undefined> {
  const { status, headers } = answer.response;
  const location = status >= 300 && status < 400 ? headers.get('location') : null;
  if (location === null) return undefined;
  await dropped(answer);
  return location;
}

function addressOf(location: string, from: URL, graph: GraphClient): URL {
  const address = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isAllowed = address?.protocol === 'https:' || (address?.protocol === 'http:' && graph.isLoopback && isLoopbackHost(address.hostname));
  if (address === undefined || !isAllowed)
    throw new Fault(
      'graph-unavailable',
      `expected the report's download address to be https, got ${address?.protocol ?? 'no address'}; it was not followed`,
    );
  return address;
}

const dropped = async (answer: OpenAnswer): Promise<void> => answer.response.body?.cancel();
