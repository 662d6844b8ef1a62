import { expect } from 'chai';
import { sendingLines } from '../../bot/sendingLines.ts';
import type { Sending } from '../../src/app/sending.ts';
import { HOUR_MS, instant, later, MINUTE_MS } from '../../src/domain/time.ts';

const NOW = instant('2026-11-24T08:00:00Z');
const RUN = instant('2026-11-24T05:00:00Z');
const NOTHING: Sending = { runs: [], besides: 0, sentPerSecond: 0, doneAt: undefined, frozen: undefined };
const UNDER_WAY: Sending = {
  runs: [
    { runAt: later(RUN, -24 * HOUR_MS), planned: 3, sent: 3, unknown: 0, sending: 0, due: 0, waiting: 0, dropped: {}, doneAt: undefined },
    {
      runAt: RUN,
      planned: 20_000,
      sent: 12_003,
      unknown: 2,
      sending: 24,
      due: 7_900,
      waiting: 50,
      dropped: { 'habit-came': 20, 'not-wanted': 1 },
      doneAt: later(NOW, 61.5 * MINUTE_MS),
    },
  ],
  besides: 4,
  sentPerSecond: 39.2,
  doneAt: later(NOW, 61.5 * MINUTE_MS),
  frozen: undefined,
};

describe('what a terminal says of sending', () => {
  it('is a table that explains itself and says when it is done, in the tenant’s time', () => {
    expect(sendingLines(UNDER_WAY, NOW, 'Europe/Berlin')).to.deep.equal([
      'run of            planned    sent  unknown  on its way    due  later  dropped  done',
      '2026-11-23 06:00        3       3        0           0      0      0        0  yes',
      '2026-11-24 06:00   20,000  12,003        2          24  7,900     50       21  in 1 h 2 min, 2026-11-24 10:01',
      'Dropped of 2026-11-24 06:00: the habit came before 20, not wanted by the person 1',
      '',
      'planned = sent + unknown + on its way + due + later + dropped. Unknown: Teams gave no clear answer, and a second copy costs more',
      'than a missed one, so it is not sent again. Later: its time is still to come, in the person’s working hours.',
      'Besides: 4 that no run planned, such as welcomes and reminders.',
      '39.2 a second went in the last ten seconds; the last is likely to go in 1 h 2 min, 2026-11-24 10:01.',
    ]);
  });

  it('says so while sending is frozen, and what lifts it', () => {
    const [run] = UNDER_WAY.runs.slice(1);
    if (run === undefined) throw new Error('expected a run');
    const lines = sendingLines({ ...UNDER_WAY, runs: [{ ...run, doneAt: undefined }], doneAt: undefined, frozen: 'by command' }, NOW, 'UTC');
    expect(lines[1]).to.match(/ {2}frozen$/);
    expect(lines.at(-1)).to.equal('Sending is frozen (by command). Lift it with: npm run coach -- arm …');
  });

  it('says what to do where nothing was planned yet', () => {
    expect(sendingLines(NOTHING, NOW, 'UTC')).to.deep.equal([
      'No run has planned a message yet. See what one would plan: npm run coach -- cycle --dry-run',
      'Nothing went in the last ten seconds; nothing is left to send.',
    ]);
  });
});
