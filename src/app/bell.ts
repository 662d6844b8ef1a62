import type { Wait } from '../ports/system.ts';

/** Wakes whoever waits for something to change. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring. */
  rung(): Promise<void>;
  /** Resolves at the next ring or after so many ms: whether it rang. */
  rungWithin(ms: number): Promise<boolean>;
}

export function bell(wait: Wait): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      const rung = next;
      next = Promise.withResolvers();
      rung.resolve();
    },
    rung: () => next.promise,
    rungWithin: async (ms) => {
      const giveUp = new AbortController();
      const late = wait(ms, giveUp.signal).then(
        () => false,
        (reason: unknown) => {
          if (!giveUp.signal.aborted) throw reason;
          return true;
        },
      );
      const isRung = await Promise.race([next.promise.then(() => true), late]);
      giveUp.abort();
      return isRung;
    },
  };
}
