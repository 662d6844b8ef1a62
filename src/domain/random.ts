/** A source of numbers in [0, 1). */
export type Random = () => number;

/**
 * A number in [0, 1) that depends only on `parts`: the same parts give the same number on every machine and in
 * every release. FNV-1a over the text, then the 32-bit finaliser of MurmurHash3 to spread short inputs.
 * Not for secrets.
 */
export function unit(...parts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const char of parts.join('\u0000')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}
