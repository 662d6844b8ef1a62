import { placeOf, signalId } from '../../domain/signals.ts';
import { dayOf, weekNumber } from '../dayNumber.ts';
import type { Diary } from '../diary.ts';
import { draw } from '../draw.ts';
import { hasService, serviceFrom } from '../holdings.ts';
import type { SamplePerson } from '../samplePerson.ts';
import { mayShowAny, placesOf } from './countReports.ts';
import { dateCell, oldestOf, type PersonReport, type Stretch, yesNo } from './personReport.ts';

const APPS = ['Outlook', 'Word', 'Excel', 'PowerPoint', 'OneNote', 'Teams'] as const;
type App = (typeof APPS)[number];
const PLATFORMS = ['Windows', 'Mac', 'Mobile', 'Web'] as const;
type Platform = (typeof PLATFORMS)[number];

const SALT = { mac: 810, activation: 811 } as const;
const MAC_SHARE = 0.12;

/** One way of using an app: where, and the signals of which any tells of it. */
interface Way {
  readonly app: App;
  readonly platform: (person: SamplePerson) => Platform;
  readonly places: readonly number[];
  /** Looking at it without a trace in any signal is enough. */
  readonly isByLooking: boolean;
}

/** On the computer; who may install nothing uses the phone, or for mail and Teams the browser. */
const onDesk =
  (otherwise: Platform) =>
  (person: SamplePerson): Platform => {
    if (!person.holdings.some(({ licence }) => licence.hasDesktopApps)) return otherwise;
    return draw(person.temper.key, SALT.mac, 0) < MAC_SHARE ? 'Mac' : 'Windows';
  };

const placesFor = (...ids: readonly string[]): readonly number[] => ids.map((id) => placeOf(signalId(id)));

function way(app: App, platform: Way['platform'], ...ids: readonly string[]): Way {
  return { app, platform, places: placesFor(...ids), isByLooking: false };
}

const WAYS: readonly Way[] = [
  way('Outlook', () => 'Mobile', 'outlook.mobile'),
  {
    ...{ app: 'Outlook', platform: onDesk('Web'), isByLooking: false },
    places: [...placesOf('getEmailActivityUserDetail'), ...placesFor('copilot.outlook')],
  },
  ...(['Word', 'Excel', 'PowerPoint'] as const).flatMap((app) => [
    way(app, onDesk('Mobile'), `${app.toLowerCase()}.days`, `copilot.${app.toLowerCase()}`),
    way(app, () => 'Web', `${app.toLowerCase()}.web`),
  ]),
  way('OneNote', onDesk('Mobile'), 'onenote.days', 'copilot.onenote'),
  way('Teams', () => 'Mobile', 'teams.mobile'),
  {
    ...{ app: 'Teams', platform: onDesk('Web'), isByLooking: true },
    places: [...placesOf('getTeamsUserActivityUserDetail'), ...placesFor('copilot.teams')],
  },
];

interface AppUse {
  /** `Word (Web)` and the like, `Word`, `Web`. */
  readonly used: ReadonlySet<string>;
  readonly lastActive: number | undefined;
}

/** A way once seen in the stretch is not looked for again: there are only yes and no. */
function useOf(person: SamplePerson, diary: Diary, stretch: Stretch): AppUse {
  const used = new Set<string>();
  let left = WAYS;
  let live = left;
  let lastActive: number | undefined;
  let week: number | undefined;
  for (let number = stretch.to; number >= oldestOf(stretch); number -= 1) {
    const isInside = number >= stretch.from;
    if (lastActive !== undefined && (!isInside || left.length === 0)) break;
    if (weekNumber(number) !== week) {
      week = weekNumber(number);
      live = liveIn(left, person, diary, week);
    }
    if (live.length === 0 || !diary.turnTo(number)) continue;
    const seen = live.filter((way) => isUsed(way, diary));
    if (seen.length === 0) continue;
    lastActive ??= number;
    if (!isInside) break;
    for (const { app, platform } of seen) {
      const where = platform(person);
      for (const name of [app, where, `${app} (${where})`]) used.add(name);
    }
    left = left.filter((way) => !seen.includes(way));
    live = live.filter((way) => !seen.includes(way));
  }
  return { used, lastActive };
}

/** The ways that may show in the week. */
function liveIn(ways: readonly Way[], { temper }: SamplePerson, diary: Diary, week: number): readonly Way[] {
  return ways.filter((one) => (one.isByLooking && temper.reads > 0) || mayShowAny(diary, one.places, week));
}

function isUsed(of: Way, diary: Diary): boolean {
  if (of.isByLooking && diary.looksAtTeams()) return true;
  for (const place of of.places) if (diary.ownOf(place) > 0) return true;
  return false;
}

const FLAGS: readonly string[] = [...PLATFORMS, ...APPS, ...PLATFORMS.flatMap((platform) => APPS.map((app) => `${app} (${platform})`))];

/** getM365AppUserDetail: which apps were used, and where. A column of a signal says what the signal says. */
export const appsReport: PersonReport = {
  columns: ['Report Refresh Date', 'User Principal Name', 'Last Activation Date', 'Last Activity Date', 'Report Period', ...FLAGS],
  isListed: (person, newest) => hasService(person, 'apps', newest),
  cellsOf: ({ person, diary, names, stretch }) => {
    const { used, lastActive } = useOf(person, diary, stretch);
    if (stretch.isOneDay && lastActive === undefined) return undefined;
    return [
      ...[dayOf(stretch.newest), names.principal, activation(person, stretch.newest), dateCell(lastActive), stretch.period],
      ...FLAGS.map((name) => yesNo(used.has(name))),
    ];
  },
};

/** Within twelve days of the licence; nothing to activate where nothing is installed. */
function activation(person: SamplePerson, newest: number): string {
  const from = serviceFrom(person, 'apps');
  if (from === undefined || onDesk('Web')(person) === 'Web') return '';
  const number = from + Math.floor(12 * draw(person.temper.key, SALT.activation, 0));
  return number > newest ? '' : dateCell(number);
}
