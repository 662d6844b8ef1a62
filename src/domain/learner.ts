import type { ItemId, Tip } from './item.ts';
import { personaFor } from './person.ts';
import type { Persona } from './persona.ts';
import type { Candidate } from './planning.ts';
import { placeOf, signalOf } from './signals.ts';

/** What a person can be taught, looked up once and asked for many tips. */
export interface Learner {
  /**
   * Whether the tip may be shown at all: the services of the tip and of what it teaches are licensed, it was not refused, it is meant
   * for what the person mostly does, and it does not explain to them what they know.
   *
   * @param isNewcomer the app is new to the person, so the basics are taught unless they are certainly known.
   */
  canLearn(tip: Tip, isNewcomer?: boolean): boolean;
  /** How often the tip was sent unasked. */
  timesSent(tip: Tip): number;
}

/** In a lifetime, unless asked for (reference §1.3). */
export const LIFETIME_SENDS = 2;

export function learnerOf(candidate: Candidate): Learner {
  const { basics, person, refusedItems } = candidate;
  let persona: Persona | undefined;
  const isFor = (tip: Tip): boolean => {
    if (tip.personas.length === 0) return true;
    persona ??= personaFor(person);
    return tip.personas.includes(persona);
  };
  const sent = new Map<ItemId, number>();
  for (const { kind, item } of candidate.past) if (kind === 'tip' && item !== undefined) sent.set(item, (sent.get(item) ?? 0) + 1);
  return {
    canLearn(tip, isNewcomer = false) {
      const [signal] = tip.signals;
      if (!person.services.includes(tip.service) || !person.services.includes(signalOf(signal).service)) return false;
      if (refusedItems.has(tip.id)) return false;
      if (tip.level === 'first-steps' && (basics?.has(placeOf(signal)) ?? !isNewcomer)) return false;
      return isFor(tip);
    },
    timesSent: (tip) => sent.get(tip.id) ?? 0,
  };
}
