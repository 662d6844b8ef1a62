/** Where the answers of one phase lie, in ms. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Nearest rank: the p-th percentile is the smallest value that at least p % of all reach. At least one value. */
export function spreadOf(valuesMs: readonly number[]): Spread {
  const sorted = [...valuesMs].sort((a, b) => a - b);
  const at = (percent: number): number => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, median: at(50), p90: at(90), p99: at(99), max: at(100) };
}

/** A figure beside its target. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | '×' | '';
  /** The most it may be; absent for figures that are only shown. */
  readonly target?: number;
}

/** False for a figure that is not a number, too. */
export const isHeld = ({ value, target }: Figure): boolean => target === undefined || value <= target;

export function lineOf(figure: Figure): string {
  const { what, value, unit, target } = figure;
  const shown = `${unit === '' ? String(value) : value.toFixed(1)} ${unit}`.trim().padStart(10);
  const aim = target === undefined ? '' : `   target ≤ ${target} ${unit}   ${isHeld(figure) ? 'held' : 'MISSED'}`;
  return `  ${what.padEnd(44)}${shown}${aim}`;
}
