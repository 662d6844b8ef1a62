import { isLoopbackHost } from '../src/domain/loopback.ts';

/** The connector's hosts: global (all regions), and the three government clouds. The bot's token goes to no other. */
const HOSTS: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

/** Where requests may go. */
export interface ConnectorHost {
  /** Scheme, host and path of the service, without a slash at the end. */
  readonly base: string;
  readonly isLoopback: boolean;
}

/**
 * The place behind a service URL; `undefined` for one the bot does not talk to: anything but https at a host of the list,
 * and loopback unless the `configured` service is itself loopback.
 */
export function connectorHost(serviceUrl: string, configured: string): ConnectorHost | undefined {
  if (!URL.canParse(serviceUrl)) return undefined;
  const url = new URL(serviceUrl);
  const isLoopback = isLoopbackHost(url.hostname);
  const isKnown = url.protocol === 'https:' && url.port === '' && HOSTS.has(url.hostname);
  const isLocal = isLoopback && /^https?:$/.test(url.protocol) && URL.canParse(configured) && isLoopbackHost(new URL(configured).hostname);
  if (!(isKnown || isLocal) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return { base: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, isLoopback };
}
