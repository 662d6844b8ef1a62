import { expect } from 'chai';
import fc from 'fast-check';
import { type Habit, isHabit, lacksHabit, STAGES } from '../../src/domain/habit.ts';
import { HABITS, habitPlaceOf } from '../../src/domain/habits.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { planFor } from '../../src/domain/planFor.ts';
import type { Candidate, PastMessage } from '../../src/domain/planning.ts';
import { DAY_MS, dayIn, daysBetween, type Instant, later, weekOf } from '../../src/domain/time.ts';
import { isWorking, usualWorkingTime } from '../../src/domain/workingTime.ts';
import { aContext, aPerson, NOW, TIPS } from '../support/candidate.ts';

const daysAgo = (days: number): Instant => later(NOW, -days * DAY_MS);

describe('the nudge contract, for any history', () => {
  const stage = fc.constantFrom(...STAGES);
  const past = fc.array(
    fc.record({
      kind: fc.constantFrom('tip', 'welcome', 'asked-tip', 'stop-notice', 'reminder') as fc.Arbitrary<PastMessage['kind']>,
      item: fc.constantFrom(...TIPS.map((tip) => tip.id)),
      at: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => later(NOW, -hours * 3_600_000)),
      wasAnswered: fc.boolean(),
      welcomesBack: fc.boolean(),
    }),
    { maxLength: 14 },
  );
  const candidates: fc.Arbitrary<Candidate> = fc.record({
    person: fc
      .record({
        isMember: likely(),
        isEnabled: likely(),
        licensed: likely(),
        optedOut: rare(),
        paused: rare(),
        cadence: fc.constantFrom(1 as const, 2 as const),
      })
      .map((p) =>
        aPerson({
          isMember: p.isMember,
          isEnabled: p.isEnabled,
          services: p.licensed ? ['teams'] : [],
          choice: {
            cadenceWeeks: p.cadence,
            pausedUntil: p.paused ? later(NOW, 3 * DAY_MS) : undefined,
            hasOptedOut: p.optedOut,
            persona: undefined,
            topics: [],
            language: undefined,
          },
        }),
      ),
    isSuppressed: rare(),
    reach: fc.constantFrom({ kind: 'installed' } as const, { kind: 'unknown' } as const, { kind: 'installed' } as const, { kind: 'gone' } as const),
    habits: fc.array(
      stage.map((s): Habit => ({ stage: s, gap: lacksHabit(s) ? 0.7 : 0 })),
      { minLength: HABITS.length, maxLength: HABITS.length },
    ),
    basics: fc.boolean().map((knows) => (knows ? undefined : new Set<number>())),
    past,
    unsent: fc.constant([]),
    refusedItems: fc.subarray(TIPS.map((tip) => tip.id as string)).map((items) => new Set(items)),
    lastHeardAt: fc.option(fc.integer({ min: 0, max: 60 }).map(daysAgo), { nil: undefined }),
    praise: fc.constant(undefined),
    returnedWeek: fc.constant(undefined),
    reviews: fc.constant(new Map()),
  });

  it('holds: never over the cap, outside working hours, to adopters, after a no, or more than twice', () => {
    let sent = 0;
    fc.assert(
      fc.property(candidates, fc.integer({ min: 0, max: 7 * 24 }), (candidate, hours) => {
        const now = later(NOW, hours * 3_600_000);
        const plan = planFor(candidate, aContext({ now }));
        if (plan.kind !== 'send') return;
        sent += 1;
        const { person } = candidate;
        expect(person.isMember && person.isEnabled && person.services.includes('teams')).to.equal(true);
        expect(candidate.isSuppressed || person.choice.hasOptedOut || candidate.reach.kind === 'gone').to.equal(false);
        expect((person.choice.pausedUntil ?? 0) <= now).to.equal(true);
        expect(isWorking(usualWorkingTime('Europe/Berlin'), plan.dueAt, new Set())).to.equal(true);
        const dueDay = dayIn('Europe/Berlin', plan.dueAt);
        for (const message of candidate.past.filter((one) => one.kind === 'tip' || one.kind === 'welcome' || one.kind === 'stop-notice')) {
          const at = dayIn('Europe/Berlin', message.at);
          expect(weekOf(at), 'one a week').to.not.equal(weekOf(dueDay));
          expect(Math.abs(daysBetween(at, dueDay)), 'five days apart').to.be.at.least(5);
        }
        if (plan.errand.kind !== 'tip') return;
        const { item, habit } = plan.errand;
        expect(isHabit(candidate.habits[habitPlaceOf(habit)]?.stage ?? 'cannot-tell'), 'never to adopters').to.equal(false);
        expect(lacksHabit(candidate.habits[habitPlaceOf(habit)]?.stage ?? 'cannot-tell'), 'only certain needs').to.equal(true);
        expect(candidate.refusedItems.has(item)).to.equal(false);
        expect(candidate.past.filter((one) => one.kind === 'tip' && one.item === (item as ItemId)).length).to.be.below(2);
        expect(plan.options.reduce((sum, option) => sum + option.probability, 0)).to.be.closeTo(1, 1e-12);
        expect(planFor(candidate, aContext({ now })), 'the same every time').to.deep.equal(plan);
      }),
      { numRuns: 20_000 },
    );
    expect(sent, 'the property is about something').to.be.above(200);
  });
});

function likely(): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 9 }).map((n) => n > 0);
}
function rare(): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 9 }).map((n) => n === 0);
}
