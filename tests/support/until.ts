import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Looks until `isSo` says yes; rejects, naming `what`, when it never did within `deadlineMs`. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, deadlineMs = 20_000): Promise<void> {
  const started = performance.now();
  while (!(await isSo())) {
    if (performance.now() - started > deadlineMs) throw new Error(`expected within ${deadlineMs} ms: ${what}`);
    await wait(LOOK_EVERY_MS);
  }
}
