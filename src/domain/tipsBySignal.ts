import type { Content, Tip } from './item.ts';
import type { SignalId } from './signals.ts';

/** Tips by the signal they teach, their first, in the content's order. */
export type TipsBySignal = ReadonlyMap<SignalId, readonly Tip[]>;

/** Sorts the content by signal, once for everybody: looking through all tips for each person costs more than all the rest of planning. */
export function tipsBySignal(content: Content): TipsBySignal {
  const found = new Map<SignalId, Tip[]>();
  for (const tip of content.values()) {
    const [signal] = tip.signals;
    const tips = found.get(signal);
    if (tips === undefined) found.set(signal, [tip]);
    else tips.push(tip);
  }
  return found;
}
