import type { Tip } from './item.ts';
import { learnerOf } from './learner.ts';
import { interestsOf, needsOf } from './needs.ts';
import type { Candidate, PlanningContext } from './planning.ts';
import { rank } from './ranking.ts';
import type { SignalId } from './signals.ts';

/**
 * The tip a person gets on asking, or `undefined` when none is left: needs first, then anything in the focus not refused.
 * The slot does not apply, for it was asked for; the one shown longest ago comes first.
 */
export function tipOnRequest(candidate: Candidate, context: PlanningContext): { readonly tip: Tip; readonly signal: SignalId } | undefined {
  const wanted = [...rank(needsOf(candidate, context), candidate, context), ...rank(interestsOf(candidate, context), candidate, context)];
  const lastShown = (tip: Tip): number => Math.max(0, ...candidate.past.filter((message) => message.item === tip.id).map((message) => message.at));
  const [first] = wanted
    .map((option, index) => ({ option, index }))
    .sort((a, b) => lastShown(a.option.tip) - lastShown(b.option.tip) || a.index - b.index);
  if (first !== undefined) return { tip: first.option.tip, signal: first.option.signal };
  const learner = learnerOf(candidate);
  const again = [...context.content.values()].filter((tip) => learner.canLearn(tip)).sort((a, b) => lastShown(a) - lastShown(b));
  const [oldest] = again;
  return oldest === undefined ? undefined : { tip: oldest, signal: oldest.signals[0] };
}
