import { expect } from 'chai';
import { tipOnRequest } from '../../src/domain/tipOnRequest.ts';
import { aCandidate, aContext, NOW, sentTip, TIPS } from '../support/candidate.ts';

describe('a tip on request', () => {
  it('serves a need first, whatever the slot', () =>
    expect(tipOnRequest(aCandidate({ past: [sentTip(NOW, 'posts-2')] }), aContext())?.tip.id).to.equal('posts-1'));
  it('shows another one when asked again', () => {
    const first = tipOnRequest(aCandidate(), aContext())?.tip.id ?? '';
    const second = tipOnRequest(aCandidate({ past: [{ ...sentTip(NOW, first), kind: 'asked-tip' }] }), aContext())?.tip.id;
    expect(second).to.be.a('string').and.not.equal(first);
  });
  it('never shows what was refused', () =>
    expect(tipOnRequest(aCandidate({ refusedItems: new Set(TIPS.map((tip) => tip.id)) }), aContext())).to.equal(undefined));
});
