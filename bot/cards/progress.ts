import type { Message } from '../../src/domain/message.ts';
import type { Strip, WeekMark } from '../../src/domain/progress.ts';
import { markdownOf } from '../words/foreignText.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';
import { apart, aside, type Block, type Card, card, heading, press, rows, strong, text } from './parts.ts';

/** Characters every font has, told apart by shape and not by colour; who hears the card has the words below. */
const MARKS: Readonly<Record<WeekMark, string>> = { active: '•', quiet: '–', unknown: '·' };

/** The person's own weeks, in strips and words. */
export function progressCard({ progress, known }: Extract<Message, { kind: 'progress' }>, words: Words): Card {
  const { strips, kept, gained, until } = progress;
  const buttons = [press(words.plain('button.quiz'), 'coach.quiz'), press(words.plain('button.tip'), 'coach.tip')];
  if (until === undefined || strips.length === 0) return notice(words, 'progress.heading', [['progress.nothing'], ['why.onlyYou']], buttons);
  const spoken = strips.map((strip) => words.plain(wordsOf(strip), valuesOf(strip, words))).join(' ');
  return card(words, `${words.plain('progress.spoken')} ${spoken}`, [
    heading(words.shown('progress.heading')),
    aside(words.shown('progress.until', { day: words.day(until) })),
    aside(words.shown('progress.marks')),
    ...strips.flatMap((strip) => stripOf(strip, words)),
    ...listOf('progress.gained', gained, words),
    ...listOf('progress.kept', kept, words),
    ...(known === 0 ? [] : [apart(text(words.shown('progress.known', { count: known })))]),
    ...rows(buttons).map(apart),
    aside(words.shown('why.onlyYou')),
  ]);
}

function stripOf(strip: Strip, words: Words): readonly Block[] {
  return [
    apart(strong(markdownOf(strip.app))),
    { ...text(strip.weeks.map((week) => MARKS[week]).join('  ')), size: 'Large', weight: 'Bolder', color: 'Accent', spacing: 'None' },
    { ...aside(words.shown(wordsOf(strip), valuesOf(strip, words))), spacing: 'None' },
  ];
}

const wordsOf = ({ weeks }: Strip): 'progress.active' | 'progress.quiet' | 'progress.unknown' =>
  weeks.every((week) => week === 'unknown') ? 'progress.unknown' : weeks.includes('active') ? 'progress.active' : 'progress.quiet';

/** One of them is enough for a week to be seen, so they are told with an "or". */
const valuesOf = ({ looksAt, weeks }: Strip, words: Words) => ({
  what: words.anyOf(looksAt),
  active: weeks.filter((week) => week === 'active').length,
  weeks: weeks.filter((week) => week !== 'unknown').length,
});

function listOf(title: 'progress.gained' | 'progress.kept', labels: readonly string[], words: Words): readonly Block[] {
  return labels.length === 0 ? [] : [apart(strong(words.shown(title))), text(markdownOf(labels.join(', ')))];
}
