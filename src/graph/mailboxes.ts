import { z } from 'zod';
import type { PersonId } from '../domain/ids.ts';
import { retryAfterMs } from '../domain/retryAfter.ts';
import type { MailboxRead } from '../ports/outside.ts';
import { type Answer, ask } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { mailboxOf, mailboxSettings } from './mailbox.ts';
import { type Attempt, ONCE } from './patience.ts';
import { permissionFor, remedyFor } from './permissions.ts';

const PATH = '/$batch';
const MOST_IN_BATCH = 20;
const LONGEST_WAIT_MS = 30_000;
/** Where an item's 429 or 5xx does not say how long. */
const USUAL_WAIT_MS = 2_000;
const FIELDS = 'timeZone,workingHours,language,userPurpose,automaticRepliesSetting';

const batchBody = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).nullish(), body: z.unknown() })),
});
type Item = z.infer<typeof batchBody>['responses'][number];

/** What a whole batch came to: its items by person, or one answer that holds for everybody asked now. */
type Batch = { readonly kind: 'items'; readonly items: ReadonlyMap<PersonId, Item> } | { readonly kind: 'none' | 'later' };

/**
 * Mailbox settings of many people, 20 at a time. An item that is throttled or fails is asked once more after its
 * Retry-After, if that is at most 30 s. When a whole batch is throttled or fails, nobody else is asked in this call: the
 * rest is `later`, or `none` when it was refused. Never throws for what Graph answers.
 */
export async function readMailboxes(
  graph: GraphClient,
  people: readonly PersonId[],
  defaultZone: string,
): Promise<ReadonlyMap<PersonId, MailboxRead>> {
  const reads = new Map<PersonId, MailboxRead>();
  let refusals = 0;
  for (let start = 0; start < people.length; start += MOST_IN_BATCH) {
    const asked = people.slice(start, start + MOST_IN_BATCH);
    const batch = await readBatch(graph, asked);
    if (batch.kind !== 'items') {
      if (batch.kind === 'none') refusals += people.length - start;
      for (const person of people.slice(start)) reads.set(person, { kind: batch.kind });
      break;
    }
    for (const person of asked) {
      const item = batch.items.get(person);
      if (item?.status === 403 || item?.status === 401) refusals += 1;
      reads.set(person, readOf(graph, item, defaultZone));
    }
  }
  if (refusals > 0)
    graph.log.warn('mailboxes.refused', { people: refusals, permission: permissionFor(PATH), remedy: remedyFor(permissionFor(PATH)) });
  return reads;
}

async function readBatch(graph: GraphClient, people: readonly PersonId[]): Promise<Batch> {
  const first = await askBatch(graph, people);
  if (first.kind !== 'items') return first;
  const again = people.filter((person) => isPassing(first.items.get(person)));
  const waitMs = Math.max(0, ...again.map((person) => waitOf(first.items.get(person))));
  if (again.length === 0 || waitMs > LONGEST_WAIT_MS) return first;
  await graph.wait(waitMs, graph.signal);
  const second = await askBatch(graph, again);
  return second.kind === 'items' ? { kind: 'items', items: new Map([...first.items, ...second.items]) } : first;
}

async function askBatch(graph: GraphClient, people: readonly PersonId[]): Promise<Batch> {
  const requests = people.map((person, index) => ({ id: String(index), method: 'GET', url: `/users/${person}/mailboxSettings?$select=${FIELDS}` }));
  const answer = await ask(graph, { method: 'POST', path: PATH, body: { requests } }, ONCE);
  const body = batchBody.safeParse(answer.kind === 'done' ? answer.value.body : undefined);
  if (answer.kind !== 'done' || !body.success) return { kind: wholeOf(graph, answer) };
  const items = body.data.responses.flatMap((item): [PersonId, Item][] => {
    const person = people[Number(item.id)];
    return person === undefined ? [] : [[person, item]];
  });
  return { kind: 'items', items: new Map(items) };
}

function wholeOf(graph: GraphClient, answer: Attempt<Answer>): 'none' | 'later' {
  const status = answer.kind === 'done' ? answer.value.status : undefined;
  if (status === 401 || status === 403) return 'none';
  graph.log.warn('mailboxes.postponed', { why: answer.kind === 'done' ? 'unreadable' : answer.kind, status });
  return 'later';
}

function readOf(graph: GraphClient, item: Item | undefined, defaultZone: string): MailboxRead {
  if (item === undefined || isPassing(item)) return { kind: 'later' };
  if (item.status !== 200) return { kind: 'none' };
  const settings = mailboxSettings.safeParse(item.body);
  if (settings.success) return { kind: 'read', mailbox: mailboxOf(settings.data, graph.clock.now(), defaultZone) };
  graph.log.warn('mailbox.malformed', { field: settings.error.issues[0]?.path.join('.') });
  return { kind: 'none' };
}

/** 424 is an item that fell with another. */
const isPassing = (item: Item | undefined): boolean => item !== undefined && (item.status === 429 || item.status === 424 || item.status >= 500);

function waitOf(item: Item | undefined): number {
  const headers = new Headers(item?.headers ?? {});
  return retryAfterMs(headers) ?? USUAL_WAIT_MS;
}
