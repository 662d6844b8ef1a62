/** Cuts off whatever listens to `signal` when it takes too long or when the program stops. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts counting anew. */
  restart(): void;
  /** Stops counting; an abort from outside still reaches the signal. */
  stop(): void;
}

/**
 * Counts `ms` from now, and again from each `restart`.
 *
 * @param outer ends it early, with its own reason.
 */
export function deadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const expire = (): void => controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'));
  let timer = setTimeout(expire, ms);
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]),
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    stop: () => clearTimeout(timer),
  };
}
