import { type Day, daysBetween } from '../domain/time.ts';
import type { AccountChange, Directory, DirectoryChanges } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { Progress } from '../ports/system.ts';

/** Graph keeps a token for seven days, and of one that is about to end it does not say whether it still held. */
const TOKEN_DAYS = 6;

export interface DirectorySync {
  readonly written: number;
  readonly skipped: number;
  readonly removed: number;
  readonly wasFull: boolean;
}

/**
 * Brings the people up to date with the directory: the changes since the last run, or everything when there was none or
 * its token is too old, by Graph's word or by its age. The token is kept only after all pages are written, so a broken run is read again, and only when nobody
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
    const { deltaToken } = state;
    const isFresh = deltaToken !== undefined && daysBetween(deltaToken.day, today) <= TOKEN_DAYS;
    const partial = isFresh ? await deps.directory.changes(deltaToken.text, onPage) : undefined;
    const wasFull = partial === undefined || partial.kind === 'resync';
    const { result, removed } = wasFull ? await readAll() : { result: partial, removed: 0 };
    if (result.kind === 'changes') await tenants.saveDeltaToken({ text: result.nextToken, day: today }, { insteadOf: deltaToken?.text });
    step.done(`${written} accounts written`);
    return { written, skipped, removed, wasFull };
  };
