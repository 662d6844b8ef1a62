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
  readonly unit: 'ms' | 's' | 'min' | '/s' | '×' | 'rows/s' | 'µs/row' | 'MB' | 'KB' | '';
  /** The most it may be; absent for figures that are only shown. */
  readonly target?: number;
  /** The least it may be, where more is better. */
  readonly least?: number;
}

/** False for a figure that is not a number, too. */
export const isHeld = ({ value, target, least }: Figure): boolean =>
  (target === undefined || value <= target) && (least === undefined || value >= least);

export function lineOf(figure: Figure): string {
  const { what, value, unit, target, least } = figure;
  const shown = `${textOf(value, unit)} ${unit}`.trim().padStart(16);
  const aim = target !== undefined ? `≤ ${textOf(target, unit)} ${unit}` : least !== undefined ? `≥ ${textOf(least, unit)} ${unit}` : undefined;
  return `  ${what.padEnd(52)}${shown}${aim === undefined ? '' : `   target ${aim.trim()}   ${isHeld(figure) ? 'held' : 'MISSED'}`}`;
}

function textOf(value: number, unit: Figure['unit']): string {
  if (unit === '') return String(value);
  return unit === 'rows/s' ? Math.round(value).toLocaleString('en-GB') : value.toFixed(unit === '×' ? 2 : 1);
}
