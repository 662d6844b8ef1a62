import type { Service } from '../domain/person.ts';

interface Family {
  readonly service: Service;
  /** Names of service plans that make the service possible, as Microsoft publishes them. */
  readonly names: RegExp;
  /** Ids of the most common of them, for tenants that do not let their products be read. */
  readonly ids: readonly string[];
}

const SHAREPOINT_IDS = [
  '5dbe027f-2339-4123-9542-606e4d348a72', // SHAREPOINTENTERPRISE
  'c7699d2e-19aa-44de-8edf-1736da088ca1', // SHAREPOINTSTANDARD
  '902b47e5-dcb2-4fdc-858b-c63a90a2bdb9', // SHAREPOINTDESKLESS
] as const;

/**
 * Microsoft's "Product names and service plan identifiers for licensing", by families, because new plans keep coming. Plans that only
 * carry other products or add storage (EXCHANGE_S_FOUNDATION, …_ARCHIVE, SHAREPOINTSTORAGE) give nobody a mailbox or a site.
 */
const FAMILIES: readonly Family[] = [
  { service: 'teams', names: /^TEAMS(1|_GOV|_AR_DOD|_AR_GCCHIGH)$/, ids: ['57ff2da0-773e-42df-b2af-ffb7a2317929'] },
  {
    service: 'exchange',
    names: /^EXCHANGE_[SBL]_(STANDARD|ENTERPRISE|DESKLESS|ESSENTIALS)(_|$)/,
    ids: [
      'efb87545-963c-4e0d-99df-69c6916d9eb0', // EXCHANGE_S_ENTERPRISE
      '9aaf7827-d63c-4b61-89c3-182f06f82e5c', // EXCHANGE_S_STANDARD
      '4a82b400-a79f-41a4-b4e2-e94f5787b113', // EXCHANGE_S_DESKLESS
    ],
  },
  // OneDrive comes with every SharePoint plan, and alone.
  {
    service: 'onedrive',
    names: /^(ONEDRIVE(?!CLIPCHAMP)|SHAREPOINT(ENTERPRISE|STANDARD|DESKLESS|_S_DEVELOPER))/,
    ids: [...SHAREPOINT_IDS, '13696edf-5a08-49f6-8134-03083ed8ba30', 'afcafa6a-d966-4462-918c-ec0b4e0fe642'], // ONEDRIVESTANDARD, ONEDRIVEENTERPRISE
  },
  { service: 'sharepoint', names: /^SHAREPOINT(ENTERPRISE|STANDARD|DESKLESS|_S_DEVELOPER)/, ids: SHAREPOINT_IDS },
  {
    service: 'apps',
    names: /^(OFFICESUBSCRIPTION|OFFICE_BUSINESS|OFFICE_PRO_PLUS|OFFICEMOBILE_SUBSCRIPTION)/,
    ids: [
      '43de0ff5-c92c-492b-9116-175376d08c38', // OFFICESUBSCRIPTION
      '094e7854-93fc-4d55-b2c0-3ab5369ebdc1', // OFFICE_BUSINESS
      'c63d4d19-e8cb-460e-b37c-4d6c34603745', // OFFICEMOBILE_SUBSCRIPTION
    ],
  },
  {
    service: 'engage',
    names: /^(YAMMER_(ENTERPRISE|EDU|MIDSIZE)|VIVAENGAGE_CORE)/,
    ids: ['7547a3fe-08ee-4ccb-b430-5077c5041653', 'a82fbf69-b4d7-49f4-83a6-915b2cf354f4'], // YAMMER_ENTERPRISE, VIVAENGAGE_CORE
  },
  {
    service: 'copilot',
    names: /^M365_COPILOT_/,
    ids: ['a62f8878-de10-42f3-b68f-6149a25ceb97', 'b95945de-b3bd-46db-8437-f2beb6ea2347'], // M365_COPILOT_APPS, M365_COPILOT_TEAMS
  },
];

/** The services one service plan makes possible; none for a plan that has nothing to do with them. Letter case does not matter. */
export function servicesOfPlan(id: string, name: string | null | undefined): readonly Service[] {
  const lower = id.toLowerCase();
  const upper = (name ?? '').toUpperCase();
  return FAMILIES.filter((family) => family.ids.includes(lower) || family.names.test(upper)).map((family) => family.service);
}
