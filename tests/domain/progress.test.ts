import { expect } from 'chai';
import { emptyWeek } from '../../src/domain/features.ts';
import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import { type Progress, progressOf } from '../../src/domain/progress.ts';
import { REPORTS, type ReportName } from '../../src/domain/reports.ts';
import { placeOf, signalId } from '../../src/domain/signals.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import type { WeekUse } from '../../src/domain/usage.ts';

const NEWEST = day('2026-11-09');
const ALL: ReadonlySet<ReportName> = new Set<ReportName>(REPORTS);
const TEAMS_ONLY = new Set<ReportName>(['getTeamsUserActivityUserDetail']);
const weekAgo = (weeks: number): Day => addDays(NEWEST, -7 * weeks);
const known = (weeks: number, reports: ReadonlySet<ReportName> = ALL): ReadonlyMap<Day, ReadonlySet<ReportName>> =>
  new Map(Array.from({ length: weeks }, (_, ago) => [weekAgo(ago), reports] as const));
/** One week with chat messages. */
const use = (ago: number, reports = ALL): WeekUse => {
  const empty = emptyWeek(weekAgo(ago), reports);
  return { ...empty, activeDays: 3, values: empty.values.map((value, place) => (place === placeOf(signalId('teams.privateChats')) ? 3 : value)) };
};
const of = (rows: readonly WeekUse[], weeks = known(16)): Progress => progressOf(rows, weeks, DEFAULT_FOCUS, ['teams', 'onedrive'], {});
const strip = (progress: Progress, app: string): string =>
  (progress.strips.find((one) => one.app === app)?.weeks ?? []).map((mark) => ({ active: 'o', quiet: '.', unknown: '?' })[mark]).join('');

describe('a person’s own weeks', () => {
  it('are shown oldest first, per app in focus that is licensed', () => {
    const progress = of([use(0), use(2), use(11), use(12)]);
    expect(strip(progress, 'Teams')).to.equal('o........o.o');
    expect(progress.strips.map(({ app }) => app)).to.deep.equal(['Teams', 'OneDrive']);
    expect(strip(progress, 'OneDrive')).to.equal('............');
    expect(progress.strips[1]?.looksAt, 'who opens files every day and shares none is not told that OneDrive was not seen').to.deep.equal([
      'Files shared with colleagues from OneDrive',
    ]);
    expect(progress.until).to.equal('2026-11-15');
  });

  it('say of a week no report of the app knows that it is not known', () => {
    expect(strip(of([use(0)], known(3)), 'Teams')).to.equal('?????????..o');
    expect(strip(of([use(0, TEAMS_ONLY)], known(12, TEAMS_ONLY)), 'OneDrive')).to.equal('????????????');
  });

  it('tell a habit that came within four weeks from one that is kept', () => {
    const chats = Array.from({ length: 16 }, (_, ago) => use(ago));
    expect(of(chats)).to.deep.include({ kept: ['Chat messages'], gained: [] });
    expect(of(Array.from({ length: 9 }, (_, ago) => use(ago)))).to.deep.include({ kept: [], gained: ['Chat messages'] });
    expect(of([use(0), use(1)])).to.deep.include({ kept: [], gained: [] });
  });

  it('say nothing of somebody no report names, and nothing while no week is known', () => {
    const nothing = { strips: [], kept: [], gained: [], until: undefined };
    expect(of([])).to.deep.equal(nothing);
    expect(of([use(0)], new Map())).to.deep.equal(nothing);
  });
});
