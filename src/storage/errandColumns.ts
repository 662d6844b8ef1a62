import type { Errand, ErrandKind } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import type { ItemId } from '../domain/item.ts';

/** An errand as a row keeps it. */
export interface ErrandColumns {
  readonly kind: ErrandKind;
  readonly item: ItemId | null;
  readonly errand: object;
}

export function itemOf(errand: Errand): ItemId | undefined {
  switch (errand.kind) {
    case 'tip':
    case 'reminder':
    case 'asked-tip':
    case 'asked-lesson':
      return errand.item;
    case 'asked-quiz':
    case 'export':
    case 'welcome':
    case 'stop-notice':
      return undefined;
    default:
      return absurd(errand);
  }
}

/** What of it has no column of its own; what is not so is left out, for most of it never is. */
export function detailsOf(errand: Errand): object {
  const { kind, ...rest } = errand;
  return Object.fromEntries(Object.entries(rest).filter(([name, value]) => name !== 'item' && value !== false));
}

/** An errand as it was given: the row leaves out what is absent or not so, the domain names it. */
export function errandOf({ kind, item, errand }: ErrandColumns): Errand {
  const stored = { ...errand, kind, ...(item === null ? {} : { item }) } as Errand;
  switch (stored.kind) {
    case 'tip': {
      const { introduces = false, welcomesBack = false, praise, question } = stored as Partial<typeof stored>;
      return { ...stored, introduces, welcomesBack, praise, question };
    }
    case 'asked-tip':
      return { ...stored, praise: stored.praise };
    default:
      return stored;
  }
}
