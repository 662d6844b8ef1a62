import type { DropReason } from '../domain/delivery.ts';
import type { DeliveryId, PersonId } from '../domain/ids.ts';
import type { Slots } from '../ports/pace.ts';
import { attempt } from './attempt.ts';
import type { Completions } from './completions.ts';
import type { DeliveryRun, Ready } from './deliveryRun.ts';

/**
 * Slots are taken this far ahead and no further: a slot taken early is lost to everybody when its message cannot go, and what was taken
 * is marked as sending by one statement. Whatever is marked and not yet in the air is lost to a crash (it may have arrived, so it is
 * never sent again) and no longer heeds a freeze.
 */
const AHEAD_MS = 160;
/** The next slots are taken when the last one is this near. */
const LEAD_MS = 50;
/** Marking begins so long before the first slot, because it takes a moment. */
const MARK_MS = 15;
/** A slot missed by more is given up: others have been going on meanwhile, and together it would be too many in a second. */
const LATE_MS = 100;
/** A request starts up to so much late without the next ones being later for it: otherwise the clock's ticks alone add up to a slower pace. */
const JITTER_MS = 2;
/** Without a slot within this, messages are better given back. */
const FAR_MS = 5_000;
/** Nobody waits longer without looking whether the run was stopped. */
const LONGEST_WAIT_MS = 500;
/** Places are taken by the handful: statements for each message alone cost more than its POST. */
const LEAST_PLACES = 4;
const MOST_PLACES = 32;
/** Between two messages to one person: two a second, within every limit of a conversation but that of 1,800 an hour. */
const THREAD_GAP_MS = 500;

/** A message and the moment of its slot, by `performance.now()`. */
interface Slotted {
  readonly one: Ready;
  readonly at: number;
}

/**
 * Sends what is ready at the tenant's pace: sees that a request can leave at once, takes places in flight, then slots, marks as sending what
 * still may go, and starts one request at each slot. No answer is waited for, so neither slow nor silent ones hold the pace; they hold
 * their places.
 */
export async function sendPaced(run: DeliveryRun, results: Completions): Promise<void> {
  const { inFlight, sender, system } = run.deps;
  const until = async (at: number): Promise<void> => {
    const ms = at - performance.now();
    if (ms > 0) await system.wait(ms);
  };
  const pick = threadKeeper(run);
  const depart = departures(run, results, pick.spokeTo, until);
  while (await somethingIsReady(run)) {
    await sender.prepare();
    const places = await inFlight.take(Math.min(LEAST_PLACES, run.ready.length), Math.min(MOST_PLACES, run.ready.length));
    const picked = pick.upTo(places);
    const slots = await slotsFor(run, picked, places);
    const reservedAt = performance.now();
    const slotted = slots.waitsMs.flatMap((waitMs, index): Slotted[] => {
      const one = picked[index];
      return one === undefined ? [] : [{ one, at: reservedAt + waitMs }];
    });
    run.ready.unshift(...picked.slice(slotted.length));
    inFlight.give(places - slotted.length);
    const [first] = slotted;
    if (first === undefined) {
      if (picked.length === 0) await run.bell.rungWithin(THREAD_GAP_MS);
      else await waitForSlots(run, slots.nextMs);
      continue;
    }
    await until(first.at - MARK_MS);
    if (run.isStopped || performance.now() > first.at + LATE_MS) {
      run.ready.unshift(...slotted.map(({ one }) => one));
      inFlight.give(slotted.length);
      continue;
    }
    const going = await mark(run, slotted);
    inFlight.give(slotted.length - going.length);
    depart(going, slots.leastGapMs);
    await until((slotted.at(-1)?.at ?? 0) - LEAD_MS);
  }
  await run.release(run.ready.splice(0).map(({ claim }) => claim));
}

/** False when nothing will become ready any more, or nothing may start. */
async function somethingIsReady(run: DeliveryRun): Promise<boolean> {
  while (run.ready.length === 0 && !run.isClosed && !run.isStopped) await run.bell.rung();
  return run.ready.length > 0 && !run.isStopped;
}

