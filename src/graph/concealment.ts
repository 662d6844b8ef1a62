import { z } from 'zod';
import { answered, ask, parsed, problem } from './ask.ts';
import type { GraphClient } from './graphClient.ts';

const PATH = '/admin/reportSettings';

/** The documented answer wraps the settings in `value`; the metadata does not. */
const flag = z.object({ displayConcealedNames: z.boolean() });
const settings = z.union([z.object({ value: flag }).transform(({ value }) => value), flag]);

/**
 * Whether the tenant conceals names in reports, Microsoft's default. `undefined` when the app may not read the setting
 * or this cloud has none. Throws `graph-unavailable`, `graph-throttled`.
 */
export async function namesAreConcealed(graph: GraphClient): Promise<boolean | undefined> {
  const answer = answered(graph, PATH, await ask(graph, { method: 'GET', path: PATH }));
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return undefined;
  if (answer.status !== 200) throw problem(PATH, answer);
  return parsed(settings, PATH, answer.body).displayConcealedNames;
}
