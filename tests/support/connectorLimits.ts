/** So many requests in so many milliseconds, whenever one begins to count. */
type Window = readonly [most: number, ms: number];

/** All requests of one app in one tenant (platform facts §3.6). */
export const PER_TENANT: Window = [50, 1_000];
/** Messages into one conversation, and openings of one. */
export const PER_THREAD: readonly Window[] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];

export interface ConnectorLimits {
  /** Whether a request at `at` (ms) is within every limit; only then it counts. Times must not run backwards. */
  admits(tenant: string, thread: string, at: number): boolean;
}

/** Counts what was let in, in windows that slide with every request: the strictest way to read a limit. */
export function connectorLimits(perSecond = PER_TENANT[0]): ConnectorLimits {
  const letIn = new Map<string, number[]>();
  const timesOf = (key: string): number[] => {
    const times = letIn.get(key) ?? [];
    letIn.set(key, times);
    return times;
  };
  return {
    admits(tenant, thread, at) {
      const ofTenant = timesOf(tenant);
      const ofThread = timesOf(`${tenant} ${thread}`);
      if (!hasRoom(ofTenant, [perSecond, PER_TENANT[1]], at) || !PER_THREAD.every((window) => hasRoom(ofThread, window, at))) return false;
      ofTenant.push(at);
      ofThread.push(at);
      return true;
    },
  };
}

/** The request that came `most` before this one must have left the window. */
function hasRoom(times: readonly number[], [most, ms]: Window, at: number): boolean {
  const oldest = times.at(-most);
  return times.length < most || oldest === undefined || at - oldest >= ms;
}
