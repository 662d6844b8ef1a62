import type { Claim } from '../domain/delivery.ts';
import type { FinishResult } from '../ports/deliveries.ts';
import type { DeliveryCounts, DeliveryRun } from './deliveryRun.ts';
import { patiently } from './patiently.ts';

/** Writes down what became of messages, many at a time. */
export interface Completions {
  /** It is written beside everything else. */
  add(claim: Claim, result: FinishResult): void;
}

/** Results gather this long, so that one statement writes several: what is in the air and these are lost to a crash together. */
const GATHER_MS = 100;
const MOST_AT_ONCE = 100;

interface Result {
  readonly claim: Claim;
  readonly result: FinishResult;
}

/**
 * Each result carries its fence, so that one which comes late, twice, or after somebody else took over does no harm: a batch is
 * repeated as a whole until the database has taken it.
 */
export function completions(run: DeliveryRun): Completions {
  const { deps } = run;
  const { wait, clock } = deps.system;
  const { deliveries } = deps.db.stores;
  const pending: Result[] = [];
  let isWriting = false;

  const write = async (batch: readonly Result[]): Promise<void> => {
    await deliveries.finish(
      batch.map(({ claim, result }) => ({ id: claim.id, fence: claim.fence, result })),
      clock.now(),
    );
    for (const { claim, result } of batch) {
      const praise = claim.errand.kind === 'tip' && (result.kind === 'sent' || result.kind === 'unknown') ? claim.errand.praise : undefined;
      if (praise !== undefined) await deliveries.praised(claim.personId, praise);
    }
  };

  const drain = async (): Promise<void> => {
    while (pending.length > 0) {
      if (pending.length < MOST_AT_ONCE) await wait(GATHER_MS);
      const batch = pending.splice(0, MOST_AT_ONCE);
      try {
        await patiently(run, () => write(batch));
      } finally {
        for (const { claim, result } of batch) run.settled(claim, countedAs(result));
      }
    }
  };

  return {
    add: (claim, result) => {
      pending.push({ claim, result });
      if (isWriting) return;
      isWriting = true;
      run.aside(
        drain().finally(() => {
          isWriting = false;
        }),
      );
    },
  };
}

const countedAs = (result: FinishResult): keyof DeliveryCounts => (result.kind === 'drop' ? 'dropped' : result.kind);
