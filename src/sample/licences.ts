import type { Service } from '../domain/person.ts';

/** A part of a product that can be switched on and off by itself. Names and ids are Microsoft's published ones. */
export interface ServicePlan {
  readonly id: string;
  readonly name: string;
  /** What the directory calls the service that provides it, in `assignedPlans`. */
  readonly provider: string;
  readonly services: readonly Service[];
}

/** What can be bought: a product as the directory and the reports name it. Names and ids are Microsoft's published ones. */
export interface Licence {
  readonly skuId: string;
  readonly skuPartNumber: string;
  /** The name in the reports' "Assigned Products". */
  readonly product: string;
  readonly plans: readonly ServicePlan[];
  /** What its plans make possible, each once. */
  readonly services: readonly Service[];
  /** Word, Excel and the like can be installed; without it they run on the phone and in the browser. */
  readonly hasDesktopApps: boolean;
}

const plan = (name: string, id: string, provider: string, ...services: readonly Service[]): ServicePlan => ({ id, name, provider, services });

const TEAMS = plan('TEAMS1', '57ff2da0-773e-42df-b2af-ffb7a2317929', 'TeamspaceAPI', 'teams');
const ENGAGE = plan('YAMMER_ENTERPRISE', '7547a3fe-08ee-4ccb-b430-5077c5041653', 'YammerEnterprise', 'engage');
const DESKTOP = plan('OFFICESUBSCRIPTION', '43de0ff5-c92c-492b-9116-175376d08c38', 'MicrosoftOffice', 'apps');
const DESKTOP_BUSINESS = plan('OFFICE_BUSINESS', '094e7854-93fc-4d55-b2c0-3ab5369ebdc1', 'MicrosoftOffice', 'apps');
const PHONE_APPS = plan('OFFICEMOBILE_SUBSCRIPTION', 'c63d4d19-e8cb-460e-b37c-4d6c34603745', 'MicrosoftOffice', 'apps');
const MAIL = plan('EXCHANGE_S_ENTERPRISE', 'efb87545-963c-4e0d-99df-69c6916d9eb0', 'exchange', 'exchange');
const MAIL_STANDARD = plan('EXCHANGE_S_STANDARD', '9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'exchange', 'exchange');
const MAIL_FRONTLINE = plan('EXCHANGE_S_DESKLESS', '4a82b400-a79f-41a4-b4e2-e94f5787b113', 'exchange', 'exchange');
const FILES = plan('SHAREPOINTENTERPRISE', '5dbe027f-2339-4123-9542-606e4d348a72', 'SharePoint', 'sharepoint', 'onedrive');
const FILES_STANDARD = plan('SHAREPOINTSTANDARD', 'c7699d2e-19aa-44de-8edf-1736da088ca1', 'SharePoint', 'sharepoint', 'onedrive');
const FILES_FRONTLINE = plan('SHAREPOINTDESKLESS', '902b47e5-dcb2-4fdc-858b-c63a90a2bdb9', 'SharePoint', 'sharepoint', 'onedrive');
const COPILOT = [
  plan('M365_COPILOT_BUSINESS_CHAT', '3f30311c-6b1e-48a4-ab79-725b469da960', 'MicrosoftOffice', 'copilot'),
  plan('M365_COPILOT_APPS', 'a62f8878-de10-42f3-b68f-6149a25ceb97', 'MicrosoftOffice', 'copilot'),
  plan('M365_COPILOT_TEAMS', 'b95945de-b3bd-46db-8437-f2beb6ea2347', 'TeamspaceAPI', 'copilot'),
  plan('M365_COPILOT_SHAREPOINT', '0aedf20c-091d-420b-aadf-30c042609612', 'SharePoint'),
  plan('GRAPH_CONNECTORS_COPILOT', '82d30987-df9b-4486-b146-198b21d164c7', 'exchange'),
];

/** The plan an administrator switches off where somebody is not to have Teams. */
export const TEAMS_PLAN_ID = TEAMS.id;

export const LICENCES = {
  e5: licence('06ebc4ee-1bb5-47dd-8120-11324bc54e06', 'SPE_E5', 'MICROSOFT 365 E5', [TEAMS, MAIL, FILES, DESKTOP, ENGAGE]),
  e3: licence('05e9a617-0261-4cee-bb44-138d3ef5d965', 'SPE_E3', 'MICROSOFT 365 E3', [TEAMS, MAIL, FILES, DESKTOP, ENGAGE]),
  f3: licence('66b55226-6b4f-492c-910c-a3b7a3c9d993', 'SPE_F1', 'MICROSOFT 365 F3', [TEAMS, MAIL_FRONTLINE, FILES_FRONTLINE, PHONE_APPS, ENGAGE]),
  business: licence('cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'MICROSOFT 365 BUSINESS PREMIUM', [
    ...[TEAMS, MAIL_STANDARD, FILES_STANDARD, DESKTOP_BUSINESS, ENGAGE],
  ]),
  e3NoTeams: licence('dcf0408c-aaec-446c-afd4-43e3683943ea', 'Microsoft_365_E3_(no_Teams)', 'MICROSOFT 365 E3 (NO TEAMS)', [
    ...[MAIL, FILES, DESKTOP, ENGAGE],
  ]),
  mailOnly: licence('4b9405b0-7788-4568-add1-99614e613b69', 'EXCHANGESTANDARD', 'EXCHANGE ONLINE (PLAN 1)', [MAIL_STANDARD]),
  copilot: licence('639dec6b-bb19-468b-871c-c5c441c4b0cb', 'Microsoft_365_Copilot', 'MICROSOFT 365 COPILOT', COPILOT),
} as const satisfies Readonly<Record<string, Licence>>;

function licence(skuId: string, skuPartNumber: string, product: string, plans: readonly ServicePlan[]): Licence {
  const services = [...new Set(plans.flatMap((one) => one.services))];
  return { skuId, skuPartNumber, product, plans, services, hasDesktopApps: plans.some((one) => one === DESKTOP || one === DESKTOP_BUSINESS) };
}

/** One entry of Graph's `subscribedSkus`. */
export function subscribedSku(of: Licence, tenantId: string, consumedUnits: number): unknown {
  return {
    accountName: 'Contoso',
    accountId: tenantId,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits,
    id: `${tenantId}_${of.skuId}`,
    skuId: of.skuId,
    skuPartNumber: of.skuPartNumber,
    subscriptionIds: [],
    prepaidUnits: { enabled: consumedUnits + 10, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: of.plans.map(({ id, name }) => ({
      servicePlanId: id,
      servicePlanName: name,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  };
}
