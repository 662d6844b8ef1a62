import type { FilesPreviewed } from '../../src/app/previewFiles.ts';
import { habitDefinition } from '../../src/domain/habits.ts';
import type { Preview, Told } from '../../src/domain/preview.ts';
import { STANDINGS } from '../../src/domain/previewStanding.ts';
import {
  counted,
  STANDING_WORDS,
  sayBase,
  sayComparison,
  sayDay,
  sayEffect,
  sayFile,
  sayGoal,
  sayLacking,
  sayMissing,
  sayNames,
  sayPeriods,
  saySilence,
} from './previewWords.ts';
import { sayShare } from './sayShare.ts';

const LABEL_WIDTH = 50;
const SHARE_WIDTH = 12;

/** The preview as plain lines for a terminal. */
export function previewLines({ preview, problems, notes }: FilesPreviewed): readonly string[] {
  return [
    ...(preview === undefined ? ['No file could be used, so there is nothing to show.'] : linesOf(preview)),
    ...section('Not needed', notes),
    ...section('Not used', problems),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

function linesOf(preview: Preview): readonly string[] {
  const { found } = preview;
  const remarks = [sayNames(preview.names), sayPeriods(preview)].filter((remark) => remark !== undefined);
  return [
    `Preview for ${sayDay(preview.asOf)}, data up to ${sayDay(preview.dataDay)}. Nothing was stored, nothing was sent.`,
    ...preview.files.map(
      (file) => `  ${sayFile(file)}${file.missingColumns.length > 0 ? `; without the columns ${file.missingColumns.join(', ')}` : ''}`,
    ),
    ...remarks.map((remark) => `  ${remark}`),
    ...(found.kind === 'too-few' ? ['', 'Fewer than 10 people: nothing is told of a group this small.'] : toldLines(found)),
  ];
}

function toldLines(told: Told): readonly string[] {
  const { week } = told;
  const people = (count: number | undefined): string => (count === undefined ? 'not shown' : counted(count));
  return [
    '',
    `${'Habits by app, in steps of 5 %'.padEnd(LABEL_WIDTH)}${STANDINGS.map((standing) => STANDING_WORDS[standing].padStart(SHARE_WIDTH)).join('')}`,
    ...told.apps.flatMap(({ app, habits }) => [
      `  ${app ?? 'Across apps'}`,
      ...habits.map(
        ({ label, shares }) =>
          `    ${label.padEnd(LABEL_WIDTH - 4)}${STANDINGS.map((standing) => sayShare(shares[standing]).padStart(SHARE_WIDTH)).join('')}`,
      ),
    ]),
    '',
    'Who lacks what is in the default focus',
    ...told.needs.map((need) => {
      const remark = sayMissing(need);
      return `  ${`${sayGoal(need.goal)}: ${need.label}`.padEnd(LABEL_WIDTH + 14)}${sayLacking(need).padStart(SHARE_WIDTH)}${remark === '' ? '' : `  (${remark})`}`;
    }),
    '',
    'The first week',
    `  Get a tip: ${people(week.getTip)}; theirs comes later: ${people(week.wait)}; get nothing: ${people(week.getNothing)}`,
    ...week.tips.map(({ title, habit, people: count }) => `    ${counted(count).padStart(9)}  ${title} (${habitDefinition(habit).label})`),
    ...(week.otherTips > 0 ? [`    ${counted(week.otherTips).padStart(9)}  other tips`] : []),
    ...week.silences.map(({ why, people: count }) => `    ${counted(count).padStart(9)}  ${saySilence(why)}`),
    ...(week.otherSilences > 0 ? [`    ${counted(week.otherSilences).padStart(9)}  for other reasons`] : []),
    '',
    'What effect could be found',
    `  ${sayComparison(told.comparison)}`,
    ...told.effects.map((effect) => `  ${effect.label.padEnd(LABEL_WIDTH)} now ${sayBase(effect)}; from ${sayEffect(effect)} on`),
    ...(told.readOn === undefined ? [] : [`  To be read on ${sayDay(told.readOn)} at the earliest.`]),
  ];
}
