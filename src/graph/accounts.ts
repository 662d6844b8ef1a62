import { z } from 'zod';
import { isUuid, personId } from '../domain/ids.ts';
import type { AccountChange } from '../ports/outside.ts';
import type { LicensedOf } from './licences.ts';

/** What is asked for; only these are tracked for changes. */
export const ACCOUNT_FIELDS = [
  'id',
  'userPrincipalName',
  'displayName',
  'department',
  'jobTitle',
  'preferredLanguage',
  'usageLocation',
  'accountEnabled',
  'userType',
  'assignedPlans',
  'assignedLicenses',
] as const;

const id = z
  .string()
  .transform((text) => text.toLowerCase())
  .refine(isUuid);
const words = z.string().nullish();

const removed = z.object({ id, '@removed': z.object({}) });
const account = z.object({
  id,
  userPrincipalName: words,
  displayName: words,
  department: words,
  jobTitle: words,
  preferredLanguage: words,
  usageLocation: words,
  accountEnabled: z.boolean().nullish(),
  userType: words,
  assignedLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()).nullish() })).nullish(),
  assignedPlans: z
    .array(z.object({ servicePlanId: z.string().nullish(), capabilityStatus: z.string().nullish(), assignedDateTime: z.string().nullish() }))
    .nullish(),
});

/**
 * One object of a delta page as a change; `undefined` when it cannot be understood. An absent property did not change; null
 * and an empty text mean that there is no value. A null `userType` is a member: Entra has none for accounts older than the
 * property, and guests always carry theirs.
 *
 * @param isFirst the first sight of this account in a read of everything: there Graph leaves out what was never set.
 */
export function changeOf(item: unknown, licensedOf: LicensedOf, isFirst: (id: string) => boolean): AccountChange | undefined {
  const gone = removed.safeParse(item);
  if (gone.success) return { kind: 'removed', personId: personId(gone.data.id) };
  const read = account.safeParse(item);
  if (!read.success) return undefined;
  const found = read.data;
  // Asked for every object, so that each counts as seen.
  const isNew = isFirst(found.id);
  const userType = found.userType === undefined && isNew ? null : found.userType;
  const { services, licensedSince } = licensedOf({
    assignedLicenses: listOf(found.assignedLicenses)?.map((licence) => ({ skuId: licence.skuId, disabledPlans: licence.disabledPlans ?? [] })),
    assignedPlans: listOf(found.assignedPlans)?.map((plan) => ({
      servicePlanId: plan.servicePlanId ?? '',
      capabilityStatus: plan.capabilityStatus ?? '',
      assignedDateTime: plan.assignedDateTime ?? undefined,
    })),
  });
  return {
    kind: 'changed',
    personId: personId(found.id),
    // Nobody is without these two; null would be a fault of the answer, not news.
    ...(found.userPrincipalName ? { userPrincipalName: found.userPrincipalName.toLowerCase() } : {}),
    ...(found.displayName ? { displayName: found.displayName } : {}),
    ...fieldOf('department', found.department),
    ...fieldOf('jobTitle', found.jobTitle),
    ...fieldOf('language', found.preferredLanguage),
    ...fieldOf('usageLocation', found.usageLocation),
    ...(userType === undefined ? {} : { isMember: userType?.toLowerCase() !== 'guest' }),
    ...(typeof found.accountEnabled === 'boolean' ? { isEnabled: found.accountEnabled } : {}),
    ...(services === undefined ? {} : { services }),
    ...(licensedSince === undefined ? {} : { licensedSince }),
  };
}

const fieldOf = <Name extends string>(name: Name, value: string | null | undefined): { [Key in Name]?: string | undefined } =>
  (value === undefined ? {} : { [name]: value || undefined }) as { [Key in Name]?: string | undefined };

/** Null is an empty list, absent is no news. */
const listOf = <T>(list: readonly T[] | null | undefined): readonly T[] | undefined => (list === null ? [] : list);
