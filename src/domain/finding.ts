/** `note`: good to know; `warning`: works, but not as it could; `fault`: does not work. */
export const LEVELS = ['ok', 'note', 'warning', 'fault'] as const;
export type Level = (typeof LEVELS)[number];

/** One thing looked at: what was found, why it matters, how to mend it. No person in it. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly level: Level;
  readonly what: string;
  readonly why?: string;
  readonly mend?: string;
}
