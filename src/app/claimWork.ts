import type { Claim } from '../domain/delivery.ts';
import { inForce } from '../domain/inForce.ts';
import type { DeliveryRun, Held } from './deliveryRun.ts';
import { installApp } from './installApp.ts';
import { messageFor } from './messageFor.ts';
import { postponeExpired } from './postponeExpired.ts';

/** So many messages wait for slots at most: more than a second's worth, and little enough to let go of. */
const MOST_READY = 64;
/** Those in the air, and those whose people lack the app, counted as well. */
const MOST_HELD = 400;
const LEASE_MS = 90_000;
/** How often somebody looks for what became due while a run goes on … */
const LOOK_EVERY_MS = 500;
/** … and for what dead workers held, and for messages whose day ended. */
const UPKEEP_EVERY_MS = 5_000;

/** Claims what is due and makes it ready, a small supply at a time, until nothing is due and nothing is under way, or the run is stopped. */
export async function claimWork(run: DeliveryRun, withTrials: boolean): Promise<void> {
  const { db, system, worker } = run.deps;
  const { deliveries } = db.stores;
  const makeReady = readyMaker(run);
  let upkeepAt = Number.NEGATIVE_INFINITY;
  while (!run.isStopped) {
    if (performance.now() - upkeepAt >= UPKEEP_EVERY_MS) {
      await deliveries.recover(false);
      await postponeExpired(run.deps)(system.clock.now());
      upkeepAt = performance.now();
    }
    const room = Math.min(MOST_READY - run.ready.length, MOST_HELD - run.held.size);
    if (room < MOST_READY / 2) {
      await run.bell.rung();
      continue;
    }
    const isHeld = performance.now() < run.heldUntil;
    const claims = isHeld ? [] : await deliveries.claimDue(worker, system.clock.now(), room, LEASE_MS, withTrials);
    for (const { id, fence } of claims) run.held.set(id, fence);
    await makeReady(claims);
    if (claims.length === room) continue;
    if (run.held.size === 0) return;
    await lookAgain(run);
  }
}

/** Waits a moment, or until nothing is left under way. */
async function lookAgain(run: DeliveryRun): Promise<void> {
  const at = performance.now() + LOOK_EVERY_MS;
  let isRung = true;
  while (isRung && run.held.size > 0 && !run.isStopped) isRung = await run.bell.rungWithin(Math.max(0, at - performance.now()));
}

/** Finds what each message says and where its person's chat is: one question for all of them. */
function readyMaker(run: DeliveryRun): (claims: readonly Claim[]) => Promise<void> {
  const { db, settings } = run.deps;
  const install = installApp(run);
  return async (claims) => {
    if (claims.length === 0) return;
    // After the claim: whoever withdraws a question later puts the message back.
    const withdrawn = await db.stores.withdrawnItems.list();
    const current = inForce(settings, withdrawn);
    const chats = await db.stores.chats.of(claims.map((claim) => claim.personId));
    const lacking: Held[] = [];
    for (const claim of claims) {
      const message = messageFor(current, claim.id, claim.errand, settings.defaultZone);
      if (message === undefined) {
        await run.drop(claim, 'item' in claim.errand && withdrawn.has(claim.errand.item) ? 'withdrawn' : 'replaced');
        continue;
      }
      const chat = chats.get(claim.personId);
      if (chat?.address !== undefined) run.ready.push({ kind: 'post', claim, message, address: chat.address, isFresh: false });
      else if (chat?.reach.kind === 'installed') run.ready.push({ kind: 'open', claim, message, isJustInstalled: false });
      else lacking.push({ claim, message });
    }
    if (lacking.length > 0) run.aside(install(lacking));
    run.bell.ring();
  };
}
