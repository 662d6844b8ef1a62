/**
 * The wish of a `Retry-After` header in ms, at least 0: seconds as a number, or a date, counted from the answer's own
 * `Date` header, so that the clock of this machine does not matter. `undefined` where there is none that can be read.
 */
export function retryAfterMs(headers: { get(name: string): string | null }): number | undefined {
  const wish = headers.get('retry-after')?.trim();
  if (wish === undefined || wish === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(wish)) return Math.round(Number(wish) * 1000);
  const until = Date.parse(wish);
  const from = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(until) || Number.isNaN(from) ? undefined : Math.max(0, until - from);
}
