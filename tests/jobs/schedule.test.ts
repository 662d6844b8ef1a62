import { expect } from 'chai';
import { type Job, startSchedule } from '../../src/jobs/schedule.ts';
import type { LogFields } from '../../src/ports/system.ts';

const NEVER = '0 0 29 2 1';

/** A log that keeps what was said. */
function keptLog() {
  const lines: (LogFields & { event: string })[] = [];
  const keep = (event: string, fields?: LogFields): void => void lines.push({ ...fields, event });
  return { lines, log: { info: keep, warn: keep, error: keep } };
}

const job = (name: string, run: Job['run']): Job => ({ name, cron: NEVER, why: 'a test', run });

describe('the schedule', () => {
  it('looks after every job at once, so that a missed time is made up for at the start', async () => {
    const { lines, log } = keptLog();
    const schedule = startSchedule([job('a', async () => ({ done: 3 })), job('b', async () => undefined)], log);
    await schedule.stop();
    expect(lines).to.have.length(1, 'nothing due, nothing said');
    expect(lines[0]).to.deep.include({ event: 'job.finished', job: 'a', done: 3 });
  });

  it('outlives a job that fails, and says its name without the words of others', async () => {
    const { lines, log } = keptLog();
    const failing = job('a', () => Promise.reject(new TypeError('somebody@contoso.example')));
    const schedule = startSchedule([failing, job('b', async () => ({ done: 1 }))], log);
    await schedule.stop();
    expect(lines.map((line) => line.event).sort()).to.deep.equal(['job.failed', 'job.finished']);
    expect(JSON.stringify(lines)).to.contain('TypeError').and.not.contain('contoso');
  });

  it('waits at its end for what has begun', async () => {
    const { log } = keptLog();
    let finish: () => void = () => undefined;
    let isOver = false;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const run = async (): Promise<undefined> => {
      await gate;
      isOver = true;
    };
    const schedule = startSchedule([job('a', run)], log);
    const stopped = schedule.stop();
    finish();
    await stopped;
    expect(isOver).to.equal(true);
  });
});
