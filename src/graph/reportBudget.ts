import { type Instant, later } from '../domain/time.ts';
import type { GraphClient } from './graphClient.ts';

/** The window in which Microsoft counts the calls of one report. */
const WINDOW_MS = 600_000;

/**
 * Keeps every report within its own calls, and lets none be asked before a Retry-After has passed, however long that is. Both are
 * counted in this process only: what another one used up shows as Graph's own 429.
 */
export interface ReportBudget {
  /** How long the report is still held, in ms; `undefined`: not at all. */
  heldMs(report: string): number | undefined;
  hold(report: string, ms: number): void;
  /** The client for calls of this report. Beyond its calls it answers 429 itself, with the time until the next one is free. */
  counting(report: string): GraphClient;
}

/** @param callsPerWindow calls in ten minutes; `undefined`: no limit. */
export function reportBudget(graph: GraphClient, callsPerWindow: number | undefined): ReportBudget {
  const heldUntil = new Map<string, Instant>();
  const calls = new Map<string, readonly Instant[]>();
  /** When the next call is free, in ms from now; 0: now, and then it is taken. */
  const take = (report: string): number => {
    const now = graph.clock.now();
    const recent = (calls.get(report) ?? []).filter((at) => at > later(now, -WINDOW_MS));
    const [oldest] = recent;
    if (callsPerWindow !== undefined && oldest !== undefined && recent.length >= callsPerWindow) return later(oldest, WINDOW_MS) - now;
    calls.set(report, [...recent, now]);
    return 0;
  };
  return {
    heldMs(report) {
      const left = (heldUntil.get(report) ?? 0) - graph.clock.now();
      return left > 0 ? left : undefined;
    },
    hold(report, ms) {
      heldUntil.set(report, later(graph.clock.now(), ms));
    },
    counting: (report) => ({
      ...graph,
      async fetch(request, signal) {
        const waitMs = take(report);
        if (waitMs === 0) return graph.fetch(request, signal);
        return new Response(null, { status: 429, headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } });
      },
    }),
  };
}
