/** One mistake in a content pack, and where it stands. */
export interface ContentProblem {
  /** As the file was named when it was read. */
  readonly file: string;
  /** From 1. A missing field is named on the first line of its item. */
  readonly line: number;
  /** The item's id as written, else its place in the file ("item 3", from 1); absent where the file as a whole is meant. */
  readonly item: string | undefined;
  /** Inner fields joined by dots ("link.url", "signals.0"); absent where the whole item or file is meant. */
  readonly field: string | undefined;
  /** What was expected, what came, how to mend it. */
  readonly message: string;
}

/** One line for people: `teams.yaml:12 · chat-send-later · title: expected at most 60 characters, got 61; shorten it`. */
export function sayProblem({ file, line, item, field, message }: ContentProblem): string {
  return `${[`${file}:${line}`, item, field].filter((part) => part !== undefined).join(' · ')}: ${message}`;
}
