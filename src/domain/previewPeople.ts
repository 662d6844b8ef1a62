import { SERVICES, type Service } from './person.ts';
import type { ExportedUse } from './previewUse.ts';
import type { ReportName } from './reports.ts';
import { signalsOf } from './signals.ts';
import type { PeriodUse } from './usage.ts';

/** The people of several files, matched by name or by the hash that stands for it. */
export interface PreviewPeople {
  readonly count: number;
  /** The reports there are files of. */
  readonly reports: ReadonlySet<ReportName>;
  /** One person's sums, `place` from 0 to below `count`. */
  periodsOf(place: number): readonly PeriodUse[];
}

/** Joins files by person. Each file holds each person at most once. */
export function peopleIn(files: readonly ExportedUse[]): PreviewPeople {
  const places = new Map<string, number>();
  for (const { rows } of files)
    for (const { userPrincipalName } of rows) if (!places.has(userPrincipalName)) places.set(userPrincipalName, places.size);
  const count = places.size;
  // For each file the row of each person; -1: not in it.
  const rowOf = files.map(({ rows }) => {
    const found = new Int32Array(count).fill(-1);
    rows.forEach(({ userPrincipalName }, row) => {
      found[places.get(userPrincipalName) ?? -1] = row;
    });
    return found;
  });
  return {
    count,
    reports: new Set(files.map(({ report }) => report)),
    periodsOf: (place) =>
      files.flatMap(({ report, days, rows }, file) => {
        const row = rows[rowOf[file]?.[place] ?? -1];
        return row === undefined ? [] : [{ report, days, values: row.values }];
      }),
  };
}

/** What the reports a person is in show them licensed for. Without a Teams report everybody is taken to have Teams. */
export function servicesOf(periods: readonly PeriodUse[], read: ReadonlySet<ReportName>): readonly Service[] {
  const own = new Set(periods.map(({ report }) => signalsOf(report)[0]?.service));
  if (!read.has('getTeamsUserActivityUserDetail')) own.add('teams');
  return SERVICES.filter((service) => own.has(service));
}
