import { spread, unit } from '../domain/random.ts';

/** A 32-bit key that depends only on `parts`; see `unit`. Keys are made once per person and signal, draws by the million. */
export function keyOf(...parts: readonly string[]): number {
  return Math.floor(unit(...parts) * 2 ** 32);
}

/**
 * A number in [0, 1) that depends only on `key`, `a` and `b`. The same finaliser as `unit`, over integers instead of
 * text: 20 ns instead of 600 ns, which is what lets 180 days of 10,000 people be made while somebody waits.
 */
export function draw(key: number, a: number, b: number): number {
  let hash = key ^ Math.imul(a, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash ^= Math.imul(b + 1, 0xc2b2ae35);
  return spread(hash);
}

/** One of `list`, by `share` in [0, 1). Throws a RangeError for an empty list. */
export function pick<T>(list: readonly T[], share: number): T {
  const chosen = list[Math.floor(share * list.length)];
  if (chosen === undefined) throw new RangeError(`cannot pick from a list of ${list.length} with share ${share}`);
  return chosen;
}

/** One of `list` by weight: `share` in [0, 1) of the sum of weights. Throws a RangeError for an empty list. */
export function pickWeighted<T extends { readonly weight: number }>(list: readonly T[], share: number): T {
  let left = share * list.reduce((sum, entry) => sum + entry.weight, 0);
  for (const entry of list) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  return pick(list, 0.999_999);
}

const QUANTILES = 256;
const LARGE_MEAN = 8;
const tables: (Uint8Array | undefined)[] = [];

/**
 * A Poisson count by inversion of `share` in [0, 1); at most 200. The mean is rounded to sixteenths, from 8 on to whole numbers, and the
 * share to 256ths, so that a table can be kept for each mean met: 5 ns instead of up to 100 ns, and all of them stay in the cache.
 * Example: mean 0.7 is taken as 11/16; share 0.4 gives 0 and share 0.6 gives 1, on either side of exp(−11/16) = 0.503.
 */
export function countOf(mean: number, share: number): number {
  const step = mean < LARGE_MEAN ? Math.round(mean * 16) : Math.round(mean) + 15 * LARGE_MEAN;
  let table = tables[step];
  if (table === undefined) {
    table = tableOf(step <= 16 * LARGE_MEAN ? step / 16 : step - 15 * LARGE_MEAN);
    tables[step] = table;
  }
  return table[Math.floor(share * QUANTILES)] ?? 0;
}

function tableOf(mean: number): Uint8Array {
  const table = new Uint8Array(QUANTILES);
  let term = Math.exp(-mean);
  let total = term;
  let count = 0;
  for (let index = 0; index < QUANTILES; index += 1) {
    while ((index + 0.5) / QUANTILES >= total && count < 200) {
      count += 1;
      term *= mean / count;
      total += term;
    }
    table[index] = count;
  }
  return table;
}
