import type { SendOutcome } from '../domain/delivery.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import type { LicensedSince, Mailbox, Service } from '../domain/person.ts';
import type { ReportName } from '../domain/reports.ts';
import type { Day } from '../domain/time.ts';
import type { TrendPoint, TrendReport } from '../domain/trends.ts';
import type { ReportRange, UsageRow } from '../domain/usage.ts';

/** What reading one report came to. */
export type ReportRead =
  | {
      readonly kind: 'read';
      /** All rows handed over, deleted accounts not among them. */
      readonly rows: number;
      readonly deletedRows: number;
      /** The day the data speak for; absent when the file holds no row. */
      readonly refreshDay: Day | undefined;
      /** Every user principal name is a 32-digit hash. False for a file without rows. */
      readonly isConcealed: boolean;
      /** Columns of the catalogue the file lacks; their values are `null`. */
      readonly missingColumns: readonly string[];
    }
  /** This day cannot be had, being too old or not there yet; or the tenant has nothing that this report could tell of. */
  | NotAvailable
  | Throttled;

export interface NotAvailable {
  readonly kind: 'not-available';
}

/** Too many calls, or a Retry-After that has not passed. */
export interface Throttled {
  readonly kind: 'throttled';
  readonly retryAfterMs: number;
}

/** Since when one account has its licences, of services it has. */
export interface LicenceRow {
  /** Lower case; a 32-digit hash when names are concealed. */
  readonly userPrincipalName: string;
  readonly licensedSince: LicensedSince;
}

/** What reading the report of licences came to; `rows`: accounts in the file. */
export type LicenceRead = { readonly kind: 'read'; readonly rows: number; readonly isConcealed: boolean } | NotAvailable | Throttled;

/** What reading a report of counts came to. */
export type TrendRead = { readonly kind: 'read'; readonly points: readonly TrendPoint[] } | NotAvailable | Throttled;

/** Where usage comes from. */
export interface UsageSource {
  /**
   * Reads one report, handing over rows in bites of at most 5,000, one bite at a time, in the file's order.
   * Throws `invalid-report` (file, line and column named), `graph-refused` (the missing permission named),
   * `graph-unavailable`.
   */
  read(report: ReportName, range: ReportRange, onRows: (rows: readonly UsageRow[]) => Promise<void>): Promise<ReportRead>;
  /** Reads since when people have their licences, in bites as `read` does. Throws as `read` does. */
  readLicences(onRows: (rows: readonly LicenceRow[]) => Promise<void>): Promise<LicenceRead>;
  /** Reads one report of the tenant's counts, as far back as it reaches. Names do not occur in it. Throws as `read` does. */
  readTrend(report: TrendReport): Promise<TrendRead>;
  /** How many report calls may be made in ten minutes, per report; `undefined` where there is no such limit (loopback). */
  readonly callsPerTenMinutes: number | undefined;
}

/** A change of one account; an absent field did not change. */
export type AccountChange =
  | { readonly kind: 'removed'; readonly personId: PersonId }
  | {
      readonly kind: 'changed';
      readonly personId: PersonId;
      readonly userPrincipalName?: string;
      readonly displayName?: string;
      readonly department?: string | undefined;
      readonly jobTitle?: string | undefined;
      readonly language?: string | undefined;
      readonly usageLocation?: string | undefined;
      readonly isMember?: boolean;
      readonly isEnabled?: boolean;
      readonly services?: readonly Service[];
      /** For services whose licence says since when it was assigned. */
      readonly licensedSince?: LicensedSince;
    };

export type DirectoryChanges =
  | { readonly kind: 'changes'; readonly nextToken: string }
  /** The token is too old: everything must be read again, from no token. */
  | { readonly kind: 'resync' };

/** What reading one person's mailbox settings came to. */
export type MailboxRead =
  | { readonly kind: 'read'; readonly mailbox: Mailbox }
  /** No mailbox, or no permission to read it: the tenant's zone and usual hours apply. */
  | { readonly kind: 'none' }
  /** Throttled or failed; ask again in a later run. */
  | { readonly kind: 'later' };

/** Who works here. */
export interface Directory {
  /** All changes since `token` (all accounts without one), page by page. Throws `graph-refused`, `graph-unavailable`, `graph-throttled`. */
  changes(token: string | undefined, onPage: (changes: readonly AccountChange[]) => Promise<void>): Promise<DirectoryChanges>;
  /** Mailbox settings, asked 20 at a time. Every id has an entry. */
  mailboxes(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, MailboxRead>>;
  /** Object ids of a group's people, nested groups included. Throws `graph-refused` when the group cannot be read. */
  membersOf(groupId: string): Promise<readonly PersonId[]>;
}

/** What installing the app for one person came to. */
export type InstallOutcome =
  | { readonly kind: 'installed' } // 201, or 409: it already was
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined }
  /** Policy, licence or permission forbid it, for this person (404/403) … */
  | { readonly kind: 'impossible'; readonly code: string }
  /** … or for the tenant: the app is not in its catalogue, TEAMS_APP_ID is not set, a permission is missing. */
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** Installs the coach's Teams app for a person, so that it may write to them. */
export interface Installer {
  install(person: PersonId): Promise<InstallOutcome>;
}

/** Where a person's chat with the coach lives. */
export interface Address {
  readonly serviceUrl: string;
  readonly conversationId: string;
}

/** What asking for the conversation with a person came to. */
export type ConversationOutcome = { readonly kind: 'open'; readonly address: Address } | Exclude<SendOutcome, { kind: 'sent' }>;

/** Sends what the engine wants said. One request per attempt; never retries by itself. */
export interface MessageSender {
  /** Gets what every message needs before it can leave: those of many slots that wait for it would leave together. Never rejects. */
  prepare(): Promise<void>;
  openConversation(person: PersonId): Promise<ConversationOutcome>;
  send(to: Address, message: Message): Promise<SendOutcome>;
}
