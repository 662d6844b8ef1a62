import { expect } from 'chai';
import { startWork, type WorkParts } from '../../src/jobs/startWork.ts';

const NOTHING = { sent: 0, unknown: 0, again: 0, dropped: 0 };

/** Work whose daily cycle runs until it hears of the end, and whose filling waits behind it. */
function longWork() {
  const said: string[] = [];
  const begun = Promise.withResolvers<void>();
  const keep = (event: string): void => void said.push(event);
  const parts: WorkParts = {
    deliver: async () => NOTHING,
    claimCycle: async () => true,
    cycle: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        begun.resolve();
      }),
    claimFill: async () => {
      said.push('filling was claimed');
      return false;
    },
    fill: () => Promise.reject(new TypeError('never called')),
    wait: (_ms, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    log: { info: keep, warn: keep, error: keep },
  };
  return { parts, said, begun: begun.promise };
}

describe('the work of a process that is told to stop', () => {
  it('ends: a cycle in progress hears of it and has not failed, and the job behind it does not begin', async () => {
    const { parts, said, begun } = longWork();
    const work = startWork(parts, true);
    await begun;
    await work.stop();
    expect(said).to.deep.equal(['job.finished']);
  });
});
