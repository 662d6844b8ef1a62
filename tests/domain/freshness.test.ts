import { expect } from 'chai';
import type { Level } from '../../src/domain/finding.ts';
import { freshnessOf } from '../../src/domain/freshness.ts';
import { addDays, day } from '../../src/domain/time.ts';
import type { LedgerEntry } from '../../src/domain/usage.ts';

const TODAY = day('2026-11-25');
const TEAMS = 'getTeamsUserActivityUserDetail' as const;

/** Days so many days ago, oldest first. */
const ledger = (agos: readonly number[], changes: Partial<LedgerEntry> = {}): LedgerEntry[] =>
  [...agos]
    .sort((a, b) => b - a)
    .map((ago) => ({ day: addDays(TODAY, -ago), rows: 100, isComplete: true, isConcealed: false, refreshDay: TODAY, ...changes }));
const from = (newest: number, oldest: number): number[] => Array.from({ length: oldest - newest + 1 }, (_, index) => newest + index);

describe('the state of a report', () => {
  const cases: readonly (readonly [what: string, ledger: LedgerEntry[], level: Level, says: RegExp])[] = [
    ['is well with every day in reach', ledger(from(2, 28)), 'ok', /known up to 2026-11-23$/],
    [
      'names what is missing in between',
      ledger([...from(2, 4), ...from(7, 28)]),
      'note',
      /2 of the last 28 days are missing: 2026-11-19, 2026-11-20/,
    ],
    ['names ten holes and no more', ledger([2]), 'note', /26 of the last 28 days .*2026-11-06 …$/],
    ['does not count days that were incomplete', ledger(from(2, 28), { isComplete: false }), 'note', /no day is known yet/],
    ['is late after four days', ledger(from(5, 28)), 'warning', /2026-11-20, 5 days ago/],
    ['is not late on the fourth', ledger(from(4, 28)), 'ok', /2026-11-21/],
    ['is unknown before the first cycle', [], 'note', /no day is known yet/],
    ['is concealed when its days are', ledger(from(2, 8), { isComplete: false, isConcealed: true }), 'warning', /names are concealed/],
    [
      'is as it was while days read before the names were concealed still count',
      [...ledger(from(3, 28)), ...ledger([2], { isComplete: false, isConcealed: true })],
      'ok',
      /2026-11-22/,
    ],
  ];
  for (const [what, given, level, says] of cases)
    it(what, () => {
      const finding = freshnessOf(TEAMS, given, TODAY);
      expect(finding.what).to.match(says);
      expect(finding.level).to.equal(level);
    });

  it('has no holes where only the newest day can be read', () => {
    expect(freshnessOf('getMicrosoft365CopilotUsageUserDetail', ledger([2]), TODAY).level).to.equal('ok');
  });

  it('says how to mend whatever is not well', () => {
    for (const [, given, level] of cases)
      if (level !== 'ok')
        expect(freshnessOf(TEAMS, given, TODAY))
          .to.have.property('mend')
          .that.is.a('string');
  });
});
