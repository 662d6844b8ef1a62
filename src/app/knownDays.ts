import { completeWeeks } from '../domain/features.ts';
import { REPORTS, type ReportName } from '../domain/reports.ts';
import type { Day } from '../domain/time.ts';
import type { Usage } from '../ports/stores.ts';

/** Days each report knows completely, oldest first; a report without any is left out. */
export type KnownDays = ReadonlyMap<ReportName, readonly Day[]>;

export async function knownDaysOf(usage: Usage, from: Day): Promise<KnownDays> {
  const ledgers = await Promise.all(REPORTS.map(async (report) => [report, await usage.ledger(report, from)] as const));
  const known = ledgers.map(([report, ledger]) => [report, ledger.filter((entry) => entry.isComplete).map((entry) => entry.day)] as const);
  return new Map(known.filter(([, days]) => days.length > 0));
}

/** The newest day any report knows; absent where none knows any. */
export function newestDayOf(known: KnownDays): Day | undefined {
  return [...known.values()]
    .flatMap((days) => days.at(-1) ?? [])
    .sort()
    .at(-1);
}

/** Weeks of which reports know all seven days, oldest first, and which reports. */
export function weeksKnownBy(known: KnownDays): ReadonlyMap<Day, ReadonlySet<ReportName>> {
  const weeks = new Map<Day, Set<ReportName>>();
  for (const [report, days] of known) for (const week of completeWeeks(days)) weeks.set(week, (weeks.get(week) ?? new Set()).add(report));
  return new Map([...weeks].sort(([a], [b]) => (a < b ? -1 : 1)));
}
