import { placeOf, signalId } from '../../domain/signals.ts';
import { dayOf, weekNumber } from '../dayNumber.ts';
import type { Diary } from '../diary.ts';
import { countOf, draw } from '../draw.ts';
import { hasService } from '../holdings.ts';
import type { SamplePerson } from '../samplePerson.ts';
import { placesOf } from './countReports.ts';
import { type Cells, dateCell, oldestOf, type Page, type PersonReport, type Stretch } from './personReport.ts';

const PLACES = placesOf('getMicrosoft365CopilotUsageUserDetail');
const indexOf = (id: string): number => PLACES.indexOf(placeOf(signalId(id)));
const INDEXES = PLACES.map((_place, index) => index);
const CHAT = indexOf('copilot.chat');
const AGENTS = indexOf('copilot.agents');
/** In the order of the columns. */
const APPS = [CHAT, ...['teams', 'word', 'excel', 'powerpoint', 'outlook', 'onenote'].map((app) => indexOf(`copilot.${app}`))];

const SALT = { prompts: 900, isWork: 960 } as const;
const WORK_SHARE = 0.65;

interface CopilotUse {
  /** The day each signal was last seen, in catalogue order. */
  readonly last: readonly (number | undefined)[];
  readonly lastWorkChat: number | undefined;
  readonly lastWebChat: number | undefined;
  /** Only of the stretch. */
  readonly prompts: { readonly all: number; readonly work: number; readonly web: number };
  readonly activeDays: number;
}

function useOf({ temper: { key } }: SamplePerson, diary: Diary, stretch: Stretch): CopilotUse {
  const last: (number | undefined)[] = PLACES.map(() => undefined);
  let lastWorkChat: number | undefined;
  let lastWebChat: number | undefined;
  const prompts = { all: 0, work: 0, web: 0 };
  let activeDays = 0;
  let live: readonly number[] = [];
  let week: number | undefined;
  for (let number = stretch.to; number >= oldestOf(stretch); number -= 1) {
    const isInside = number >= stretch.from;
    if (weekNumber(number) !== week) {
      week = weekNumber(number);
      // Before the stretch only what has not been seen yet is looked for.
      live = INDEXES.filter(
        (index) => (isInside || last[index] === undefined || index === CHAT) && diary.mayShow(PLACES[index] ?? 0, weekNumber(number)),
      );
    }
    if (live.length === 0 || !diary.turnTo(number)) continue;
    let isActive = false;
    for (const index of live) {
      if (diary.valueOf(PLACES[index] ?? 0) === 0) continue;
      isActive = true;
      last[index] ??= number;
      const count = isInside ? 1 + countOf(2, draw(key, SALT.prompts + index, number)) : 0;
      prompts.all += count;
      if (index !== CHAT) continue;
      const isWork = draw(key, SALT.isWork, number) < WORK_SHARE;
      if (isWork) lastWorkChat ??= number;
      else lastWebChat ??= number;
      prompts[isWork ? 'work' : 'web'] += count;
    }
    if (isActive && isInside) activeDays += 1;
  }
  return { last, lastWorkChat, lastWebChat, prompts, activeDays };
}

function firstCells({ names, stretch }: Page, { last }: CopilotUse): Cells {
  const newest = last.reduce((best, one) => (one === undefined || (best !== undefined && best >= one) ? best : one), undefined);
  // Loop has no signal, and nobody here uses it.
  return [dayOf(stretch.newest), names.principal, names.display, dateCell(newest), ...APPS.map((index) => dateCell(last[index])), ''];
}

const FIRST_COLUMNS = [
  ...['Report Refresh Date', 'User Principal Name', 'Display Name', 'Last Activity Date', 'Copilot Chat Last Activity Date'],
  ...['Microsoft Teams Copilot Last Activity Date', 'Word Copilot Last Activity Date', 'Excel Copilot Last Activity Date'],
  ...['PowerPoint Copilot Last Activity Date', 'Outlook Copilot Last Activity Date', 'OneNote Copilot Last Activity Date'],
  'Loop Copilot Last Activity Date',
];

const isListed: PersonReport['isListed'] = (person, newest) => hasService(person, 'copilot', newest);

/** getMicrosoft365CopilotUsageUserDetail, version 1: only people with a Copilot licence, and for each app the day it was last used. */
export const copilotReport: PersonReport = {
  columns: [...FIRST_COLUMNS, 'Report Period'],
  isListed,
  cellsOf: (page) => [...firstCells(page, useOf(page.person, page.diary, page.stretch)), page.stretch.period],
};

/** Version 2: more columns. Microsoft publishes their names but not their order; here they stand before the period. */
export const copilotReportV2: PersonReport = {
  columns: [
    ...FIRST_COLUMNS,
    ...['Prompts submitted for all apps', 'Prompts submitted for Copilot Chat (work)', 'Prompts submitted for Copilot Chat (web)'],
    ...['Active Usage Days for all apps', 'Copilot Chat (work) Last Activity Date', 'Copilot Chat (web) Last Activity Date'],
    ...['Microsoft 365 Copilot Last Activity Date', 'Edge Last Activity Date', 'Copilot Agent Last Activity Date', 'Report Period'],
  ],
  isListed,
  cellsOf: (page) => {
    const use = useOf(page.person, page.diary, page.stretch);
    const { prompts, activeDays, lastWorkChat, lastWebChat, last } = use;
    return [
      ...firstCells(page, use),
      ...[prompts.all, prompts.work, prompts.web, activeDays, dateCell(lastWorkChat), dateCell(lastWebChat)],
      ...[dateCell(lastWorkChat), dateCell(lastWebChat), dateCell(last[AGENTS]), page.stretch.period],
    ];
  },
};
