import { z } from 'zod';
import { Fault } from '../domain/errors.ts';
import { isUuid, type PersonId, personId } from '../domain/ids.ts';
import type { AccountChange, Directory, DirectoryChanges } from '../ports/outside.ts';
import { ACCOUNT_FIELDS, changeOf } from './accounts.ts';
import { type Answer, answered, ask, problem } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { licencesOf } from './licences.ts';
import { readMailboxes } from './mailboxes.ts';
import { nextPath, pageOf, pagesOf, pathOf } from './pages.ts';

const EVERYBODY = `/users/delta?$select=${ACCOUNT_FIELDS.join(',')}`;

/** The tenant's people from Entra and Exchange. `defaultZone`: where a mailbox's hours are when it does not say. */
export function graphDirectory(graph: GraphClient, defaultZone: string): Directory {
  return {
    changes: (token, onPage) => readChanges(graph, token, onPage),
    mailboxes: (people) => readMailboxes(graph, people, defaultZone),
    membersOf: (groupId) => readMembers(graph, groupId),
  };
}

/** The token is the delta link itself, opaque. One that leads elsewhere is of another installation: everything is read again. */
async function readChanges(
  graph: GraphClient,
  token: string | undefined,
  onPage: (changes: readonly AccountChange[]) => Promise<void>,
): Promise<DirectoryChanges> {
  let path = token === undefined ? EVERYBODY : pathOf(graph, token);
  if (path === undefined) return { kind: 'resync' };
  const licensedOf = await licencesOf(graph);
  const isFirst = token === undefined ? firstSights() : () => false;
  let skipped = 0;
  for (;;) {
    const answer: Answer = answered(graph, path, await ask(graph, { method: 'GET', path }));
    if (isTooOld(answer)) return { kind: 'resync' };
    if (answer.status !== 200) throw problem(path, answer);
    const page = pageOf(path, answer.body);
    const changes = page.items.flatMap((item) => changeOf(item, licensedOf, isFirst) ?? []);
    skipped += page.items.length - changes.length;
    if (changes.length > 0) await onPage(changes);
    if (page.nextLink !== undefined) {
      path = nextPath(graph, page.nextLink, path);
      continue;
    }
    if (skipped > 0) graph.log.warn('accounts.skipped', { skipped });
    return { kind: 'changes', nextToken: tokenOf(graph, page.deltaLink) };
  }
}

const isTooOld = (answer: Answer): boolean => answer.status === 410 || /^(syncStateNotFound|resyncRequired)/i.test(answer.code);

function tokenOf(graph: GraphClient, deltaLink: string | undefined): string {
  if (deltaLink !== undefined && pathOf(graph, deltaLink) !== undefined) return deltaLink;
  const got = deltaLink === undefined ? 'neither it nor a next page' : 'a link to another host';
  throw new Fault(
    'graph-unavailable',
    `expected a delta link at ${graph.origin} on the last page of accounts, got ${got}; check GRAPH_BASE_URL and proxies`,
  );
}

/** True the first time an id is asked for. */
function firstSights(): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => seen.size < seen.add(id).size;
}

const member = z.object({ id: z.string().transform((text) => text.toLowerCase()) });

async function readMembers(graph: GraphClient, groupId: string): Promise<readonly PersonId[]> {
  const group = groupId.trim().toLowerCase();
  if (!isUuid(group))
    throw new Fault('graph-refused', `expected a group's object id (a GUID), got text of ${groupId.length} characters; look it up in Entra → Groups`);
  const path = `/groups/${group}/transitiveMembers/microsoft.graph.user?$select=id&$top=999&$count=true`;
  const request = { method: 'GET', path, headers: { ConsistencyLevel: 'eventual' } } as const;
  const first = answered(graph, path, await ask(graph, request));
  if (first.status === 404)
    throw new Fault(
      'graph-refused',
      `no group ${group} in this tenant: expected its members, got 404 ${first.code}; check the object id in Entra → Groups`,
    );
  if (first.status !== 200) throw problem(path, first);
  const page = pageOf(path, first.body);
  const items = [...page.items];
  if (page.nextLink !== undefined)
    for await (const more of pagesOf(graph, { ...request, path: nextPath(graph, page.nextLink, path) })) items.push(...more);
  const ids = items.flatMap((item) => {
    const read = member.safeParse(item);
    return read.success && isUuid(read.data.id) ? [personId(read.data.id)] : [];
  });
  if (ids.length < items.length) graph.log.warn('members.skipped', { skipped: items.length - ids.length });
  return [...new Set(ids)];
}
