import { dayIn, type Instant, isoOf } from '../domain/time.ts';
import { type Answer, type Asked, graphError, isObject, ok, type Route } from './answer.ts';
import { dayNumber } from './dayNumber.ts';
import { heldOn, licensingOn } from './holdings.ts';
import { LICENCES, subscribedSku } from './licences.ts';
import { mailboxSettings } from './mailboxSettings.ts';
import type { Population } from './population.ts';
import type { SamplePerson } from './samplePerson.ts';

/** What the directory's routes stand on. `url` is the server's own address, for links. */
export interface DirectoryGround {
  readonly population: Population;
  readonly tenantId: string;
  readonly now: () => Instant;
  readonly url: () => string;
}

const PAGE_SIZE = 100;
const GROUP_PAGE_SIZE = 100;

/**
 * `/users/delta` (first all accounts, page by page, then those who got a licence since), `/subscribedSkus`, a group's `transitiveMembers` and
 * `/users/{id}/mailboxSettings`. Links are opaque to the reader. Properties come only when selected, as in Graph.
 */
export function directoryRoutes(ground: DirectoryGround): Route {
  return (asked) => {
    if (asked.method !== 'GET') return undefined;
    if (asked.path === '/v1.0/users/delta') return delta(ground, asked);
    if (asked.path === '/v1.0/subscribedSkus') return skus(ground);
    const group = /^\/v1\.0\/groups\/([^/]+)\/transitiveMembers\/microsoft\.graph\.user$/.exec(asked.path)?.[1];
    if (group !== undefined) return members(ground, asked, group);
    const mailbox = /^\/v1\.0\/users\/([^/]+)\/mailboxSettings$/.exec(asked.path)?.[1];
    return mailbox === undefined ? undefined : settings(ground, mailbox);
  };
}

const missing = (ground: DirectoryGround, id: string): Answer =>
  graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    isoOf(ground.now()),
  );

interface DeltaState {
  readonly from: number;
  readonly select: string | null;
  /** The day (number) whose licences have been told. */
  readonly day: number;
}

const today = (ground: DirectoryGround): number => dayNumber(dayIn('UTC', ground.now()));

function delta(ground: DirectoryGround, asked: Asked): Answer {
  const context = `${ground.url()}/v1.0/$metadata#users`;
  const link = (kind: 'skip' | 'delta', state: DeltaState): string => `${ground.url()}/v1.0/users/delta?$${kind}token=${sealed(state)}`;
  const token = asked.query.get('$skiptoken') ?? asked.query.get('$deltatoken');
  const now = today(ground);
  const state = token === null ? { from: 0, select: asked.query.get('$select'), day: now } : opened(token);
  if (state === undefined) return graphError(400, 'Directory_BadPageToken', 'The specified page token is not valid.', isoOf(ground.now()));
  const { people } = ground.population;
  const shown = (some: readonly SamplePerson[]) => some.map((person) => selected(userOf(person, now), state.select));
  if (state.from >= people.length) {
    const value = shown(people.filter((person) => person.holdings.some(({ from }) => from > state.day && from <= now)));
    return ok({ '@odata.context': context, '@odata.deltaLink': link('delta', { ...state, day: now }), value });
  }
  const to = state.from + PAGE_SIZE;
  const value = shown(people.slice(state.from, to));
  if (to < people.length) return ok({ '@odata.context': context, '@odata.nextLink': link('skip', { ...state, from: to }), value });
  return ok({ '@odata.context': context, '@odata.deltaLink': link('delta', { ...state, from: people.length }), value });
}

const sealed = (state: DeltaState): string => Buffer.from(JSON.stringify(state)).toString('base64url');

function opened(token: string): DeltaState | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^\{"from":\d+,"select":(null|"[^"\\]*"),"day":\d+\}$/.test(text)) return undefined;
  const state: unknown = JSON.parse(text);
  if (!isObject(state) || typeof state['from'] !== 'number' || typeof state['day'] !== 'number') return undefined;
  return { from: state['from'], select: typeof state['select'] === 'string' ? state['select'] : null, day: state['day'] };
}

type User = Readonly<Record<string, unknown>>;

function userOf(person: SamplePerson, number: number): User {
  const isPerson = person.kind !== 'shared';
  return {
    id: person.personId,
    userPrincipalName: person.userPrincipalName,
    displayName: person.displayName,
    givenName: isPerson ? person.givenName : null,
    surname: isPerson ? person.surname : null,
    mail: person.userPrincipalName.includes('#') ? null : person.userPrincipalName,
    jobTitle: isPerson ? person.jobTitle : null,
    department: person.kind === 'guest' ? null : person.department.name,
    preferredLanguage: isPerson ? person.language : null,
    usageLocation: person.place.country,
    // A shared mailbox is an account nobody signs in to.
    accountEnabled: person.kind === 'member' || person.kind === 'guest',
    userType: person.kind === 'guest' ? 'Guest' : 'Member',
    ...licensingOn(person, number),
  };
}

const DEFAULT_PROPERTIES = 'displayName,givenName,id,jobTitle,mail,preferredLanguage,surname,userPrincipalName';

/** Only what was selected, and always the id. Without a selection, the properties Graph gives by itself. */
function selected(user: User, select: string | null): User {
  const names = new Set(['id', ...(select ?? DEFAULT_PROPERTIES).split(',').map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(user).filter(([name]) => names.has(name)));
}

function skus(ground: DirectoryGround): Answer {
  const held = ground.population.people.flatMap((person) => heldOn(person, today(ground)).map(({ licence }) => licence.skuId));
  const used = (skuId: string): number => held.filter((one) => one === skuId).length;
  return ok({
    '@odata.context': `${ground.url()}/v1.0/$metadata#subscribedSkus`,
    value: Object.values(LICENCES).map((licence) => subscribedSku(licence, ground.tenantId, used(licence.skuId))),
  });
}

function members(ground: DirectoryGround, asked: Asked, id: string): Answer {
  const group = ground.population.groups.find((candidate) => candidate.id === id);
  if (group === undefined) return missing(ground, id);
  const from = Number(asked.query.get('$skiptoken') ?? 0);
  if (!Number.isSafeInteger(from) || from < 0)
    return graphError(400, 'Directory_BadPageToken', 'The specified page token is not valid.', isoOf(ground.now()));
  const size = Math.min(999, Math.max(1, Number(asked.query.get('$top') ?? GROUP_PAGE_SIZE) || GROUP_PAGE_SIZE));
  const query = new URLSearchParams(asked.query);
  query.set('$skiptoken', String(from + size));
  const value = group.members.slice(from, from + size).map((person) => selected(userOf(person, today(ground)), asked.query.get('$select')));
  return ok({
    '@odata.context': `${ground.url()}/v1.0/$metadata#users`,
    ...(asked.query.get('$count') === 'true' ? { '@odata.count': group.members.length } : {}),
    ...(from + size < group.members.length ? { '@odata.nextLink': `${ground.url()}${asked.path}?${query}` } : {}),
    value: value.map((user) => ({ '@odata.type': '#microsoft.graph.user', ...user })),
  });
}

function settings(ground: DirectoryGround, id: string): Answer {
  const person = ground.population.byId.get(id);
  if (person === undefined) return missing(ground, id);
  const found = mailboxSettings(person, ground.now());
  if (found !== undefined) return ok({ '@odata.context': `${ground.url()}/v1.0/$metadata#users('${id}')/mailboxSettings`, ...found });
  return graphError(
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    isoOf(ground.now()),
  );
}
