import { absurd } from '../domain/errors.ts';
import type { ReportName } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import type { UsageSource } from '../ports/outside.ts';
import { answered, problem } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { readUsageCsv } from './reportCsv.ts';
import { download } from './reportDownload.ts';

/** Microsoft's limit for CSV reports, per app, tenant and report. */
const CALLS_PER_TEN_MINUTES = 14;
/** The whole window of that limit, where a 429 does not say how long. */
const UNSAID_RETRY_AFTER_MS = 600_000;

/** What the service answers for a day out of its reach or not there yet; a period is always to be had. */
const NOT_TO_BE_HAD: ReadonlySet<number> = new Set([400, 404]);

/** Usage from the Graph reports API. */
export function graphReports(graph: GraphClient): UsageSource {
  return {
    callsPerTenMinutes: graph.isLoopback ? undefined : CALLS_PER_TEN_MINUTES,
    async read(report, range, onRows) {
      const path = pathFor(report, range);
      const attempt = await download(graph, path);
      if (attempt.kind === 'throttled') return { kind: 'throttled', retryAfterMs: attempt.retryAfterMs ?? UNSAID_RETRY_AFTER_MS };
      const opened = answered(graph, path, attempt);
      if (opened.kind === 'problem' && range.kind === 'day' && NOT_TO_BE_HAD.has(opened.status)) return { kind: 'not-available' };
      if (opened.kind === 'problem') throw problem(path, opened);
      const { namelessRows, ...read } = await readUsageCsv(opened.bytes, report, `${report} (${textOf(range)})`, onRows);
      if (namelessRows > 0) graph.log.warn('report.nameless', { report, rows: namelessRows });
      return { kind: 'read', ...read };
    },
  };
}

const pathFor = (report: ReportName, range: ReportRange): string => `/reports/${report}(${textOf(range)})`;

function textOf(range: ReportRange): string {
  switch (range.kind) {
    case 'period':
      return `period='D${range.days}'`;
    case 'day':
      return `date=${range.day}`;
    default:
      return absurd(range);
  }
}