async function slotsFor(run: DeliveryRun, picked: readonly Ready[], places: number): Promise<Slots> {
  if (picked.length === 0) return { waitsMs: [], nextMs: 0, leastGapMs: 0 };
  try {
    return await run.deps.db.stores.pace.reserve(picked.length, AHEAD_MS);
  } catch (fault) {
    run.ready.unshift(...picked);
    run.deps.inFlight.give(places);
    throw fault;
  }
}

async function waitForSlots(run: DeliveryRun, nextMs: number): Promise<void> {
  if (nextMs > FAR_MS) {
    run.heldUntil = performance.now() + nextMs - FAR_MS;
    await run.release(run.ready.splice(0).map(({ claim }) => claim));
    return;
  }
  await run.deps.system.wait(Math.min(LONGEST_WAIT_MS, Math.max(0, nextMs - AHEAD_MS / 2)));
}

/** claimed → sending for the messages among them, in one statement; gives what still may go. */
async function mark(run: DeliveryRun, slotted: readonly Slotted[]): Promise<readonly Slotted[]> {
  const { db, inFlight, system, worker } = run.deps;
  const claims = slotted.flatMap(({ one }) => (one.kind === 'post' ? [one.claim] : []));
  let marked: { readonly allowed: readonly DeliveryId[]; readonly dropped: readonly { readonly id: DeliveryId; readonly why: DropReason }[] };
  try {
    marked = await db.stores.deliveries.startSending(worker, claims, system.clock.now());
  } catch (fault) {
    run.unsent.push(...claims);
    inFlight.give(slotted.length);
    throw fault;
  }
  const { allowed, dropped } = marked;
  const why = new Map(dropped.map((one) => [one.id, one.why]));
  const may = new Set(allowed);
  for (const claim of claims) {
    const reason = why.get(claim.id);
    if (reason !== undefined) run.settled(claim, 'dropped');
    // What is in neither list is no longer this worker's.
    else if (!may.has(claim.id)) run.letGo(claim);
    if (reason === 'frozen') run.stop();
  }
  return slotted.filter(({ one }) => one.kind === 'open' || may.has(one.claim.id));
}

/** Starts requests one after the other, each at its slot or, when late, as soon after the one before as the pace allows. */
function departures(
  run: DeliveryRun,
  results: Completions,
  spokeTo: (person: PersonId, at: number) => void,
  until: (at: number) => Promise<void>,
): (going: readonly Slotted[], leastGapMs: number) => void {
  const { inFlight } = run.deps;
  const begin = attempt(run, results);
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastDueAt = Number.NEGATIVE_INFINITY;
  let last: Promise<void> = Promise.resolve();
  const depart = async (going: readonly Slotted[], leastGapMs: number): Promise<void> => {
    for (const { one, at } of going) {
      lastDueAt = Math.max(at, Math.max(lastDueAt, lastAt - JITTER_MS) + leastGapMs);
      // Not ended by a stop: what is marked as sending must go.
      await until(lastDueAt);
      lastAt = performance.now();
      run.aside(begin(one).finally(() => inFlight.give(1)));
    }
  };
  return (going, leastGapMs) => {
    for (const { one, at } of going) if (one.kind === 'post') spokeTo(one.claim.personId, at);
    last = last.then(() => depart(going, leastGapMs));
    run.aside(last);
  };
}

/** Picks what is ready, but never two messages to one person in quick succession. */
function threadKeeper(run: DeliveryRun) {
  const quietUntil = new Map<PersonId, number>();
  return {
    upTo: (most: number): readonly Ready[] => {
      const now = performance.now();
      for (const [person, at] of quietUntil) if (at <= now) quietUntil.delete(person);
      const picked: Ready[] = [];
      const taken = new Set<PersonId>();
      for (const one of run.ready) {
        if (picked.length === most) break;
        const { personId } = one.claim;
        if (taken.has(personId) || quietUntil.has(personId)) continue;
        taken.add(personId);
        picked.push(one);
      }
      const chosen = new Set(picked);
      run.ready.splice(0, run.ready.length, ...run.ready.filter((one) => !chosen.has(one)));
      return picked;
    },
    spokeTo: (person: PersonId, at: number): void => void quietUntil.set(person, at + THREAD_GAP_MS),
  };
}
