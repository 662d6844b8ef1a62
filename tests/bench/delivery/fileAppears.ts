import { access } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Resolves when the file is there; rejects when it was not within so many seconds. */
export async function fileAppears(path: string, withinSeconds: number): Promise<void> {
  const started = performance.now();
  while (
    !(await access(path).then(
      () => true,
      () => false,
    ))
  ) {
    if (performance.now() - started > withinSeconds * 1_000) throw new Error(`expected ${path} within ${withinSeconds} s`);
    await wait(LOOK_EVERY_MS);
  }
}
