import type { Candidate, PastMessage } from './planning.ts';
import { HOUR_MS, type Instant, instant } from './time.ts';

/**
 * The candidate as they would stand had the messages of their unsent decisions gone, so that somebody who waits or is held out is
 * decided for as those are who get theirs: one a week, no tip more than twice. The messages count as answered, for what the person
 * would have done with them nobody knows, and a decision a week is what a comparison needs.
 */
export function asIfSent(candidate: Candidate): Candidate {
  const past = candidate.unsent.flatMap(({ week, madeAt, choice }): readonly PastMessage[] =>
    // Decided at a weekend for the week to come: it would have gone on the Monday at the earliest.
    choice === undefined
      ? []
      : [{ kind: 'tip', item: choice, at: Math.max(madeAt, noonOf(week)) as Instant, wasAnswered: true, welcomesBack: false }],
  );
  return past.length === 0 ? candidate : { ...candidate, past: [...candidate.past, ...past] };
}

const noonOf = (day: string): number => instant(`${day}T00:00:00Z`) + 12 * HOUR_MS;
