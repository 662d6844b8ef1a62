import type { Comparison } from '../../src/domain/detectable.ts';
import { absurd } from '../../src/domain/errors.ts';
import type { Silence } from '../../src/domain/planning.ts';
import type { Effect, NeedPicture, Preview, ReadFile, Told } from '../../src/domain/preview.ts';
import type { Standing } from '../../src/domain/previewStanding.ts';
import { reportOf } from '../../src/domain/reports.ts';
import type { Day } from '../../src/domain/time.ts';
import { ENGLISH } from '../words/words.ts';
import { sayShare } from './sayShare.ts';

/** Thousands apart, as in 12,345. */
export const counted = (count: number): string => count.toLocaleString('en-GB');

export const sayDay = (day: Day): string => ENGLISH.day(day);

/** Each standing, shortly for legends and columns. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  'in-use': 'In use',
  low: 'Rarely',
  non: 'Not used',
  'cannot-tell': 'Cannot tell',
};

/** `low` and `non` together. */
export const TOGETHER_WORDS = 'Rarely or not';

/** Each standing, as it is meant. */
export const STANDING_MEANINGS: Readonly<Record<Standing, string>> = {
  'in-use': 'used in the period; how firm the habit is, only weeks of daily data can tell',
  low: 'fewer than four times in 30 days',
  non: 'not at all in 30 days',
  'cannot-tell': 'the files do not say',
};

/** Goals of the default focus. */
const GOAL_WORDS: Readonly<Record<string, string>> = {
  meetings: 'Meetings',
  'chat-and-channels': 'Chat and channels',
  'files-as-links': 'Files shared as links',
  'mail-under-control': 'Mail under control',
};

export const sayGoal = (goal: string): string => GOAL_WORDS[goal] ?? goal;

/** Why somebody gets nothing in the first week, after a number of people. */
export function saySilence(why: Silence): string {
  switch (why) {
    case 'no-need':
      return 'lack nothing in the focus, as far as the files say';
    case 'cannot-tell':
      return 'are told nothing of by the files';
    case 'no-item':
      return 'lack something for which no tip fits';
    case 'no-licence':
      return 'are in no Teams report, so cannot be reached';
    default:
      return `get nothing (${why})`;
  }
}

export function sayComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'none':
      return 'Below 100 people nothing is compared, and no effect is claimed.';
    case 'two-waves':
      return `One half of the people begins, the other half follows after ${comparison.weeks} weeks, so that everybody is served and the two can be compared until then.`;
    case 'hold-out':
      return `A tenth of the people, drawn by lot, gets no messages for ${comparison.weeks} weeks; the others are compared with them. Whoever asks is always answered.`;
    default:
      return absurd(comparison);
  }
}

export function sayEffect({ detectable }: Effect): string {
  switch (detectable.kind) {
    case 'too-few':
      return `too few people: ${detectable.needed} in each group are needed`;
    case 'difference':
      return `${detectable.percentagePoints.toFixed(1)} percentage points`;
    default:
      return absurd(detectable);
  }
}

export const sayBase = ({ basePercent, isWorstCase }: Effect): string => (isWorstCase ? 'not shown; half is assumed' : `${basePercent} %`);

export function sayFile({ report, days, refreshDay, people }: ReadFile): string {
  return `${reportOf(report).label}, ${days} days up to ${sayDay(refreshDay)}: ${typeof people === 'number' ? counted(people) : people} people`;
}

/** Who certainly lacks it. Nobody, while a report is missing, means that nobody can tell. */
export function sayLacking({ lacking, missing }: NeedPicture): string {
  const isUnseen = missing.length > 0 && lacking.kind === 'percent' && lacking.percent === 0;
  return isUnseen ? 'cannot tell' : sayShare(lacking);
}

/** What stands in the way of seeing a need in full. */
export const sayMissing = ({ missing }: NeedPicture): string =>
  missing.length === 0 ? '' : `not fully seen without ${missing.map((report) => reportOf(report).label).join(' and ')}`;

/** What must be said of the names in the files. */
export function sayNames(names: Preview['names']): string | undefined {
  switch (names) {
    case 'shown':
      return undefined;
    case 'concealed':
      return 'The names in these files are concealed, as Microsoft does by default. Every row is still a person, so the picture is whole. To send tips by need the coach must be able to match rows to people: an admin decides that under Settings → Org settings → Services → Reports. Until then it answers questions and offers tips people choose themselves.';
    case 'mixed':
      return 'Some files conceal names and some do not, so the same people may be counted twice. Export all of them with the same setting.';
    default:
      return absurd(names);
  }
}

export const sayPeriods = ({ files }: Preview): string | undefined =>
  files.every(({ days }) => days === 7)
    ? 'Seven days say what is in use and not what is missing. Export 30 and 90 days as well to see needs.'
    : undefined;

/** The smallest difference that could be found in any habit of the focus. */
export function bestEffect({ effects }: Told): number | undefined {
  const points = effects.flatMap(({ detectable }) => (detectable.kind === 'difference' ? [detectable.percentagePoints] : []));
  return points.length === 0 ? undefined : Math.min(...points);
}
