import type { StoredRow } from '../domain/export.ts';
import type { Habit } from '../domain/habit.ts';
import type { DeliveryId, PersonId, RunId } from '../domain/ids.ts';
import type { ItemId } from '../domain/item.ts';
import type { DataFact } from '../domain/message.ts';
import type { Choice, Mailbox, Person, WorkingTime } from '../domain/person.ts';
import type { Reach, Silence } from '../domain/planning.ts';
import type { Forecast, Review } from '../domain/quiz.ts';
import type { ReportName } from '../domain/reports.ts';
import type { HabitCount } from '../domain/shares.ts';
import type { Day, Instant } from '../domain/time.ts';
import type { TrendPoint } from '../domain/trends.ts';
import type { DayUse, LedgerEntry, PeriodDays, PeriodUse, ReportRange, UsageRow, WeekUse } from '../domain/usage.ts';
import type { Deliveries } from './deliveries.ts';
import type { Goals } from './goals.ts';
import type { AccountChange, Address, LicenceRow } from './outside.ts';
import type { Pace } from './pace.ts';
import type { WithdrawnItems } from './withdrawnItems.ts';

// Every store belongs to one tenant: it is made for it, so no method can forget whose rows it touches.

/** People of the tenant: what the directory said, the mailbox, and what they chose. */
export interface People {
  /**
   * Writes changes; an account never seen needs a user principal name, else it is skipped, as is whoever deleted their data. Removed
   * accounts are marked with `day`, not deleted. `licensedSince` of a service is what the change says, else `day` for one that appears
   * on a known account, absent for an account first seen in the first sync or before in its chat.
   */
  apply(changes: readonly AccountChange[], day: Day, isFirstSync: boolean): Promise<{ readonly written: number; readonly skipped: number }>;
  /** Directory accounts the newest full read did not mention are marked as removed. Called at the end of a read without a token. */
  endFullRead(): Promise<number>;
  get(person: PersonId): Promise<Person | undefined>;
  /** Those of `people` the directory or a chat made known; order is not given. */
  some(people: readonly PersonId[]): Promise<readonly Person[]>;
  /** Keyset page in id order; accounts marked as removed are left out. `limit` ≤ 2,000. */
  page(after: PersonId | undefined, limit: number): Promise<readonly Person[]>;
  count(): Promise<number>;
  setMailboxes(entries: readonly { readonly personId: PersonId; readonly mailbox: Mailbox | undefined }[], readAt: Instant): Promise<void>;
  /** Those of `people` whose mailbox was never read or before `before`. */
  mailboxesOlderThan(people: readonly PersonId[], before: Instant): Promise<readonly PersonId[]>;
  /** Nothing for a person on the do-not-contact list, here and in `ensure`. */
  choose(person: PersonId, choice: Choice): Promise<void>;
  /** A person who wrote to the bot before the directory knew them: makes a bare account; nothing when it exists. */
  ensure(person: PersonId, displayName: string): Promise<void>;
  /**
   * Adds first days of licences for services a person has and nobody has told of yet. Matches by user principal name among accounts that
   * are not removed; a name two accounts bear matches nobody. Gives how many people something was added for.
   */
  noteLicences(rows: readonly LicenceRow[]): Promise<number>;
  /** Those of the rows that `noteLicences` would add something of. */
  untoldLicences(rows: readonly LicenceRow[]): Promise<readonly LicenceRow[]>;
  /** Members of a group that was armed, replaced as a whole; those who are not known are left out. */
  setGroupMembers(groupId: string, members: readonly PersonId[]): Promise<void>;
}

/** A report on its way into the tables; only `commit` writes. */
export interface UsageIntake {
  /** Matches rows to people by object id, else by user principal name, and keeps them for `commit`. At most 5,000 rows a call. */
  add(rows: readonly UsageRow[]): Promise<void>;
  /**
   * Replaces the range with what was added (unchanged rows are not rewritten) and writes the ledger. `unmatched` counts rows of
   * nobody, `ambiguous` those among them whose name two accounts bear, and those of a person who is there twice.
   */
  commit(read: {
    readonly isComplete: boolean;
    readonly isConcealed: boolean;
    readonly refreshDay: Day;
    readonly readAt: Instant;
  }): Promise<{ readonly matched: number; readonly unmatched: number; readonly ambiguous: number; readonly changed: number }>;
  /** Forgets what was added; the tables are as before. */
  abandon(): Promise<void>;
}

