import { randomUUID } from 'node:crypto';
import { conversationOf } from '../../src/app/answer.ts';
import type { Conversation, Speaker } from '../../src/app/conversation.ts';
import { type CycleOptions, type CycleSummary, cycle } from '../../src/app/cycle.ts';
import { deliverDue } from '../../src/app/deliverDue.ts';
import { inFlight } from '../../src/app/inFlight.ts';
import type { EngineSettings } from '../../src/app/settings.ts';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import type { SendOutcome } from '../../src/domain/delivery.ts';
import { Fault } from '../../src/domain/errors.ts';
import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import { type PersonId, personId, type TenantId } from '../../src/domain/ids.ts';
import type { Message } from '../../src/domain/message.ts';
import type { ReportName } from '../../src/domain/reports.ts';
import { placeOf, signalsOf } from '../../src/domain/signals.ts';
import { addDays, DAY_MS, dayIn, type Instant, instant, later, weekdayOf } from '../../src/domain/time.ts';
import type { UsageRow } from '../../src/domain/usage.ts';
import type {
  AccountChange,
  ConversationOutcome,
  Directory,
  Installer,
  InstallOutcome,
  MessageSender,
  UsageSource,
} from '../../src/ports/outside.ts';
import type { Database } from '../../src/ports/stores.ts';
import type { Progress, System } from '../../src/ports/system.ts';
import { TIPS } from './candidate.ts';
import type { TestTenant } from './databases.ts';
import { LESSONS } from './lessons.ts';

const SILENT: Progress = { step: () => ({ add: () => undefined, done: () => undefined }) };

/** What one employee does on every working day, in catalogue order. */
export type Habits = readonly number[];
export const USES_ALL: Habits = CATALOGUE.map(() => 3);
export const USES_NOTHING: Habits = CATALOGUE.map(() => 0);

export interface Sent {
  readonly person: string;
  readonly message: Message;
}

/** The engine on a tenant of its own in a real database, with literal fakes at its outer ports. Time stands still until it is moved. */
export interface TestEngine {
  readonly db: Database;
  readonly tenant: TenantId;
  readonly system: System;
  readonly conversation: Conversation;
  readonly sent: Sent[];
  readonly installed: PersonId[];
  /** What the next sends come to; absent: sent. */
  outcome: (person: string) => SendOutcome;
  /** What asking for a conversation comes to; absent: it opens. */
  opens: (() => Exclude<ConversationOutcome, { kind: 'open' }>) | undefined;
  /** What installing comes to; absent: it is done. */
  installs: (() => InstallOutcome | Promise<InstallOutcome>) | undefined;
  /** For whom installing fails with a fault. */
  refuseInstall: (person: PersonId) => boolean;
  isConcealed: boolean;
  /** The reports that can be had; Teams activity alone unless told, since each is 31 files in a first cycle. */
  reports: readonly ReportName[];
  /** Reports made later say nothing newer than this; absent: they go on. */
  reportsEndAt: Instant | undefined;
  now(): Instant;
  move(ms: number): void;
  hire(habits: Habits, changes?: Partial<Extract<AccountChange, { kind: 'changed' }>>): PersonId;
  behave(person: PersonId, habits: Habits): void;
  /** The directory no longer has the person: it says so in its next changes, and a whole read does not name them. */
  leave(person: PersonId): void;
  arm(): Promise<void>;
  cycle(options?: Partial<CycleOptions>): Promise<CycleSummary>;
  /** Sends what is due at the engine's time. */
  deliver(): ReturnType<ReturnType<typeof deliverDue>>;
  speaker(person: PersonId): Speaker;
}

/** A Tuesday, 7:00 in Berlin. */
export const START = instant('2026-11-24T06:00:00Z');

