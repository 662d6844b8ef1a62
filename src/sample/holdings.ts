import type { Service } from '../domain/person.ts';
import { dayOf } from './dayNumber.ts';
import type { Department } from './departments.ts';
import { LICENCES, type Licence, TEAMS_PLAN_ID } from './licences.ts';
import type { AccountKind, SamplePerson } from './samplePerson.ts';

/** A licence a person has from a day on (day number); it may lie ahead. */
export interface Holding {
  readonly licence: Licence;
  readonly from: number;
}

/** About one in fifty came, and a few got Copilot, in this many days before the company was first looked at. */
const FRESH_DAYS = 12;
const NEWCOMERS = 0.02;
const COPILOT_SHARE = 0.23;
/** After so many days you get Copilot, so that a new licence can be seen from the inside. */
const YOUR_COPILOT_AFTER_DAYS = 28;

/**
 * The licences of an account: one product by department, assigned long ago but for a few newcomers; and for one in four or five of
 * those at a desk Copilot, which two thirds have had for long, the others got lately or get in the next twelve weeks.
 *
 * @param share numbers in [0, 1) of the account's own, by what they decide.
 * @param opened the day (number) the company was first looked at.
 */
export function holdingsOf(kind: AccountKind, department: Department, share: (what: string) => number, opened: number): readonly Holding[] {
  const licence = licenceOf(kind, department, share('licence'));
  if (licence === undefined) return [];
  const isNewcomer = kind === 'member' && share('newcomer') < NEWCOMERS;
  const age = isNewcomer ? 3 + Math.floor(share('licence age') * FRESH_DAYS) : 200 + Math.floor(share('licence age') * 1_200);
  const base = { licence, from: opened - age };
  if (kind !== 'member' || !licence.hasDesktopApps || share('copilot') >= COPILOT_SHARE) return [base];
  return [base, { licence: LICENCES.copilot, from: Math.max(base.from, opened - copilotAge(share('copilot age'))) }];
}

function copilotAge(share: number): number {
  if (share < 0.68) return 190 + Math.floor((share / 0.68) * 300);
  if (share < 0.84) return 1 + Math.floor(((share - 0.68) / 0.16) * FRESH_DAYS);
  return -1 - Math.floor(((share - 0.84) / 0.16) * 84);
}

/** Yours: everything for long, and Copilot in the fifth week. */
export function yourHoldings(opened: number): readonly Holding[] {
  return [
    { licence: LICENCES.e5, from: opened - 400 },
    { licence: LICENCES.copilot, from: opened + YOUR_COPILOT_AFTER_DAYS },
  ];
}

function licenceOf(kind: AccountKind, department: Department, share: number): Licence | undefined {
  if (kind === 'guest' || kind === 'shared') return undefined;
  if (kind === 'disabled') return share < 0.5 ? LICENCES.e3 : undefined;
  if (department.isFrontline) return share < 0.75 ? LICENCES.f3 : share < 0.92 ? LICENCES.e3 : LICENCES.mailOnly;
  if (share < 0.4) return LICENCES.e5;
  if (share < 0.82) return LICENCES.e3;
  if (share < 0.92) return LICENCES.business;
  return share < 0.96 ? LICENCES.e3NoTeams : LICENCES.mailOnly;
}

/** The licences held on a day, oldest first. */
export function heldOn(person: SamplePerson, number: number): readonly Holding[] {
  return person.holdings.filter((holding) => holding.from <= number);
}

/** The day (number) from which the person may use a service; `undefined` where none of their licences has it or it is switched off. */
export function serviceFrom(person: SamplePerson, service: Service): number | undefined {
  if (service === 'teams' && person.isTeamsOff) return undefined;
  return person.holdings.find((holding) => holding.licence.services.includes(service))?.from;
}

/** Whether the person is a colleague who may use the service on that day. */
export function hasService(person: SamplePerson, service: Service, number: number): boolean {
  const from = person.kind === 'member' ? serviceFrom(person, service) : undefined;
  return from !== undefined && from <= number;
}

/** Graph's `assignedLicenses` and `assignedPlans` of an account on a day. A plan switched off is listed as `Deleted`. */
export function licensingOn(person: SamplePerson, number: number): { readonly assignedLicenses: unknown; readonly assignedPlans: unknown } {
  const held = heldOn(person, number);
  const isOff = (planId: string): boolean => person.isTeamsOff && planId === TEAMS_PLAN_ID;
  return {
    assignedLicenses: held.map(({ licence }) => ({ skuId: licence.skuId, disabledPlans: licence.plans.map((plan) => plan.id).filter(isOff) })),
    assignedPlans: held.flatMap(({ licence, from }) =>
      licence.plans.map(({ id, provider }) => ({
        assignedDateTime: `${dayOf(from)}T07:30:00Z`,
        capabilityStatus: isOff(id) ? 'Deleted' : 'Enabled',
        service: provider,
        servicePlanId: id,
      })),
    ),
  };
}
