import { CATALOGUE } from './catalogue.ts';
import { HABITS, type HabitDefinition, type HabitId } from './habits.ts';
import type { UseCount } from './previewPlan.ts';
import { STANDINGS, type Stand, type Standing } from './previewStanding.ts';
import { splitShare, type ToldShare, toldShares } from './previewTold.ts';
import type { ReportName } from './reports.ts';
import { signalOf } from './signals.ts';
import { LEAST_GROUP } from './smallGroups.ts';
import type { PeriodUse } from './usage.ts';

/** What may be told of one habit: who is in a report that knows it, and how they stand. */
export interface HabitPicture {
  readonly habit: HabitId;
  readonly label: string;
  /** Of those of whom the files say something, and of the others where they are ten or more. */
  readonly shares: Readonly<Record<Standing, ToldShare>>;
  /** `low` and `non` together: who certainly lacks it. Told where one of the two alone may not be. */
  readonly lacking: ToldShare;
}

/** The habits of one app, in the order of the catalogue; what several apps lead to comes last, under `undefined`. */
export interface AppPicture {
  readonly app: string | undefined;
  readonly habits: readonly HabitPicture[];
}

const REPORTS_OF: readonly (readonly ReportName[])[] = HABITS.map(({ signals }) => [...new Set(signals.map((signal) => signalOf(signal).report))]);

/** Adds up, person by person, who stands where. */
export class PictureTally {
  private readonly counts = HABITS.map(() => STANDINGS.map(() => 0));

  /** @param stands in the order of `HABITS`. */
  add(stands: readonly Stand[], periods: readonly PeriodUse[]): void {
    const own = new Set(periods.map(({ report }) => report));
    stands.forEach(({ standing }, place) => {
      const counts = this.counts[place];
      if (counts === undefined || !REPORTS_OF[place]?.some((report) => own.has(report))) return;
      const at = STANDINGS.indexOf(standing);
      counts[at] = (counts[at] ?? 0) + 1;
    });
  }

  /** How many are known in each habit, and do it; in the order of `HABITS`. */
  useCounts(): readonly UseCount[] {
    return this.counts.map((counts) => {
      const of = (standing: Standing): number => counts[STANDINGS.indexOf(standing)] ?? 0;
      return { known: of('in-use') + of('low') + of('non'), inUse: of('in-use') };
    });
  }

  pictures(): readonly HabitPicture[] {
    return HABITS.flatMap((habit, place) => pictureOf(habit, this.counts[place] ?? []));
  }
}

/**
 * First who uses it, who lacks it and of whom nothing is known; then, where both may be told, the two ways to lack it. A handful of
 * people of whom nothing is known is left out of the whole, lest it hide the others.
 */
function pictureOf({ id, label }: HabitDefinition, counts: readonly number[]): readonly HabitPicture[] {
  const of = (standing: Standing): number => counts[STANDINGS.indexOf(standing)] ?? 0;
  const known = of('in-use') + of('low') + of('non');
  const unknown = of('cannot-tell') < LEAST_GROUP ? 0 : of('cannot-tell');
  if (known + unknown < LEAST_GROUP) return [];
  const [inUse = HIDDEN, lacking = HIDDEN, cannotTell = HIDDEN] = toldShares([of('in-use'), of('low') + of('non'), unknown]);
  const [low = HIDDEN, non = HIDDEN] = splitShare(lacking, [of('low'), of('non')]);
  return [{ habit: id, label, shares: { 'in-use': inUse, low, non, 'cannot-tell': cannotTell }, lacking }];
}

const HIDDEN: ToldShare = { kind: 'hidden' };

/** The pictures by app. */
export function byApp(pictures: readonly HabitPicture[]): readonly AppPicture[] {
  const groups = new Map<string | undefined, HabitPicture[]>();
  for (const picture of pictures) {
    const app = CATALOGUE.find((signal) => (signal.id as string) === picture.habit)?.app;
    const group = groups.get(app);
    if (group === undefined) groups.set(app, [picture]);
    else group.push(picture);
  }
  return [...groups].map(([app, habits]) => ({ app, habits }));
}

/** 0 for what is not told. */
export const percentOf = (share: ToldShare): number => (share.kind === 'percent' ? share.percent : 0);
