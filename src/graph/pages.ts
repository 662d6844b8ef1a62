import { z } from 'zod';
import { Fault } from '../domain/errors.ts';
import { demand, parsed } from './ask.ts';
import type { GraphClient, GraphRequest } from './graphClient.ts';

const pageBody = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

export interface Page {
  readonly items: readonly unknown[];
  readonly nextLink: string | undefined;
  readonly deltaLink: string | undefined;
}

/** One page from a 2xx body. Throws `graph-unavailable` when it is none. */
export function pageOf(path: string, body: unknown): Page {
  const page = parsed(pageBody, path, body);
  return { items: page.value, nextLink: page['@odata.nextLink'], deltaLink: page['@odata.deltaLink'] };
}

/**
 * The path (without version) behind a link Graph gave, its query untouched; `undefined` for a link to any other host,
 * scheme or version: the app's token must not go there.
 */
export function pathOf(graph: GraphClient, link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.origin !== graph.origin || url.username !== '' || !url.pathname.startsWith('/v1.0/')) return undefined;
  return link.replace(/^[^:]+:\/\/[^/]+\/v1\.0/, '');
}

/** As `pathOf`, for the next page. Throws `graph-unavailable` for a foreign link and for one that leads back to `from`. */
export function nextPath(graph: GraphClient, link: string, from: string): string {
  const path = pathOf(graph, link);
  if (path === undefined) {
    const host = URL.canParse(link) ? new URL(link).origin : 'no address';
    throw new Fault(
      'graph-unavailable',
      `expected the next page at ${graph.origin}, got a link to ${host}; it was not followed; check GRAPH_BASE_URL and proxies`,
    );
  }
  if (path === from) throw new Fault('graph-unavailable', `the next page of ${graph.origin} is the page itself; expected another; try again later`);
  return path;
}

/** All pages of a list, one after another. Throws as `demand` and `nextPath` do. */
export async function* pagesOf(graph: GraphClient, request: GraphRequest): AsyncGenerator<readonly unknown[]> {
  let path: string | undefined = request.path;
  while (path !== undefined) {
    const page: Page = pageOf(path, await demand(graph, { ...request, path }));
    yield page.items;
    path = page.nextLink === undefined ? undefined : nextPath(graph, page.nextLink, path);
  }
}
