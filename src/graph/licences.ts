import { z } from 'zod';
import { type LicensedSince, SERVICES, type Service } from '../domain/person.ts';
import type { Day } from '../domain/time.ts';
import { answered, ask, parsed } from './ask.ts';
import type { GraphClient } from './graphClient.ts';
import { dayOf } from './reportCells.ts';
import { servicesOfPlan } from './servicePlans.ts';

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
  readonly assignedPlans?: readonly AssignedPlan[] | undefined;
}

interface AssignedPlan {
  readonly servicePlanId: string;
  readonly capabilityStatus: string;
  /** ISO 8601. */
  readonly assignedDateTime: string | undefined;
}

/** What an account may use by its licences, and since when as far as they say; `undefined` where the object says nothing about it. */
export interface Licensed {
  readonly services: readonly Service[] | undefined;
  readonly licensedSince: LicensedSince | undefined;
}

export type LicensedOf = (licensing: Licensing) => Licensed;

/** Services by the id of a service plan, lower case. */
type ServicesById = (planId: string) => readonly Service[];

/**
 * How licences are read in this tenant. With the tenant's products known: a licence counts for a service when one of its plans for it is
 * provisioned and not switched off for the account. Where the products may not be read (the permission is optional) or are
 * not there: by the account's own plans, and where it has none listed, any licence counts as Teams. Throws
 * `graph-unavailable`, `graph-throttled`.
 */
export async function licencesOf(graph: GraphClient): Promise<LicensedOf> {
  const answer = answered(graph, PATH, await ask(graph, { method: 'GET', path: PATH }));
  if (answer.status !== 200) {
    graph.log.info('licences.unresolved', { status: answer.status });
    return (licensing) => ({ services: servicesByPlans(licensing), licensedSince: sinceOf(licensing, (id) => servicesOfPlan(id, undefined)) });
  }
  const products = parsed(skus, PATH, answer.body).value;
  const known = new Map(
    products.flatMap((sku) =>
      sku.servicePlans.map((plan) => [plan.servicePlanId.toLowerCase(), servicesOfPlan(plan.servicePlanId, plan.servicePlanName)]),
    ),
  );
  const servicesById: ServicesById = (id) => known.get(id) ?? servicesOfPlan(id, undefined);
  const plansBySku = new Map(
    products.map((sku) => [
      sku.skuId,
      sku.servicePlans.filter((plan) => plan.provisioningStatus === 'Success').map((plan) => plan.servicePlanId.toLowerCase()),
    ]),
  );
  return (licensing) => ({
    services: licensing.assignedLicenses === undefined ? undefined : servicesByProducts(licensing.assignedLicenses, plansBySku, servicesById),
    licensedSince: sinceOf(licensing, servicesById),
  });
}

function servicesByProducts(
  licences: NonNullable<Licensing['assignedLicenses']>,
  plansBySku: ReadonlyMap<string, readonly string[]>,
  servicesById: ServicesById,
): readonly Service[] {
  return inOrder(
    licences.flatMap(({ skuId, disabledPlans }) => {
      const disabled = new Set(disabledPlans.map((id) => id.toLowerCase()));
      return (plansBySku.get(skuId.toLowerCase()) ?? []).filter((plan) => !disabled.has(plan)).flatMap(servicesById);
    }),
  );
}

function servicesByPlans({ assignedPlans, assignedLicenses }: Licensing): readonly Service[] | undefined {
  if (assignedPlans !== undefined) return inOrder(assignedPlans.filter(isEnabled).flatMap((plan) => servicesOfPlan(plan.servicePlanId, undefined)));
  return assignedLicenses === undefined ? undefined : assignedLicenses.length > 0 ? ['teams'] : [];
}

/** The earliest day (UTC) any enabled plan of a service was assigned; services without a date are left out. */
function sinceOf({ assignedPlans }: Licensing, servicesById: ServicesById): LicensedSince | undefined {
  if (assignedPlans === undefined) return undefined;
  const since = new Map<Service, Day>();
  for (const plan of assignedPlans) {
    const day = plan.assignedDateTime === undefined ? undefined : dayOf(plan.assignedDateTime.slice(0, 10));
    if (day === undefined || !isEnabled(plan)) continue;
    for (const service of servicesById(plan.servicePlanId.toLowerCase())) {
      const known = since.get(service);
      if (known === undefined || day < known) since.set(service, day);
    }
  }
  return since.size === 0 ? undefined : Object.fromEntries(since);
}

const isEnabled = (plan: AssignedPlan): boolean => plan.capabilityStatus === 'Enabled';

const inOrder = (services: readonly Service[]): readonly Service[] => SERVICES.filter((service) => services.includes(service));
