import { Fault } from '../domain/errors.ts';
import { runId } from '../domain/ids.ts';
import { DAILY_KEPT_DAYS } from '../domain/reading.ts';
import { toldCounts } from '../domain/smallGroups.ts';
import { addDays, DAY_MS, type Day, dayIn, type Instant, later } from '../domain/time.ts';
import { toldSilences } from '../domain/toldSilences.ts';
import type { Directory, UsageSource } from '../ports/outside.ts';
import type { Progress } from '../ports/system.ts';
import { refreshArmedGroups } from './brake.ts';
import { decideOutcomes } from './decideOutcomes.ts';
import type { DeliverDeps, DeliveryCounts } from './deliveryRun.ts';
import { ingestUsage, type ReportIntake } from './ingestUsage.ts';
import { type LicenceIntake, noteLicences } from './noteLicences.ts';
import { type PlanOptions, type PlanSummary, planNudges } from './planNudges.ts';
import { postponeExpired } from './postponeExpired.ts';
import type { ReadProblem } from './readProblem.ts';
import { readTrends, type TrendIntake } from './readTrends.ts';
import { NOTHING_SENT, sendRun } from './sendRun.ts';
import { type DirectorySync, syncDirectory } from './syncDirectory.ts';
import { type HabitsSummary, updateHabits } from './updateHabits.ts';

export interface CycleDeps extends DeliverDeps {
  readonly source: UsageSource;
  readonly directory: Directory;
  readonly progress: Progress;
}

export interface CycleOptions {
  /** Nothing planned is stored, nothing is sent, nothing expires. */
  readonly isDry: boolean;
  /** An explicit trial: today's messages go at once, arming is not asked; caps and opt-outs stay. */
  readonly sendsNow: boolean;
  /** Answers to "more than 500 people at once?". */
  readonly isConfirmed: boolean;
  /** Ends the cycle: what is in the air finishes, no further step begins. */
  readonly signal?: AbortSignal;
}

/** What one daily cycle did, in counts; no person in it, and no group of fewer than ten by tip or stage. */
export interface CycleSummary {
  readonly run: string;
  readonly day: Day;
  readonly directory: DirectorySync;
  readonly licences: LicenceIntake;
  readonly reports: readonly ReportIntake[];
  readonly baseline: TrendIntake;
  readonly habits: Omit<HabitsSummary, 'stages'> & { readonly stages: ReturnType<typeof toldCounts> };
  readonly outcomes: { readonly came: number; readonly didNotCome: number };
  readonly plan: Pick<PlanSummary, 'planned' | 'shadow'> & {
    readonly byItem: ReturnType<typeof toldCounts>;
    readonly silences: ReturnType<typeof toldSilences>;
  };
  readonly delivery: DeliveryCounts;
  readonly frozen: boolean;
  readonly durationMs: number;
}

/** Everything that could not be read in the cycle; what was read went on without it. */
export function problemsOf({ reports, licences, baseline }: Pick<CycleSummary, 'reports' | 'licences' | 'baseline'>): readonly ReadProblem[] {
  return [...reports.flatMap((report) => report.problem ?? []), ...(licences.problem === undefined ? [] : [licences.problem]), ...baseline.problems];
}

/** A trial to more people than this asks for a confirmation first. */
export const MOST_UNCONFIRMED = 500;
const WEEKLY_KEPT_DAYS = 400;
/** Single answers to questions; what is remembered of a question is kept on. */
const ANSWERS_KEPT_DAYS = 400;
/** What is stored about an account goes this long after the directory no longer had it. */
const REMOVED_KEPT_DAYS = 30;

/**
 * One daily cycle: read, understand, measure, plan, send what is due. Running it again for the same day sends nothing more.
 * Rejects with the signal's reason when it is aborted before the plan is made; the next run does the rest.
 */
