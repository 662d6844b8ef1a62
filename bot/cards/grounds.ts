import { absurd } from '../../src/domain/errors.ts';
import type { Grounds } from '../../src/domain/message.ts';
import type { Words } from '../words/words.ts';

/** Why the card came, without counting anyone. */
export function groundsText(grounds: Grounds, words: Words): string {
  switch (grounds.kind) {
    case 'colleagues':
      return words.shown(`tip.grounds.${grounds.where}`, { doing: grounds.signal.doing });
    case 'useful':
      return words.shown('tip.grounds.useful', { doing: grounds.signal.doing });
    case 'new-licence':
      return words.shown('tip.grounds.newLicence', { app: grounds.signal.app });
    case 'asked':
      return words.shown('tip.grounds.asked');
    default:
      return absurd(grounds);
  }
}
