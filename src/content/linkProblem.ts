/** Windows hands longer deep links to the Teams client cut off. */
const LONGEST_LINK = 1_900;

/** One documented form of a Teams deep link: its path and the query parameters it takes. */
interface DeepLinkForm {
  readonly path: RegExp;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Microsoft Teams platform documentation, "Deep links": to a workflow, to chats and channels, to an application. */
const DEEP_LINK_FORMS: readonly DeepLinkForm[] = [
  { path: /^\/$/, required: [], optional: [] },
  { path: /^\/l\/meeting\/new$/, required: [], optional: ['subject', 'startTime', 'endTime', 'content', 'attendees'] },
  { path: /^\/l\/chat\/0\/0$/, required: ['users'], optional: ['topicName', 'message', 'tenantId'] },
  { path: /^\/l\/call\/0\/0$/, required: ['users'], optional: ['withVideo', 'source'] },
  { path: /^\/l\/channel\/[^/]+\/[^/]+$/, required: ['groupId', 'tenantId'], optional: [] },
  { path: /^\/l\/team\/[^/]+\/conversations$/, required: ['groupId', 'tenantId'], optional: [] },
  { path: /^\/l\/app\/[^/]+$/, required: [], optional: ['tenantId'] },
  { path: /^\/l\/entity\/[^/]+\/[^/]+$/, required: [], optional: ['tenantId', 'webUrl', 'label', 'context', 'openInMeeting'] },
];

const TEAMS_HOST = 'teams.microsoft.com';
const FORMS = '/l/meeting/new, /l/chat/0/0, /l/call/0/0, /l/channel/…, /l/team/…, /l/app/…, /l/entity/…';

/**
 * What is wrong with a tip's link, in words that name expected and got, or `undefined` when nothing is: it is https to any
 * host, or msteams or https to teams.microsoft.com in a form Microsoft documents, spaces as %20 (Teams reads `+` as plus).
 */
export function linkProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return `expected an address, got ${JSON.stringify(text)}; write it in full, from https:// on`;
  if (url.protocol !== 'https:' && url.protocol !== 'msteams:')
    return `expected https or msteams, got ${JSON.stringify(url.protocol)}; take the https address`;
  if (text.length > LONGEST_LINK) return `expected at most ${LONGEST_LINK} characters, got ${text.length}; shorten the texts in it`;
  if (url.username !== '' || url.password !== '') return 'expected no user name or password in the address; take them out';
  if (url.hostname !== TEAMS_HOST)
    return url.protocol === 'msteams:'
      ? `expected msteams://${TEAMS_HOST}/…, got host ${JSON.stringify(url.hostname)}; take https for other hosts`
      : undefined;
  return deepLinkProblem(url);
}

function deepLinkProblem(url: URL): string | undefined {
  const form = DEEP_LINK_FORMS.find((candidate) => candidate.path.test(url.pathname));
  if (form === undefined)
    return `expected a documented Teams deep link (${FORMS}), got path ${JSON.stringify(url.pathname)}; take one of these forms`;
  if (url.search.includes('+')) return 'expected spaces as %20, got "+", which Teams shows as it is; write %20';
  const missing = form.required.filter((name) => (url.searchParams.get(name) ?? '') === '');
  if (missing.length > 0) return `expected a value for ${missing.join(', ')} in ${url.pathname}, got none; add it`;
  const unknown = [...url.searchParams.keys()].filter((name) => !form.required.includes(name) && !form.optional.includes(name));
  if (unknown.length > 0)
    return `expected only ${[...form.required, ...form.optional].join(', ') || 'no parameters'} in ${url.pathname}, got ${unknown.join(', ')}; take it out`;
  return undefined;
}
