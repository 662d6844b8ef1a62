import { decisionId, deliveryId, type PersonId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { type Candidate, type Plan, type PlanningContext, POLICY_VERSION, planFor, type Silence } from '../domain/planning.ts';
import { type Day, HOUR_MS, type Instant, later } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { DecisionRecord } from '../ports/deliveries.ts';
import type { Directory, MailboxRead } from '../ports/outside.ts';
import type { Database } from '../ports/stores.ts';
import type { NewId, Progress } from '../ports/system.ts';
import { eachPage } from './eachPage.ts';
import { loadCandidates } from './loadCandidates.ts';
import { planningContext } from './planningContext.ts';
import type { EngineSettings } from './settings.ts';

/** `isTrial`: at once and for everybody, arming not asked. `isDry`: nothing is written. */
export interface PlanOptions {
  readonly isTrial: boolean;
  readonly isDry: boolean;
  readonly dataDay: Day | undefined;
  /** See `loadCandidates`; `undefined` while names are concealed. */
  readonly habitsFrom: Day | undefined;
}

export interface PlanSummary {
  /** Messages written to the outbox. */
  readonly planned: number;
  /** Messages that would go if the people were armed; in a dry run, all that would go. */
  readonly shadow: number;
  readonly byItem: Readonly<Record<string, number>>;
  readonly silences: Readonly<Partial<Record<Silence, number>>>;
  readonly entries: readonly { readonly personId: PersonId; readonly why: Silence }[];
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
type Send = Extract<Plan, { kind: 'send' }>;

/** Decides for everybody what they get now and writes it to the outbox; people who are not armed only in shadow. */
export const planNudges =
  (deps: PlanDeps) =>
  async (now: Instant, options: PlanOptions): Promise<PlanSummary> => {
    const { people, deliveries, tenants } = deps.db.stores;
    const context = await planningContext({ stores: deps.db.stores, settings: deps.settings })(now, !options.isTrial);
    const { hashSalt } = await tenants.state();
    const step = deps.progress.step('Planning', await people.count());
    const byItem = new Map<string, number>();
    const entries: { personId: PersonId; why: Silence }[] = [];
    let planned = 0;
    let shadow = 0;

    await eachPage(people, async (page) => {
      const candidates = await loadCandidates({ stores: deps.db.stores, settings: deps.settings })(page, hashSalt, options.habitsFrom);
      await giveWay();
      const armed = options.isTrial ? new Set(page.map((person) => person.personId)) : await tenants.inScope(page.map((person) => person.personId));
      const plans = await planPage(deps, candidates, armed, context);
      const records: { decision: DecisionRecord; delivery: ReturnType<typeof deliveryOf> | undefined }[] = [];
      for (const { candidate, plan } of plans) {
        if (plan.kind === 'silent') {
          entries.push({ personId: candidate.person.personId, why: plan.why });
          continue;
        }
        const isArmed = armed.has(candidate.person.personId);
        const what = 'item' in plan.errand ? plan.errand.item : plan.errand.kind;
        byItem.set(what, (byItem.get(what) ?? 0) + 1);
        if (!isArmed || options.isDry) shadow += 1;
        const decision = decisionOf(deps, candidate.person, plan, now, options.dataDay, !isArmed);
        records.push({ decision, delivery: isArmed ? deliveryOf(deps, decision, plan, options.isTrial) : undefined });
      }
      await giveWay();
      if (!options.isDry) planned += await deliveries.plan(records);
      step.add(page.length);
    });

    step.done(options.isDry ? `${shadow} would be sent` : `${planned} planned${shadow > 0 ? `, ${shadow} in shadow` : ''}`);
    const silences: Partial<Record<Silence, number>> = {};
    for (const { why } of entries) silences[why] = (silences[why] ?? 0) + 1;
    return { planned, shadow, byItem: Object.fromEntries([...byItem].sort()), silences, entries };
  };

/** Decides, reads the mailboxes of those who would get something and whose mailbox is not fresh, and decides again for them. */
async function planPage(
  deps: PlanDeps,
  candidates: readonly Candidate[],
  armed: ReadonlySet<PersonId>,
  context: PlanningContext,
): Promise<readonly { candidate: Candidate; plan: Plan }[]> {
  const first = candidates.map((candidate) => ({ candidate, plan: planFor(candidate, context) }));
  const wanted = first
    .filter(({ candidate, plan }) => (plan.kind === 'send' || BY_MAILBOX.includes(plan.why)) && armed.has(candidate.person.personId))
    .map(({ candidate }) => candidate.person.personId);
  const stale = await deps.db.stores.people.mailboxesOlderThan(wanted, later(context.now, -MAILBOX_HOURS * HOUR_MS));
  if (stale.length === 0) return first;
  const reads = await deps.directory.mailboxes(stale);
  const read = [...reads].flatMap(([personId, result]) => (result.kind === 'later' ? [] : [{ personId, mailbox: mailboxOf(result) }]));
  await deps.db.stores.people.setMailboxes(read, context.now);
  return first.map(({ candidate, plan }) => {
    const result = reads.get(candidate.person.personId);
    if (result === undefined || result.kind === 'later') return { candidate, plan };
    const person: Person = { ...candidate.person, mailbox: mailboxOf(result) };
    return { candidate, plan: planFor({ ...candidate, person }, context) };
  });
}

const mailboxOf = (read: Exclude<MailboxRead, { kind: 'later' }>) => (read.kind === 'read' ? read.mailbox : undefined);

function decisionOf(deps: PlanDeps, person: Person, plan: Send, now: Instant, dataDay: Day | undefined, isShadow: boolean): DecisionRecord {
  const { errand } = plan;
  return {
    id: decisionId(deps.newId()),
    personId: person.personId,
    week: plan.week,
    madeAt: now,
    goal: plan.goal,
    policyVersion: POLICY_VERSION,
    options: plan.options,
    choice: 'item' in errand ? errand.item : undefined,
    reason: plan.reason,
    signal: 'signal' in errand ? errand.signal : undefined,
    dataDay,
    isShadow,
  };
}

const deliveryOf = (deps: PlanDeps, decision: DecisionRecord, plan: Send, isTrial: boolean) => ({
  id: deliveryId(deps.newId()),
  personId: decision.personId,
  decisionId: decision.id,
  errand: plan.errand,
  dueAt: plan.dueAt,
  expiresAt: plan.expiresAt,
  isTrial,
});
