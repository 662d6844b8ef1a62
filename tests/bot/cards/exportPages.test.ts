import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { activityOf } from '../../../bot/cards/activity.ts';
import { exportPages } from '../../../bot/cards/exportPages.ts';
import { STORED_COLUMNS } from '../../../bot/cards/storedColumns.ts';
import { ENGLISH } from '../../../bot/words/words.ts';
import { PERSONAL_TABLES, type StoredRow } from '../../../src/domain/export.ts';
import { STORED_ROWS, TITLES } from './storedRows.ts';

const TOLD = { words: ENGLISH, zone: 'Europe/Berlin', titles: TITLES };
const linesOf = (rows: readonly StoredRow[]): readonly string[] => exportPages(rows, TOLD).flatMap((page) => page.flatMap(({ lines }) => lines));
const lineOf = (table: StoredRow['table'], values: StoredRow['values']): string => linesOf([{ table, values }]).join(' | ');

/** The columns of every table, by the committed dump of the schema. */
function columnsOf(table: string): readonly string[] {
  const dump = readFileSync(new URL('../../storage/schema.golden.sql', import.meta.url), 'utf8');
  const lines = (dump.split(`table ${table}\n`)[1] ?? '').split('\n\n')[0]?.split('\n') ?? [];
  return lines.flatMap(
    (line) => /^ {2}([a-z_]+) (?:uuid|text|date|timestamp|smallint|integer|bigint|double|boolean|json|bytea)/.exec(line)?.[1] ?? [],
  );
}

describe('an export', () => {
  for (const table of PERSONAL_TABLES) {
    it(`has words for every column there is, and the example a value: ${table}`, () => {
      const columns = columnsOf(table).filter((name) => name !== 'tenant_id' && name !== 'person_id');
      expect(columns).to.not.deep.equal([]);
      expect(Object.keys(STORED_COLUMNS[table]).sort()).to.deep.equal([...columns].sort());
      const example = STORED_ROWS.find((row) => row.table === table)?.values ?? {};
      expect(Object.keys(example).sort()).to.deep.equal([...columns].sort());
    });
  }

  it('is written in words: no column, no code name, no machine time, no mark left over at the end of a line', () => {
    const lines = linesOf(STORED_ROWS);
    expect(lines.length).to.be.greaterThan(40);
    for (const line of lines) {
      expect(line).to.not.match(/[a-z]_[a-z]|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|undefined|NaN|null|true|false|\{|\}|[a-z]\.[a-z]+[A-Z]/);
      expect(line).to.match(/^([A-Z]|… )/);
      expect(line).to.not.match(/[,;:\s]$/);
    }
  });

  it('is as it was read: every table with every column filled', () => {
    const golden = new URL('./export.golden.txt', import.meta.url);
    const text = `${exportPages(STORED_ROWS, TOLD)
      .flatMap((page, index) => [`Part ${index + 1}`, ...page.flatMap(({ table, lines }) => ['', ENGLISH.plain(`export.${table}`), ...lines]), ''])
      .join('\n')}`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
    expect(text).to.equal(readFileSync(golden, 'utf8'));
  });

  const cases: readonly (readonly [what: string, table: StoredRow['table'], values: StoredRow['values'], said: string])[] = [
    [
      'a time, in the person’s own zone',
      'chat',
      { last_heard_at: '2026-03-09T23:30:00+00:00' },
      'You last wrote or pressed on: 10 March 2026, 00:30',
    ],
    ['what is stored in thousandths, in per cent', 'review_log', { retrievability: 0.850217 }, 'Expected chance of a right answer: 85.02\u00a0%'],
    [
      'counts of a day by the names of its report',
      'usage_day',
      { report: 3, values: [4, 0, 0, null] },
      'E-mail activity: Mails sent 4, 1 is not known',
    ],
    [
      'a tip that had no chance as one that was weighed',
      'decision',
      { options: { a: 1, '': 0, b: 0 } },
      'Possible, with the chance of each: “a” 100\u00a0%; also weighed: no message, “b”',
    ],
    ['a week of nothing', 'usage_week', { values: [0, 0] }, 'Counted: nothing but 0'],
    ['a tip that is in the pack no more by its number', 'outcome', { item: 'old-tip' }, 'About: “old-tip”'],
    ['an empty list as none', 'person', { topics: [], licensed_since: {} }, 'Topics you chose: none'],
    ['a code of a newer release as it is', 'silence', { why: 'brand-new' }, 'Last time: brand-new'],
    ['a column of a newer release by its own name', 'silence', { some_thing: { deep: [1, true] } }, 'some thing: deep: 1, true'],
    ['a topic of one’s own as the goal', 'decision', { goal: 'own:files' }, 'Goal: your own topic: Sharing files'],
    ['why it was quiet', 'decision', { reason: 'no answer to 6 messages' }, 'Why: 6 messages stayed without an answer'],
    ['nothing of what is empty', 'delivery', { kind: 'welcome', worker: null, errand: { kind: 'welcome', praise: null } }, 'Message: the welcome'],
  ];
  for (const [what, table, values, said] of cases) it(`says ${what}`, () => expect(lineOf(table, values)).to.equal(said));

  it('tells the newest of a kind first', () => {
    const weeks = ['2026-11-02', '2026-11-16', '2026-11-09'].map((week): StoredRow => ({ table: 'usage_week', values: { week } }));
    expect(linesOf(weeks)).to.deep.equal(['Week from: 16 November 2026', 'Week from: 9 November 2026', 'Week from: 2 November 2026']);
  });

  it('tells a day in one line, report by report, and once what is the same in all rows', () => {
    const row = (on: string, report: number, values: readonly number[]): StoredRow => ({
      table: 'usage_day',
      values: { day: on, report, values, catalogue_version: 1 },
    });
    expect(linesOf([row('2026-11-16', 3, [4]), row('2026-11-17', 1, [0]), row('2026-11-16', 1, [7])])).to.deep.equal([
      'Day: 17 November 2026; Teams activity: nothing but 0',
      'Day: 16 November 2026; Teams activity: Chat messages 7; E-mail activity: Mails sent 4',
      'Edition of the list of what is counted: 1',
    ]);
  });

  it('keeps every word of long rows, and every page small enough for a card, whatever stands in it', () => {
    const hostile = `${'<at>**[x](y)** "\\ 😀, '.repeat(300)}`;
    const rows: StoredRow[] = Array.from({ length: 60 }, (_, index) => ({
      table: 'decision',
      values: { made_at: `2026-11-${index}`, reason: hostile },
    }));
    const pages = exportPages(rows, TOLD);
    expect(pages.length).to.be.greaterThan(5);
    expect(linesOf(rows).join('').split('😀')).to.have.length(60 * 300 + 1);
    pages.forEach((_, index) => {
      const sent = JSON.stringify(activityOf({ kind: 'export', rows, page: index + 1, zone: TOLD.zone, titles: TITLES }));
      expect(sent).to.have.length.lessThan(14_000);
      expect(sent).to.not.match(/<|>/);
    });
  });

  it('has one page, and nothing on it, when nothing is stored', () => expect(exportPages([], TOLD)).to.deep.equal([[]]));
});
