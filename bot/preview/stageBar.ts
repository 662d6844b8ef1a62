import type { HabitPicture } from '../../src/domain/previewPicture.ts';
import { percentOf } from '../../src/domain/previewPicture.ts';
import { html, type Markup } from './markup.ts';

/** A piece of a bar. `together`: rarely and not at all, where one of the two must not be told alone. `untold`: what must not be told. */
export type BarPart = 'in-use' | 'low' | 'non' | 'cannot-tell' | 'together' | 'untold';

interface Segment {
  readonly part: BarPart;
  readonly percent: number;
}

/** The parts of a bar from left to right, adding up to 100. */
export function segmentsOf({ shares, lacking }: Pick<HabitPicture, 'shares' | 'lacking'>): readonly Segment[] {
  const isSplit = shares.low.kind !== 'hidden' || shares.non.kind !== 'hidden';
  const told: readonly Segment[] = [
    { part: 'in-use', percent: percentOf(shares['in-use']) },
    ...(isSplit
      ? ([
          { part: 'low', percent: percentOf(shares.low) },
          { part: 'non', percent: percentOf(shares.non) },
        ] as const)
      : [{ part: 'together', percent: percentOf(lacking) } as const]),
    { part: 'cannot-tell', percent: percentOf(shares['cannot-tell']) },
  ];
  const rest = 100 - told.reduce((sum, { percent }) => sum + percent, 0);
  return [...told, { part: 'untold' as const, percent: rest }].filter(({ percent }) => percent > 0);
}

/** One stacked bar. It is for the eye alone: the numbers stand beside it. */
export function stageBar(picture: Pick<HabitPicture, 'shares' | 'lacking'>): Markup {
  let left = 0;
  const rects = segmentsOf(picture).map(({ part, percent }) => {
    const rect = html`<rect class="part ${part}" x="${left}" y="0" width="${percent}" height="10"/>`;
    left += percent;
    return rect;
  });
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rects}</svg>`;
}
