/** What can be bought: a product as the directory and the reports name it. Ids are Microsoft's published ones. */
export interface Licence {
  readonly skuId: string;
  readonly skuPartNumber: string;
  /** The name in the reports' "Assigned Products". */
  readonly product: string;
  readonly hasTeams: boolean;
}

export const TEAMS_PLAN_ID = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const EXCHANGE_PLAN_ID = 'efb87545-963c-4e0d-99df-69c6916d9eb0';

export const LICENCES = {
  e5: { skuId: '06ebc4ee-1bb5-47dd-8120-11a54132eb13', skuPartNumber: 'SPE_E5', product: 'MICROSOFT 365 E5', hasTeams: true },
  e3: { skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965', skuPartNumber: 'SPE_E3', product: 'MICROSOFT 365 E3', hasTeams: true },
  f3: { skuId: '66b55226-6b4f-492c-910c-a3b7a3c9d993', skuPartNumber: 'SPE_F1', product: 'MICROSOFT 365 F3', hasTeams: true },
  business: { skuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', skuPartNumber: 'SPB', product: 'MICROSOFT 365 BUSINESS PREMIUM', hasTeams: true },
  e3NoTeams: {
    skuId: 'dcf0408c-aaec-446c-afd4-43e3683943ea',
    skuPartNumber: 'Microsoft_365_E3_(no_Teams)',
    product: 'MICROSOFT 365 E3 (NO TEAMS)',
    hasTeams: false,
  },
  mailOnly: {
    skuId: '4b9405b0-7788-4568-add1-99614e613b69',
    skuPartNumber: 'EXCHANGESTANDARD',
    product: 'EXCHANGE ONLINE (PLAN 1)',
    hasTeams: false,
  },
} as const satisfies Readonly<Record<string, Licence>>;

/** One entry of Graph's `subscribedSkus`. */
export function subscribedSku(licence: Licence, tenantId: string, consumedUnits: number): unknown {
  const plan = (servicePlanId: string, servicePlanName: string) => ({
    servicePlanId,
    servicePlanName,
    provisioningStatus: 'Success',
    appliesTo: 'User',
  });
  return {
    accountName: 'Contoso',
    accountId: tenantId,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits,
    id: `${tenantId}_${licence.skuId}`,
    skuId: licence.skuId,
    skuPartNumber: licence.skuPartNumber,
    subscriptionIds: [],
    prepaidUnits: { enabled: consumedUnits + 10, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: [...(licence.hasTeams ? [plan(TEAMS_PLAN_ID, 'TEAMS1')] : []), plan(EXCHANGE_PLAN_ID, 'EXCHANGE_S_ENTERPRISE')],
  };
}
