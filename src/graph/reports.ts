import { absurd } from '../domain/errors.ts';
import { LICENCE_REPORT, type ReportName } from '../domain/reports.ts';
import { trendOf } from '../domain/trends.ts';
import type { ReportRange, UsageRow } from '../domain/usage.ts';
import type { UsageSource } from '../ports/outside.ts';
import { copilotReport, type FileRead } from './copilotReport.ts';
import type { GraphClient } from './graphClient.ts';
import { readLicenceCsv } from './licenceCsv.ts';
import { openReports } from './openReport.ts';
import { readUsageCsv } from './reportCsv.ts';
import { readTrendCsv } from './trendCsv.ts';

/** Microsoft's limit for CSV reports, per app, tenant and report. */
const CALLS_PER_TEN_MINUTES = 14;

/** What the service answers for a day out of its reach or not there yet. */
const NO_SUCH_DAY: ReadonlySet<number> = new Set([400, 404]);
/** A cloud without this report. */
const NO_SUCH_REPORT: ReadonlySet<number> = new Set([404]);

/** Usage from the Graph reports API. */
export function graphReports(graph: GraphClient): UsageSource {
  const callsPerTenMinutes = graph.isLoopback ? undefined : CALLS_PER_TEN_MINUTES;
  const open = openReports(graph, callsPerTenMinutes);
  const readCopilot = copilotReport(open);

  const readDated = async (report: ReportName, range: ReportRange, onRows: (rows: readonly UsageRow[]) => Promise<void>): Promise<FileRead> => {
    const argument = argumentOf(range);
    const opened = await open(report, `/reports/${report}(${argument})`, range.kind === 'day' ? NO_SUCH_DAY : NO_SUCH_REPORT);
    if (opened.kind === 'throttled') return opened;
    if (opened.kind === 'refused') return { kind: 'not-available' };
    return { kind: 'read', ...(await readUsageCsv(opened.bytes, report, range, `${report} (${argument})`, onRows)) };
  };

  return {
    callsPerTenMinutes,

    async read(report, range, onRows) {
      const found = report === 'getMicrosoft365CopilotUsageUserDetail' ? await readCopilot(range, onRows) : await readDated(report, range, onRows);
      if (found.kind !== 'read') return found;
      const { namelessRows, ...read } = found;
      if (namelessRows > 0) graph.log.warn('report.nameless', { report, rows: namelessRows });
      return read;
    },

    async readLicences(onRows) {
      const argument = "period='D7'";
      const opened = await open(LICENCE_REPORT, `/reports/${LICENCE_REPORT}(${argument})`, NO_SUCH_REPORT);
      if (opened.kind === 'throttled') return opened;
      if (opened.kind === 'refused') return { kind: 'not-available' };
      return { kind: 'read', ...(await readLicenceCsv(opened.bytes, LICENCE_REPORT, `${LICENCE_REPORT} (${argument})`, onRows)) };
    },

    async readTrend(report) {
      const argument = `period='D${trendOf(report).days}'`;
      const opened = await open(report, `/reports/${report}(${argument})`, NO_SUCH_REPORT);
      if (opened.kind === 'throttled') return opened;
      if (opened.kind === 'refused') return { kind: 'not-available' };
      return { kind: 'read', points: await readTrendCsv(opened.bytes, report, `${report} (${argument})`) };
    },
  };
}

function argumentOf(range: ReportRange): string {
  switch (range.kind) {
    case 'period':
      return `period='D${range.days}'`;
    case 'day':
      return `date=${range.day}`;
    default:
      return absurd(range);
  }
}
