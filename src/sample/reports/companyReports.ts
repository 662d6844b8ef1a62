import { dayOf } from '../dayNumber.ts';
import { Diary } from '../diary.ts';
import type { ReportSource } from '../reportFile.ts';
import { isUsed, isUserOf, lastDaysOf, REPORTED_SERVICES } from './activeUsersReport.ts';
import type { Cells, Stretch } from './personReport.ts';
import { addTeamsDay, durationOf, emptyTally } from './teamsReport.ts';

/** A report of totals, without anybody's name. */
export interface CompanyReport {
  readonly columns: readonly string[];
  /** The rows. `undefined` after every so many people, for whoever writes them to let others have their turn. */
  rows(source: ReportSource, stretch: Stretch): Generator<Cells | undefined>;
}

/** Adding up the days of one takes up to 0.2 ms. */
const PEOPLE_A_BITE = 20;

/** Opens the diaries of all colleagues one after the other. */
function* eachDiary(source: ReportSource, onPerson: (person: ReportSource['people'][number], diary: Diary) => void): Generator<undefined> {
  const diary = new Diary();
  let count = 0;
  for (const person of source.people) {
    if (person.kind !== 'member') continue;
    diary.open(person, source.uptakesOf(person));
    onPerson(person, diary);
    count += 1;
    if (count % PEOPLE_A_BITE === 0) yield undefined;
  }
}

const daysOf = ({ from, to }: Stretch): readonly number[] => Array.from({ length: to - from + 1 }, (_, ago) => to - ago);

/** getOffice365ActiveUserCounts: for each day, newest first, how many used each service, and any. */
const activeUserCounts: CompanyReport = {
  columns: ['Report Refresh Date', 'Office 365', ...REPORTED_SERVICES.map(({ name }) => name), 'Report Date', 'Report Period'],
  *rows(source, stretch) {
    const days = daysOf(stretch);
    const counts = days.map(() => [0, ...REPORTED_SERVICES.map(() => 0)]);
    yield* eachDiary(source, (_person, diary) => {
      for (const [index, number] of days.entries()) {
        const day = counts[index];
        if (day === undefined || !diary.turnTo(number)) continue;
        let isActive = false;
        for (const [service, one] of REPORTED_SERVICES.entries()) {
          if (!isUsed(one, diary)) continue;
          isActive = true;
          day[service + 1] = (day[service + 1] ?? 0) + 1;
        }
        if (isActive) day[0] = (day[0] ?? 0) + 1;
      }
    });
    for (const [index, number] of days.entries()) yield [dayOf(stretch.newest), ...(counts[index] ?? []), dayOf(number), stretch.period];
  },
};

/** getTeamsUserActivityCounts: for each day, newest first, the actions of all together. */
const teamsCounts: CompanyReport = {
  columns: [
    ...['Report Refresh Date', 'Report Date', 'Team Chat Messages', 'Post Messages', 'Reply Messages', 'Private Chat Messages', 'Calls', 'Meetings'],
    ...['Audio Duration', 'Video Duration', 'Screen Share Duration', 'Meetings Organized', 'Meetings Attended', 'Report Period'],
  ],
  *rows(source, stretch) {
    const days = daysOf(stretch).map((number) => ({ number, tally: emptyTally() }));
    yield* eachDiary(source, (person, diary) => {
      for (const { number, tally } of days) if (diary.turnTo(number)) addTeamsDay(tally, person, diary, number);
    });
    for (const { number, tally } of days)
      yield [
        ...[dayOf(stretch.newest), dayOf(number), tally.posts + tally.replies, tally.posts, tally.replies, tally.chats, tally.calls],
        ...[tally.meetingsOrganized + tally.meetingsAttended, ...[tally.audioSeconds, tally.videoSeconds, tally.screenSeconds].map(durationOf)],
        ...[tally.meetingsOrganized, tally.meetingsAttended, stretch.period],
      ];
  },
};

/** getOffice365ServicesUserCounts: of those with the licence, how many used each service in the period and how many did not. */
const servicesUserCounts: CompanyReport = {
  columns: [
    'Report Refresh Date',
    ...[...REPORTED_SERVICES.map(({ name }) => name), 'Office 365'].flatMap((name) => [`${name} Active`, `${name} Inactive`]),
    'Report Period',
  ],
  *rows(source, stretch) {
    const counts = [...REPORTED_SERVICES, undefined].map(() => ({ active: 0, inactive: 0 }));
    const count = (index: number, isActive: boolean): void => {
      const entry = counts[index];
      if (entry !== undefined) entry[isActive ? 'active' : 'inactive'] += 1;
    };
    yield* eachDiary(source, (person, diary) => {
      const last = lastDaysOf(person, diary, stretch.to, stretch.from);
      let isUser = false;
      for (const [index, { service }] of REPORTED_SERVICES.entries()) {
        if (!isUserOf(person, service, stretch.newest)) continue;
        isUser = true;
        count(index, last[index] !== undefined);
      }
      const isActive = last.some((one) => one !== undefined);
      if (isUser) count(REPORTED_SERVICES.length, isActive);
    });
    yield [dayOf(stretch.newest), ...counts.flatMap(({ active, inactive }) => [active, inactive]), stretch.period];
  },
};

/** By the name of their function in Microsoft Graph; all take a period only. */
export const COMPANY_REPORTS = {
  getOffice365ActiveUserCounts: activeUserCounts,
  getTeamsUserActivityCounts: teamsCounts,
  getOffice365ServicesUserCounts: servicesUserCounts,
} as const;
