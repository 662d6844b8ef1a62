import type { Candidate } from './planning.ts';
import { DAY_MS, type Instant, later } from './time.ts';

const ANSWER_DAYS = 7;
const HALF_CADENCE_AFTER = 3;
const STOP_AFTER = 6;

/** How far the coach draws back from somebody who does not answer (reference §1.4). */
export interface BackOff {
  /** Messages without an answer since the last one that had one. */
  readonly unanswered: number;
  /** Least weeks from one proactive message to the next: what the person chose, twice that after three unanswered. */
  readonly cadenceWeeks: number;
  /** After six: the person is told once that it stops. */
  readonly stops: 'no' | 'to-be-told' | 'told';
}

/**
 * Draws back after three messages in a row without an answer and stops after six. An answer is a press within 7 days, anything said
 * since, or the behaviour itself; messages younger than 7 days are neither.
 */
export function backOffOf(candidate: Candidate, now: Instant): BackOff {
  const unanswered = unansweredStreak(candidate, now);
  const cadenceWeeks = candidate.person.choice.cadenceWeeks * (unanswered >= HALF_CADENCE_AFTER ? 2 : 1);
  if (unanswered < STOP_AFTER) return { unanswered, cadenceWeeks, stops: 'no' };
  const isTold = candidate.past.some((message) => message.kind === 'stop-notice' && message.at > (candidate.lastHeardAt ?? 0));
  return { unanswered, cadenceWeeks, stops: isTold ? 'told' : 'to-be-told' };
}

function unansweredStreak({ past, lastHeardAt }: Candidate, now: Instant): number {
  if (past.length === 0) return 0;
  const old = past.filter((message) => message.kind === 'tip' && later(message.at, ANSWER_DAYS * DAY_MS) <= now).sort((a, b) => b.at - a.at);
  const answered = old.findIndex((message) => message.wasAnswered || (lastHeardAt !== undefined && lastHeardAt >= message.at));
  return answered === -1 ? old.length : answered;
}
