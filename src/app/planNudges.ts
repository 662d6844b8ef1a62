import { type Arm, armOf } from '../domain/arm.ts';
import { decisionId, deliveryId, type PersonId, type RunId } from '../domain/ids.ts';
import { inForce } from '../domain/inForce.ts';
import type { Person } from '../domain/person.ts';
import { type ArmPlan, planInArm } from '../domain/planInArm.ts';
import type { Candidate, Plan, PlanningContext, Silence } from '../domain/planning.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { type SignalId, signalOf } from '../domain/signals.ts';
import { addDays, type Day, HOUR_MS, type Instant, later } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { DecisionRecord } from '../ports/deliveries.ts';
import type { Directory, MailboxRead } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { NewId, Progress } from '../ports/system.ts';
import { eachPage } from './eachPage.ts';
import { type KnownDays, knownDaysOf } from './knownDays.ts';
import { loadCandidates, trustedFrom } from './loadCandidates.ts';
import { planningContext } from './planningContext.ts';
import type { EngineSettings } from './settings.ts';

/** `isTrial`: at once and for everybody, neither arming nor waves asked. `isDry`: nothing is written. */
export interface PlanOptions {
  readonly isTrial: boolean;
  readonly isDry: boolean;
  /** The reports hide names. */
  readonly isConcealed: boolean;
  readonly today: Day;
  /** The run that gives the reasons for silence; not asked of a dry run. */
  readonly run: RunId;
}

export interface PlanSummary {
  /** Messages written to the outbox. */
  readonly planned: number;
  /** Messages that would go if the people were armed; in a dry run, all that would go. */
  readonly shadow: number;
  readonly byItem: Readonly<Record<string, number>>;
  readonly silences: Readonly<Partial<Record<Silence, number>>>;
}

interface PlanDeps {
  readonly db: Database;
  readonly directory: Directory;
  readonly settings: EngineSettings;
  readonly newId: NewId;
  readonly progress: Progress;
}

/** Out of office must be known on the day of sending. */
const MAILBOX_HOURS = 20;
/** Silences a mailbox is the reason for: an old reading must not keep them for ever. */
const BY_MAILBOX: readonly Silence[] = ['not-a-person', 'no-working-time', 'away'];
type Decision = Exclude<Plan, { kind: 'silent' }>;
type PlannedPerson = ArmPlan & { readonly candidate: Candidate };

/** Decides for everybody what they get now and writes it to the outbox; of people who are not armed, wait or are held out only the decision. */
export const planNudges =
  (deps: PlanDeps) =>
  async (now: Instant, options: PlanOptions): Promise<PlanSummary> => {
    const { people, deliveries, tenants, usage, withdrawnItems } = deps.db.stores;
    const scope = { stores: deps.db.stores, settings: inForce(deps.settings, await withdrawnItems.list()) };
    const { isConcealed, isTrial, today } = options;
    const context = await planningContext(scope)(now, { waitsForWorkingHours: !isTrial, isConcealed });
    const { hashSalt } = await tenants.state();
    const known = await knownDaysOf(usage, addDays(today, -DAILY_KEPT_DAYS));
    const logged = { now, dataDayOf: isConcealed ? () => undefined : newestDayIn(known), policyVersion: context.policy.version };
    const step = deps.progress.step('Planning', await people.count());
    const byItem = new Map<string, number>();
    const silences: Partial<Record<Silence, number>> = {};
    let planned = 0;
    let shadow = 0;

    await eachPage(deps.db, async (page) => {
      const candidates = await loadCandidates(deps.db.stores)(page, isConcealed ? undefined : trustedFrom(today));
      await giveWay();
      const arms = isTrial ? undefined : await armsOf(deps.db, page, context, hashSalt);
      const plans = await planPage(deps, candidates, (person) => (arms === undefined ? 'sent' : (arms.get(person) ?? 'shadow')), context);
      const entries: { personId: PersonId; why: Silence }[] = [];
      const records: { decision: DecisionRecord; delivery: ReturnType<typeof deliveryOf> | undefined }[] = [];
      for (const { candidate, arm, plan, silence } of plans) {
        const { person } = candidate;
        if (silence !== undefined) entries.push({ personId: person.personId, why: silence });
        if (plan.kind === 'silent') continue;
        const decision = decisionOf(deps, person, plan, arm, logged);
        const goes = plan.kind === 'send' && arm === 'sent';
        records.push({ decision, delivery: goes ? deliveryOf(deps, decision, plan, isTrial) : undefined });
        if (plan.kind !== 'send' || silence !== undefined) continue;
        const what = 'item' in plan.errand ? plan.errand.item : plan.errand.kind;
        byItem.set(what, (byItem.get(what) ?? 0) + 1);
        if (!goes || options.isDry) shadow += 1;
      }
      await giveWay();
      for (const { why } of entries) silences[why] = (silences[why] ?? 0) + 1;
      if (!options.isDry) {
        const written = await deliveries.plan(records);
        planned += written; // read only now: other pages count meanwhile
        await tenants.saveSilences(options.run, entries);
      }
      step.add(page.length);
    });

    step.done(options.isDry ? `${shadow} would be sent` : `${planned} planned${shadow > 0 ? `, ${shadow} in shadow` : ''}`);
    return { planned, shadow, byItem: Object.fromEntries([...byItem].sort()), silences };
  };

