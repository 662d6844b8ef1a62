import { expect } from 'chai';
import { ARMS, type Arm, armOf } from '../../src/domain/arm.ts';
import { takesSlot } from '../../src/domain/delivery.ts';
import { focusOf } from '../../src/domain/focus.ts';
import { DEFAULT_FOCUS, type Goal } from '../../src/domain/goal.ts';
import { type Habit, isHabit, lacksHabit, STAGES } from '../../src/domain/habit.ts';
import { HABITS, habitId, habitPlaceOf } from '../../src/domain/habits.ts';
import { type PersonId, personId } from '../../src/domain/ids.ts';
import { type Choice, type Mailbox, type Person, SERVICES } from '../../src/domain/person.ts';
import { PERSONAS } from '../../src/domain/persona.ts';
import { planInArm } from '../../src/domain/planInArm.ts';
import { type Candidate, type PastMessage, type PlanningContext, SILENCES, type UnsentDecision } from '../../src/domain/planning.ts';
import { unit } from '../../src/domain/random.ts';
import { signalOf } from '../../src/domain/signals.ts';
import { addDays, DAY_MS, type Day, dayIn, daysBetween, HOUR_MS, type Instant, instant, later, weekOf } from '../../src/domain/time.ts';
import type { Topic } from '../../src/domain/topic.ts';
import { isWorking, usualWorkingTime } from '../../src/domain/workingTime.ts';
import { aContext, aPerson, aTip } from '../support/candidate.ts';

const START = instant('2026-09-01T04:00:00Z');
const WEEKS = 7;
const ZONES = ['Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Auckland'] as const;
const HOLIDAYS: ReadonlySet<Day> = new Set(['2026-09-14', '2026-10-05'] as Day[]);
const TIPS = [
  ...['teams.channelPosts', 'teams.meetingsOrganized', 'onedrive.sharedInternally', 'sharepoint.sharedInternally', 'outlook.read'].flatMap(
    (signal) => [
      aTip(`${signal}-1`, signal, 'everyday', { service: signalOf(signal).service }),
      aTip(`${signal}-2`, signal, 'first-steps', { service: signalOf(signal).service }),
      aTip(`${signal}-3`, signal, 'everyday', { service: signalOf(signal).service, personas: ['leading'] }),
    ],
  ),
  aTip('copilot-1', 'copilot.chat', 'first-steps', { service: 'copilot' }),
  aTip('copilot-2', 'copilot.word', 'first-steps', { service: 'copilot' }),
];
const FOCUSES: readonly (readonly Goal[])[] = [DEFAULT_FOCUS, [{ id: 'own', habits: [habitId('files-as-links')] }], []];
const TOPIC_CHOICES: readonly (readonly Topic[])[] = [[], ['files'], [], ['mail', 'copilot', 'chats'], []];
const CONTENT = new Map(TIPS.map((tip) => [tip.id as string, tip]));

