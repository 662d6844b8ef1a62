import type { Figure } from '../figures.ts';

/** What a part of the bench found; `problems` empty: what was done was right. */
export interface PartResult {
  readonly figures: readonly Figure[];
  readonly problems: readonly string[];
}
