import { Fault } from './errors.ts';

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type TenantId = Brand<string, 'TenantId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type DeliveryId = Brand<string, 'DeliveryId'>;
export type DecisionId = Brand<string, 'DecisionId'>;
export type RunId = Brand<string, 'RunId'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An Entra tenant id, lower case. Throws `invalid-id` for anything else. */
export function tenantId(text: string): TenantId {
  return checked(text, 'Entra tenant id') as TenantId;
}

/** An Entra object id of a person, lower case. Throws `invalid-id` for anything else. */
export function personId(text: string): PersonId {
  return checked(text, 'Entra object id') as PersonId;
}

/** A delivery's UUID, lower case. Throws `invalid-id` for anything else. */
export function deliveryId(text: string): DeliveryId {
  return checked(text, 'delivery id') as DeliveryId;
}

/** A decision's UUID, lower case. Throws `invalid-id` for anything else. */
export function decisionId(text: string): DecisionId {
  return checked(text, 'decision id') as DecisionId;
}

/** A run's UUID, lower case. Throws `invalid-id` for anything else. */
export function runId(text: string): RunId {
  return checked(text, 'run id') as RunId;
}

/** An Entra group's object id in any case; gives it in lower case. Throws `invalid-id` for anything else. */
export function groupId(text: string): string {
  return checked(text.trim().toLowerCase(), 'Entra group’s object id');
}

/** Whether `text` is a lower-case UUID, as all ids here are. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

function checked(text: string, what: string): string {
  if (!UUID.test(text))
    throw new Fault('invalid-id', `not ${article(what)} ${what} (a UUID like 00001111-aaaa-2222-bbbb-3333cccc4444): ${JSON.stringify(text)}`);
  return text;
}

const article = (noun: string): string => (/^[aeiou]/i.test(noun) ? 'an' : 'a');
