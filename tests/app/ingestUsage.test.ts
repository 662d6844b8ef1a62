import { expect } from 'chai';
import { fillUsage, type IngestDeps, ingestUsage, type ReportIntake } from '../../src/app/ingestUsage.ts';
import { noteLicences } from '../../src/app/noteLicences.ts';
import { readTrends } from '../../src/app/readTrends.ts';
import { Fault } from '../../src/domain/errors.ts';
import { REPORTS, type ReportName } from '../../src/domain/reports.ts';
import { signalsOf } from '../../src/domain/signals.ts';
import { addDays, type Day } from '../../src/domain/time.ts';
import type { ReportRange, UsageRow } from '../../src/domain/usage.ts';
import type { LicenceRead, ReportRead, TrendRead, UsageSource } from '../../src/ports/outside.ts';
import { NOW, newPerson, somePeople, TODAY } from '../storage/samples.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

const NEWEST = addDays(TODAY, -2);
const TEAMS: ReportName = 'getTeamsUserActivityUserDetail';
const MAIL: ReportName = 'getEmailActivityUserDetail';
const COPILOT: ReportName = 'getMicrosoft365CopilotUsageUserDetail';
const nameOf = (range: ReportRange): string => (range.kind === 'day' ? range.day : `D${range.days}`);

/** A source whose every file names everybody, but for what `says` says of a file. */
class Source implements UsageSource {
  readonly callsPerTenMinutes: number | undefined;
  readonly asked: string[] = [];
  readonly rows: readonly UsageRow[];
  newest = NEWEST;
  says: (report: ReportName, range: ReportRange) => Exclude<ReportRead, { kind: 'read' }> | { isConcealed: true } | Fault | 'cut' | undefined = () =>
    undefined;

  constructor(rows: readonly UsageRow[], callsPerTenMinutes: number | undefined = 14) {
    this.rows = rows;
    this.callsPerTenMinutes = callsPerTenMinutes;
  }

  readonly read: UsageSource['read'] = async (report, range, onRows) => {
    this.asked.push(`${report} ${nameOf(range)}`);
    const said = this.says(report, range);
    if (said instanceof Fault) throw said;
    if (said !== undefined && said !== 'cut' && 'kind' in said) return said;
    await onRows(this.rows.map((row) => ({ ...row, values: signalsOf(report).map(() => 1) })));
    if (said === 'cut') throw new Fault('invalid-report', `${report} (${nameOf(range)}), line 3: expected a full line of CSV`);
    const isConcealed = said?.isConcealed ?? false;
    return { kind: 'read', rows: this.rows.length, deletedRows: 0, refreshDay: this.newest, isConcealed, missingColumns: [] };
  };
  readLicences = async (): Promise<LicenceRead> => ({ kind: 'not-available' });
  readTrend = async (): Promise<TrendRead> => ({ kind: 'not-available' });

  askedOf(report: ReportName): readonly string[] {
    return this.asked.filter((one) => one.startsWith(`${report} `)).map((one) => one.slice(report.length + 1));
  }
}

