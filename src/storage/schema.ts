import type { Generated } from 'kysely';
import type { Arm } from '../domain/arm.ts';
import type { DeliveryState, DropReason, ErrandKind } from '../domain/delivery.ts';
import type { GoalId } from '../domain/goal.ts';
import type { HabitId } from '../domain/habits.ts';
import type { DecisionId, DeliveryId, RunId } from '../domain/ids.ts';
import type { Obstacle } from '../domain/intent.ts';
import type { ItemId } from '../domain/item.ts';
import type { Language } from '../domain/language.ts';
import type { LicensedSince, Mailbox, Service } from '../domain/person.ts';
import type { Persona } from '../domain/persona.ts';
import type { Reach, Silence } from '../domain/planning.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import type { Topic } from '../domain/topic.ts';
import type { Response } from '../ports/deliveries.ts';
import type { PaceName } from '../ports/pace.ts';
import type { Json, List, MaybeJson, MaybeStamp, OfPerson, OfTenant, Stamp } from './columnTypes.ts';
import type {
  UsageDayTable,
  UsageIntakeTable,
  UsageLedgerTable,
  UsagePeriodLedgerTable,
  UsagePeriodTable,
  UsageTrendTable,
  UsageWeekLedgerTable,
  UsageWeekTable,
} from './usageTables.ts';

