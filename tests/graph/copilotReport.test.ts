import { expect } from 'chai';
import type { Fault } from '../../src/domain/errors.ts';
import { day } from '../../src/domain/time.ts';
import type { ReportRange, UsageRow } from '../../src/domain/usage.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { graphReports } from '../../src/graph/reports.ts';
import type { UsageSource } from '../../src/ports/outside.ts';
import { type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { COPILOT_V2, fileOf, HEADERS } from '../support/usageFiles.ts';
import { surroundings } from './surroundings.ts';

const REPORT = 'getMicrosoft365CopilotUsageUserDetail';
const MARA = { 'User Principal Name': 'mara.k@fabrikam.example', 'Word Copilot Last Activity Date': '2026-11-18' };
const V1 = fileOf(HEADERS[REPORT], [MARA]);
const V2 = fileOf(COPILOT_V2, [MARA]);
const period = (days: 7 | 28 | 30 | 90 | 180): ReportRange => ({ kind: 'period', days });
const onDay = (text: string): ReportRange => ({ kind: 'day', day: day(text) });

describe('the Copilot report from Graph', () => {
  let stub: GraphStub;
  let source: UsageSource;
  const read = async (range: ReportRange) => {
    const rows: UsageRow[] = [];
    const result = await source.read(REPORT, range, async (bite) => {
      rows.push(...bite);
    });
    return { result, rows };
  };
  const asked = (): readonly string[] => stub.requests.map((request) => request.path.replace(`/v1.0/copilot/reports/${REPORT}`, ''));

  beforeEach(async () => {
    stub = await graphStub();
    source = graphReports(graphClient(surroundings(stub.url).options));
  });
  afterEach(() => stub.close());

  it('comes at once from a root of its own, in its second version', async () => {
    stub.data.reports = { [`${REPORT}(period='D7',version='v2')`]: V2 };
    const { result, rows } = await read(period(7));
    expect(result).to.deep.equal({ kind: 'read', rows: 1, deletedRows: 0, refreshDay: '2026-11-18', isConcealed: false, missingColumns: [] });
    expect(rows[0]?.values).to.deep.equal([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(stub.requests.map((request) => request.path)).to.deep.equal([`/v1.0/copilot/reports/${REPORT}(period='D7',version='v2')`]);
  });

  for (const status of [400, 404])
    it(`comes in its first version where the second is not known (${status}), which is remembered`, async () => {
      stub.data.reports = { [`${REPORT}(period='D7')`]: V1, [`${REPORT}(period='D30')`]: V1 };
      stub.script((request) => (request.path.includes('v2') ? graphError(status, 'InvalidRequest') : undefined));
      const { result, rows } = await read(period(7));
      expect(result).to.deep.include({ kind: 'read', missingColumns: [] });
      expect(rows[0]?.values.at(6), 'agents').to.equal(null);
      expect((await read(period(28))).result).to.deep.include({ kind: 'read', rows: 1 });
      expect(asked()).to.deep.equal([`(period='D7',version='v2')`, `(period='D7')`, `(period='D30')`]);
    });

  it('sums up four weeks as 28 days in its second version', async () => {
    stub.data.reports = { [`${REPORT}(period='D28',version='v2')`]: V2 };
    expect((await read(period(28))).result.kind).to.equal('read');
  });

  it('asks for the second version again with the newest file', async () => {
    stub.data.reports = { [`${REPORT}(period='D7')`]: V1 };
    await read(period(7));
    stub.data.reports = { [`${REPORT}(period='D7',version='v2')`]: V2, [`${REPORT}(period='D90',version='v2')`]: V2 };
    await read(period(7));
    expect((await read(period(90))).result.kind).to.equal('read');
    expect(asked().slice(2)).to.deep.equal([`(period='D7',version='v2')`, `(period='D90',version='v2')`]);
  });

  it('knows the day it ends on, and no other', async () => {
    stub.data.reports = { [`${REPORT}(period='D7',version='v2')`]: V2 };
    const { result, rows } = await read(onDay('2026-11-18'));
    expect(result.kind).to.equal('read');
    expect(rows[0]?.values[2]).to.equal(1);
    for (const other of ['2026-11-17', '2026-11-19']) expect((await read(onDay(other))).result).to.deep.equal({ kind: 'not-available' });
  });

  const without: readonly (readonly [what: string, set: (stub: GraphStub) => void])[] = [
    ['is refused', (graph) => graph.script(() => graphError(403, 'Forbidden'))],
    ['is not there', (graph) => graph.script(() => graphError(404, 'NotFound'))],
    [
      'names nobody',
      (graph) => {
        graph.data.reports = { [`${REPORT}(period='D7',version='v2')`]: fileOf(COPILOT_V2, []) };
      },
    ],
  ];
  for (const [what, set] of without)
    it(`is not available where it ${what}`, async () => {
      set(stub);
      expect((await read(period(7))).result).to.deep.equal({ kind: 'not-available' });
    });

  it('is a fault where the token is not accepted', async () => {
    stub.script(() => graphError(401, 'InvalidAuthenticationToken'));
    const fault = await read(period(7)).catch((thrown: unknown) => thrown as Fault);
    expect(fault).to.have.property('code', 'graph-refused');
    expect(fault).to.have.property('message').that.contains('Reports.Read.All');
  });
});
