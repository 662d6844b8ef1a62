import { afterSend } from '../domain/delivery.ts';
import { absurd, Fault } from '../domain/errors.ts';
import { HOUR_MS, type Instant, later, MINUTE_MS } from '../domain/time.ts';
import type { InstallOutcome } from '../ports/outside.ts';
import type { DeliveryRun, Held } from './deliveryRun.ts';

/** Slots for installations are taken this far ahead. */
const AHEAD_MS = 1_000;
/** Nobody waits longer without looking whether the run was stopped. */
const LONGEST_WAIT_MS = 1_000;
/** When a message fails for a reason of ours, it is tried again after this. */
export const FAULT_WAIT_MS = 5 * MINUTE_MS;

/**
 * Has the app installed for people who lack it, at a pace of its own, and hands their messages on as ready; nothing is shown to them.
 * Where the coach may not install, the app may have come by the administrator's setup policy, so the conversation is worth asking for.
 */
export function installApp(run: DeliveryRun): (held: readonly Held[]) => Promise<void> {
  const { db, system } = run.deps;
  let isAvailable = true;
  let last: Promise<void> = Promise.resolve();

  const ready = (held: Held, isJustInstalled: boolean): void => {
    run.ready.push({ ...held, kind: 'open', isJustInstalled });
    run.bell.ring();
  };

  const installOne = async (held: Held): Promise<void> => {
    try {
      await settle(held, await outcomeFor(held));
    } finally {
      run.installing -= 1;
    }
  };

  const outcomeFor = async ({ claim }: Held): Promise<InstallOutcome | Fault> => {
    try {
      return await run.deps.installer.install(claim.personId);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      system.log.error('reach.failed', { deliveryId: claim.id, fault: `${fault.code}: ${fault.message}` });
      return fault;
    }
  };

  const settle = async (held: Held, outcome: InstallOutcome | Fault): Promise<void> => {
    const { claim } = held;
    if (outcome instanceof Fault) return run.putOff(claim, later(system.clock.now(), FAULT_WAIT_MS));
    switch (outcome.kind) {
      case 'installed':
        await db.stores.chats.markInstalled(claim.personId);
        return ready(held, true);
      case 'unavailable':
        // It is true of the whole tenant: said once, and nobody else asks for it in this run.
        if (isAvailable) system.log.warn('install.unavailable', { why: outcome.why });
        isAvailable = false;
        return ready(held, false);
      case 'impossible':
        system.log.info('install.impossible', { code: outcome.code });
        return run.drop(claim, 'not-installed');
      case 'throttled':
        await db.stores.installPace.slowDown(outcome.retryAfterMs ?? 0);
        return run.putOff(claim, again(run, held, outcome.retryAfterMs));
      case 'unknown':
        // A second installation answers 409, so trying again does no harm.
        return run.putOff(claim, again(run, held, undefined));
      default:
        return absurd(outcome);
    }
  };

  const installAll = async (all: readonly Held[]): Promise<void> => {
    let rest = all;
    while (rest.length > 0 && isAvailable && !run.isStopped) {
      const { waitsMs, nextMs } = await db.stores.installPace.reserve(rest.length, AHEAD_MS);
      const reservedAt = performance.now();
      for (const waitMs of waitsMs) {
        const [one] = rest;
        if (one === undefined) break;
        await system.wait(Math.max(0, waitMs - (performance.now() - reservedAt)));
        if (run.isStopped || !isAvailable) break;
        rest = rest.slice(1);
        run.aside(installOne(one));
      }
      if (waitsMs.length === 0) await system.wait(Math.min(LONGEST_WAIT_MS, nextMs));
    }
    run.installing -= rest.length;
    if (run.isStopped) await run.release(rest.map(({ claim }) => claim));
    else for (const held of rest) ready(held, false);
  };

  return (held) => {
    run.installing += held.length;
    last = last.then(() => installAll(held));
    return last;
  };
}

function again(run: DeliveryRun, { claim }: Held, retryAfterMs: number | undefined): Instant {
  const { clock, random } = run.deps.system;
  const now = clock.now();
  const step = afterSend({ kind: 'busy', retryAfterMs }, claim.attempts + 1, false, now, random);
  return step.kind === 'again' ? step.at : later(now, HOUR_MS);
}
