import { type Comparison, comparisonFor, type Detectable, detectableDifference, servedFirst } from './detectable.ts';
import { DEFAULT_FOCUS } from './goal.ts';
import { type HabitId, habitDefinition, habitPlaceOf } from './habits.ts';
import type { Content } from './item.ts';
import { type Example, examplesOf } from './previewExamples.ts';
import { peopleIn, servicesOf } from './previewPeople.ts';
import { type AppPicture, byApp, type HabitPicture, PictureTally, percentOf } from './previewPicture.ts';
import { firstWeekOf, previewContext, type UseCount } from './previewPlan.ts';
import { standingsOf } from './previewStanding.ts';
import type { ToldShare } from './previewTold.ts';
import type { ExportedUse } from './previewUse.ts';
import { type PreviewWeek, WeekTally } from './previewWeek.ts';
import { REPORTS, type ReportName } from './reports.ts';
import { signalOf } from './signals.ts';
import { LEAST_GROUP, type ToldCount } from './smallGroups.ts';
import { addDays, type Day } from './time.ts';
import type { PeriodDays } from './usage.ts';

/** One file that was read. */
export interface ReadFile {
  readonly file: string;
  readonly report: ReportName;
  readonly days: PeriodDays;
  readonly refreshDay: Day;
  readonly isConcealed: boolean;
  readonly people: ToldCount;
  readonly missingColumns: readonly string[];
}

/** One habit of the focus: who lacks it. `missing`: reports without which it is not fully seen. */
export interface NeedPicture {
  readonly goal: string;
  readonly habit: HabitId;
  readonly label: string;
  /** Absent where fewer than ten people are in its reports. */
  readonly picture: HabitPicture | undefined;
  readonly lacking: ToldShare;
  readonly missing: readonly ReportName[];
}

/** The difference that could be found in one habit of the focus. `isWorstCase`: its base rate may not be told, and half is assumed. */
export interface Effect {
  readonly habit: HabitId;
  readonly label: string;
  readonly basePercent: number;
  readonly isWorstCase: boolean;
  readonly detectable: Detectable;
}

/** What would happen, as an admin may see it: nobody is named, no group is smaller than ten. */
export interface Preview {
  readonly asOf: Day;
  readonly files: readonly ReadFile[];
  /** The newest day a file speaks for. */
  readonly dataDay: Day;
  readonly names: 'shown' | 'concealed' | 'mixed';
  readonly missingReports: readonly ReportName[];
  readonly found: { readonly kind: 'too-few' } | ({ readonly kind: 'told' } & Told);
}

export interface Told {
  readonly people: number;
  readonly apps: readonly AppPicture[];
  readonly needs: readonly NeedPicture[];
  readonly week: PreviewWeek;
  readonly examples: readonly Example[];
  readonly comparison: Comparison;
  /** When the comparison could be read. */
  readonly readOn: Day | undefined;
  readonly effects: readonly Effect[];
}

/**
 * What the coach would do with what these files say, if it ran on the morning of `asOf` for the first time: where people stand, who
 * lacks what is in the default focus, who would get which tip in the first week, and the effect that could be found. Pure.
 *
 * @param files at least one; at most one of a report and a period.
 */
export function previewOf(files: readonly [ExportedUse, ...ExportedUse[]], asOf: Day, content: Content): Preview {
  const people = peopleIn(files);
  const concealed = files.filter(({ isConcealed }) => isConcealed).length;
  return {
    asOf,
    files: files.map(({ rows, ...file }) => ({ ...file, people: rows.length < LEAST_GROUP && rows.length > 0 ? 'fewer than 10' : rows.length })),
    dataDay:
      files
        .map(({ refreshDay }) => refreshDay)
        .sort()
        .at(-1) ?? files[0].refreshDay,
    names: concealed === 0 ? 'shown' : concealed === files.length ? 'concealed' : 'mixed',
    missingReports: REPORTS.filter((report) => !people.reports.has(report)),
    found: people.count < LEAST_GROUP ? { kind: 'too-few' } : { kind: 'told', ...toldOf(people, asOf, content) },
  };
}

function toldOf(people: ReturnType<typeof peopleIn>, asOf: Day, content: Content): Told {
  const everybody = Array.from({ length: people.count }, (_, place) => place);
  const tally = new PictureTally();
  for (const place of everybody) {
    const periods = people.periodsOf(place);
    tally.add(standingsOf(periods, people.reports), periods);
  }
  const pictures = tally.pictures();
  const comparison = comparisonFor(people.count);
  const counts = tally.useCounts();
  const context = previewContext(content, asOf, people.count, counts);
  const week = new WeekTally();
  // Everybody is looked at once more instead of being kept: what is kept grows with the company, and a look costs 40 µs.
  for (const place of everybody) {
    const periods = people.periodsOf(place);
    const habits = standingsOf(periods, people.reports).map(({ habit }) => habit);
    week.add(firstWeekOf(place, habits, servicesOf(periods, people.reports), context));
  }
  const needs = needsIn(pictures, people.reports);
  const told = week.told(content);
  return {
    people: people.count,
    apps: byApp(pictures),
    needs,
    week: told,
    examples: examplesOf(told.tips, (item) => week.errandOf(item), content),
    comparison,
    readOn: comparison.kind === 'none' ? undefined : addDays(asOf, comparison.weeks * 7),
    effects: comparison.kind === 'none' ? [] : needs.flatMap(({ picture }) => (picture === undefined ? [] : [effectOf(picture, counts, comparison)])),
  };
}

function needsIn(pictures: readonly HabitPicture[], read: ReadonlySet<ReportName>): readonly NeedPicture[] {
  return DEFAULT_FOCUS.flatMap(({ id: goal, habits }) =>
    habits.map((habit): NeedPicture => {
      const picture = pictures.find((one) => one.habit === habit);
      const { label, signals } = habitDefinition(habit);
      const reports = new Set(signals.map((signal) => signalOf(signal).report));
      return {
        goal,
        habit,
        label,
        picture,
        lacking: picture?.lacking ?? { kind: 'hidden' },
        missing: [...reports].filter((report) => !read.has(report)),
      };
    }),
  );
}

/** Counts are cut to whole tens, so that the difference does not give away a handful of people. */
function effectOf({ habit, label, shares }: HabitPicture, counts: readonly UseCount[], comparison: Comparison): Effect {
  const known = Math.floor((counts[habitPlaceOf(habit)]?.known ?? 0) / LEAST_GROUP) * LEAST_GROUP;
  const first = servedFirst(known, comparison);
  const isWorstCase = shares['in-use'].kind === 'hidden';
  const basePercent = isWorstCase ? 50 : percentOf(shares['in-use']);
  return { habit, label, basePercent, isWorstCase, detectable: detectableDifference(basePercent / 100, first, known - first) };
}
