/** Less alike than this is not taken for a slip. */
const LEAST_ALIKE = 0.4;

/**
 * The `most` of the known names that are most like `text`, best first, ties in the order given; none that is hardly alike.
 *
 *     alike = 2 · pairs in both / (pairs of one + pairs of the other),   pairs: two neighbouring characters, each counted once
 *
 * Dice's coefficient. Example: "nihgt" and "night" have the pairs ni ih hg gt and ni ig gh ht, one of them in both: 2 · 1 / 8 = 0.25.
 */
export function closeTo(text: string, known: readonly string[], most: number): readonly string[] {
  const wanted = pairsOf(text);
  return known
    .map((name) => ({ name, alike: alike(wanted, pairsOf(name)) }))
    .filter((one) => one.alike >= LEAST_ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, most)
    .map(({ name }) => name);
}

function pairsOf(text: string): ReadonlySet<string> {
  const lower = text.toLowerCase();
  return new Set(Array.from({ length: Math.max(0, lower.length - 1) }, (_, place) => lower.slice(place, place + 2)));
}

const alike = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  one.size + other.size === 0 ? 0 : (2 * [...one].filter((pair) => other.has(pair)).length) / (one.size + other.size);
