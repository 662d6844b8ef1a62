import { expect } from 'chai';
import { sql } from 'kysely';
import { instant } from '../../src/domain/time.ts';
import { arrayOf, jsonOf } from '../../src/storage/sqlText.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

const TRICKY = ['plain', 'two words', 'a "quote"', 'back\\slash', '{brace}', 'comma, and', 'NULL', '', '😀'];

function readsColumns(open: () => Promise<TestTenant>): void {
  const cases = [
    ['days stay text', sql`'2026-03-09'::date`, '2026-03-09'],
    ['instants are milliseconds', sql`'2026-03-09T08:00:00.123Z'::timestamptz`, instant('2026-03-09T08:00:00.123Z')],
    ['instants before 1970 too', sql`'1969-12-31T23:59:59+05:30'::timestamptz`, instant('1969-12-31T18:29:59Z')],
    ['counts are numbers', sql`count(*)`, 1],
    ['sums are numbers', sql`sum(2::bigint)`, 2],
    ['JSON is parsed', sql`${jsonOf({ a: [1, null], b: 'x\u0000\ud800' })}::jsonb`, { a: [1, null], b: 'x\ufffd' }],
    ['numbers in arrays keep their gaps', sql`${arrayOf([1, null, -3])}::int[]`, [1, null, -3]],
    ['arrays of nothing known are not empty', sql`array[null, null]::smallint[]`, [null, null]],
    ['the largest and the smallest of an array', sql`${arrayOf([2_147_483_647, -2_147_483_648, 0])}::int[]`, [2_147_483_647, -2_147_483_648, 0]],
    ['plain texts in arrays too', sql`${arrayOf(['teams', 'exchange'])}::text[]`, ['teams', 'exchange']],
    ['empty arrays of texts are empty', sql`'{}'::text[]`, []],
    ['empty arrays are empty', sql`'{}'::int[]`, []],
    ['parts are fractions', sql`array[0.5, 0.25]::real[]`, [0.5, 0.25]],
    ['texts in arrays come back as they were', sql`${arrayOf(TRICKY)}::text[]`, TRICKY],
    ['yes is true', sql`true`, true],
    ['nothing is null', sql`null::date`, null],
  ] as const;
  for (const [what, query, expected] of cases) {
    it(what, async () => {
      const [row] = await (await open()).rows(sql<{ value: unknown }>`select ${query} as value`);
      expect(row?.value).to.deep.equal(expected);
    });
  }

  it('instants are the same in a session of another zone', async () => {
    const tenant = await open();
    const [row] = await tenant.rows(sql<{ value: unknown }>`
      select '2026-03-09T08:00:00Z'::timestamptz as value, set_config('TimeZone', 'Asia/Kolkata', false)`);
    const [later] = await tenant.rows(sql<{ value: unknown }>`select '2026-03-09T08:00:00Z'::timestamptz as value`);
    await tenant.rows(sql`select set_config('TimeZone', 'UTC', false)`);
    expect([row?.value, later?.value]).to.deep.equal([instant('2026-03-09T08:00:00Z'), instant('2026-03-09T08:00:00Z')]);
  });
}

onEveryEngine('columns', readsColumns);
