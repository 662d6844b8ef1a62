import { expect } from 'chai';
import { afterSend, type NextStep, type SendOutcome } from '../../src/domain/delivery.ts';
import { instant, later } from '../../src/domain/time.ts';

const NOW = instant('2026-03-09T08:00:00Z');
const low = () => 0;
const middle = () => 0.5;
const throttled = (retryAfterMs?: number): SendOutcome => ({ kind: 'throttled', retryAfterMs });
const again = (ms: number): NextStep => ({ kind: 'again', at: later(NOW, ms), forgetsConversation: false });

describe('after a send', () => {
  const cases: readonly (readonly [what: string, outcome: SendOutcome, attempt: number, expected: NextStep])[] = [
    ['a sent message is done', { kind: 'sent', activityId: 'a' }, 1, { kind: 'sent', activityId: 'a' }],
    ['an unclear answer is never tried again', { kind: 'unknown', status: 502, message: 'bad gateway' }, 1, { kind: 'unknown' }],
    ['a person without the app is not tried again', { kind: 'unreachable', why: 'not-installed' }, 1, { kind: 'drop', why: 'not-installed' }],
    ['a person who blocked the coach is not tried again', { kind: 'unreachable', why: 'blocked' }, 1, { kind: 'drop', why: 'blocked' }],
    ['the first wait is two seconds and a quarter of chance', throttled(), 1, again(2_500)],
    ['waits double', throttled(), 3, again(10_000)],
    ['a longer Retry-After wins', throttled(30_000), 1, again(30_000)],
    ['a shorter Retry-After does not hurry', throttled(100), 1, again(2_500)],
    ['a busy platform is tried again', { kind: 'busy', retryAfterMs: undefined }, 2, again(5_000)],
    ['waits end at a quarter of an hour', throttled(), 30, again(1_125_000)],
    [
      'a lost conversation is made anew, also after a throttled attempt',
      { kind: 'conversation-gone' },
      2,
      { kind: 'again', at: NOW, forgetsConversation: true },
    ],
    ['a refused card is a bug, not a wait', { kind: 'refused', status: 413, code: 'MessageSizeTooBig' }, 1, { kind: 'drop', why: 'refused' }],
    ['a stopped tenant keeps its messages', { kind: 'tenant-stopped', code: 'BotDisabledByAdmin' }, 1, again(3_600_000)],
  ];
  for (const [what, outcome, attempt, expected] of cases)
    it(what, () => expect(afterSend(outcome, attempt, false, NOW, middle)).to.deep.equal(expected));

  it('takes a conversation lost at once after it was opened for a person who left', () => {
    expect(afterSend({ kind: 'conversation-gone' }, 1, true, NOW, middle)).to.deep.equal({ kind: 'drop', why: 'left' });
  });

  it('never waits longer than a quarter of an hour and half of it', () => {
    for (const attempt of [1, 2, 3, 4, 5, 6, 7]) {
      const step = afterSend(throttled(), attempt, false, NOW, () => 0.999);
      expect(step.kind).to.equal('again');
      if (step.kind === 'again') expect(step.at - NOW).to.be.within(2_000, 900_000 * 1.5);
    }
    expect(afterSend(throttled(), 1, false, NOW, low)).to.deep.equal(again(2_000));
  });
});
