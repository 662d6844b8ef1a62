import { type Card, createEmptyCard, default_w, forgetting_curve, fsrs, type Grade, Rating, State } from 'ts-fsrs';
import type { ItemId } from './item.ts';
import { addDays, type Day, daysBetween } from './time.ts';

/** What is known of one person's memory of one question; made by the first answer and moved on by every further one. */
export interface Review {
  /** Days after which the chance of a right answer has fallen to 90 %; above 0. */
  readonly stability: number;
  /** From 1 (easy for this person) to 10. */
  readonly difficulty: number;
  readonly lastDay: Day;
  /** The first day it is to be asked again; after `lastDay`. */
  readonly dueDay: Day;
  /** All answers so far, at least 1. */
  readonly answers: number;
  /** How many of them were wrong after it had been answered before. */
  readonly lapses: number;
  /** The longest pause, in whole days, after which it was right since it was last wrong; 0 after a wrong answer and on first sight. */
  readonly heldDays: number;
}

/** What was expected of an answer before it was given. */
export interface Forecast {
  /** Whole days since the answer before. */
  readonly intervalDays: number;
  /** The chance of a right answer, 0…1. */
  readonly retrievability: number;
}

/** The chance of a right answer at which a question comes again. */
export const DESIRED_RETENTION = 0.85;

/** Questions in one sitting at most. */
export const MOST_IN_SITTING = 5;

/** A question that was right after so many days without it counts as known. */
const KNOWN_DAYS = 21;

/** Moves what is known on by one answer. */
export type Scheduling = (before: Review | undefined, isRight: boolean, day: Day) => Review;

/**
 * Scheduling by FSRS-6 with its 21 default weights, in whole days: wrong is rated Again, right Good. From the new stability S,
 *
 *     interval = max(1, round(S / FACTOR · (retention^(1 / DECAY) − 1))) days,   DECAY = −0.1542,   FACTOR = 0.9^(1 / DECAY) − 1
 *
 * and after a right answer at least one day more than the rating Hard would give. Source: open-spaced-repetition, "The Algorithm",
 * FSRS-6. Example at 0.85: right on first sight gives S = 2.3065, FACTOR = 0.98035, 2.3065 · 1.90643 = 4.397, so 4 days.
 * A day before the last answer (another zone, a clock put back) counts as the day of the last answer.
 *
 * @param retention the chance of a right answer to ask at, above 0 and below 1.
 */
export function schedulingAt(retention: number): Scheduling {
  const scheduler = fsrs({
    request_retention: retention,
    enable_short_term: true,
    learning_steps: [],
    relearning_steps: [],
    enable_fuzz: false,
  });
  return (before, isRight, day) => {
    const on = before !== undefined && day < before.lastDay ? before.lastDay : day;
    const grade: Grade = isRight ? Rating.Good : Rating.Again;
    const { card } = scheduler.next(cardOf(before, on), midnight(on), grade);
    const pause = before === undefined ? 0 : daysBetween(before.lastDay, on);
    return {
      stability: card.stability,
      difficulty: card.difficulty,
      lastDay: on,
      dueDay: addDays(on, card.scheduled_days),
      answers: (before?.answers ?? 0) + 1,
      lapses: (before?.lapses ?? 0) + (before !== undefined && !isRight ? 1 : 0),
      heldDays: isRight ? Math.max(before?.heldDays ?? 0, pause) : 0,
    };
  };
}

/** What an answer on `day` makes of what was known; `before` is absent for a question answered for the first time. */
export const nextReview: Scheduling = schedulingAt(DESIRED_RETENTION);

/**
 * What is expected of an answer on `day`: `(1 + FACTOR · days / S)^DECAY` with the numbers above; 0.9 after S days. A day before
 * the last answer counts as its day.
 */
export function forecast(review: Review, day: Day): Forecast {
  const intervalDays = Math.max(0, daysBetween(review.lastDay, day));
  return { intervalDays, retrievability: forgetting_curve(default_w, intervalDays, review.stability) };
}

/** Whether the question was right after a pause of at least 21 days and not wrong since: its topic is known, whatever the reports say. */
export function isKnown(review: Review): boolean {
  return review.heldDays >= KNOWN_DAYS;
}

/**
 * Questions that are to be asked on `today`, what is due longest first, then by id.
 *
 * @param reviews by question.
 * @param most of them at most; never more than five.
 */
export function dueQuestions(reviews: ReadonlyMap<ItemId, Review>, today: Day, most: number = MOST_IN_SITTING): readonly ItemId[] {
  return [...reviews]
    .filter(([, review]) => review.dueDay <= today)
    .sort(([a, one], [b, other]) => (one.dueDay === other.dueDay ? compare(a, b) : compare(one.dueDay, other.dueDay)))
    .slice(0, Math.min(most, MOST_IN_SITTING))
    .map(([question]) => question);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The library counts in whole days of UTC. */
const midnight = (day: Day): string => `${day}T00:00:00Z`;

function cardOf(review: Review | undefined, day: Day): Card {
  const empty = createEmptyCard(midnight(day));
  if (review === undefined) return empty;
  const { stability, difficulty, answers, lapses, lastDay, dueDay } = review;
  return {
    ...empty,
    state: State.Review,
    stability,
    difficulty,
    reps: answers,
    lapses,
    scheduled_days: daysBetween(lastDay, dueDay),
    last_review: new Date(midnight(lastDay)),
    due: new Date(midnight(dueDay)),
  };
}