export interface TenantTable extends OfTenant {
  hash_salt: string;
  frozen_at: MaybeStamp;
  frozen_why: string | null;
  delta_token: string | null;
  /** The day the read that gave the token ended. */
  delta_token_day: Day | null;
  clock_offset_ms: Generated<number>;
  is_concealed: Generated<boolean>;
}
export interface ArmingTable extends OfTenant {
  scope: string;
  notice_url: string;
  notice_day: Day;
  armed_at: Stamp;
}
export interface GroupMemberTable extends OfPerson {
  group_id: string;
}
export interface PersonTable extends OfPerson {
  /** Null for an account the directory has not told of yet. */
  user_principal_name: string | null;
  display_name: string;
  department: string | null;
  job_title: string | null;
  language: string | null;
  usage_location: string | null;
  is_member: boolean;
  is_enabled: boolean;
  services: List<readonly Service[]>;
  licensed_since: Json<LicensedSince>;
  is_removed: boolean;
  /** The day the directory no longer had the account. */
  removed_day: Day | null;
  /** The day of the newest directory read that mentioned the account. */
  seen_day: Day | null;
  mailbox: MaybeJson<Mailbox>;
  mailbox_read_at: MaybeStamp;
  cadence_weeks: Generated<1 | 2>;
  paused_until: MaybeStamp;
  has_opted_out: Generated<boolean>;
  persona: Persona | null;
  topics: Json<readonly Topic[]>;
  wished_language: Language | null;
}
export interface SuppressedTable extends OfTenant {
  person_hash: string;
  guard: Uint8Array;
}
export interface ChatTable extends OfPerson {
  reach: Reach['kind'];
  service_url: string | null;
  conversation_id: string | null;
  last_heard_at: MaybeStamp;
}
export interface InboundTable extends OfTenant {
  conversation_hash: Uint8Array;
  activity_hash: Uint8Array;
  seen_at: Stamp;
}
export interface HabitTable extends OfPerson {
  data_day: Day;
  /** Catalogue places whose basics the person knows. */
  basics: List<readonly number[]>;
  catalogue_version: number;
  stages: List<readonly number[]>;
  gaps: List<readonly number[]>;
  /** The Monday of the week in which the person came back after an absence. */
  returned_week: Day | null;
}
export interface HabitShareTable extends OfTenant {
  /** Empty: the whole tenant. */
  department: string;
  place: number;
  people: number;
  with_habit: number;
}
export interface GoalTable extends OfTenant {
  goal_id: GoalId;
  habit: HabitId;
  /** `everybody`, `department:NAME` or `persona:NAME`. */
  audience: string;
  share: number;
  by_day: Day;
  made_at: Stamp;
}
export interface WithdrawnItemTable extends OfTenant {
  item: ItemId;
  withdrawn_at: Stamp;
}
export interface DecisionTable extends OfPerson {
  decision_id: DecisionId;
  week: Day;
  made_at: Stamp;
  goal: string | null;
  policy_version: string;
  /** Probability by item, `''` for nothing, in the order they were ranked. */
  options: Json<Readonly<Record<string, number>>>;
  choice: ItemId | null;
  reason: string;
  habit: HabitId | null;
  signal: SignalId | null;
  data_day: Day | null;
  arm: Arm;
  has_delivery: boolean;
}
export interface DeliveryTable extends OfPerson {
  delivery_id: DeliveryId;
  decision_id: DecisionId | null;
  kind: ErrandKind;
  item: ItemId | null;
  /** The habit's place, where it ends the message. */
  habit_place: number | null;
  /** What of the errand has no column of its own. */
  errand: Json<object>;
  /** The Monday of the week whose slot a proactive message takes. */
  slot_week: Day | null;
  /** When the run that planned it began; null where no run did: welcomes, reminders, what was asked for. */
  run_at: MaybeStamp;
  state: DeliveryState;
  due_at: Stamp;
  expires_at: Stamp;
  moves: Generated<number>;
  attempts: Generated<number>;
  fence: Generated<number>;
  worker: string | null;
  lease_until: MaybeStamp;
  sent_at: MaybeStamp;
  activity_id: string | null;
  drop_reason: DropReason | null;
  is_trial: boolean;
}
export interface ResponseTable extends OfPerson {
  delivery_id: DeliveryId;
  kind: Response['kind'];
  given_at: Stamp;
  planned_at: MaybeStamp;
  obstacle: Obstacle | null;
  words: string | null;
}
export interface OutcomeTable extends OfPerson {
  decision_id: DecisionId;
  item: ItemId | null;
  signal: SignalId | null;
  arm: Arm;
  has_come: boolean;
  decided_at: Stamp;
  /** Null until the four weeks after are known. */
  is_sustained: boolean | null;
  is_praised: Generated<boolean>;
}
export interface ReviewTable extends OfPerson {
  question: ItemId;
  stability: number;
  difficulty: number;
  last_day: Day;
  due_day: Day;
  answers: number;
  lapses: number;
  held_days: number;
}
export interface ReviewLogTable extends OfPerson {
  question: ItemId;
  /** The message that asked. */
  asked_by: DeliveryId;
  answered_on: Day;
  is_right: boolean;
  /** What was expected; null for a first answer. */
  interval_days: number | null;
  retrievability: number | null;
}
export interface JobClaimTable extends OfTenant {
  job: string;
  day: Day;
}
export interface RunTable extends OfTenant {
  run_id: RunId;
  day: Day;
  started_at: Stamp;
  finished_at: Stamp;
  summary: Json<unknown>;
}
export interface SilenceCountTable extends OfTenant {
  run_id: RunId;
  why: Silence;
  people: number;
}
export interface SilenceTable extends OfPerson {
  run_id: RunId;
  why: Silence;
}
export interface PaceTable extends OfTenant {
  name: PaceName;
  next_at: Stamp;
  rate_per_second: number | null;
  held_until: MaybeStamp;
  slowed_at: MaybeStamp;
}

/** Every table of the tenant's data. The migrator's ledger is not among them. */
export interface Schema {
  tenant: TenantTable;
  arming: ArmingTable;
  group_member: GroupMemberTable;
  person: PersonTable;
  suppressed: SuppressedTable;
  chat: ChatTable;
  inbound: InboundTable;
  usage_intake: UsageIntakeTable;
  usage_ledger: UsageLedgerTable;
  usage_day: UsageDayTable;
  usage_period_ledger: UsagePeriodLedgerTable;
  usage_period: UsagePeriodTable;
  usage_week_ledger: UsageWeekLedgerTable;
  usage_week: UsageWeekTable;
  usage_trend: UsageTrendTable;
  habit: HabitTable;
  habit_share: HabitShareTable;
  goal: GoalTable;
  withdrawn_item: WithdrawnItemTable;
  decision: DecisionTable;
  delivery: DeliveryTable;
  response: ResponseTable;
  outcome: OutcomeTable;
  review: ReviewTable;
  review_log: ReviewLogTable;
  job_claim: JobClaimTable;
  run: RunTable;
  silence_count: SilenceCountTable;
  silence: SilenceTable;
  pace: PaceTable;
}
