import type { DeliveryState, DropReason } from './delivery.ts';
import { absurd } from './errors.ts';
import { type Instant, instantOf, SECOND_MS } from './time.ts';

/** The pace is that of the last so many milliseconds. */
export const LATELY_MS = 10 * SECOND_MS;
/** Due times are counted in steps of this length. */
export const DUE_STEP_MINUTES = 5;

/** Messages of one run that are in one state. */
export interface RunCount {
  /** When the run that planned them began; absent: no run did. */
  readonly runAt: Instant | undefined;
  readonly state: DeliveryState;
  readonly dropReason: DropReason | undefined;
  /** Of those still to go: when they are due, on the last step of `DUE_STEP_MINUTES` before it. */
  readonly dueFrom: Instant | undefined;
  readonly count: number;
  /** Of those still to go: how many are due by now. */
  readonly due: number;
  /** Of those sent: how many in the last `LATELY_MS`. */
  readonly sentLately: number;
}

/** These would reveal what somebody chose, so they are told as one number. */
const OWN_CHOICES = ['opted-out', 'paused', 'blocked', 'forgotten', 'taken-back'] as const satisfies readonly DropReason[];
type OwnChoice = (typeof OWN_CHOICES)[number];
export type ToldDrop = Exclude<DropReason, OwnChoice> | 'not-wanted';

const isOwnChoice = (why: DropReason): why is OwnChoice => OWN_CHOICES.some((one) => one === why);

/** Where the messages of one run stand: `planned` = sent + unknown + sending + due + waiting + all that were dropped. */
export interface RunStatus {
  readonly runAt: Instant;
  readonly planned: number;
  readonly sent: number;
  /** Whether they arrived cannot be told; they are not sent again. */
  readonly unknown: number;
  /** On their way to Teams this moment. */
  readonly sending: number;
  /** Their time has come. */
  readonly due: number;
  /** Their time is still to come. */
  readonly waiting: number;
  readonly dropped: Readonly<Partial<Record<ToldDrop, number>>>;
  /** When the last of them is likely to go; absent when none is left, or while nothing goes. */
  readonly doneAt: Instant | undefined;
}

export interface SendStatus {
  /** Oldest first. */
  readonly runs: readonly RunStatus[];
  /** Messages still to go that no run planned: welcomes, reminders, what was asked for. */
  readonly besides: number;
  /** Messages a second, over the last ten seconds. */
  readonly sentPerSecond: number;
  /** When the last of all is likely to go. */
  readonly doneAt: Instant | undefined;
}

/**
 * What the counts of one moment say. The end is reckoned as for a queue that takes one message after the other, those due first in
 * front: with `q` messages from a due time `d` on, end = max over d of (max(d, now) + q(≥ d) / pace).
 * Example: 100 due now and 20 in an hour, at 10 a second: the end is in an hour and two seconds.
 *
 * @param mostPerSecond the pace that is set. The pace reckoned with is the one seen lately, if more than a second's worth is due.
 * @param isStopped nothing goes at all, so there is no end to tell.
 */
export function sendStatus(counts: readonly RunCount[], now: Instant, mostPerSecond: number, isStopped: boolean): SendStatus {
  const sentPerSecond = (sum(counts, ({ sentLately }) => sentLately) * SECOND_MS) / LATELY_MS;
  const isBehind = sum(counts, ({ due }) => due) > mostPerSecond;
  const ends = isStopped ? new Map() : endsOf(counts, now, isBehind && sentPerSecond > 0 ? Math.min(sentPerSecond, mostPerSecond) : mostPerSecond);
  const times = [...new Set(counts.flatMap(({ runAt }) => runAt ?? []))].sort((a, b) => a - b);
  return {
    runs: times.map((runAt) =>
      runStatus(
        runAt,
        counts.filter((one) => one.runAt === runAt),
        ends.get(runAt),
      ),
    ),
    besides: sum(
      counts.filter(({ runAt }) => runAt === undefined),
      ({ count }) => count,
    ),
    sentPerSecond,
    doneAt: latestOf([...ends.values()]),
  };
}

function runStatus(runAt: Instant, counts: readonly RunCount[], doneAt: Instant | undefined): RunStatus {
  const status = { planned: 0, sent: 0, unknown: 0, sending: 0, due: 0, waiting: 0 };
  const dropped: Partial<Record<ToldDrop, number>> = {};
  for (const { state, dropReason, count, due } of counts) {
    status.planned += count;
    switch (state) {
      case 'sent':
      case 'unknown':
      case 'sending':
        status[state] += count;
        break;
      case 'planned':
      case 'claimed':
        status.due += due;
        status.waiting += count - due;
        break;
      case 'dropped': {
        const why = dropReason === undefined || isOwnChoice(dropReason) ? 'not-wanted' : dropReason;
        dropped[why] = (dropped[why] ?? 0) + count;
        break;
      }
      default:
        absurd(state);
    }
  }
  return { runAt, ...status, dropped, doneAt };
}

/** When the last message of each run is likely to go, all of them in one queue. */
function endsOf(counts: readonly RunCount[], now: Instant, perSecond: number): ReadonlyMap<Instant | undefined, Instant> {
  const open = counts.flatMap(({ runAt, dueFrom, count }) => (dueFrom === undefined ? [] : [{ runAt, count, dueFrom }]));
  const ends = new Map<Instant | undefined, Instant>();
  let free = now;
  for (const { runAt, dueFrom, count } of open.sort((a, b) => a.dueFrom - b.dueFrom)) {
    free = instantOf(Math.max(dueFrom, free) + (count * SECOND_MS) / perSecond);
    ends.set(runAt, free);
  }
  return ends;
}

const latestOf = (times: readonly Instant[]): Instant | undefined =>
  times.reduce<Instant | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);

const sum = (counts: readonly RunCount[], of: (count: RunCount) => number): number => counts.reduce((total, one) => total + of(one), 0);
