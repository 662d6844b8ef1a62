import { Fault } from '../domain/errors.ts';
import { unit } from '../domain/random.ts';
import { addDays, type Day, day, dayIn, type Instant, isoOf } from '../domain/time.ts';
import type { PeriodDays } from '../domain/usage.ts';
import { type Answer, graphError, ok, type Route } from './answer.ts';
import { dayNumber } from './dayNumber.ts';
import { type FileName, type ReportSource, reportFile } from './reportFile.ts';
import type { AskedRange } from './reports/personReport.ts';

/** What the reports' routes stand on. */
export interface ReportGround {
  readonly seed: string;
  readonly people: ReportSource['people'];
  readonly uptakesOf: ReportSource['uptakesOf'];
  readonly isConcealed: () => boolean;
  readonly now: () => Instant;
  readonly url: () => string;
}

/** Data are about two days old. */
const LAG_DAYS = 2;
/** One day can be asked for this far back, counted from the newest: four weeks, so that a first read can see whole weeks. */
const DAYS_KEPT = 28;
const PERIODS: readonly PeriodDays[] = [7, 30, 90, 180];
const PERIODS_V2: readonly PeriodDays[] = [7, 28, 90, 180];
const MOST_DOWNLOADS = 200;

const BY_PERIOD: ReadonlySet<string> = new Set<FileName>([
  ...(['getOffice365ActiveUserCounts', 'getTeamsUserActivityCounts', 'getOffice365ServicesUserCounts'] as const),
]);
const BY_PERIOD_OR_DAY: ReadonlySet<string> = new Set<FileName>([
  ...(['getTeamsUserActivityUserDetail', 'getM365AppUserDetail', 'getEmailActivityUserDetail', 'getOneDriveActivityUserDetail'] as const),
  ...(['getSharePointActivityUserDetail', 'getYammerActivityUserDetail', 'getOffice365ActiveUserDetail'] as const),
]);
const isFileName = (text: string): text is FileName => BY_PERIOD.has(text) || BY_PERIOD_OR_DAY.has(text);

const REPORT = /^\/v1\.0\/reports\/(\w+)\((period|date)='?([^')]*)'?\)$/;
const COPILOT = /^\/v1\.0\/copilot\/reports\/getMicrosoft365CopilotUsageUserDetail\(period='([^')]*)'(?:,version='([^')]*)')?\)$/;
const DOWNLOAD = /^\/data\/download\/([0-9a-f]+)$/;

/** The newest day (UTC) there are data for at `now`. */
export function newestDay(now: Instant): Day {
  return addDays(dayIn('UTC', now), -LAG_DAYS);
}

/**
 * The usage reports by period or date: 302 to a download that works once, without any token; those of Copilot, by period and version,
 * answer with the file itself. A date before the last 28 days of data, after today or no date at all is a 400, as is a period that does
 * not exist; a day whose data are not there yet is a file without rows.
 */
export function reportRoutes(ground: ReportGround): Route {
  const downloads = new Map<string, { readonly name: FileName; readonly range: AskedRange; readonly now: Instant }>();
  let made = 0;

  function offer(name: FileName, range: AskedRange, now: Instant): Answer {
    made += 1;
    const token = Math.floor(unit(ground.seed, 'download', String(made), String(now)) * 2 ** 32).toString(16) + made.toString(16).padStart(6, '0');
    const oldest = downloads.keys().next().value;
    if (downloads.size >= MOST_DOWNLOADS && oldest !== undefined) downloads.delete(oldest);
    downloads.set(token, { name, range, now });
    return { kind: 'empty', status: 302, headers: { location: `${ground.url()}/data/download/${token}`, 'content-type': 'text/plain' } };
  }

  function download(token: string): Answer {
    const found = downloads.get(token);
    if (found === undefined) return graphError(404, 'ItemNotFound', 'The download has expired or was used before.', isoOf(ground.now()));
    downloads.delete(token);
    return file(found.name, found.range, found.now);
  }

  function file(name: FileName, range: AskedRange, now: Instant): Answer {
    const source = {
      people: ground.people,
      uptakesOf: ground.uptakesOf,
      isConcealed: ground.isConcealed(),
      newest: dayNumber(newestDay(now)),
    };
    return { kind: 'file', type: 'application/octet-stream', parts: reportFile(name, source, range) };
  }

  function copilot(period: string, version: string | undefined, now: Instant): Answer {
    const refused = (message: string): Answer => graphError(400, 'BadRequest', message, isoOf(now));
    if (version !== undefined && version !== 'v1' && version !== 'v2') return refused(`Invalid version value specified: ${version}.`);
    const range = period === 'ALL' ? ({ kind: 'all' } as const) : periodOf(period, version === 'v2' ? PERIODS_V2 : PERIODS, ', ALL');
    if (typeof range === 'string') return refused(range);
    return file(version === 'v2' ? 'getMicrosoft365CopilotUsageUserDetail v2' : 'getMicrosoft365CopilotUsageUserDetail', range, now);
  }

  return (asked) => {
    if (asked.method !== 'GET') return undefined;
    const token = DOWNLOAD.exec(asked.path)?.[1];
    if (token !== undefined) return download(token);
    if (asked.path === '/v1.0/admin/reportSettings') {
      return ok({ value: { '@odata.type': '#microsoft.graph.adminReportSettings', displayConcealedNames: ground.isConcealed() } });
    }
    const now = ground.now();
    const [, copilotPeriod, version] = COPILOT.exec(asked.path) ?? [];
    if (copilotPeriod !== undefined) return copilot(copilotPeriod, version, now);
    const [, name, kind, value] = REPORT.exec(asked.path) ?? [];
    if (name === undefined || kind === undefined || value === undefined || !isFileName(name)) return undefined;
    if (kind === 'date' && BY_PERIOD.has(name)) return graphError(400, 'BadRequest', `The report ${name} is to be had by period only.`, isoOf(now));
    const range = kind === 'period' ? periodOf(value, PERIODS, '') : dateOf(value, now);
    return typeof range === 'string' ? graphError(400, 'BadRequest', range, isoOf(now)) : offer(name, range, now);
  };
}

function periodOf(text: string, known: readonly PeriodDays[], also: string): AskedRange | string {
  const days = known.find((one) => text === `D${one}`);
  if (days !== undefined) return { kind: 'period', days };
  return `Invalid period value specified: ${text}. Supported values: ${known.map((one) => `D${one}`).join(', ')}${also}.`;
}

function dateOf(text: string, now: Instant): AskedRange | string {
  const asked = dayFrom(text);
  const from = addDays(newestDay(now), 1 - DAYS_KEPT);
  const to = dayIn('UTC', now);
  if (asked === undefined || asked < from || asked > to)
    return `Invalid date value specified: ${text}. Only dates from ${from} to ${to} are supported.`;
  return { kind: 'day', day: asked };
}

function dayFrom(text: string): Day | undefined {
  try {
    return day(text);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
