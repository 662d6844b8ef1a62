import { expect } from 'chai';
import { aggregateGaps } from '../../src/domain/aggregateGap.ts';
import { habitId } from '../../src/domain/habits.ts';
import { day } from '../../src/domain/time.ts';
import type { TrendPoint } from '../../src/domain/trends.ts';

const count = (measure: string, value: number, on = '2026-11-20', report: TrendPoint['report'] = 'getOffice365ServicesUserCounts'): TrendPoint => ({
  report,
  measure,
  day: day(on),
  count: value,
});
const POINTS = [count('onedrive.active', 30), count('onedrive.inactive', 90), count('sharepoint.active', 60), count('sharepoint.inactive', 40)];
const gap = (points: readonly TrendPoint[], habit: string): number | undefined => aggregateGaps(points)(habitId(habit));

describe('what is missing in a tenant whose names are concealed', () => {
  const cases: readonly (readonly [what: string, points: readonly TrendPoint[], habit: string, gap: number | undefined])[] = [
    ['is the share of those who did nothing in the service', POINTS, 'onedrive.files', 0.75],
    ['is, of several ways, that of the way most go', POINTS, 'files-as-links', 0.4],
    ['goes by the newest count', [count('onedrive.active', 0, '2026-11-21'), ...POINTS], 'onedrive.files', 1],
    ['is not known of a service nobody counts', POINTS, 'word.days', undefined],
    ['is not known while half of the count is missing', POINTS.slice(0, 1), 'onedrive.files', undefined],
    ['is not known of nobody', [count('teams.active', 0), count('teams.inactive', 0)], 'teams.calls', undefined],
    [
      'is not taken from counts of single days',
      [count('onedrive.active', 1, '2026-11-21', 'getOffice365ActiveUserCounts')],
      'onedrive.files',
      undefined,
    ],
  ];
  for (const [what, points, habit, expected] of cases) it(what, () => expect(gap(points, habit)).to.equal(expected));
});
