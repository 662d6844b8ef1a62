import type { Candidate, Silence } from './planning.ts';
import type { Instant } from './time.ts';

/** Why this person is not written to at all, the gravest reason first (reference §1.5, §1.9); `undefined` when they may be. */
export function barredBy(candidate: Candidate, now: Instant): Silence | undefined {
  const { person } = candidate;
  if (candidate.isSuppressed) return 'do-not-contact';
  if (!person.isEnabled) return 'disabled';
  if (!person.isMember) return 'guest';
  if (person.mailbox?.purpose === 'other') return 'not-a-person';
  if (!person.services.includes('teams')) return 'no-licence';
  if (person.choice.hasOptedOut) return 'opted-out';
  if (candidate.reach.kind === 'gone') return 'gone';
  if (person.choice.pausedUntil !== undefined && person.choice.pausedUntil > now) return 'paused';
  return undefined;
}