/** Facts (days), periods, weekly features and the ledger. */
export interface Usage {
  begin(report: ReportName, range: ReportRange): Promise<UsageIntake>;
  /** Days of the ledger from `from`, oldest first. */
  ledger(report: ReportName, from: Day): Promise<readonly LedgerEntry[]>;
  /** Which periods were read, and the day they speak for. */
  periodLedger(report: ReportName): Promise<readonly { readonly days: PeriodDays; readonly refreshDay: Day; readonly isConcealed: boolean }[]>;
  /** Fact rows of these people in [from, to], oldest first, only of days the report's ledger knows as complete. Days of nothing but zeros have no row. */
  daysOf(people: readonly PersonId[], from: Day, to: Day): Promise<ReadonlyMap<PersonId, readonly DayUse[]>>;
  /** Weekly rows with any use, newest first, with Monday in [from, to]. */
  weeksOf(people: readonly PersonId[], from: Day, to: Day): Promise<ReadonlyMap<PersonId, readonly WeekUse[]>>;
  periodsOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, readonly PeriodUse[]>>;
  /**
   * Makes everybody's row of one week anew from the days of those reports, of which all seven are known; what other reports would
   * say of the week is `null`. Whoever used nothing has no row. Marks the week as known to these reports when it is done.
   */
  foldWeek(week: Day, reports: readonly ReportName[]): Promise<void>;
  /** Weeks that reports know in full (all seven days), oldest first, and which. */
  knownWeeks(from: Day): Promise<ReadonlyMap<Day, ReadonlySet<ReportName>>>;
  /** Forgets days before `days` and weeks before `weeks`. On a server a day's rows go with its week, up to six days later. */
  expire(days: Day, weeks: Day): Promise<void>;
}

/** The tenant's own counts day by day: no names, no people. */
export interface Trends {
  /** Writes points anew; a point twice in one call: the later counts. */
  put(points: readonly TrendPoint[]): Promise<void>;
  /** Points of `from` and later, by report, measure and day. */
  of(from: Day): Promise<readonly TrendPoint[]>;
}

