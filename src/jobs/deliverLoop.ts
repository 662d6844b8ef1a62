import type { DeliverOptions, DeliveryCounts } from '../app/deliveryRun.ts';
import type { Log, Wait } from '../ports/system.ts';
import { faultName } from './faultName.ts';

/** How long a message may be due before somebody looks; freezing takes effect within this and one batch. */
const LOOK_EVERY_MS = 1_000;
/** After a fault, for instance a lost database. */
const REST_MS = 5_000;

export interface DeliverLoop {
  /** What is in the air finishes; nothing new starts. */
  stop(): Promise<void>;
}

/** Sends what becomes due, for as long as the process lives. */
export function startDeliverLoop(deps: {
  readonly deliver: (options: DeliverOptions) => Promise<DeliveryCounts>;
  readonly wait: Wait;
  readonly log: Log;
}): DeliverLoop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const rest = async (ms: number): Promise<void> => {
    try {
      await deps.wait(ms, signal);
    } catch (reason) {
      if (!signal.aborted) throw reason;
    }
  };
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const counts = await deps.deliver({ withTrials: false, signal });
        if (counts.sent + counts.unknown + counts.again + counts.dropped > 0) deps.log.info('deliveries.made', { ...counts });
        await rest(LOOK_EVERY_MS);
      } catch (fault) {
        deps.log.error('deliveries.failed', { fault: faultName(fault) });
        await rest(REST_MS);
      }
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
