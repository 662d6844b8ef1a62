import type { ItemId } from '../domain/item.ts';
import type { Instant } from '../domain/time.ts';

/** What withdrawing an item came to. */
export interface Withdrawal {
  /** When it was withdrawn first. */
  readonly since: Instant;
  readonly isNew: boolean;
  /** Messages about it that were still to go and are dropped. */
  readonly dropped: number;
  /** Tips still to go that it rode along on as a question; they go without it. */
  readonly changed: number;
}

/** Items of the pack that nobody is to get any more. */
export interface WithdrawnItems {
  /** Since when, by item, in id order. */
  list(): Promise<ReadonlyMap<ItemId, Instant>>;
  /**
   * Withdraws the item, and drops what is about it and not yet sending. A tip that asks it as a question is made anew without it. From
   * then on no message about it is planned or starts. Called again it does the same and keeps the time.
   */
  withdraw(item: ItemId, at: Instant): Promise<Withdrawal>;
  /** Takes the withdrawal back; what was dropped stays dropped. False when there is none. */
  restore(item: ItemId): Promise<boolean>;
}