export function testEngine({ tenant, db }: TestTenant): TestEngine {
  let now: Instant = START;
  const staff = new Map<PersonId, { habits: Habits; account: AccountChange; isTold: boolean }>();
  /** Who left and has not been told of. */
  const left: PersonId[] = [];
  const sent: Sent[] = [];
  const places = inFlight(100);
  const installed: PersonId[] = [];
  const system: System = {
    clock: { now: () => now },
    random: () => 0.5,
    newId: () => randomUUID(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    // Only looking again takes time, so that what was put off comes due.
    wait: async (ms) => {
      if (ms === LOOK_MS) now = later(now, ms);
    },
  };
  const settings: EngineSettings = {
    tenantId: tenant,
    defaultZone: 'Europe/Berlin',
    holidays: new Set(),
    support: undefined,
    sponsor: undefined,
    content: new Map(TIPS.map((tip) => [tip.id, tip])),
    lessons: LESSONS,
    focus: DEFAULT_FOCUS,
    isDemo: false,
  };
  const source: UsageSource = {
    callsPerTenMinutes: undefined,
    readLicences: async () => ({ kind: 'not-available' }),
    readTrend: async () => ({ kind: 'not-available' }),
    read: async (report, range, onRows) => {
      if (!engine.reports.includes(report)) return { kind: 'not-available' };
      const newest = addDays(dayIn('UTC', engine.reportsEndAt ?? now), -2);
      const isActive = range.kind === 'period' || (range.day <= newest && weekdayOf(range.day) <= 5);
      const times = range.kind === 'period' ? Math.round((range.days * 5) / 7) : 1;
      const rows: UsageRow[] = isActive
        ? [...staff].map(([id, { habits }]) => ({
            userPrincipalName: `${id}@contoso.example`,
            personId: id,
            values: signalsOf(report).map((signal) => (habits[placeOf(signal.id)] ?? 0) * times),
          }))
        : [];
      if (rows.length > 0) await onRows(rows);
      return { kind: 'read', rows: rows.length, deletedRows: 0, refreshDay: newest, isConcealed: engine.isConcealed, missingColumns: [] };
    },
  };
  const directory: Directory = {
    changes: async (token, onPage) => {
      const untold = [...staff.values()].filter((one) => token === undefined || !one.isTold);
      for (const one of untold) one.isTold = true;
      const gone = left.splice(0).map((personId): AccountChange => ({ kind: 'removed', personId }));
      await onPage([...untold.map((one) => one.account), ...(token === undefined ? [] : gone)]);
      return { kind: 'changes', nextToken: 'token' };
    },
    mailboxes: async (people) => new Map(people.map((person) => [person, { kind: 'none' }])),
    membersOf: async () => [...staff.keys()],
  };
  const installer: Installer = {
    install: async (person) => {
      if (engine.refuseInstall(person)) throw new Fault('graph-refused', 'no token');
      if (engine.installs !== undefined) return engine.installs();
      installed.push(person);
      return { kind: 'installed' };
    },
  };
  const engine: TestEngine = {
    db,
    tenant,
    system,
    conversation: conversationOf({ db, settings, system }),
    sent,
    installed,
    outcome: () => ({ kind: 'sent', activityId: randomUUID() }),
    opens: undefined,
    installs: undefined,
    refuseInstall: () => false,
    isConcealed: false,
    reports: ['getTeamsUserActivityUserDetail'],
    reportsEndAt: undefined,
    now: () => now,
    move: (ms) => {
      now = later(now, ms);
    },
    hire: (habits, changes = {}) => {
      const id = personId(randomUUID());
      const account: AccountChange = {
        kind: 'changed',
        personId: id,
        userPrincipalName: `${id}@contoso.example`,
        displayName: 'Somebody',
        department: 'Sales',
        isMember: true,
        isEnabled: true,
        services: ['teams'],
        ...changes,
      };
      staff.set(id, { habits, account, isTold: false });
      return id;
    },
    behave: (person, habits) => {
      const one = staff.get(person);
      if (one !== undefined) one.habits = habits;
    },
    leave: (person) => {
      staff.delete(person);
      left.push(person);
    },
    arm: () => db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://contoso.example', noticeDay: dayIn('UTC', now), armedAt: now }),
    cycle: (options = {}) =>
      cycle({ db, source, directory, installer, sender, settings, system, progress: SILENT, worker: 'test', inFlight: places })({
        isDry: false,
        sendsNow: false,
        isConfirmed: false,
        ...options,
      }),
    deliver: () => deliverDue({ db, sender, installer, settings, system, worker: 'loop', inFlight: places })({ withTrials: false }),
    speaker: (person) => ({ personId: person, name: 'Somebody', address: { serviceUrl: 'http://127.0.0.1/', conversationId: `a:${person}` } }),
  };
  const sender: MessageSender = {
    prepare: async () => {},
    openConversation: async (person) =>
      engine.opens?.() ?? { kind: 'open', address: { serviceUrl: 'http://127.0.0.1/', conversationId: `a:${person}` } },
    send: async (to, message) => {
      const person = to.conversationId.slice(2);
      const outcome = engine.outcome(person);
      if (outcome.kind === 'sent' || outcome.kind === 'unknown') sent.push({ person, message });
      return outcome;
    },
  };
  return engine;
}

const LOOK_MS = 1_000;
/** Sends a second no test waits for. */
export const FAST = 1_000;
export const WEEK_MS = 7 * DAY_MS;
