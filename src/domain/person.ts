import type { PersonId } from './ids.ts';
import type { Language } from './language.ts';
import { type Persona, personaOf } from './persona.ts';
import type { Day, Instant } from './time.ts';
import type { Topic } from './topic.ts';

/** A service a licence makes possible, as far as items and signals need it. `apps`: Word, Excel and the like; `engage`: Viva Engage. */
export const SERVICES = ['teams', 'exchange', 'onedrive', 'sharepoint', 'apps', 'engage', 'copilot'] as const;
export type Service = (typeof SERVICES)[number];

/** First day the licence for a service is known to be there; days before it do not count. Absent: nobody can say, it was always there. */
export type LicensedSince = Readonly<Partial<Record<Service, Day>>>;

/** What the directory says of an account. */
export interface Account {
  readonly personId: PersonId;
  /** Lower case: reports and directory differ in case. */
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly department: string | undefined;
  readonly jobTitle: string | undefined;
  /** BCP 47, as the directory gives it. */
  readonly language: string | undefined;
  readonly usageLocation: string | undefined;
  readonly isMember: boolean;
  readonly isEnabled: boolean;
  readonly services: readonly Service[];
}

/** When a person works, from the mailbox where permitted. Minutes count from midnight on the wall in `zone`. */
export interface WorkingTime {
  /** IANA name. */
  readonly zone: string;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekdays: readonly number[];
  readonly startMinute: number;
  readonly endMinute: number;
}

export type MailboxPurpose = 'user' | 'other';

/** What the mailbox says: working time, language, whether it is a person's, and until when its owner is away. */
export interface Mailbox {
  readonly workingTime: WorkingTime | undefined;
  readonly language: string | undefined;
  readonly purpose: MailboxPurpose;
  readonly awayUntil: Instant | undefined;
}

/** What a person chose. `cadenceWeeks` is the least number of weeks from one proactive message to the next. */
export interface Choice {
  readonly cadenceWeeks: 1 | 2;
  readonly pausedUntil: Instant | undefined;
  readonly hasOptedOut: boolean;
  /** What they say they mostly do; overrules title and department. */
  readonly persona: Persona | undefined;
  /** What they would like to be easier, most wanted first; at most three. */
  readonly topics: readonly Topic[];
  /** The language they asked for. */
  readonly language: Language | undefined;
}

export const DEFAULT_CHOICE: Choice = {
  cadenceWeeks: 1,
  pausedUntil: undefined,
  hasOptedOut: false,
  persona: undefined,
  topics: [],
  language: undefined,
};

/** A person as planning sees them. */
export interface Person extends Account {
  readonly mailbox: Mailbox | undefined;
  readonly licensedSince: LicensedSince;
  readonly choice: Choice;
}

/** Where a person's times are shown: the zone of their mailbox, else the tenant's. */
export function zoneOf(person: Person | undefined, defaultZone: string): string {
  return person?.mailbox?.workingTime?.zone ?? defaultZone;
}

/** What the person mostly does: as they say, else as title and department suggest. */
export function personaFor(person: Person): Persona {
  return person.choice.persona ?? personaOf(person);
}