export const cycle =
  (deps: CycleDeps) =>
  async (options: CycleOptions): Promise<CycleSummary> => {
    const { tenants } = deps.db.stores;
    const started = performance.now();
    const now = deps.system.clock.now();
    const today = dayIn(deps.settings.defaultZone, now);
    const { lastRunDay, frozen } = await tenants.state();
    if (lastRunDay !== undefined && today < lastRunDay)
      throw new Fault('run-in-past', `the last run was for ${lastRunDay}, so ${today} lies in its past; give a day from ${lastRunDay} on`);

    const goOn = (): void => options.signal?.throwIfAborted();
    const run = runId(deps.system.newId());
    const directory = await syncDirectory(deps)(today);
    await refreshArmedGroups({ ...deps, log: deps.system.log })();
    const readDeps = { ...deps, log: deps.system.log };
    goOn();
    const reports = await ingestUsage(readDeps)(today, now);
    goOn();
    const licences = await noteLicences(readDeps)();
    const baseline = await readTrends(readDeps)(today);
    goOn();
    const habits = await updateHabits(deps)(today);
    goOn();
    const outcomes = await decideOutcomes(deps)(today, now);
    goOn();
    const isConcealed = await concealmentOf(deps, reports);
    const plan = await planRun(deps, options, now, {
      isTrial: options.sendsNow,
      // A trial while frozen would wait for the thaw and then surprise everybody.
      isDry: options.isDry || (options.sendsNow && frozen !== undefined),
      isConcealed,
      today,
      run,
    });
    const delivery = options.isDry || frozen !== undefined ? NOTHING_SENT : await sendRun(deps)(options, plan.planned);
    const summary: CycleSummary = {
      run,
      day: today,
      directory,
      licences,
      reports,
      baseline,
      habits: { ...habits, stages: toldCounts(habits.stages) },
      outcomes,
      plan: { planned: plan.planned, shadow: plan.shadow, byItem: toldCounts(plan.byItem), silences: toldSilences(plan.silences) },
      delivery,
      frozen: frozen !== undefined,
      durationMs: Math.round(performance.now() - started),
    };
    if (!options.isDry) await keep(deps, summary, now);
    const { planned, shadow } = plan;
    deps.system.log.info('cycle.finished', { run, planned, shadow, ...delivery, durationMs: summary.durationMs });
    return summary;
  };

/** Whether the reports hide names: as this run saw it, and as it was where it saw no row. */
async function concealmentOf(deps: CycleDeps, reports: readonly ReportIntake[]): Promise<boolean> {
  const { tenants } = deps.db.stores;
  if (!reports.some((report) => report.isConcealed || report.rows > 0)) return (await tenants.state()).isConcealed;
  const isConcealed = reports.some((report) => report.isConcealed);
  await tenants.noteConcealment(isConcealed);
  return isConcealed;
}

/** Plans, after what is left of earlier days found its new place: a message that moves into this week takes its slot. */
async function planRun(deps: CycleDeps, options: CycleOptions, now: Instant, planOptions: PlanOptions): Promise<PlanSummary> {
  const planning = planNudges({ ...deps, newId: deps.system.newId });
  if (!planOptions.isDry) {
    await deps.db.stores.deliveries.recover(false);
    await postponeExpired(deps)(now);
  }
  if (planOptions.isTrial && !planOptions.isDry && !options.isConfirmed) {
    const waiting = (await deps.db.stores.deliveries.countByState()).planned;
    const wanted = await planning(now, { ...planOptions, isDry: true });
    const people = waiting + wanted.planned + wanted.shadow;
    if (people > MOST_UNCONFIRMED)
      throw new Fault('needs-confirmation', `${people} people would get a message now; more than ${MOST_UNCONFIRMED} need --yes. Nothing was sent`);
  }
  return planning(now, planOptions);
}

/** Writes the run down and lets go of what is kept no longer; counts by the days of the data, which cannot run ahead. */
async function keep(deps: CycleDeps, summary: CycleSummary, startedAt: Instant): Promise<void> {
  const { chats, personalData, reviews, tenants, usage } = deps.db.stores;
  const { dataDay } = summary.habits;
  if (dataDay !== undefined) await usage.expire(addDays(dataDay, -DAILY_KEPT_DAYS), addDays(dataDay, -WEEKLY_KEPT_DAYS));
  await reviews.expireLog(addDays(summary.day, -ANSWERS_KEPT_DAYS));
  await personalData.eraseRemoved(addDays(summary.day, -REMOVED_KEPT_DAYS));
  await chats.expireInbound(later(startedAt, -DAY_MS));
  await tenants.saveRun({ id: runId(summary.run), day: summary.day, startedAt, finishedAt: deps.system.clock.now(), summary });
}
