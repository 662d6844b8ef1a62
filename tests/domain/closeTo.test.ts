import { expect } from 'chai';
import { closeTo } from '../../src/domain/closeTo.ts';

const KNOWN = ['chat-send-later', 'chat-quick-question', 'channel-ask-once', 'night'];

describe('names close to a mistaken one', () => {
  const cases: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
    ['a letter is missing', 'chat-send-latr', ['chat-send-later']],
    ['it is the beginning', 'chat-quick', ['chat-quick-question']],
    ['it is written in capitals', 'CHANNEL-ASK-ONCE', ['channel-ask-once']],
    ['one pair of four is the same', 'nihgt', []],
    ['nothing is like it', 'zzz', []],
    ['it is empty', '', []],
  ];
  for (const [what, text, expected] of cases) it(`are told when ${what}`, () => expect(closeTo(text, KNOWN, 3)).to.deep.equal(expected));

  it('come best first, and no more than asked for', () => {
    expect(closeTo('chat-send-question', KNOWN, 3)).to.deep.equal(['chat-quick-question', 'chat-send-later']);
    expect(closeTo('chat-send-question', KNOWN, 1)).to.deep.equal(['chat-quick-question']);
  });
});
