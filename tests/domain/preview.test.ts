import { expect } from 'chai';
import { habitId, habitPlaceOf } from '../../src/domain/habits.ts';
import type { Content } from '../../src/domain/item.ts';
import { type Preview, previewOf, type Told } from '../../src/domain/preview.ts';
import { standingsOf } from '../../src/domain/previewStanding.ts';
import type { ExportedUse } from '../../src/domain/previewUse.ts';
import { REPORTS, type ReportName } from '../../src/domain/reports.ts';
import { placeInReport, signalId, signalOf, signalsOf } from '../../src/domain/signals.ts';
import { day } from '../../src/domain/time.ts';
import type { PeriodDays, PeriodUse, Values } from '../../src/domain/usage.ts';
import { aTip } from '../support/candidate.ts';

const AS_OF = day('2026-11-24');
const TEAMS: ReportName = 'getTeamsUserActivityUserDetail';
const EVERY = new Set(REPORTS);
const TIPS = [aTip('posts-1', 'teams.channelPosts'), aTip('chat-1', 'teams.privateChats'), aTip('meet-1', 'teams.meetingsOrganized')];
const CONTENT: Content = new Map(TIPS.map((tip) => [tip.id, tip]));

/** A report's values: those given by signal, the others `rest`. */
function values(report: ReportName, given: Readonly<Record<string, number | null>>, rest: number | null = 20): Values {
  return signalsOf(report).map(({ id }) => (id in given ? (given[id] ?? null) : rest));
}

const period = (days: PeriodDays, id: string, value: number | null): PeriodUse => {
  const { report } = signalOf(id);
  return { report, days, values: values(report, { [id]: value }, null) };
};

describe('where somebody stands by the sums of periods', () => {
  const POSTS = 'teams.channelPosts';
  const cases: readonly (readonly [what: string, periods: readonly PeriodUse[], standing: string])[] = [
    ['nothing in 30 days', [period(30, POSTS, 0)], 'non'],
    ['three times in 30 days', [period(30, POSTS, 3)], 'low'],
    ['four times in 30 days', [period(30, POSTS, 4)], 'in-use'],
    ['three times in 30 days and weekly over 90', [period(30, POSTS, 3), period(90, POSTS, 13)], 'in-use'],
    ['nothing in 90 days, and no report over 30', [period(90, POSTS, 0)], 'non'],
    ['something in 90 days, and no report over 30', [period(90, POSTS, 2)], 'in-use'],
    ['something in 7 days', [period(7, POSTS, 1)], 'in-use'],
    ['nothing in 7 days', [period(7, POSTS, 0)], 'cannot-tell'],
    ['an empty cell', [period(30, POSTS, null)], 'cannot-tell'],
  ];
  for (const [what, periods, standing] of cases)
    it(`is ${standing} after ${what}`, () => expect(standingsOf(periods, EVERY)[placeInReport(signalId(POSTS))]?.standing).to.equal(standing));

  const links = habitPlaceOf(habitId('files-as-links'));
  it('is only a lack of what several ways lead to when all of them were looked at', () => {
    const none = [period(30, 'onedrive.sharedInternally', 0)];
    expect(standingsOf(none, EVERY)[links]?.standing).to.equal('non');
    expect(standingsOf(none, new Set<ReportName>(['getOneDriveActivityUserDetail']))[links]?.standing).to.not.equal('non');
    const elsewhere = [period(30, 'onedrive.sharedInternally', 0), period(90, 'sharepoint.sharedInternally', 5)];
    expect(standingsOf(elsewhere, EVERY)[links]?.standing).to.equal('in-use');
  });
});

/** A Teams report of so many people of each kind: who lacks posting in channels, and who lacks nothing. */
function teams(lacking: number, fine: number, more: Partial<ExportedUse> = {}): ExportedUse {
  const row = (name: string, posts: number) => ({
    userPrincipalName: name,
    personId: undefined,
    values: values(TEAMS, { 'teams.channelPosts': posts }),
  });
  const rows = [
    ...Array.from({ length: lacking }, (_, n) => row(`lacks${n}@x`, 0)),
    ...Array.from({ length: fine }, (_, n) => row(`fine${n}@x`, 20)),
  ];
  return { file: 'teams.csv', report: TEAMS, days: 30, refreshDay: day('2026-11-18'), isConcealed: false, rows, missingColumns: [], ...more };
}

