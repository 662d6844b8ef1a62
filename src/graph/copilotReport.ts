import type { ReportRange, UsageRow } from '../domain/usage.ts';
import type { ReportRead } from '../ports/outside.ts';
import type { OpenReport } from './openReport.ts';
import { readUsageCsv, type UsageCsv } from './reportCsv.ts';

/** What one file came to, with what only this folder says of it. */
export type FileRead = Exclude<ReportRead, { kind: 'read' }> | (Extract<ReportRead, { kind: 'read' }> & Pick<UsageCsv, 'namelessRows'>);

const REPORT = 'getMicrosoft365CopilotUsageUserDetail';
/** Unlike the other reports this one has a root of its own and answers with the file at once. */
const ROOT = `/copilot/reports/${REPORT}`;
const VERSIONS = ['v2', 'v1'] as const;
type Version = (typeof VERSIONS)[number];

/** The newest file: every longer one only reaches further back, and the day it ends on is the same. */
const NEWEST_DAYS = 7;
/** No such version or period; no such report in this cloud. */
const NOT_KNOWN: ReadonlySet<number> = new Set([400, 404]);
const NOT_ALLOWED = 403;
/** Columns only the second version has. */
const OF_V2: ReadonlySet<string> = new Set(['Copilot Agent Last Activity Date']);

/**
 * Usage of Microsoft 365 Copilot. The second version is asked for first, the first where that is not known; which of them answered is
 * remembered until the newest file is asked for again. A tenant without Copilot is refused or gets an empty file: `not-available`. A
 * day is read from the newest file and can be had only while that file ends on it.
 */
export function copilotReport(open: OpenReport): (range: ReportRange, onRows: (rows: readonly UsageRow[]) => Promise<void>) => Promise<FileRead> {
  let answered: Version | undefined;
  return async (range, onRows) => {
    const isNewest = range.kind === 'day' || range.days === NEWEST_DAYS;
    for (const version of answered === undefined || isNewest ? VERSIONS : [answered]) {
      const argument = argumentOf(range, version);
      const opened = await open(REPORT, `${ROOT}(${argument})`, new Set([...NOT_KNOWN, NOT_ALLOWED]));
      if (opened.kind === 'throttled') return opened;
      if (opened.kind === 'refused' && opened.status === NOT_ALLOWED) return { kind: 'not-available' };
      if (opened.kind === 'refused') continue;
      answered = version;
      const read = await readUsageCsv(opened.bytes, REPORT, range, `${REPORT} (${argument})`, onRows);
      if (read.refreshDay === undefined || (range.kind === 'day' && read.refreshDay !== range.day)) return { kind: 'not-available' };
      const missingColumns = read.missingColumns.filter((column) => version === 'v2' || !OF_V2.has(column));
      return { kind: 'read', ...read, missingColumns };
    }
    return { kind: 'not-available' };
  };
}

/** The second version sums up 28 days where the first has 30: both stand for four weeks here. */
function argumentOf(range: ReportRange, version: Version): string {
  const days = range.kind === 'day' ? NEWEST_DAYS : range.days;
  const isMonth = days === 28 || days === 30;
  return version === 'v2' ? `period='D${isMonth ? 28 : days}',version='v2'` : `period='D${isMonth ? 30 : days}'`;
}
