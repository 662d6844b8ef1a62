import type { PersonId } from '../domain/ids.ts';

/** What asking for something harmless came to. */
export type ProbeResult =
  | { readonly kind: 'granted' }
  | { readonly kind: 'missing'; readonly status: number; readonly code: string }
  /** The token itself was not accepted, or there is none. */
  | { readonly kind: 'no-token'; readonly message: string }
  | { readonly kind: 'no-answer'; readonly message: string };

export interface PermissionProbe {
  /** As Entra names it. */
  readonly permission: string;
  /** What it is for, completing "needed to …". */
  readonly purpose: string;
  readonly isOptional: boolean;
  readonly remedy: string;
  readonly result: ProbeResult;
}

/** Tries what the coach may do, by one harmless request each; changes nothing. */
export interface Prober {
  /** `person`, `group`: somebody and an armed group to try with; what needs one that is absent is not tried. */
  permissions(person: PersonId | undefined, group: string | undefined): Promise<readonly PermissionProbe[]>;
  /** Whether the app stands in the tenant's catalogue; `undefined` when that may not be read or TEAMS_APP_ID is not set. */
  isInCatalogue(): Promise<boolean | undefined>;
  /** Whether the tenant conceals names in reports; `undefined` when the app may not know. */
  namesAreConcealed(): Promise<boolean | undefined>;
}
