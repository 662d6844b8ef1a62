import { expect } from 'chai';
import fc from 'fast-check';
import { DELIVERY_STATES, DROP_REASONS } from '../../src/domain/delivery.ts';
import { type RunCount, type RunStatus, sendStatus } from '../../src/domain/sendStatus.ts';
import { HOUR_MS, instant, later, SECOND_MS } from '../../src/domain/time.ts';

const NOW = instant('2026-11-24T08:00:00Z');
const RUN = instant('2026-11-24T05:00:00Z');
const EARLIER = instant('2026-11-23T05:00:00Z');

const count = (state: RunCount['state'], changes: Partial<RunCount>): RunCount => ({
  runAt: RUN,
  state,
  dropReason: undefined,
  dueFrom: undefined,
  count: 1,
  due: 0,
  sentLately: 0,
  ...changes,
});
const dueNow = (messages: number, changes: Partial<RunCount> = {}) => count('planned', { dueFrom: NOW, count: messages, due: messages, ...changes });
const secondsLeft = (counts: readonly RunCount[], mostPerSecond: number): number | undefined => {
  const { doneAt } = sendStatus(counts, NOW, mostPerSecond, false);
  return doneAt === undefined ? undefined : (doneAt - NOW) / SECOND_MS;
};

describe('where sending stands', () => {
  it('is told by run, oldest first, with what somebody chose told as one number', () => {
    const status = sendStatus(
      [
        count('sent', { count: 5 }),
        count('dropped', { count: 2, dropReason: 'paused' }),
        count('dropped', { count: 1, dropReason: 'opted-out' }),
        count('dropped', { count: 4, dropReason: 'stale' }),
        count('claimed', { count: 6, due: 6, dueFrom: NOW }),
        count('planned', { count: 3, due: 1, dueFrom: NOW }),
        count('sending', { count: 2 }),
        count('unknown', { runAt: EARLIER }),
        dueNow(7, { runAt: undefined }),
      ],
      NOW,
      10,
      true,
    );
    expect(status.runs).to.deep.equal([
      { runAt: EARLIER, planned: 1, sent: 0, unknown: 1, sending: 0, due: 0, waiting: 0, dropped: {}, doneAt: undefined },
      { runAt: RUN, planned: 23, sent: 5, unknown: 0, sending: 2, due: 7, waiting: 2, dropped: { 'not-wanted': 3, stale: 4 }, doneAt: undefined },
    ]);
    expect(status.besides).to.equal(7);
  });

  it('adds up to what was planned, whatever the counts', () => {
    const made = fc.record({
      runAt: fc.constantFrom(RUN, EARLIER),
      state: fc.constantFrom(...DELIVERY_STATES),
      dropReason: fc.constantFrom(...DROP_REASONS),
      count: fc.nat(1_000),
    });
    const sumOf = ({ sent, unknown, sending, due, waiting, dropped }: RunStatus): number =>
      Object.values(dropped).reduce((sum, dropped) => sum + dropped, sent + unknown + sending + due + waiting);
    fc.assert(
      fc.property(fc.array(made), (list) => {
        const counts = list.map(({ state, dropReason, ...one }) => count(state, { ...one, ...(state === 'dropped' ? { dropReason } : {}) }));
        const { runs } = sendStatus(counts, NOW, 10, false);
        for (const run of runs) expect(sumOf(run)).to.equal(run.planned);
        expect(runs.reduce((sum, run) => sum + run.planned, 0)).to.equal(counts.reduce((sum, one) => sum + one.count, 0));
      }),
    );
  });

  const ends: readonly (readonly [what: string, counts: readonly RunCount[], mostPerSecond: number, seconds: number | undefined])[] = [
    ['nothing is left', [count('sent', { count: 9 })], 10, undefined],
    ['100 are due, at 10 a second', [dueNow(100)], 10, 10],
    ['100 are due and 20 come in an hour', [dueNow(100), count('planned', { count: 20, dueFrom: later(NOW, HOUR_MS) })], 10, 3_602],
    ['those of an hour ago are due now', [count('planned', { count: 50, due: 50, dueFrom: later(NOW, -HOUR_MS) })], 10, 5],
    ['two runs share the pace', [dueNow(100), dueNow(50, { runAt: EARLIER })], 10, 15],
    ['it is behind and goes at 4 a second', [dueNow(100), count('sent', { count: 40, sentLately: 40 })], 10, 25],
    ['few are due, so that few went tells nothing of the pace', [dueNow(5), count('sent', { count: 1, sentLately: 1 })], 10, 0.5],
  ];
  for (const [what, counts, mostPerSecond, seconds] of ends)
    it(`ends when ${what}`, () => expect(secondsLeft(counts, mostPerSecond)).to.equal(seconds));

  it('tells each run its own end in the one queue, and no end while everything is stopped', () => {
    const counts = [dueNow(100), count('planned', { runAt: EARLIER, count: 20, due: 20, dueFrom: later(NOW, -HOUR_MS) })];
    const endOf = (isStopped: boolean) => sendStatus(counts, NOW, 10, isStopped).runs.map(({ doneAt }) => doneAt);
    expect(endOf(false)).to.deep.equal([later(NOW, 2 * SECOND_MS), later(NOW, 12 * SECOND_MS)]);
    expect(endOf(true)).to.deep.equal([undefined, undefined]);
  });

  it('tells the pace of the last ten seconds', () =>
    expect(sendStatus([count('sent', { count: 500, sentLately: 392 })], NOW, 40, false).sentPerSecond).to.equal(39.2));
});
