import type { Claim, SendOutcome } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import type { DeliveryRun } from './deliveryRun.ts';

/** What an outcome tells beyond its one message: slow down, stop, or leave the person alone. */
export async function noteOutcome(run: DeliveryRun, claim: Claim, outcome: SendOutcome): Promise<void> {
  const { db, system } = run.deps;
  const { chats, pace, tenants } = db.stores;
  switch (outcome.kind) {
    case 'throttled':
      await pace.slowDown(outcome.retryAfterMs ?? 0);
      return;
    case 'unreachable':
      await chats.markGone(claim.personId);
      return;
    case 'tenant-stopped':
      run.stop();
      await tenants.freeze(system.clock.now(), outcome.code);
      system.log.error('tenant.stopped', { code: outcome.code });
      return;
    case 'refused':
      system.log.error('send.refused', { status: outcome.status, code: outcome.code, deliveryId: claim.id });
      return;
    case 'sent':
    case 'busy':
    case 'conversation-gone':
    case 'unknown':
      return;
    default:
      absurd(outcome);
  }
}
