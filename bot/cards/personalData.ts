import type { DataFact } from '../../src/domain/message.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { type Card, destructive, facts, press, primary, text } from './parts.ts';

/** What is stored of the person, counted by kind; kinds without anything are left out. */
export function myDataCard(of: readonly DataFact[], words: Words): Card {
  const stored = of.filter((fact) => fact.count > 0);
  const list =
    stored.length === 0
      ? text(words.shown('myData.none'))
      : facts(stored.map((fact) => [words.shown(`myData.${fact.what}`), words.shown(`myData.${fact.what}.count`, { count: fact.count })]));
  return notice(
    words,
    'myData.heading',
    [['myData.only']],
    stored.length === 0
      ? [press(words.plain('button.never'), 'me.never')]
      : [primary(press(words.plain('button.export'), 'me.export')), press(words.plain('button.delete'), 'me.delete')],
    [list],
  );
}

/** Asks before a deletion, and says what remains. */
export function confirmDeleteCard(words: Words): Card {
  return notice(
    words,
    'confirmDelete.heading',
    [['confirmDelete.text'], ['confirmDelete.hash']],
    [destructive(press(words.plain('button.confirmDelete'), 'me.confirmDelete')), press(words.plain('button.keep'), 'me.keep')],
  );
}

export function deletedCard(words: Words): Card {
  return notice(words, 'deleted.heading', [['deleted.text'], ['deleted.back']]);
}

export function keptCard(words: Words): Card {
  return notice(words, 'kept.heading', [['kept.text']], [press(words.plain('button.data'), 'me.data')]);
}

/** Asks a person who deleted their data, and now wrote, whether they want to hear from the coach again. */
export function contactAgainCard(words: Words): Card {
  return notice(words, 'contactAgain.heading', [['contactAgain.text']], [press(words.plain('button.comeBack'), 'me.comeBack')]);
}
