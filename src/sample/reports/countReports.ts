import type { Service } from '../../domain/person.ts';
import type { ReportName } from '../../domain/reports.ts';
import { placeOf, signalId, signalsOf } from '../../domain/signals.ts';
import { dayOf, weekNumber } from '../dayNumber.ts';
import { type Diary, withSources } from '../diary.ts';
import { hasService, serviceFrom } from '../holdings.ts';
import { type Cells, dateCell, oldestOf, type Page, type PersonReport, productsOf, type Stretch } from './personReport.ts';

/** Sums over the days of a stretch, and the newest day with any of it, looked for up to 180 days back. */
export interface Sums {
  readonly values: readonly number[];
  readonly lastActive: number | undefined;
}

/** The places in the catalogue of a report's signals. */
export function placesOf(report: ReportName): readonly number[] {
  return signalsOf(report).map((signal) => placeOf(signal.id));
}

/** Adds up the signals at `places`, in their order; `all`: these and their sources. Every number of a longer stretch is the sum of those of its days. */
export function sumsOf(diary: Diary, places: readonly number[], all: readonly number[], stretch: Stretch): Sums {
  const values = places.map(() => 0);
  let lastActive: number | undefined;
  let week: number | undefined;
  let isQuietWeek = false;
  for (let number = stretch.to; number >= oldestOf(stretch); number -= 1) {
    const isInside = number >= stretch.from;
    if (!isInside && lastActive !== undefined) break;
    if (weekNumber(number) !== week) {
      week = weekNumber(number);
      isQuietWeek = !mayShowAny(diary, all, week);
    }
    if (isQuietWeek || !diary.turnTo(number)) continue;
    let isActive = false;
    for (let index = 0; index < places.length; index += 1) {
      const value = diary.valueOf(places[index] ?? 0);
      if (value === 0) continue;
      isActive = true;
      if (isInside) values[index] = (values[index] ?? 0) + value;
    }
    if (isActive) lastActive ??= number;
  }
  return { values, lastActive };
}

/** Whether any of the signals can show in the week. */
export function mayShowAny(diary: Diary, places: readonly number[], week: number): boolean {
  for (const place of places) if (diary.mayShow(place, week)) return true;
  return false;
}

type Layout = (page: Page, values: readonly number[], lastActive: string) => Cells;

/** A report of one service's counts. `layout` makes the cells, in the order of `columns`, from the signals in catalogue order. */
function countReport(report: ReportName, service: Service, columns: string, layout: Layout): PersonReport {
  const places = placesOf(report);
  const all = withSources(places);
  return {
    columns: columns.split(','),
    isListed: (person, newest) => hasService(person, service, newest),
    cellsOf: (page) => {
      const { values, lastActive } = sumsOf(page.diary, places, all, page.stretch);
      if (page.stretch.isOneDay && lastActive === undefined) return undefined;
      return layout(page, values, dateCell(lastActive));
    },
  };
}

const EMAIL = placesOf('getEmailActivityUserDetail');
const READ = EMAIL.indexOf(placeOf(signalId('outlook.read')));
/** More is received than read. */
const received = (read: number): number => Math.ceil(read * 1.25);

export const emailReport = countReport(
  'getEmailActivityUserDetail',
  'exchange',
  'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,Receive Count,Read Count,Meeting Created Count,Meeting Interacted Count,Assigned Products,Report Period',
  (page, values, lastActive) => {
    const [sent = 0, , created = 0, answered = 0] = values;
    const read = values[READ] ?? 0;
    const { names, stretch } = page;
    return [
      ...[dayOf(stretch.newest), names.principal, names.display, 'False', '', lastActive],
      ...[sent, received(read), read, created, answered, productsOf(page), stretch.period],
    ];
  },
);

export const oneDriveReport = countReport(
  'getOneDriveActivityUserDetail',
  'onedrive',
  'Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,Synced File Count,Shared Internally File Count,Shared Externally File Count,Assigned Products,Report Period',
  filesLayout,
);

export const sharePointReport = countReport(
  'getSharePointActivityUserDetail',
  'sharepoint',
  'Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,Synced File Count,Shared Internally File Count,Shared Externally File Count,Visited Page Count,Assigned Products,Report Period',
  filesLayout,
);

function filesLayout(page: Page, values: readonly number[], lastActive: string): Cells {
  const { names, stretch } = page;
  return [dayOf(stretch.newest), names.principal, 'False', '', lastActive, ...values, productsOf(page), stretch.period];
}

export const engageReport = countReport(
  'getYammerActivityUserDetail',
  'engage',
  'Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,Posted Count,Read Count,Liked Count,Assigned Products,Report Period',
  (page, values, lastActive) => {
    const { names, stretch, person } = page;
    const since = dateCell(serviceFrom(person, 'engage'));
    return [dayOf(stretch.newest), names.principal, names.display, 'active', since, lastActive, ...values, productsOf(page), stretch.period];
  },
);
