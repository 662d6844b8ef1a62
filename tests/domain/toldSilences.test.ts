import { expect } from 'chai';
import { SILENCES } from '../../src/domain/planning.ts';
import { toldSilences } from '../../src/domain/toldSilences.ts';

describe('the reasons for silence that are told', () => {
  it('are one number where a reason would reveal a choice', () => {
    expect(toldSilences({ paused: 2, 'opted-out': 1, gone: 4, 'no-need': 7 })).to.deep.equal({ 'not-sent': 7, 'no-need': 7 });
  });

  it('never name a choice', () => {
    const told = Object.keys(toldSilences(Object.fromEntries(SILENCES.map((why) => [why, 1]))));
    expect(told).to.include('not-sent').and.not.include.members(['paused']);
    for (const private_ of ['do-not-contact', 'opted-out', 'gone', 'paused', 'stopped', 'backing-off', 'away']) expect(told).to.not.include(private_);
  });
});
