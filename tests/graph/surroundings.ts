import { instant } from '../../src/domain/time.ts';
import type { GraphOptions } from '../../src/graph/graphClient.ts';
import type { LogFields } from '../../src/ports/system.ts';

export const NOW = instant('2026-11-21T10:00:00Z');

/** A Graph client's surroundings where nothing is really waited for; `waits` and `lines` fill up. */
export interface Surroundings {
  readonly options: GraphOptions;
  readonly waits: number[];
  readonly lines: { readonly event: string; readonly fields: LogFields | undefined }[];
}

export function surroundings(baseUrl: string, more: Partial<GraphOptions> = {}): Surroundings {
  const waits: number[] = [];
  const lines: { event: string; fields: LogFields | undefined }[] = [];
  const note = (event: string, fields?: LogFields) => {
    lines.push({ event, fields });
  };
  const options: GraphOptions = {
    baseUrl,
    credential: undefined,
    clock: { now: () => NOW },
    random: () => 0,
    wait: async (ms) => {
      waits.push(ms);
    },
    log: { info: note, warn: note, error: note },
    timeOutMs: 5_000,
    ...more,
  };
  return { options, waits, lines };
}
