import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

const INSIDE = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // Shared addresses, which some container networks use (RFC 6598).
  ['100.64.0.0', 10],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv4');
INSIDE.addAddress('::1', 'ipv6');
INSIDE.addSubnet('fc00::', 7, 'ipv6');
INSIDE.addSubnet('fe80::', 10, 'ipv6');

/** Whether a page in a browser, a tunnel or a proxy says in the head that it asks for somebody else. */
export const isOnBehalf = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some((name) => ['origin', 'forwarded', 'via', 'x-real-ip'].includes(name) || name.startsWith('x-forwarded-'));

/**
 * Whether a request comes from this machine or its private network and for nobody else: the address it comes from is a private one, it
 * names us by a private address or a name without dots (as containers of one network do), and nothing in it speaks of a browser's page
 * or of a proxy. A proxy that adds no header cannot be told from a neighbour, so it must not hand on more than it is for.
 */
export function isInsideCaller(remoteAddress: string | undefined, headers: IncomingHttpHeaders): boolean {
  const url = URL.parse(`http://${headers.host ?? ''}`);
  if (url === null || isOnBehalf(headers)) return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return isInsideAddress(remoteAddress ?? '') && (isInsideAddress(host) || /^[a-z0-9_-]+$/i.test(host));
}

function isInsideAddress(address: string): boolean {
  const family = isIP(address.split('%', 1)[0] ?? '');
  return family !== 0 && INSIDE.check(address.split('%', 1)[0] ?? '', family === 4 ? 'ipv4' : 'ipv6');
}