/** Stages per person, and what they add up to. */
export interface Habits {
  put(entries: readonly ({ readonly personId: PersonId } & PersonHabits)[]): Promise<void>;
  /** Rows of an older catalogue are left out: their places mean something else. */
  of(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonHabits>>;
  /** What `putShares` was given last. */
  shares(): Promise<readonly HabitCount[]>;
  /** Replaces the counts of all groups. */
  putShares(counts: readonly HabitCount[]): Promise<void>;
}

/**
 * A person's stages in the order of `HABITS`, the catalogue places whose basics they know, the week they came back in after an absence,
 * and the day the data speak for.
 */
export interface PersonHabits {
  readonly habits: readonly Habit[];
  readonly basics: readonly number[];
  readonly returnedWeek: Day | undefined;
  readonly dataDay: Day;
}

/** One answer to a question. */
export interface Answer {
  readonly question: ItemId;
  /** The message that asked. Of several answers to one question in one message the first counts. */
  readonly askedBy: DeliveryId;
  readonly day: Day;
  readonly isRight: boolean;
  /** What was expected of it; absent for the first answer to a question. */
  readonly forecast: Forecast | undefined;
  /** What is known from now on. */
  readonly review: Review;
}

/** What became of an answer. */
export type Answered =
  | { readonly kind: 'counted' }
  /** This message's question was answered before, and so. */
  | { readonly kind: 'answered-before'; readonly wasRight: boolean }
  /** Another answer to the question came in between: look at `of` again and answer anew. */
  | { readonly kind: 'overtaken' }
  /** Nobody the coach knows, or no longer. */
  | { readonly kind: 'unknown-person' };

/** What people remember of the questions they answered. Nobody but the person is ever told. */
export interface Reviews {
  /** By question, in id order; people without an answer are left out. */
  of(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, ReadonlyMap<ItemId, Review>>>;
  /** What is due on `day` or before, longest first, then by id; questions no longer in the pack included. */
  due(person: PersonId, day: Day, most: number): Promise<readonly ItemId[]>;
  /** Counts an answer and moves the review on, both or neither; `review` has to rest on the newest one. */
  answer(person: PersonId, answer: Answer): Promise<Answered>;
  /** Deletes answers given before the day; what is remembered of the questions stays. Gives how many went. */
  expireLog(before: Day): Promise<number>;
}

/** How a person is reached, and what is known of the chat. */
export interface Chats {
  get(person: PersonId): Promise<{ readonly reach: Reach; readonly address: Address | undefined } | undefined>;
  of(
    people: readonly PersonId[],
  ): Promise<ReadonlyMap<PersonId, { readonly reach: Reach; readonly address: Address | undefined; readonly lastHeardAt: Instant | undefined }>>;
  /** Notes where a known person's chat is; also marks the app as installed. Of anybody else nothing is noted, here and in the marks. */
  put(person: PersonId, address: Address): Promise<void>;
  /**
   * The person wrote or pressed: notes when (to a minute) and where, marks the app as installed, and makes a bare account for somebody the
   * directory has not told of. Of a person on the do-not-contact list nothing is noted. Gives what every answer needs, `withdrawn`: the
   * items that are not in force.
   */
  meet(
    person: PersonId,
    displayName: string,
    address: Address,
    at: Instant,
  ): Promise<{ readonly isSuppressed: boolean; readonly workingTime: WorkingTime | undefined; readonly withdrawn: ReadonlySet<ItemId> }>;
  markGone(person: PersonId): Promise<void>;
  markInstalled(person: PersonId): Promise<void>;
  /** The platform no longer knows the conversation. */
  dropAddress(person: PersonId): Promise<void>;
  /** True the first time this inbound activity is seen, false ever after. */
  firstTime(conversationId: string, activityId: string, at: Instant): Promise<boolean>;
  expireInbound(before: Instant): Promise<void>;
}

/** Who may be written to at all. */
export interface Arming {
  readonly scope: 'all' | string;
  readonly noticeUrl: string;
  readonly noticeDay: Day;
  readonly armedAt: Instant;
}

/** Where the next directory read begins, and the day the read before it ended. */
export interface DeltaToken {
  readonly text: string;
  readonly day: Day;
}

export interface TenantState {
  readonly frozen: { readonly at: Instant; readonly why: string } | undefined;
  readonly arming: readonly Arming[];
  readonly firstRunDay: Day | undefined;
  readonly lastRunDay: Day | undefined;
  readonly deltaToken: DeltaToken | undefined;
  /** Secret of this installation, 32 bytes as hex: keys the hash that remembers "do not contact". */
  readonly hashSalt: string;
  /** How far the demo's clock is ahead of the real one; 0 outside the demo. */
  readonly clockOffsetMs: number;
  /** The newest reports read hid who is who. */
  readonly isConcealed: boolean;
}

/** The tenant itself: brake, arming, runs. */
export interface Tenants {
  /** Makes the tenant's row with `hashSalt` when it is not there yet. */
  ensure(hashSalt: string): Promise<void>;
  state(): Promise<TenantState>;
  /** A scope that is armed again keeps the time it was armed first: who waited since does not wait anew. */
  arm(arming: Arming): Promise<void>;
  freeze(at: Instant, why: string): Promise<void>;
  thaw(): Promise<void>;
  /** Where the next directory read begins; `undefined`: everything is read. With a guard nothing is kept when the token's text is no longer `insteadOf`. */
  saveDeltaToken(token: DeltaToken | undefined, guard?: { readonly insteadOf: string | undefined }): Promise<void>;
  moveClock(offsetMs: number): Promise<void>;
  noteConcealment(isConcealed: boolean): Promise<void>;
  /** True for the one caller who may run `job` on `day`. */
  claimJob(job: string, day: Day): Promise<boolean>;
  saveRun(run: {
    readonly id: RunId;
    readonly day: Day;
    readonly startedAt: Instant;
    readonly finishedAt: Instant;
    readonly summary: unknown;
  }): Promise<void>;
  /** Counts of silences of a run, and each person's latest reason. */
  saveSilences(run: RunId, entries: readonly { readonly personId: PersonId; readonly why: Silence }[]): Promise<void>;
  /** Which of these people are armed, by the whole tenant or an armed group, and since when: the earliest of those armings. */
  inScope(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Instant>>;
  /** Distinct people who are armed: enabled members the directory still has. */
  scopeSize(): Promise<number>;
  /** Which of these people are on the do-not-contact list. */
  suppressed(people: readonly PersonId[]): Promise<ReadonlySet<PersonId>>;
  /** Takes a hash off the list: the person came back. */
  unsuppress(hash: string): Promise<void>;
}

/** Plans and obstacles a person gave are responses; what is stored of a person in all. */
export interface PersonalData {
  facts(person: PersonId): Promise<readonly DataFact[]>;
  /** Every row of every table with people, whole but for tenant and person; order is not given. */
  everything(person: PersonId): Promise<readonly StoredRow[]>;
  /** Removes the person from every table and leaves the hash. Returns rows removed. */
  forget(person: PersonId, hash: string): Promise<number>;
  /** Removes accounts the directory no longer had on `day` or before, from every table; no hash stays. Returns how many people. */
  eraseRemoved(day: Day): Promise<number>;
}

export interface Stores {
  readonly people: People;
  readonly usage: Usage;
  readonly trends: Trends;
  readonly habits: Habits;
  readonly goals: Goals;
  readonly withdrawnItems: WithdrawnItems;
  readonly chats: Chats;
  readonly deliveries: Deliveries;
  readonly reviews: Reviews;
  readonly tenants: Tenants;
  readonly personalData: PersonalData;
  /** Requests to the connector. */
  readonly pace: Pace;
  /** Installations of the app, which the platform limits by themselves. */
  readonly installPace: Pace;
}

/** How everybody is walked through: pages of at most `people`, of which `atOnce` are in work at a time. */
export interface Pages {
  readonly people: number;
  readonly atOnce: number;
}

/** The database of one tenant's engine. */
export interface Database {
  readonly stores: Stores;
  readonly pages: Pages;
  /** Runs `body` with stores that share one transaction; rolls back when it rejects. No other I/O inside. */
  transact<T>(body: (stores: Stores) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