/** The arms of those of the page who are armed. */
async function armsOf(
  db: Database,
  page: readonly Person[],
  { now, peopleInScope }: PlanningContext,
  salt: string,
): Promise<ReadonlyMap<PersonId, Arm>> {
  const armedAt = await db.stores.tenants.inScope(page.map((person) => person.personId));
  const scope = { people: peopleInScope, salt };
  return new Map([...armedAt].map(([person, at]) => [person, armOf(person, at, scope, now)]));
}

/** Decides, reads the mailboxes of those who would get something and whose mailbox is not fresh, and decides again for them. */
async function planPage(
  deps: PlanDeps,
  candidates: readonly Candidate[],
  armFor: (person: PersonId) => Arm,
  context: PlanningContext,
): Promise<readonly PlannedPerson[]> {
  const plan = (candidate: Candidate): PlannedPerson => ({ candidate, ...planInArm(candidate, armFor(candidate.person.personId), context) });
  const first = candidates.map(plan);
  // Of those who wait, too: an absence must not be what tells the arms apart.
  const wanted = first
    .filter((one) => one.arm !== 'shadow' && (one.plan.kind !== 'silent' || BY_MAILBOX.includes(one.plan.why)))
    .map((one) => one.candidate.person.personId);
  const stale = await deps.db.stores.people.mailboxesOlderThan(wanted, later(context.now, -MAILBOX_HOURS * HOUR_MS));
  if (stale.length === 0) return first;
  const reads = await deps.directory.mailboxes(stale);
  const read = [...reads].flatMap(([personId, result]) => (result.kind === 'later' ? [] : [{ personId, mailbox: mailboxOf(result) }]));
  await deps.db.stores.people.setMailboxes(read, context.now);
  return first.map((one) => {
    const result = reads.get(one.candidate.person.personId);
    if (result === undefined || result.kind === 'later') return one;
    const person: Person = { ...one.candidate.person, mailbox: mailboxOf(result) };
    return plan({ ...one.candidate, person });
  });
}

const mailboxOf = (read: Exclude<MailboxRead, { kind: 'later' }>) => (read.kind === 'read' ? read.mailbox : undefined);

const newestDayIn =
  (known: KnownDays) =>
  (signal: SignalId): Day | undefined =>
    known.get(signalOf(signal).report)?.at(-1);

function decisionOf(
  deps: PlanDeps,
  person: Person,
  plan: Decision,
  arm: Arm,
  logged: { readonly now: Instant; readonly dataDayOf: (signal: SignalId) => Day | undefined; readonly policyVersion: string },
): DecisionRecord {
  const tip = plan.kind === 'nothing' ? { ...plan, item: undefined } : plan.errand.kind === 'tip' ? plan.errand : undefined;
  return {
    id: decisionId(deps.newId()),
    personId: person.personId,
    week: plan.week,
    madeAt: logged.now,
    goal: plan.goal,
    policyVersion: logged.policyVersion,
    options: plan.options,
    choice: tip?.item,
    reason: plan.reason,
    habit: tip?.habit,
    signal: tip?.signal,
    dataDay: tip === undefined ? undefined : logged.dataDayOf(tip.signal),
    arm,
  };
}

const deliveryOf = (deps: PlanDeps, decision: DecisionRecord, plan: Extract<Plan, { kind: 'send' }>, isTrial: boolean) => ({
  id: deliveryId(deps.newId()),
  personId: decision.personId,
  decisionId: decision.id,
  errand: plan.errand,
  dueAt: plan.dueAt,
  expiresAt: plan.expiresAt,
  isTrial,
});
