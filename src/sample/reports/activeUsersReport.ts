import type { Service } from '../../domain/person.ts';
import { dayOf, weekNumber } from '../dayNumber.ts';
import { type Diary, TEAMS_PLACES, withSources } from '../diary.ts';
import { hasService, serviceFrom } from '../holdings.ts';
import type { SamplePerson } from '../samplePerson.ts';
import { mayShowAny, placesOf } from './countReports.ts';
import { dateCell, oldestOf, type PersonReport, productsOf, type Stretch, trueFalse } from './personReport.ts';

/** A service as the reports of active users know it. Nobody has Skype for Business any more, but its columns are still there. */
export interface ReportedService {
  readonly name: string;
  readonly service: Service | undefined;
  /** Signals of which any tells of it. */
  readonly places: readonly number[];
}

/** In the order of the columns. */
export const REPORTED_SERVICES: readonly ReportedService[] = [
  { name: 'Exchange', service: 'exchange', places: withSources(placesOf('getEmailActivityUserDetail')) },
  { name: 'OneDrive', service: 'onedrive', places: withSources(placesOf('getOneDriveActivityUserDetail')) },
  { name: 'SharePoint', service: 'sharepoint', places: withSources(placesOf('getSharePointActivityUserDetail')) },
  { name: 'Skype For Business', service: undefined, places: [] },
  { name: 'Yammer', service: 'engage', places: withSources(placesOf('getYammerActivityUserDetail')) },
  { name: 'Teams', service: 'teams', places: TEAMS_PLACES },
];

/** Whether it was used on the day the diary is turned to. */
export function isUsed({ service, places }: ReportedService, diary: Diary): boolean {
  if (service === 'teams' && diary.looksAtTeams()) return true;
  for (const place of places) if (diary.ownOf(place) > 0) return true;
  return false;
}

/** Whether it may have been used in the week with this number. */
const mayBeUsed = ({ service, places }: ReportedService, person: SamplePerson, diary: Diary, week: number): boolean =>
  (service === 'teams' && person.temper.reads > 0) || mayShowAny(diary, places, week);

/** The newest day each service was used, in their order; looked for no further back than `oldest`. */
export function lastDaysOf(person: SamplePerson, diary: Diary, newest: number, oldest: number): readonly (number | undefined)[] {
  const last = new Map<ReportedService, number>();
  let live: readonly ReportedService[] = [];
  let week: number | undefined;
  for (let number = newest; number >= oldest && last.size < REPORTED_SERVICES.length; number -= 1) {
    if (weekNumber(number) !== week) {
      week = weekNumber(number);
      live = REPORTED_SERVICES.filter((one) => !last.has(one) && mayBeUsed(one, person, diary, weekNumber(number)));
    }
    if (live.length === 0 || !diary.turnTo(number)) continue;
    for (const one of live) if (!last.has(one) && isUsed(one, diary)) last.set(one, number);
    if (live.some((one) => last.has(one))) live = live.filter((one) => !last.has(one));
  }
  return REPORTED_SERVICES.map((one) => last.get(one));
}

const isEmployee = (person: SamplePerson): boolean => person.kind === 'member' || person.kind === 'disabled';

/** Whether the person has it by the newest day; that of a disabled account is still assigned. */
const isLicensed = (person: SamplePerson, service: Service | undefined, stretch: Stretch): boolean =>
  service !== undefined && (serviceFrom(person, service) ?? stretch.newest + 1) <= stretch.newest;

/** getOffice365ActiveUserDetail: every employee's account with its licences, and when each service was last used; it does not say its period. */
export const activeUsersReport: PersonReport = {
  columns: [
    ...['Report Refresh Date', 'User Principal Name', 'Display Name', 'Is Deleted', 'Deleted Date'],
    ...REPORTED_SERVICES.map(({ name }) => `Has ${name} License`),
    ...REPORTED_SERVICES.map(({ name }) => `${name} Last Activity Date`),
    ...REPORTED_SERVICES.map(({ name }) => `${name} License Assign Date`),
    'Assigned Products',
  ],
  isListed: isEmployee,
  cellsOf: (page) => {
    const { person, diary, names, stretch } = page;
    const last = lastDaysOf(person, diary, stretch.to, oldestOf(stretch));
    if (stretch.isOneDay && last.every((one) => one === undefined)) return undefined;
    const isHeld = REPORTED_SERVICES.map(({ service }) => isLicensed(person, service, stretch));
    return [
      ...[dayOf(stretch.newest), names.principal, names.display, 'False', ''],
      ...isHeld.map(trueFalse),
      ...last.map(dateCell),
      ...REPORTED_SERVICES.map(({ service }, index) =>
        isHeld[index] === true && service !== undefined ? dateCell(serviceFrom(person, service)) : '',
      ),
      productsOf(page),
    ];
  },
};

/** Whether the person counts as a user of the service in totals. */
export function isUserOf(person: SamplePerson, service: Service | undefined, newest: number): boolean {
  return service !== undefined && hasService(person, service, newest);
}
