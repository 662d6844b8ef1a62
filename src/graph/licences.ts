import { z } from 'zod';
import type { Service } from '../domain/person.ts';
import { answered, ask, parsed } from './ask.ts';
import type { GraphClient } from './graphClient.ts';

/** The service plan called TEAMS1. */
const TEAMS_PLAN_ID = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const TEAMS_PLAN_NAME = 'TEAMS1';

const PATH = '/subscribedSkus?$select=skuId,servicePlans';

const skus = z.object({
  value: z.array(
    z.object({
      skuId: z.string().transform((id) => id.toLowerCase()),
      servicePlans: z.array(z.object({ servicePlanId: z.string(), servicePlanName: z.string().nullish(), provisioningStatus: z.string().nullish() })),
    }),
  ),
});

/** What an account object says of its licences; an absent list did not change. */
export interface Licensing {
  readonly assignedLicenses?: readonly { readonly skuId: string; readonly disabledPlans: readonly string[] }[] | undefined;
  readonly assignedPlans?: readonly { readonly servicePlanId: string; readonly capabilityStatus: string }[] | undefined;
}

/** The services an account has by its licences; `undefined` when the object says nothing about them. */
export type ServicesOf = (licensing: Licensing) => readonly Service[] | undefined;

/**
 * How licences are read in this tenant. With the tenant's products known: a licence counts when one of its Teams plans is
 * provisioned and not switched off for the account. Where the products may not be read (the permission is optional) or are
 * not there: by the account's own plans, and where it has none listed, any licence counts as Teams. Throws
 * `graph-unavailable`, `graph-throttled`.
 */
export async function licencesOf(graph: GraphClient): Promise<ServicesOf> {
  const answer = answered(graph, PATH, await ask(graph, { method: 'GET', path: PATH }));
  if (answer.status !== 200) {
    graph.log.info('licences.unresolved', { status: answer.status });
    return servicesByPlans;
  }
  const plansBySku = new Map(
    parsed(skus, PATH, answer.body).value.map((sku) => [
      sku.skuId,
      sku.servicePlans.filter((plan) => isTeams(plan) && plan.provisioningStatus === 'Success').map((plan) => plan.servicePlanId.toLowerCase()),
    ]),
  );
  return ({ assignedLicenses }) => {
    if (assignedLicenses === undefined) return undefined;
    const hasTeams = assignedLicenses.some(({ skuId, disabledPlans }) => {
      const disabled = new Set(disabledPlans.map((id) => id.toLowerCase()));
      return (plansBySku.get(skuId.toLowerCase()) ?? []).some((plan) => !disabled.has(plan));
    });
    return teamsIf(hasTeams);
  };
}

function servicesByPlans({ assignedPlans, assignedLicenses }: Licensing): readonly Service[] | undefined {
  if (assignedPlans !== undefined)
    return teamsIf(assignedPlans.some((plan) => plan.servicePlanId.toLowerCase() === TEAMS_PLAN_ID && plan.capabilityStatus === 'Enabled'));
  return assignedLicenses === undefined ? undefined : teamsIf(assignedLicenses.length > 0);
}

const isTeams = (plan: { readonly servicePlanId: string; readonly servicePlanName?: string | null | undefined }): boolean =>
  plan.servicePlanId.toLowerCase() === TEAMS_PLAN_ID || plan.servicePlanName === TEAMS_PLAN_NAME;

const teamsIf = (hasTeams: boolean): readonly Service[] => (hasTeams ? ['teams'] : []);
