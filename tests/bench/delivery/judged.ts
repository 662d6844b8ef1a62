import type { SeenRequest } from '../../support/hardConnector.ts';
import { receiverAccount } from '../../support/receiverAccount.ts';
import type { SentAll } from './sendAll.ts';

/** The last messages are those that were put off and come again by and by; a rate is that of the run before them. */
const SHARE_OF_THE_RUN = 0.95;

/** Requests a second over the first 95 % of them. */
export function sustained(seen: readonly SeenRequest[]): number {
  const times = seen.map((one) => one.at).sort((a, b) => a - b);
  return receiverAccount(seen.filter((one) => one.at <= (times[Math.floor(times.length * SHARE_OF_THE_RUN)] ?? 0))).perSecond;
}

/** What is wrong with a run whatever its speed, in words; nothing for a good one. */
export function wrongIn({ seen, kept }: SentAll, planned: number): readonly string[] {
  const { doubled, reached } = receiverAccount(seen);
  const states = Map.groupBy(kept, (one) => one.state);
  const notThere = (states.get('sent') ?? []).filter((one) => !reached.has(one.person)).length;
  const open = kept.filter(({ state }) => state === 'planned' || state === 'claimed' || state === 'sending').length;
  return [
    ...(kept.length === planned ? [] : [`${planned} were planned, ${kept.length} are accounted for`]),
    ...(doubled.length === 0 ? [] : [`${doubled.length} people got two`]),
    ...(notThere === 0 ? [] : [`${notThere} count as sent and did not arrive`]),
    ...(open === 0 ? [] : [`${open} came to no end`]),
  ];
}

export function statesIn({ kept }: SentAll): string {
  const states = Map.groupBy(kept, ({ state, why }) => (why === null ? state : `dropped as ${why}`));
  return [...states].map(([state, list]) => `${list.length} ${state}`).join(', ');
}
