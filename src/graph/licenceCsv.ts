import { Fault } from '../domain/errors.ts';
import { SERVICES, type Service } from '../domain/person.ts';
import type { Day } from '../domain/time.ts';
import type { LicenceRow } from '../ports/outside.ts';
import { readCsv } from './csvFile.ts';
import { csvHeader, wrongCell } from './csvHeader.ts';
import { dayOf, truthOf } from './reportCells.ts';
import { deletionOf, IS_DELETED, isConcealedName, REFRESH_DATE, USER_PRINCIPAL_NAME } from './reportColumns.ts';

/** What the report calls the services it knows of. */
const NAMES: Readonly<Partial<Record<Service, string>>> = {
  exchange: 'Exchange',
  onedrive: 'OneDrive',
  sharepoint: 'SharePoint',
  engage: 'Yammer',
  teams: 'Teams',
};

const BITE_ROWS = 1_000;

interface LicenceColumn {
  readonly service: Service;
  readonly has: { readonly name: string; readonly place: number } | undefined;
  readonly since: { readonly name: string; readonly place: number };
}

/** What a file held. `isConcealed`: every name is a hash, and there is at least one. */
export interface LicenceCsv {
  readonly rows: number;
  readonly isConcealed: boolean;
}

/**
 * Reads since when people have their licences from the report of active users, handing over those of whom it says so, in bites of at
 * most 1,000. Deleted accounts are passed over. A date without the licence is of one that is gone. Throws `invalid-report`, naming line and column.
 */
export async function readLicenceCsv(
  source: AsyncIterable<Uint8Array>,
  report: string,
  label: string,
  onRows: (rows: readonly LicenceRow[]) => Promise<void>,
): Promise<LicenceCsv> {
  let columns: { name: number; isDeleted: number | undefined; licences: readonly LicenceColumn[] } | undefined;
  let rows = 0;
  let concealed = 0;
  let bite: LicenceRow[] = [];
  await readCsv(source, label, {
    header(cells) {
      const header = csvHeader(cells, label, report);
      header.require(REFRESH_DATE);
      const name = header.require(USER_PRINCIPAL_NAME);
      const licences = SERVICES.flatMap((service) => columnOf(service, header.find));
      if (licences.length === 0)
        throw new Fault(
          'invalid-report',
          `${label}, line 1: expected at least one column like "Teams License Assign Date", got none; is this the report ${report}?`,
        );
      columns = { name, isDeleted: header.find(IS_DELETED), licences };
    },
    line(cells, number) {
      if (columns === undefined) return undefined;
      const name = (cells[columns.name] ?? '').toLowerCase();
      const isDeleted = columns.isDeleted !== undefined && deletionOf(cells[columns.isDeleted] ?? '', number, label);
      const licensedSince = Object.fromEntries(columns.licences.flatMap((column) => sinceOf(cells, column, number, label)));
      if (name === '') return undefined;
      rows += 1;
      if (isConcealedName(name)) concealed += 1;
      if (isDeleted || Object.keys(licensedSince).length === 0) return undefined;
      bite.push({ userPrincipalName: name, licensedSince });
      if (bite.length < BITE_ROWS) return undefined;
      const full = bite;
      bite = [];
      return onRows(full);
    },
  });
  if (bite.length > 0) await onRows(bite);
  return { rows, isConcealed: rows > 0 && concealed === rows };
}

function columnOf(service: Service, find: (name: string) => number | undefined): readonly LicenceColumn[] {
  const called = NAMES[service];
  if (called === undefined) return [];
  const at = (name: string) => {
    const place = find(name);
    return place === undefined ? undefined : { name, place };
  };
  const since = at(`${called} License Assign Date`);
  return since === undefined ? [] : [{ service, has: at(`Has ${called} License`), since }];
}

function sinceOf(
  cells: readonly string[],
  { service, has, since }: LicenceColumn,
  line: number,
  label: string,
): readonly (readonly [Service, Day])[] {
  const said = has === undefined ? 'True' : (cells[has.place] ?? '');
  const hasLicence = said === '' ? false : truthOf(said);
  if (hasLicence === undefined) throw wrongCell(label, line, has?.name ?? '', 'True or False', said);
  const text = cells[since.place] ?? '';
  const day = text === '' ? undefined : dayOf(text);
  if (text !== '' && day === undefined) throw wrongCell(label, line, since.name, 'a day like 2026-03-09 or nothing', text);
  return hasLicence && day !== undefined ? [[service, day]] : [];
}
