import type { Message } from '../../src/domain/message.ts';
import { markdownOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { exportPages } from './exportPages.ts';
import { notice } from './notice.ts';
import { type Action, apart, aside, type Card, card, heading, press, primary, rows, strong, text } from './parts.ts';

/** One part of everything stored about the person, the nearest to the one asked for, with the way to the others. */
export function exportCard({ rows: stored, zone, titles, page: wanted }: Extract<Message, { kind: 'export' }>, words: Words): Card {
  const all = exportPages(stored, { words, zone, titles });
  const pages = all.length;
  const page = Math.min(Math.max(wanted, 1), pages);
  const sections = all[page - 1] ?? [];
  const turn = (title: 'button.nextPart' | 'button.previousPart', to: number): Action =>
    press(words.plain(title), 'me.export', undefined, { values: { page: String(to) } });
  return card(words, `${words.plain('export.heading')}. ${words.plain('export.part', { page, pages, zone })}`, [
    heading(words.shown('export.heading')),
    aside(words.shown('export.part', { page, pages, zone })),
    ...(sections.length === 0 ? [text(words.shown('myData.none'))] : []),
    ...sections.flatMap(({ table, lines }) => [
      apart(strong(words.shown(`export.${table}`))),
      ...lines.map((line) => ({ ...text(markdownOf(line)), size: 'Small' })),
    ]),
    ...rows(
      [...(page < pages ? [primary(turn('button.nextPart', page + 1))] : []), ...(page > 1 ? [turn('button.previousPart', page - 1)] : [])],
      [press(words.plain('button.data'), 'me.data')],
    ).map((row, index) => (index === 0 ? apart(row) : row)),
    aside(words.shown('why.onlyYou')),
  ]);
}

/** Tells the person that somebody asked for their data on their behalf; nothing of it lies open in the chat until they press. */
export function exportReadyCard(words: Words): Card {
  return notice(
    words,
    'exportReady.heading',
    [['exportReady.text'], ['exportReady.how']],
    [primary(press(words.plain('button.export'), 'me.export')), press(words.plain('button.data'), 'me.data')],
  );
}
