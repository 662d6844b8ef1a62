import type { Arm } from './arm.ts';
import { asIfSent } from './asIfSent.ts';
import { absurd } from './errors.ts';
import { planFor } from './planFor.ts';
import type { Candidate, Plan, PlanningContext, Silence } from './planning.ts';

/** What comes of a plan in the arm it was made in. */
export interface ArmPlan {
  readonly arm: Arm;
  /** As it would be for somebody who is sent to. Only in the arm `sent` does a message go. */
  readonly plan: Plan;
  /** Why nothing goes; `undefined` when something does, or would if anybody were armed. */
  readonly silence: Silence | undefined;
}

/** Slots that only messages nobody got have taken. */
const BY_WAITING: readonly Silence[] = ['slot-taken', 'drew-nothing', 'waiting', 'backing-off'];

/**
 * Decides for one person in their arm. Who waits or is held out is decided for in just the same way, as if every message decided
 * so far had gone, and gets nothing (reference "What a nudge obeys", §1.14).
 */
export function planInArm(candidate: Candidate, arm: Arm, context: PlanningContext): ArmPlan {
  switch (arm) {
    case 'sent':
    case 'shadow': {
      const plan = planFor(candidate, context);
      return { arm, plan, silence: silenceOf(plan) };
    }
    case 'waiting':
    case 'held-out': {
      const plan = planFor(asIfSent(candidate), context);
      const own = silenceOf(plan);
      return { arm, plan, silence: own === undefined || BY_WAITING.includes(own) ? arm : own };
    }
    default:
      return absurd(arm);
  }
}

function silenceOf(plan: Plan): Silence | undefined {
  switch (plan.kind) {
    case 'send':
      return undefined;
    case 'nothing':
      return 'drew-nothing';
    case 'silent':
      return plan.why;
    default:
      return absurd(plan);
  }
}
