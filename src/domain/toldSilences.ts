import type { Silence } from './planning.ts';

/** Each of these would reveal what somebody chose, or that they are compared with others; they are told as one number (reference §5.4). */
const REVEALING = [
  'do-not-contact',
  'opted-out',
  'gone',
  'paused',
  'stopped',
  'backing-off',
  'away',
  'drew-nothing',
  'waiting',
  'held-out',
] as const satisfies readonly Silence[];
type Revealing = (typeof REVEALING)[number];

export type ToldSilence = Exclude<Silence, Revealing> | 'not-sent';

const isRevealing = (why: Silence): why is Revealing => REVEALING.some((one) => one === why);

/** How many people got nothing, by the reasons that may be told; those that reveal a choice are summed as `not-sent`. */
export function toldSilences(counts: Readonly<Partial<Record<Silence, number>>>): Readonly<Partial<Record<ToldSilence, number>>> {
  const told: Partial<Record<ToldSilence, number>> = {};
  for (const [why, count] of Object.entries(counts) as [Silence, number][]) {
    const name = isRevealing(why) ? 'not-sent' : why;
    told[name] = (told[name] ?? 0) + count;
  }
  return told;
}