function toldIn(preview: Preview): Told {
  return preview.found.kind === 'told' ? preview.found : expect.fail('expected something to be told');
}

describe('the preview of exported reports', () => {
  it('plans a card for each who lacks something, and only for those', () => {
    const told = toldIn(previewOf([teams(30, 50)], AS_OF, CONTENT));
    expect(told.people).to.equal(80);
    expect(told.week).to.deep.include({ getTip: 30, wait: 0, getNothing: 50, otherTips: 0, otherSilences: 0 });
    expect(told.week.tips).to.deep.equal([{ item: 'posts-1', title: 'posts-1', habit: 'teams.channelPosts', people: 30 }]);
    expect(told.comparison).to.deep.equal({ kind: 'none' });
    expect(told.effects).to.deep.equal([]);
  });

  it('says how many lack what in the focus, in steps of 5 %', () => {
    const told = toldIn(previewOf([teams(32, 48)], AS_OF, CONTENT));
    const posts = told.needs.find(({ habit }) => habit === 'teams.channelPosts');
    expect(posts?.lacking).to.deep.equal({ kind: 'percent', percent: 40 });
    expect(posts?.picture?.shares['in-use']).to.deep.equal({ kind: 'percent', percent: 60 });
    expect(told.needs.find(({ habit }) => habit === 'mail-under-control')?.missing).to.deep.equal([
      'getEmailActivityUserDetail',
      'getM365AppUserDetail',
    ]);
  });

  it('serves one half first from 100 people on, and says when the answer comes', () => {
    const told = toldIn(previewOf([teams(400, 400)], AS_OF, CONTENT));
    expect((told.week.getTip ?? 0) + (told.week.wait ?? 0)).to.equal(400);
    expect(told.week.getTip).to.be.within(160, 240);
    expect(told.readOn).to.equal('2026-12-22');
    const posts = told.effects.find(({ habit }) => habit === 'teams.channelPosts');
    // 280.2 · √(0.25 · 0.005) = 9.9066
    expect(posts).to.deep.include({ basePercent: 50, isWorstCase: false, detectable: { kind: 'difference', percentagePoints: 10 } });
  });

  it('is as whole while names are concealed', () => {
    const open = previewOf([teams(30, 50)], AS_OF, CONTENT);
    const concealed = previewOf([teams(30, 50, { isConcealed: true })], AS_OF, CONTENT);
    expect(concealed.names).to.equal('concealed');
    expect(concealed.found).to.deep.equal(open.found);
    expect(previewOf([teams(30, 50), teams(0, 20, { days: 90, isConcealed: true })], AS_OF, CONTENT).names).to.equal('mixed');
  });

  it('tells nothing of fewer than ten people, not even in a corner', () => {
    expect(previewOf([teams(4, 5)], AS_OF, CONTENT).found).to.deep.equal({ kind: 'too-few' });
    expect(previewOf([teams(4, 5)], AS_OF, CONTENT).files[0]?.people).to.equal('fewer than 10');
    const told = toldIn(previewOf([teams(4, 76)], AS_OF, CONTENT));
    expect(told.week).to.deep.include({ getTip: undefined, getNothing: undefined, tips: [], silences: [] });
    expect(told.needs.find(({ habit }) => habit === 'teams.channelPosts')?.lacking).to.deep.equal({ kind: 'hidden' });
    expect(told.examples).to.deep.equal([]);
  });

  it('takes a person in several reports for one, and holds no name of anybody', () => {
    const preview = previewOf([teams(30, 50), teams(30, 50, { file: 'teams-90.csv', days: 90 })], AS_OF, CONTENT);
    expect(toldIn(preview).people).to.equal(80);
    expect(JSON.stringify(preview)).to.not.match(/lacks\d|fine\d|@x/);
  });

  it('shows the very first card first, to somebody who does not exist', () => {
    const [first, ...others] = toldIn(previewOf([teams(30, 50)], AS_OF, CONTENT)).examples;
    expect(first).to.deep.include({ name: 'Robin Sample', occasion: 'first' });
    expect(first?.message).to.deep.include({ introduces: true, state: { kind: 'open' } });
    expect(others).to.have.length(0);
  });
});
