import { closeTo } from '../domain/closeTo.ts';
import { Fault } from '../domain/errors.ts';
import type { Pack } from '../domain/inForce.ts';
import type { ItemId } from '../domain/item.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';
import type { Withdrawal } from '../ports/withdrawnItems.ts';

interface WithdrawDeps {
  readonly db: Database;
  readonly settings: Pack;
  readonly system: { readonly clock: Clock };
}

/** An item as an administrator looks at it. */
export interface ListedItem {
  readonly id: ItemId;
  /** `gone`: withdrawn, and no longer in the pack. */
  readonly kind: 'tip' | 'lesson' | 'question' | 'gone';
  /** What it is called: a question's own words; empty for one that is gone. */
  readonly title: string;
  readonly withdrawnAt: Instant | undefined;
}

/** Close ids a mistaken one is answered with. */
const MOST_CLOSE = 3;

/** Every item of the pack, tips first, and what was withdrawn and is no longer in it. */
export const listItems =
  ({ db, settings: { content, lessons } }: Pick<WithdrawDeps, 'db' | 'settings'>) =>
  async (): Promise<readonly ListedItem[]> => {
    const withdrawn = await db.stores.withdrawnItems.list();
    const known = [
      ...[...content.values()].map(({ id, title }) => ({ id, kind: 'tip', title }) as const),
      ...[...lessons.lessons.values()].map(({ id, title }) => ({ id, kind: 'lesson', title }) as const),
      ...[...lessons.questions.values()].map(({ id, ask }) => ({ id, kind: 'question', title: ask }) as const),
    ];
    const inPack = new Set(known.map(({ id }) => id));
    const gone = [...withdrawn.keys()].filter((id) => !inPack.has(id)).map((id) => ({ id, kind: 'gone', title: '' }) as const);
    return [...known, ...gone].map((item) => ({ ...item, withdrawnAt: withdrawn.get(item.id) }));
  };

/** Takes an item back: nobody is offered it any more, and no message about it starts. Throws `invalid-config` for an item there is not. */
export const withdrawItem =
  (deps: WithdrawDeps) =>
  async (id: string): Promise<{ readonly item: ListedItem; readonly withdrawal: Withdrawal }> => {
    const item = await itemOf(deps, id);
    return { item, withdrawal: await deps.db.stores.withdrawnItems.withdraw(item.id, deps.system.clock.now()) };
  };

/** Offers a withdrawn item again. `wasWithdrawn` false: it was never taken back. Throws `invalid-config` for an item there is not. */
export const restoreItem =
  (deps: Pick<WithdrawDeps, 'db' | 'settings'>) =>
  async (id: string): Promise<{ readonly item: ListedItem; readonly wasWithdrawn: boolean }> => {
    const item = await itemOf(deps, id);
    return { item, wasWithdrawn: await deps.db.stores.withdrawnItems.restore(item.id) };
  };

async function itemOf(deps: Pick<WithdrawDeps, 'db' | 'settings'>, id: string): Promise<ListedItem> {
  const items = await listItems(deps)();
  const item = items.find((one) => one.id === id);
  if (item !== undefined) return item;
  const close = closeTo(
    id,
    items.map((one) => one.id),
    MOST_CLOSE,
  );
  const hint = close.length === 0 ? '' : `close to it: ${close.join(', ')}; `;
  throw new Fault('invalid-config', `expected an item of the pack, got ${JSON.stringify(id)}; ${hint}see them with: coach content list`);
}
