import type { HabitId } from './habits.ts';
import type { Content, ItemId, Tip } from './item.ts';
import type { Silence } from './planning.ts';
import type { FirstWeek } from './previewPlan.ts';
import { toldParts } from './previewTold.ts';

/** How many people get one tip. */
export interface TipCount {
  readonly item: ItemId;
  readonly title: string;
  readonly habit: HabitId;
  readonly people: number;
}

/** What would be sent in the first week and why not, as it may be told; `undefined`: fewer than ten people, or it would give such a number away. */
export interface PreviewWeek {
  readonly getTip: number | undefined;
  /** A tip was chosen, and goes later: second wave or hold-out. */
  readonly wait: number | undefined;
  readonly getNothing: number | undefined;
  /** Most people first. */
  readonly tips: readonly TipCount[];
  /** People whose tip is not named above. */
  readonly otherTips: number;
  readonly silences: readonly { readonly why: Silence; readonly people: number }[];
  readonly otherSilences: number;
}

type TipErrand = Extract<FirstWeek, { kind: 'tip' }>['errand'];

/** Adds up the first week, person by person. */
export class WeekTally {
  private waiting = 0;
  private readonly tips = new Map<ItemId, { people: number; readonly errand: TipErrand }>();
  private readonly silences = new Map<Silence, number>();

  add(week: FirstWeek): void {
    if (week.kind === 'waits') this.waiting += 1;
    else if (week.kind === 'nothing') this.silences.set(week.why, (this.silences.get(week.why) ?? 0) + 1);
    else {
      const known = this.tips.get(week.errand.item);
      if (known === undefined) this.tips.set(week.errand.item, { people: 1, errand: week.errand });
      else known.people += 1;
    }
  }

  /** An errand that carries this item. */
  errandOf(item: ItemId): TipErrand | undefined {
    return this.tips.get(item)?.errand;
  }

  told(content: Content): PreviewWeek {
    const tips = [...this.tips].sort(([a, one], [b, other]) => other.people - one.people || (a < b ? -1 : 1));
    const silences = [...this.silences].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
    const tipPeople = tips.map(([, { people }]) => people);
    const silentPeople = silences.map(([, people]) => people);
    const [getTip, wait, getNothing] = toldParts([sum(tipPeople), this.waiting, sum(silentPeople)]);
    const toldTips = getTip === undefined ? [] : toldParts(tipPeople);
    const toldSilences = getNothing === undefined ? [] : toldParts(silentPeople);
    const named = toldTips.flatMap((people, place): readonly TipCount[] => {
      const [item, one] = tips[place] ?? [];
      const tip: Tip | undefined = item === undefined ? undefined : content.get(item);
      return people === undefined || one === undefined || tip === undefined
        ? []
        : [{ item: tip.id, title: tip.title, habit: one.errand.habit, people }];
    });
    const reasons = toldSilences.flatMap((people, place) => {
      const why = silences[place]?.[0];
      return people === undefined || why === undefined ? [] : [{ why, people }];
    });
    return {
      getTip,
      wait,
      getNothing,
      tips: named,
      otherTips: (getTip ?? 0) - sum(named.map(({ people }) => people)),
      silences: reasons,
      otherSilences: (getNothing ?? 0) - sum(reasons.map(({ people }) => people)),
    };
  }
}
