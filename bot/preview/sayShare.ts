import { absurd } from '../../src/domain/errors.ts';
import { PERCENT_STEP, type ToldShare } from '../../src/domain/previewTold.ts';

/** A share as people read it. */
export function sayShare(share: ToldShare): string {
  switch (share.kind) {
    case 'percent':
      return `${share.percent} %`;
    case 'few':
      return `< ${PERCENT_STEP} %`;
    case 'hidden':
      return 'not shown';
    default:
      return absurd(share);
  }
}
