/** A source of numbers in [0, 1). */
export type Random = () => number;

/**
 * A number in [0, 1) that depends only on `parts`: the same parts give the same number on every machine and in
 * every release. FNV-1a over the text, then the 32-bit finaliser of MurmurHash3 to spread short inputs.
 * Not for secrets.
 */
export function unit(...parts: readonly string[]): number {
  return spread(fold(0x811c9dc5, parts.join('\u0000')));
}

/** `unit(...parts, last)` for many `last`: what is the same is reckoned once. */
export function unitAfter(...parts: readonly string[]): (last: string) => number {
  const begun = fold(0x811c9dc5, `${parts.join('\u0000')}\u0000`);
  return (last) => spread(fold(begun, last));
}

function fold(begun: number, text: string): number {
  let hash = begun;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash;
}

/** The 32-bit finaliser of MurmurHash3 over an integer, as a number in [0, 1). */
export function spread(folded: number): number {
  let hash = folded;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}
