import { expect } from 'chai';
import type { Fault } from '../../src/domain/errors.ts';
import type { TrendReport } from '../../src/domain/trends.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { graphReports } from '../../src/graph/reports.ts';
import type { LicenceRow, UsageSource } from '../../src/ports/outside.ts';
import { type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { fileOf, HEADERS } from '../support/usageFiles.ts';
import { surroundings } from './surroundings.ts';

const LICENCES = 'getOffice365ActiveUserDetail';
const LICENCE_FILE = `${LICENCES}(period='D7')`;

describe('reports beside usage', () => {
  let stub: GraphStub;
  let source: UsageSource;
  beforeEach(async () => {
    stub = await graphStub();
    source = graphReports(graphClient(surroundings(stub.url).options));
  });
  afterEach(() => stub.close());
  const faultOf = (promise: Promise<unknown>): Promise<Fault> =>
    promise.then(
      () => expect.fail('expected a fault'),
      (thrown: unknown) => thrown as Fault,
    );

  describe('of licences', () => {
    const read = async (rows: readonly Readonly<Record<string, string>>[]) => {
      stub.data.reports = { [LICENCE_FILE]: fileOf(HEADERS[LICENCES], rows) };
      const given: LicenceRow[] = [];
      const result = await source.readLicences(async (bite) => {
        given.push(...bite);
      });
      return { result, given };
    };
    const MARA = { 'User Principal Name': 'Mara.K@fabrikam.example' };

    it('say since when each service is there, of services that are there', async () => {
      const { result, given } = await read([
        {
          ...MARA,
          'Has Exchange License': 'True',
          'Has Yammer License': 'True',
          'Has Teams License': 'True',
          'Has OneDrive License': 'False',
          'Has SharePoint License': 'True',
          'Exchange License Assign Date': '2024-05-02',
          'Yammer License Assign Date': '2025-01-31',
          'Teams License Assign Date': '2026-11-10',
          'OneDrive License Assign Date': '2023-01-01',
        },
      ]);
      expect(result).to.deep.equal({ kind: 'read', rows: 1, isConcealed: false });
      expect(given).to.deep.equal([
        { userPrincipalName: 'mara.k@fabrikam.example', licensedSince: { exchange: '2024-05-02', engage: '2025-01-31', teams: '2026-11-10' } },
      ]);
    });

    it('pass over the deleted and who has none', async () => {
      const licensed = { 'Has Teams License': 'True', 'Teams License Assign Date': '2026-11-10' };
      const { result, given } = await read([
        { ...MARA, ...licensed, 'Is Deleted': 'True' },
        { 'User Principal Name': 'b@fabrikam.example', 'Has Teams License': 'False' },
      ]);
      expect([result, given]).to.deep.equal([{ kind: 'read', rows: 2, isConcealed: false }, []]);
    });

    it('may be concealed, or of nobody', async () => {
      expect((await read([{ 'User Principal Name': '0A1B2C3D4E5F60718293A4B5C6D7E8F9' }])).result).to.deep.include({ isConcealed: true });
      expect((await read([])).result).to.deep.equal({ kind: 'read', rows: 0, isConcealed: false });
    });

    it('are refused where a date is none, saying where', async () => {
      const { message, code } = await faultOf(read([MARA, { ...MARA, 'Has Teams License': 'True', 'Teams License Assign Date': 'May' }]));
      expect(code).to.equal('invalid-report');
      expect(message).to.contain(`${LICENCES} (period='D7'), line 3, column "Teams License Assign Date"`);
    });

    it('are not available in a cloud without them, and throttled as others are', async () => {
      stub.script(() => graphError(404, 'NotFound'));
      expect(await source.readLicences(async () => undefined)).to.deep.equal({ kind: 'not-available' });
      stub.script(() => graphError(429, 'TooManyRequests', { 'retry-after': '200' }));
      expect(await source.readLicences(async () => undefined)).to.deep.equal({ kind: 'throttled', retryAfterMs: 200_000 });
    });
  });

  describe('of counts', () => {
    const read = (report: TrendReport, argument: string, rows: readonly Readonly<Record<string, string>>[]) => {
      stub.data.reports = { [`${report}(period='${argument}')`]: fileOf(HEADERS[report], rows) };
      return source.readTrend(report);
    };

    it('tell of active people day by day, half a year back', async () => {
      const result = await read('getOffice365ActiveUserCounts', 'D180', [
        { 'Report Date': '2026-11-18', 'Office 365': '95', Exchange: '90', Yammer: '0', Teams: '' },
        { 'Report Date': '2026-05-23', Teams: '12' },
      ]);
      const report = 'getOffice365ActiveUserCounts';
      expect(result).to.deep.equal({
        kind: 'read',
        points: [
          { report, measure: 'active.any', day: '2026-11-18', count: 95 },
          { report, measure: 'active.exchange', day: '2026-11-18', count: 90 },
          { report, measure: 'active.engage', day: '2026-11-18', count: 0 },
          { report, measure: 'active.teams', day: '2026-05-23', count: 12 },
        ],
      });
    });

    it('tell of what is done in Teams, durations in minutes', async () => {
      const result = await read('getTeamsUserActivityCounts', 'D180', [
        { 'Report Date': '2026-11-18', 'Private Chat Messages': '1200', 'Screen Share Duration': 'PT3H0M1S' },
      ]);
      const points = result.kind === 'read' ? result.points.map(({ measure, count }) => [measure, count]) : [];
      expect(points).to.deep.equal([
        ['teams.privateChats', 1200],
        ['teams.screenShares', 181],
      ]);
    });

    it('tell who was active in 30 days and who was not, on the day they end', async () => {
      const result = await read('getOffice365ServicesUserCounts', 'D30', [
        { 'Exchange Active': '18', 'Exchange Inactive': '6', 'Report Period': '30' },
      ]);
      const points = result.kind === 'read' ? result.points.map(({ measure, day, count }) => [measure, day, count]) : [];
      expect(points).to.deep.equal([
        ['exchange.active', '2026-11-18', 18],
        ['exchange.inactive', '2026-11-18', 6],
      ]);
    });

    it('may hold no day', async () => {
      expect(await read('getOffice365ActiveUserCounts', 'D180', [])).to.deep.equal({ kind: 'read', points: [] });
    });

    it('are refused where a number is none, and where they are another report, saying where', async () => {
      const { message } = await faultOf(read('getOffice365ActiveUserCounts', 'D180', [{ 'Report Date': '2026-11-18', Teams: '-3' }]));
      expect(message).to.contain(`getOffice365ActiveUserCounts (period='D180'), line 2, column "Teams"`);
      stub.data.reports = { "getTeamsUserActivityCounts(period='D180')": fileOf(HEADERS.getOffice365ActiveUserCounts, []) };
      expect((await faultOf(source.readTrend('getTeamsUserActivityCounts'))).message)
        .to.contain('line 1')
        .and.contain('"Post Messages"');
    });

    it('need the permission of all reports', async () => {
      stub.script(() => graphError(403, 'S2SUnauthorized'));
      const { code, message } = await faultOf(source.readTrend('getTeamsUserActivityCounts'));
      expect([code, message.includes('Reports.Read.All')]).to.deep.equal(['graph-refused', true]);
    });
  });
});
