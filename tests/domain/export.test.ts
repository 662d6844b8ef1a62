import { expect } from 'chai';
import { activityOf } from '../../bot/cards/activity.ts';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { exportPages, type StoredRow } from '../../src/domain/export.ts';

const week = (monday: string, values: readonly (number | null)[]): StoredRow => ({ table: 'usage_week', values: { week: monday, values } });
const linesOf = (rows: readonly StoredRow[]): readonly string[] => exportPages(rows).flatMap((page) => page.flatMap(({ lines }) => lines));

describe('an export', () => {
  it('names what stands in an array by its place, leaves zeros out, and tells the newest first', () => {
    const rows = [
      week(
        '2026-11-02',
        CATALOGUE.map(() => 0),
      ),
      week(
        '2026-11-09',
        CATALOGUE.map((_, place) => (place === 0 ? 12 : null)),
      ),
    ];
    expect(linesOf(rows)).to.deep.equal(['week: 2026-11-09, values: Chat messages 12', 'week: 2026-11-02, values: nothing but zeros']);
  });

  it('names a day’s signals by its report, and a habit’s stage in a word', () => {
    expect(linesOf([{ table: 'usage_day', values: { day: '2026-11-18', report: 3, values: [4] } }])[0]).to.match(
      /^day: 2026-11-18, report: E-mail activity, values: [A-Z][a-z ]+ 4$/,
    );
    expect(linesOf([{ table: 'habit', values: { stages: [4, 0] } }])).to.deep.equal(['stages: Chat messages habitual']);
  });

  it('shows what is nested, and nothing of what is empty', () => {
    const errand = { kind: 'tip', item: 'x', praise: null };
    expect(linesOf([{ table: 'delivery', values: { kind: 'tip', errand, worker: null } }])).to.deep.equal([
      'kind: tip, errand: kind: tip, item: x, praise: null',
    ]);
  });

  it('keeps every word of long rows, and every page small enough for a card, whatever stands in it', () => {
    const hostile = `${'<at>**[x](y)** "\\ 😀, '.repeat(300)}`;
    const rows: StoredRow[] = Array.from({ length: 60 }, (_, index) => ({
      table: 'response',
      values: { given_at: `2026-11-${index}`, words: hostile },
    }));
    const pages = exportPages(rows);
    expect(pages.length).to.be.greaterThan(5);
    expect(linesOf(rows).join('').split('😀')).to.have.length(60 * 300 + 1);
    pages.forEach((sections, index) => {
      const sent = JSON.stringify(activityOf({ kind: 'export', sections, page: index + 1, pages: pages.length }));
      expect(sent).to.have.length.lessThan(14_000);
      expect(sent).to.not.match(/<|>/);
    });
  });

  it('has one page, and nothing on it, when nothing is stored', () => expect(exportPages([])).to.deep.equal([[]]));
});
