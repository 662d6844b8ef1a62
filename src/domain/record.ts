/**
 * How often the behaviour came after an item, 0…1: (came + 1) / (decided + 2), the mean of a uniform prior, so that an
 * item nobody got counts one half. Example: 3 of 8 → 0.4.
 */
export function itemRecord(record: { readonly decided: number; readonly came: number } | undefined): number {
  return record === undefined ? 0.5 : (record.came + 1) / (record.decided + 2);
}