onEveryEngine('reading the reports', (open) => {
  let tenant: TestTenant;
  let source: Source;
  let deps: IngestDeps & { readonly failed: string[] };
  const of = (intakes: readonly ReportIntake[], report: ReportName): ReportIntake | undefined => intakes.find((intake) => intake.report === report);
  const ingest = (): Promise<readonly ReportIntake[]> => ingestUsage(deps)(TODAY, NOW);

  beforeEach(async () => {
    tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    source = new Source([a, b].map((id) => ({ userPrincipalName: `${id}@example.org`, personId: undefined, values: [] })));
    const failed: string[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (_: string, fields?: { fault?: string }) => failed.push(fields?.fault ?? '') };
    deps = { db: tenant.db, source, failed, log, progress: { step: () => ({ add: () => undefined, done: () => undefined }) } };
  });

  it('reads the newest week first and keeps within fourteen calls of each report', async () => {
    const intakes = await ingest();
    expect(intakes.map((intake) => intake.report)).to.deep.equal([...REPORTS]);
    for (const report of REPORTS) {
      expect(source.askedOf(report)[0]).to.equal('D7');
      expect(source.askedOf(report).length, report).to.equal(report === COPILOT ? 5 : 14);
    }
    expect(of(intakes, TEAMS)).to.deep.include({ calls: 14, daysComplete: 10, matched: 28, isAvailable: true, problem: undefined });
    expect(source.askedOf(COPILOT)).to.deep.equal(['D7', 'D28', 'D90', 'D180', NEWEST]);
  });

  it('goes on with other files and reports when one is cut off, says which, and keeps nothing of it', async () => {
    const bad = addDays(NEWEST, -3);
    source.says = (report, range) => (report === TEAMS && nameOf(range) === bad ? 'cut' : undefined);
    const intakes = await ingest();
    expect(of(intakes, TEAMS)).to.deep.include({
      calls: 14,
      daysComplete: 9,
      daysIncomplete: [bad],
      problem: { code: 'invalid-report', text: `${TEAMS} (${bad}), line 3: expected a full line of CSV` },
    });
    expect(of(intakes, MAIL)).to.deep.include({ daysComplete: 10, problem: undefined });
    expect((await tenant.db.stores.usage.ledger(TEAMS, bad)).map((entry) => entry.day)).to.not.include(bad);
    expect(deps.failed).to.have.length(1);
    source.says = () => undefined;
    expect(of(await ingest(), TEAMS), 'the next run reads it').to.deep.include({ daysIncomplete: [], problem: undefined });
  });

  it('ends a report for the run when the service does not give it, and goes on with the others', async () => {
    source.says = (report) => (report === TEAMS ? new Fault('graph-unavailable', 'no answer') : undefined);
    const intakes = await ingest();
    expect(of(intakes, TEAMS)).to.deep.include({ calls: 1, problem: { code: 'graph-unavailable', text: 'no answer' } });
    expect(of(intakes, MAIL)).to.deep.include({ daysComplete: 10 });
  });

  it('stops at a missing permission', async () => {
    source.says = (report) => (report === MAIL ? new Fault('graph-refused', 'Reports.Read.All seems to be missing') : undefined);
    const fault = await ingest().catch((thrown: unknown) => thrown);
    expect(fault).to.be.instanceOf(Fault).with.property('code', 'graph-refused');
  });

  it('is no fault without Copilot', async () => {
    source.says = (report) => (report === COPILOT ? { kind: 'not-available' } : undefined);
    expect(of(await ingest(), COPILOT)).to.deep.include({ calls: 1, isAvailable: false, problem: undefined, daysIncomplete: [] });
  });

  it('is concealed report by report', async () => {
    source.says = (report) => (report === MAIL ? { isConcealed: true } : undefined);
    const intakes = await ingest();
    expect(intakes.filter((intake) => intake.isConcealed).map((intake) => intake.report)).to.deep.equal([MAIL]);
    expect(await tenant.db.stores.usage.ledger(MAIL, addDays(NEWEST, -30))).to.deep.equal([]);
  });

  it('counts rows whose name two accounts bear apart from those of strangers', async () => {
    const twins = [newPerson(), newPerson()];
    await tenant.db.stores.people.apply(
      twins.map((personId) => ({ kind: 'changed', personId, userPrincipalName: 'same@example.org' })),
      TODAY,
      true,
    );
    const names = ['same@example.org', 'stranger@example.org'];
    deps = { ...deps, source: new Source(names.map((userPrincipalName) => ({ userPrincipalName, personId: undefined, values: [] }))) };
    expect(of(await ingest(), TEAMS)).to.deep.include({ matched: 0, unmatched: 28, ambiguous: 14 });
  });

  describe('later, what is missing', () => {
    const fill = (today: Day = TODAY): Promise<readonly ReportIntake[]> => fillUsage(deps)(today, NOW);

    it('is the older days, fourteen at a time, until nothing is', async () => {
      await ingest();
      const calls = [await fill(), await fill()].map((intakes) => of(intakes, TEAMS)?.calls);
      // 27 days within reach, of which the first run read ten.
      expect(calls).to.deep.equal([14, 3]);
      const before = source.asked.length;
      await fill();
      expect(source.asked.length).to.equal(before);
    });

    it('is a report that was throttled from its first file on', async () => {
      source.says = (report) => (report === TEAMS ? { kind: 'throttled', retryAfterMs: 400_000 } : undefined);
      expect(of(await ingest(), TEAMS)).to.deep.include({ calls: 1, isThrottled: true });
      source.says = () => undefined;
      expect(of(await fill(), TEAMS)).to.deep.include({ calls: 14, isThrottled: false });
    });

    it('is asked for anew where a newer day may be there by now', async () => {
      await ingest();
      while ((await fill()).some((intake) => intake.calls > 0)) expect(source.asked.length).to.be.lessThan(400);
      source.asked.length = 0;
      source.newest = addDays(NEWEST, 1);
      await fill(addDays(TODAY, 1));
      expect(source.askedOf(TEAMS)).to.deep.equal(['D7', addDays(NEWEST, 1)]);
    });
  });

  describe('beside usage', () => {
    it('notes licences only from a file read to its end, with names', async () => {
      const [row] = source.rows;
      const licence = { userPrincipalName: row?.userPrincipalName ?? '', licensedSince: { teams: NEWEST } };
      const give =
        (end: LicenceRead | Fault): UsageSource['readLicences'] =>
        async (onRows) => {
          await onRows([licence]);
          if (end instanceof Fault) throw end;
          return end;
        };
      const cut = new Fault('invalid-report', 'file, line 3');
      const noted = async (end: LicenceRead | Fault) => noteLicences({ ...deps, source: { ...source, readLicences: give(end) } })();
      expect(await noted(cut)).to.deep.include({ noted: 0, problem: { code: 'invalid-report', text: 'file, line 3' } });
      expect(await noted({ kind: 'read', rows: 1, isConcealed: true })).to.deep.include({ noted: 0, isConcealed: true });
      expect(await noted({ kind: 'throttled', retryAfterMs: 1 })).to.deep.include({ noted: 0, isThrottled: true });
      expect(await noted({ kind: 'read', rows: 1, isConcealed: false })).to.deep.include({ noted: 1, rows: 1, problem: undefined });
    });

    it('knows half a year of the tenant’s counts at once, although one of their reports fails', async () => {
      const readTrend: UsageSource['readTrend'] = async (report) => {
        if (report === 'getTeamsUserActivityCounts') throw new Fault('graph-unavailable', 'no answer');
        if (report === 'getOffice365ServicesUserCounts') return { kind: 'throttled', retryAfterMs: 1 };
        const points = Array.from({ length: 180 }, (_, back) => ({ report, measure: 'active.teams', day: addDays(NEWEST, -back), count: 3 }));
        return { kind: 'read', points };
      };
      const intake = await readTrends({ ...deps, source: { ...source, readTrend } })(TODAY);
      expect(intake).to.deep.equal({
        daysKnown: 180,
        throttled: ['getOffice365ServicesUserCounts'],
        problems: [{ code: 'graph-unavailable', text: 'no answer' }],
      });
    });
  });
});
