import { expect } from 'chai';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { habitDefinition, habitId } from '../../src/domain/habits.ts';
import { outcomeOf, sustainedOf, sustainedWeeks } from '../../src/domain/outcome.ts';
import type { ReportName } from '../../src/domain/reports.ts';
import { placeInReport, placeOf, signalId, signalOf, signalsOf } from '../../src/domain/signals.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import type { DayUse, WeekUse } from '../../src/domain/usage.ts';

const MONDAY = day('2026-11-02');
const SUNDAY = addDays(MONDAY, -1);
const ONEDRIVE = 'getOneDriveActivityUserDetail';
const SHAREPOINT = 'getSharePointActivityUserDetail';
const TEAMS = 'getTeamsUserActivityUserDetail';

/** Use of one signal, `ahead` days after the Monday. */
function use(ahead: number, signal: string, count = 1): DayUse {
  const { report } = signalOf(signal);
  const place = placeInReport(signalId(signal));
  return { report, day: addDays(MONDAY, ahead), values: signalsOf(report).map((_, at) => (at === place ? count : 0)) };
}
const days = (count: number, from = 0): ReadonlySet<Day> => new Set(Array.from({ length: count }, (_, ahead) => addDays(MONDAY, from + ahead)));
const known = (...of: readonly (readonly [ReportName, number])[]) => new Map(of.map(([report, count]) => [report, days(count)]));

describe('whether the behaviour came', () => {
  const chat = (ahead: number) => use(ahead, 'teams.privateChats');
  const came = (uses: readonly DayUse[], knownDays: number, habit = 'teams.privateChats') =>
    outcomeOf(SUNDAY, habitDefinition(habitId(habit)), uses, known([TEAMS, knownDays])).kind;

  it('is yes with two active days of the fourteen', () => expect(came([chat(0), chat(13)], 14)).to.equal('came'));
  it('is yes as soon as it can be seen', () => expect(came([chat(0), chat(1)], 2)).to.equal('came'));
  it('is no with one', () => expect(came([chat(3)], 14)).to.equal('did-not-come'));
  it('is open while days are missing', () => expect(came([chat(3)], 13)).to.equal('undecided'));
  it('does not rest on another signal', () => expect(came([chat(0), chat(1)], 14, 'teams.channelPosts')).to.equal('did-not-come'));
  it('does not rest on the data day itself or the fifteenth day', () => expect(came([chat(-1), chat(14), chat(2)], 20)).to.equal('did-not-come'));

  describe('of a habit with several ways', () => {
    const links = habitDefinition(habitId('files-as-links'));
    const [drive, site] = [(ahead: number) => use(ahead, 'onedrive.sharedInternally'), (ahead: number) => use(ahead, 'sharepoint.sharedInternally')];
    const both = known([ONEDRIVE, 14], [SHAREPOINT, 14]);
    it('counts any of them, and tells which', () =>
      expect(outcomeOf(SUNDAY, links, [site(1), site(2)], both)).to.deep.equal({ kind: 'came', signal: 'sharepoint.sharedInternally' }));
    it('counts days, not ways', () => expect(outcomeOf(SUNDAY, links, [site(1), drive(1)], both).kind).to.equal('did-not-come'));
    it('adds up days of different ways', () => expect(outcomeOf(SUNDAY, links, [site(1), drive(5)], both).kind).to.equal('came'));
    it('waits for the slower report', () => expect(outcomeOf(SUNDAY, links, [], known([ONEDRIVE, 14], [SHAREPOINT, 12])).kind).to.equal('undecided'));
    it('does not wait for a report nobody reads', () => expect(outcomeOf(SUNDAY, links, [], known([ONEDRIVE, 14])).kind).to.equal('did-not-come'));
    it('is open while nothing is known at all', () => expect(outcomeOf(SUNDAY, links, [], new Map()).kind).to.equal('undecided'));
  });

  it('takes one date of a signal that only knows when it was last seen', () =>
    expect(outcomeOf(SUNDAY, habitDefinition(habitId('copilot.chat')), [use(6, 'copilot.chat')], new Map()).kind).to.equal('came'));
});

describe('whether the behaviour lasted', () => {
  const habit = habitDefinition(habitId('teams.privateChats'));
  const week = (of: Day, count: number): WeekUse => ({
    week: of,
    values: CATALOGUE.map((_, place) => (place === placeOf(signalId('teams.privateChats')) ? count : 0)),
    activeDays: 1,
    daysByReport: [],
  });
  const after = sustainedWeeks(SUNDAY);
  const knownWeeks = (count: number) => new Map(after.slice(0, count).map((of) => [of, new Set<ReportName>([TEAMS])]));
  const lasted = (counts: readonly number[], knownCount: number) =>
    sustainedOf(
      SUNDAY,
      habit,
      counts.flatMap((count, index) => after.slice(index, index + 1).map((of) => week(of, count))),
      knownWeeks(knownCount),
    );

  it('is asked of the four full weeks after the fourteen days', () => {
    expect(after, 'the data day is a Sunday, so the fifteenth day is a Monday').to.deep.equal([
      '2026-11-16',
      '2026-11-23',
      '2026-11-30',
      '2026-12-07',
    ]);
    expect(sustainedWeeks(MONDAY)[0], 'the rest of a week that has begun belongs to neither').to.equal('2026-11-23');
  });
  it('is yes in three of the four', () => expect(lasted([1, 0, 2, 1], 4)).to.equal('sustained'));
  it('is no in two of the four', () => expect(lasted([1, 0, 2, 0], 4)).to.equal('not-sustained'));
  it('is open while a week is missing', () => expect(lasted([1, 0, 2], 3)).to.equal('undecided'));
  it('is no without a single row', () => expect(lasted([], 4)).to.equal('not-sustained'));
});
