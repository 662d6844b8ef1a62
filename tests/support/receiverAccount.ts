import type { SeenRequest } from './hardConnector.ts';

/** What the receiver says of a run: judged by what arrived, not by what the sender believes. */
export interface ReceiverAccount {
  readonly requests: number;
  /** People a message arrived for. */
  readonly reached: ReadonlySet<string>;
  /** People two messages arrived for. */
  readonly doubled: readonly string[];
  /** Requests that were refused because there were too many, and when, in ms after the first request. */
  readonly overLimitMs: readonly number[];
  /** The most requests any tenant made within one second, wherever it begins. */
  readonly mostInASecond: number;
  /** Requests a second between the first and the last. */
  readonly perSecond: number;
}

/** Every person has one message in a run that is judged like this. */
export function receiverAccount(seen: readonly SeenRequest[]): ReceiverAccount {
  const arrivals = seen.filter((one) => one.hasArrived).map((one) => `${one.tenant} ${one.person}`);
  const reached = new Set(arrivals);
  const times = seen.map((one) => one.at).sort((a, b) => a - b);
  const [first = 0] = times;
  const last = times.at(-1) ?? first;
  const once = new Set<string>();
  const doubled = arrivals.filter((person) => once.has(person) || !once.add(person));
  return {
    requests: seen.length,
    reached: new Set([...reached].map((name) => name.slice(name.indexOf(' ') + 1))),
    doubled,
    overLimitMs: seen.filter((one) => one.met === 'over-limit').map((one) => one.at - first),
    mostInASecond: Math.max(0, ...[...Map.groupBy(seen, (one) => one.tenant).values()].map(mostWithinASecond)),
    perSecond: last > first ? ((times.length - 1) * 1_000) / (last - first) : 0,
  };
}

function mostWithinASecond(seen: readonly SeenRequest[]): number {
  const times = seen.map((one) => one.at).sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [index, at] of times.entries()) {
    while (at - (times[from] ?? at) >= 1_000) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
