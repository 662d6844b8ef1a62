import { answered, problem } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { type ReportBudget, reportBudget } from './reportBudget.ts';
import { download } from './reportDownload.ts';

/** The whole window of the reports' limit, where a 429 does not say how long. */
const UNSAID_RETRY_AFTER_MS = 600_000;

/** What asking for a file came to: `refused` with one of the statuses the caller knows what to make of. */
export type OpenedReport =
  | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/**
 * Opens one file of a report. A report that is held is not asked for. Throws `graph-refused`, `graph-unavailable` for every status that
 * is not among `expected`.
 *
 * @param report whose calls are counted: Microsoft counts each report for itself.
 */
export type OpenReport = (report: string, path: string, expected: ReadonlySet<number>) => Promise<OpenedReport>;

export function openReports(graph: GraphClient, callsPerTenMinutes: number | undefined): OpenReport {
  const budget: ReportBudget = reportBudget(graph, callsPerTenMinutes);
  return async (report, path, expected) => {
    const heldMs = budget.heldMs(report);
    if (heldMs !== undefined) return { kind: 'throttled', retryAfterMs: heldMs };
    const attempt = await download(budget.counting(report), path);
    if (attempt.kind === 'throttled') {
      const retryAfterMs = attempt.retryAfterMs ?? UNSAID_RETRY_AFTER_MS;
      budget.hold(report, retryAfterMs);
      return { kind: 'throttled', retryAfterMs };
    }
    const opened = answered(graph, path, attempt);
    if (opened.kind === 'bytes') return opened;
    if (expected.has(opened.status)) return { kind: 'refused', status: opened.status };
    throw problem(path, opened);
  };
}
