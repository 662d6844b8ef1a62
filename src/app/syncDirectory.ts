import type { Day } from '../domain/time.ts';
import type { AccountChange, Directory, DirectoryChanges } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';

export interface DirectorySync {
  readonly written: number;
  readonly skipped: number;
  readonly removed: number;
  readonly wasFull: boolean;
}

/**
 * Brings the people up to date with the directory: the changes since the last run, or everything when there was none or
 * its token is too old. The token is kept only after all pages are written, so a broken run is read again, and only when nobody
 * asked for everything meanwhile.
 */
export const syncDirectory =
  (deps: { readonly db: Database; readonly directory: Directory; readonly progress: Progress }) =>
  async (today: Day): Promise<DirectorySync> => {
    const { people, tenants } = deps.db.stores;
    const state = await tenants.state();
    const isFirst = state.deltaToken === undefined && state.lastRunDay === undefined;
    const step = deps.progress.step('Directory');
    let written = 0;
    let skipped = 0;
    const onPage = async (changes: readonly AccountChange[]): Promise<void> => {
      const page = await people.apply(changes, today, isFirst);
      written += page.written;
      skipped += page.skipped;
      step.add(changes.length);
    };
    const readAll = async (): Promise<{ result: DirectoryChanges; removed: number }> => {
      const result = await deps.directory.changes(undefined, onPage);
      // Only a read that came to its end and told of anybody says who is no longer there.
      const isWhole = result.kind === 'changes' && written > 0;
      return { result, removed: isWhole ? await people.endFullRead() : 0 };
    };
    const partial = state.deltaToken === undefined ? undefined : await deps.directory.changes(state.deltaToken, onPage);
    const wasFull = partial === undefined || partial.kind === 'resync';
    const { result, removed } = wasFull ? await readAll() : { result: partial, removed: 0 };
    if (result.kind === 'changes') await tenants.saveDeltaToken(result.nextToken, { insteadOf: state.deltaToken });
    step.done(`${written} accounts written`);
    return { written, skipped, removed, wasFull };
  };
