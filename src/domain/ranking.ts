import type { GroundsKind } from './delivery.ts';
import { isHabit } from './habit.ts';
import { type HabitId, habitOfSignal, habitPlaceOf } from './habits.ts';
import type { ItemId, Tip } from './item.ts';
import { LIFETIME_SENDS, learnerOf } from './learner.ts';
import type { Need } from './needs.ts';
import type { Service } from './person.ts';
import type { Candidate, PlanningContext } from './planning.ts';
import { unitAfter } from './random.ts';
import { type SignalId, signalOf } from './signals.ts';

/** A tip that may be sent, what for, and how much good is expected of it. */
export interface Ranked {
  readonly tip: Tip;
  readonly goal: string | undefined;
  readonly habit: HabitId;
  readonly signal: SignalId;
  readonly grounds: GroundsKind;
  /** ≥ 0. */
  readonly good: number;
}

/** "Many colleagues" is said from this share on. */
const MANY_SHARE = 0.3;
/** A share nobody can be told for: below that of every habit worth nudging, yet not nothing. */
const UNKNOWN_SHARE = 0.1;
/** Colleagues' share stands for how likely somebody wants it too; who chose it wants it. */
const WANTED_SHARE = 1;

/**
 * Eligible tips for the needs, best first, each once, by expected good (reference "What a nudge obeys", §1.11):
 *
 *     good = gap × share of colleagues who have the habit × the item's record × (1 + gap in this way) / (1 + largest gap in any way)
 *            / (1 + times sent)
 *
 * The share is 1 for what the person chose themselves. A tip that was sent before is worth half: who did it knows it, and who did not would hear the same again.
 * The last factor is 1 for a habit with one way; of several it favours those the person uses least. Equal good: tips for what the
 * person mostly does first, then by a number derived from person and item.
 * Example: files as links, gap 0.8, share 0.5, records 0.5, gaps of the two ways 1 and 0.6 → 0.2 and 0.16.
 */
export function rank(needs: readonly Need[], candidate: Candidate, context: PlanningContext): readonly Ranked[] {
  const learner = learnerOf(candidate);
  const found = new Map<ItemId, Ranked>();
  for (const need of needs) {
    const { share: ofColleagues, grounds } = colleagues(candidate, need.habit, context);
    const share = need.isOwn ? WANTED_SHARE : ofColleagues;
    const ways = need.ways.filter(({ signal }) => candidate.person.services.includes(signalOf(signal).service));
    const largest = ways.reduce((most, way) => Math.max(most, way.gap), 0);
    for (const { signal, gap } of ways) {
      const good = (need.gap * share * (1 + gap)) / (1 + largest);
      for (const tip of context.tips.get(signal) ?? []) {
        if (need.level !== undefined && tip.level !== need.level) continue;
        if (!learner.canLearn(tip) || learner.timesSent(tip) >= LIFETIME_SENDS) continue;
        put(found, {
          tip,
          goal: need.goal,
          habit: need.habit,
          signal,
          grounds,
          good: (good * context.recordOf(tip.id)) / (1 + learner.timesSent(tip)),
        });
      }
    }
  }
  return bestFirst(found, candidate);
}

/**
 * First steps in services the person was just licensed for, best first: eligible though nothing is known of the person yet, and
 * whether the habit is in focus or not. Nobody who has it gets them. Where it cannot be told the whole habit is taken to be missing.
 */
export function rankFirstSteps(services: readonly Service[], candidate: Candidate, context: PlanningContext): readonly Ranked[] {
  const found = new Map<ItemId, Ranked>();
  if (services.length === 0) return [];
  const learner = learnerOf(candidate);
  const goals = new Map(context.focusOf(candidate.person).flatMap((goal) => goal.habits.map((habit) => [habit, goal.id] as const)));
  for (const [signal, tips] of context.tips) {
    const habit = habitOfSignal(signal);
    const own = candidate.habits[habitPlaceOf(habit)];
    if (own !== undefined && isHabit(own.stage)) continue;
    const gap = own === undefined || own.stage === 'cannot-tell' ? 1 : own.gap;
    const { share } = colleagues(candidate, habit, context);
    for (const tip of tips) {
      if (tip.level !== 'first-steps' || !services.includes(tip.service)) continue;
      if (!learner.canLearn(tip, true) || learner.timesSent(tip) >= LIFETIME_SENDS) continue;
      put(found, { tip, goal: goals.get(habit), habit, signal, grounds: 'new-licence', good: gap * share * context.recordOf(tip.id) });
    }
  }
  return bestFirst(found, candidate);
}

function colleagues(candidate: Candidate, habit: HabitId, context: PlanningContext): { readonly share: number; readonly grounds: GroundsKind } {
  // Shares counted while names could still be read are no ground for a claim now.
  const known = context.mode === 'concealed' ? undefined : context.shareOf(candidate.person, habit);
  if (known === undefined) return { share: UNKNOWN_SHARE, grounds: 'useful' };
  return { share: known.share, grounds: known.share >= MANY_SHARE ? known.where : 'useful' };
}

/** A tip that serves two needs counts for the better. */
function put(found: Map<ItemId, Ranked>, ranked: Ranked): void {
  const known = found.get(ranked.tip.id);
  if (known === undefined || known.good < ranked.good) found.set(ranked.tip.id, ranked);
}

function bestFirst(found: ReadonlyMap<ItemId, Ranked>, candidate: Candidate): readonly Ranked[] {
  if (found.size === 0) return [];
  const tie = unitAfter('tie', candidate.person.personId);
  const entries = [...found.values()].map((ranked) => ({
    ranked,
    isGeneral: ranked.tip.personas.length === 0 ? 1 : 0,
    tie: tie(ranked.tip.id),
  }));
  entries.sort((a, b) => b.ranked.good - a.ranked.good || a.isGeneral - b.isGeneral || a.tie - b.tie);
  return entries.map(({ ranked }) => ranked);
}
