import { Fault } from '../domain/errors.ts';
import { unit } from '../domain/random.ts';
import { addDays, type Day, day, dayIn, type Instant, isoOf } from '../domain/time.ts';
import type { PeriodDays, ReportRange } from '../domain/usage.ts';
import { type Answer, graphError, ok, type Route } from './answer.ts';
import { dayNumber } from './dayNumber.ts';
import { type ReportSource, reportFile } from './reportFile.ts';

/** What the reports' routes stand on. */
export interface ReportGround {
  readonly seed: string;
  readonly licensed: ReportSource['licensed'];
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
const MOST_DOWNLOADS = 200;

const REPORT = /^\/v1\.0\/reports\/getTeamsUserActivityUserDetail\((period|date)='?([^')]*)'?\)$/;
const DOWNLOAD = /^\/data\/download\/([0-9a-f]+)$/;

/** The newest day (UTC) there are data for at `now`. */
export function newestDay(now: Instant): Day {
  return addDays(dayIn('UTC', now), -LAG_DAYS);
}

/**
 * The Teams activity report by period or date: 302 to a download that works once, without any token. A date before the last
 * 28 days of data, after today or no date at all is a 400; one whose data are not there yet is a file without rows.
 */
export function reportRoutes(ground: ReportGround): Route {
  const downloads = new Map<string, { readonly range: ReportRange; readonly now: Instant }>();
  let made = 0;

  function offer(range: ReportRange, now: Instant): Answer {
    made += 1;
    const token = Math.floor(unit(ground.seed, 'download', String(made), String(now)) * 2 ** 32).toString(16) + made.toString(16).padStart(6, '0');
    const oldest = downloads.keys().next().value;
    if (downloads.size >= MOST_DOWNLOADS && oldest !== undefined) downloads.delete(oldest);
    downloads.set(token, { range, now });
    return { kind: 'empty', status: 302, headers: { location: `${ground.url()}/data/download/${token}`, 'content-type': 'text/plain' } };
  }

  function download(token: string): Answer {
    const found = downloads.get(token);
    if (found === undefined) return graphError(404, 'ItemNotFound', 'The download has expired or was used before.', isoOf(ground.now()));
    downloads.delete(token);
    const source = {
      licensed: ground.licensed,
      uptakesOf: ground.uptakesOf,
      isConcealed: ground.isConcealed(),
      newest: dayNumber(newestDay(found.now)),
    };
    return { kind: 'file', type: 'application/octet-stream', parts: reportFile(source, found.range) };
  }

  return (asked) => {
    if (asked.method !== 'GET') return undefined;
    const token = DOWNLOAD.exec(asked.path)?.[1];
    if (token !== undefined) return download(token);
    if (asked.path === '/v1.0/admin/reportSettings') {
      return ok({ value: { '@odata.type': '#microsoft.graph.adminReportSettings', displayConcealedNames: ground.isConcealed() } });
    }
    const [, kind, value] = REPORT.exec(asked.path) ?? [];
    if (kind === undefined || value === undefined) return undefined;
    const now = ground.now();
    const range = kind === 'period' ? periodOf(value) : dateOf(value, now);
    return typeof range === 'string' ? graphError(400, 'BadRequest', range, isoOf(now)) : offer(range, now);
  };
}

function periodOf(text: string): ReportRange | string {
  const days = PERIODS.find((known) => text === `D${known}`);
  return days === undefined ? `Invalid period value specified: ${text}. Supported values: D7, D30, D90, D180.` : { kind: 'period', days };
}

function dateOf(text: string, now: Instant): ReportRange | string {
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
