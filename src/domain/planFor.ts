import { type BackOff, backOffOf } from './backOff.ts';
import { barredBy } from './barredBy.ts';
import type { ItemId } from './item.ts';
import { needsOf } from './needs.ts';
import { newLicences } from './newLicences.ts';
import { personaFor } from './person.ts';
import type { Candidate, Decided, Plan, PlanningContext, Silence } from './planning.ts';
import { drawn } from './policy.ts';
import { chooseQuestions } from './quizChoice.ts';
import { rank, rankFirstSteps } from './ranking.ts';
import { type Slot, slotOf, whyTaken } from './slot.ts';
import { type Day, dayIn } from './time.ts';
import { usualWorkingTime } from './workingTime.ts';

/** An open slot of one person. */
interface OpenSlot {
  readonly candidate: Candidate;
  readonly context: PlanningContext;
  readonly slot: Slot;
  readonly zone: string;
  readonly backOff: BackOff;
}

/** What one kind of message makes of an open slot; `undefined`: not its turn, the next kind may have it. */
type Proposal = (open: OpenSlot) => Plan | undefined;

/**
 * Who may have an open slot, first come first served (reference "What a nudge obeys", §1.2): the stop notice before the tip. Another
 * kind takes its place by a line of its own. The welcome is not planned: it is said when the app appears and takes that week's slot.
 */
const SLOT_ORDER: readonly Proposal[] = [stopNotice, tip];

/**
 * What one person gets now, by the nudge contract (reference "What a nudge obeys", §1). Pure: the same candidate and context give the
 * same plan. Certain refusals come first and name the gravest reason; the slot next; then whoever may have it, in order.
 */
export function planFor(candidate: Candidate, context: PlanningContext): Plan {
  const barred = barredBy(candidate, context.now);
  if (barred !== undefined) return silent(barred);
  const time = candidate.person.mailbox?.workingTime ?? usualWorkingTime(context.defaultZone);
  const slot = slotOf(candidate, time, context);
  if (typeof slot === 'string') return silent(slot);
  const backOff = backOffOf(candidate, context.now);
  if (backOff.stops === 'told') return silent('stopped');
  const taken = whyTaken(candidate, time.zone, slot, backOff.cadenceWeeks);
  if (taken !== undefined) return silent(taken);
  const open = { candidate, context, slot, zone: time.zone, backOff };
  for (const proposal of SLOT_ORDER) {
    const plan = proposal(open);
    if (plan !== undefined) return plan;
  }
  return silent('no-need');
}

const silent = (why: Silence): Plan => ({ kind: 'silent', why });

function stopNotice({ backOff, slot }: OpenSlot): Plan | undefined {
  if (backOff.stops === 'no') return undefined;
  const options = [{ item: undefined, probability: 1 }];
  return { kind: 'send', ...slot, errand: { kind: 'stop-notice' }, goal: undefined, options, reason: `no answer to ${backOff.unanswered} messages` };
}

/** A tip: first steps in what is new, before everything else; then what serves a need. */
function tip({ candidate, context, slot, zone }: OpenSlot): Plan {
  const { person } = candidate;
  const isNamed = context.mode === 'named';
  const fresh = isNamed ? newLicences(person, dayIn(zone, context.now), context.firstDay) : [];
  const firstSteps = rankFirstSteps(fresh, candidate, context);
  const needs = needsOf(candidate, context);
  if (firstSteps.length === 0 && needs.length === 0)
    return silent(isNamed && candidate.habits.every((habit) => habit.stage === 'cannot-tell') ? 'cannot-tell' : 'no-need');
  const first = new Set(firstSteps.map((option) => option.tip.id));
  const ranked = [...firstSteps, ...rank(needs, candidate, context).filter((option) => !first.has(option.tip.id))];
  const [best] = ranked;
  if (best === undefined) return silent('no-item');

  const probabilities = context.policy.probabilities(
    ranked.map((option) => ({ item: option.tip.id, good: option.good })),
    context.peopleInScope,
  );
  const options = [...ranked.map((option) => option.tip.id), undefined].map((item, place) => ({ item, probability: probabilities[place] ?? 0 }));
  const place = drawn(probabilities, person.personId, slot.week, ...ranked.map((option) => option.tip.id));
  const chosen = ranked[place];
  const logged = (goal: string | undefined, reason: string): Decided => ({ goal, options, week: slot.week, reason });
  if (chosen === undefined) return { kind: 'nothing', ...logged(best.goal, 'drew nothing'), habit: best.habit, signal: best.signal };
  const welcomesBack = isNamed && !isFirstWord(candidate) && isUnwelcomed(candidate, zone);
  const good = `expected good ${chosen.good.toFixed(4)}`;
  const why = chosen.grounds === 'new-licence' ? `new licence, ${good}` : good;
  return {
    kind: 'send',
    ...slot,
    ...logged(chosen.goal, chosen === best ? why : `explored, ${why}`),
    errand: {
      kind: 'tip',
      item: chosen.tip.id,
      signal: chosen.signal,
      habit: chosen.habit,
      grounds: chosen.grounds,
      introduces: isFirstWord(candidate),
      // One line, not two: the praise keeps for the next card.
      praise: isNamed && !welcomesBack ? candidate.praise : undefined,
      welcomesBack,
      question: dueQuestion(candidate, context, dayIn(zone, slot.dueAt)),
    },
  };
}

/** Whether the person came back and no card has said yet that it is good to have them back. */
const isUnwelcomed = ({ returnedWeek, past }: Candidate, zone: string): boolean =>
  returnedWeek !== undefined && !past.some((message) => message.welcomesBack && dayIn(zone, message.at) >= returnedWeek);

/** The one question that rides along, if one is due on the day of the card. What people answered is no report: names concealed hide none of it. */
function dueQuestion({ person, reviews, refusedItems }: Candidate, { lessons }: PlanningContext, today: Day): ItemId | undefined {
  if (reviews.size === 0) return undefined;
  const learner = { services: person.services, persona: personaFor(person), topics: [], reviews, seenLessons: new Set<ItemId>(), refusedItems };
  return chooseQuestions(learner, lessons, { kind: 'weekly-card' }, today).at(0)?.id;
}

const isFirstWord = (candidate: Candidate): boolean =>
  candidate.lastHeardAt === undefined && candidate.past.every((message) => message.kind === 'asked-tip' || message.kind === 'reminder');