/** Numbers of one made-up history, the same for the same number. */
class Dice {
  private readonly seed: string;
  private count = 0;
  constructor(seed: number) {
    this.seed = String(seed);
  }
  next(): number {
    this.count += 1;
    return unit('simulation', this.seed, String(this.count));
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T {
    return from[Math.floor(this.next() * from.length)] as T;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
}

interface Life {
  readonly person: Person;
  readonly people: number;
  readonly isConcealed: boolean;
  readonly isArmed: boolean;
  readonly focus: readonly Goal[];
}

function lifeOf(dice: Dice, number: number): Life {
  const id: PersonId = personId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  const choice: Choice = {
    cadenceWeeks: dice.chance(0.2) ? 2 : 1,
    pausedUntil: dice.chance(0.1) ? later(START, dice.below(60) * DAY_MS) : undefined,
    hasOptedOut: dice.chance(0.04),
    persona: dice.chance(0.3) ? dice.pick(PERSONAS) : undefined,
    topics: TOPIC_CHOICES[number % TOPIC_CHOICES.length] ?? [],
    language: undefined,
  };
  const mailbox: Mailbox | undefined = dice.chance(0.3)
    ? undefined
    : {
        workingTime: dice.chance(0.3)
          ? undefined
          : {
              zone: dice.pick(ZONES),
              weekdays: dice.pick([[1, 2, 3, 4, 5], [2, 3], [6, 7], []]),
              startMinute: dice.pick([0, 480, 1320]),
              endMinute: 1435,
            },
        language: undefined,
        purpose: dice.chance(0.03) ? 'other' : 'user',
        awayUntil: dice.chance(0.15) ? later(START, dice.below(30) * DAY_MS) : undefined,
      };
  const services = SERVICES.filter((service) => dice.chance(service === 'teams' ? 0.97 : 0.7));
  const licensedSince = Object.fromEntries(
    services.flatMap((service) => (dice.chance(0.3) ? [[service, addDays(dayIn('UTC', START), dice.below(60) - 30)]] : [])),
  );
  const person = aPerson({ personId: id, isMember: !dice.chance(0.03), isEnabled: !dice.chance(0.03), services, licensedSince, choice, mailbox });
  return { person, people: dice.pick([50, 800, 9_000]), isConcealed: dice.chance(0.15), isArmed: !dice.chance(0.1), focus: dice.pick(FOCUSES) };
}

const habitsAt = (dice: Dice): readonly Habit[] => {
  const offset = dice.below(1_000);
  return HABITS.map((_, place) => {
    const stage = STAGES[(offset * 31 + place * 7 + ((offset * place) % 5)) % STAGES.length] ?? 'cannot-tell';
    return { stage, gap: lacksHabit(stage) ? 0.2 + ((offset + place) % 8) / 10 : 0 };
  });
};

interface Tally {
  sent: number;
  decisions: number;
  nothing: number;
  firstSteps: number;
  readonly arms: Record<Arm, number>;
}

/** Lives through seven weeks, deciding every few days, and checks every line of the contract on the way. */
function live(number: number, tally: Tally): void {
  const dice = new Dice(number);
  const life = lifeOf(dice, number);
  const { person } = life;
  const zone = person.mailbox?.workingTime?.zone ?? 'Europe/Berlin';
  const time = person.mailbox?.workingTime ?? usualWorkingTime('Europe/Berlin');
  const refusedItems = new Set(TIPS.filter(() => dice.chance(0.05)).map((tip) => tip.id as string));
  const past: PastMessage[] = [];
  const unsent: UnsentDecision[] = [];
  let state: Candidate = {
    person,
    isSuppressed: dice.chance(0.02),
    reach: dice.chance(0.04) ? { kind: 'gone' } : { kind: 'unknown' },
    habits: habitsAt(dice),
    basics: dice.chance(0.5) ? undefined : new Set<number>(),
    past,
    unsent,
    refusedItems,
    lastHeardAt: undefined,
    praise: undefined,
    returnedWeek: undefined,
    reviews: new Map(),
  };
  const base = aContext({
    holidays: HOLIDAYS,
    content: CONTENT,
    focusOf: focusOf([], life.focus, dayIn('UTC', START)),
    mode: life.isConcealed ? 'concealed' : 'named',
    peopleInScope: life.people,
    firstDay: dayIn('UTC', START),
  });
  const decidedWeeks = new Set<Day>();
  for (let now: Instant = START; now < later(START, WEEKS * 7 * DAY_MS); now = later(now, (2 + dice.below(5)) * DAY_MS + dice.below(8) * HOUR_MS)) {
    const arm = life.isArmed ? armOf(person.personId, START, { people: life.people, salt: 's' }, now) : 'shadow';
    const context: PlanningContext = { ...base, now };
    const { plan, silence } = planInArm(state, arm, context);
    const where = `history ${number} at ${new Date(now).toISOString()}`;
    if (dice.chance(0.1)) expect(planInArm(state, arm, context), `${where}: deterministic`).to.deep.equal({ arm, plan, silence });
    const goes = plan.kind === 'send' && silence === undefined;
    if (goes === (silence !== undefined) || (silence !== undefined && !SILENCES.includes(silence))) throw new Error(`${where}: not explained`);
    if (goes && arm !== 'sent' && arm !== 'shadow') throw new Error(`${where}: sent in the arm ${arm}`);
    if (plan.kind === 'silent') continue;
    tally.decisions += 1;
    tally.arms[arm] += 1;
    const sum = plan.options.reduce((total, option) => total + option.probability, 0);
    if (Math.abs(sum - 1) > 1e-9 || plan.options.some((option) => option.probability < 0)) throw new Error(`${where}: probabilities sum to ${sum}`);
    if (new Set(plan.options.map((option) => option.item)).size !== plan.options.length) throw new Error(`${where}: an option twice`);
    if (arm !== 'shadow') {
      if (decidedWeeks.has(plan.week)) throw new Error(`${where}: a second decision in the week of ${plan.week}`);
      decidedWeeks.add(plan.week);
    }
    if (plan.kind === 'nothing') {
      tally.nothing += 1;
      if (arm !== 'shadow') unsent.push({ week: plan.week, madeAt: now, choice: undefined });
      continue;
    }
    const refused = !person.isMember || !person.isEnabled || !person.services.includes('teams') || person.mailbox?.purpose === 'other';
    if (refused || state.isSuppressed || state.reach.kind === 'gone' || person.choice.hasOptedOut) throw new Error(`${where}: not to be written to`);
    if ((person.choice.pausedUntil ?? 0) > now) throw new Error(`${where}: paused`);
    if ((person.mailbox?.awayUntil ?? 0) > plan.dueAt) throw new Error(`${where}: away`);
    if (!isWorking(time, plan.dueAt, HOLIDAYS)) throw new Error(`${where}: outside working hours`);
    const dueDay = dayIn(zone, plan.dueAt);
    if (weekOf(dueDay) !== plan.week) throw new Error(`${where}: due outside its week`);
    const { errand } = plan;
    if (errand.kind === 'tip') {
      const tip = CONTENT.get(errand.item);
      if (tip === undefined || refusedItems.has(tip.id)) throw new Error(`${where}: refused`);
      const own = state.habits[habitPlaceOf(errand.habit)]?.stage ?? 'cannot-tell';
      if (!person.services.includes(tip.service) || !person.services.includes(signalOf(errand.signal).service))
        throw new Error(`${where}: no licence`);
      if (errand.grounds === 'new-licence') {
        tally.firstSteps += 1;
        if (isHabit(own)) throw new Error(`${where}: first steps to an adopter`);
        const age = daysBetween(person.licensedSince[tip.service] ?? ('1970-01-01' as Day), dayIn(zone, now));
        if (age < 0 || age >= 14 || tip.level !== 'first-steps') throw new Error(`${where}: not new`);
      } else if (life.isConcealed) {
        if (tip.level !== 'everyday' || errand.grounds !== 'useful' || errand.praise !== undefined) throw new Error(`${where}: says too much`);
      } else if (!lacksHabit(own)) throw new Error(`${where}: not certainly a need`);
      if (plan.options.every((option) => option.item !== errand.item)) throw new Error(`${where}: not an option`);
    }
    if (arm !== 'sent') {
      if (arm !== 'shadow') unsent.push({ week: plan.week, madeAt: now, choice: errand.kind === 'tip' ? errand.item : undefined });
      continue;
    }
    tally.sent += 1;
    for (const message of past.filter((one) => takesSlot(one.kind))) {
      const at = dayIn(zone, message.at);
      if (weekOf(at) === plan.week) throw new Error(`${where}: two in a week`);
      if (daysBetween(at, dueDay) < 5) throw new Error(`${where}: two within five days`);
      if (daysBetween(weekOf(at), plan.week) < 7 * person.choice.cadenceWeeks) throw new Error(`${where}: more often than wished`);
    }
    const item = errand.kind === 'tip' ? errand.item : undefined;
    if (item !== undefined && past.filter((one) => one.kind === 'tip' && one.item === item).length >= 2) throw new Error(`${where}: a third time`);
    past.push({ kind: errand.kind, item, at: plan.dueAt, wasAnswered: dice.chance(0.3), welcomesBack: false });
    if (dice.chance(0.1)) state = { ...state, habits: habitsAt(dice) };
    if (dice.chance(0.1)) state = { ...state, lastHeardAt: plan.dueAt };
  }
}

describe('the nudge contract, week after week', () => {
  const CHUNKS = 20;
  const HISTORIES = 5_200;
  const tally: Tally = { sent: 0, decisions: 0, nothing: 0, firstSteps: 0, arms: { sent: 0, waiting: 0, 'held-out': 0, shadow: 0 } };
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
    it(`holds for made-up histories ${chunk * HISTORIES} to ${(chunk + 1) * HISTORIES - 1}`, function () {
      this.timeout(60_000);
      for (let number = chunk * HISTORIES; number < (chunk + 1) * HISTORIES; number += 1) live(number, tally);
    });
  }
  it('is about something', () => {
    expect(tally.sent).to.be.above(100_000);
    for (const arm of ARMS) expect(tally.arms[arm], arm).to.be.above(1_000);
    expect(tally.nothing, 'nothing drawn').to.be.above(100);
    expect(tally.firstSteps).to.be.above(1_000);
  });
});
