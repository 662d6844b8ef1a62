import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import { day } from '../../src/domain/time.ts';
import type { ReportRange, UsageRow } from '../../src/domain/usage.ts';
import { type GraphOptions, graphClient } from '../../src/graph/graphClient.ts';
import { graphReports } from '../../src/graph/reports.ts';
import { type GraphReply, type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { type Surroundings, surroundings } from './surroundings.ts';
import { manyPeople, PEOPLE_READ, teamsCsv } from './teamsReport.ts';

const REPORT = 'getTeamsUserActivityUserDetail';
const WEEK: ReportRange = { kind: 'period', days: 7 };
const WEEK_PATH = `/v1.0/reports/${REPORT}(period='D7')`;
const DOWNLOAD_PATH = `/data/download/${REPORT}(period='D7')`;

describe('usage reports from Graph', () => {
  let stub: GraphStub;
  let around: Surroundings;
  const read = async (range: ReportRange = WEEK, more: Partial<GraphOptions> = {}) => {
    around = surroundings(stub.url, more);
    const rows: UsageRow[] = [];
    const result = await graphReports(graphClient(around.options)).read(REPORT, range, async (bite) => {
      rows.push(...bite);
    });
    return { result, rows };
  };
  const faultOf = (more: Partial<GraphOptions> = {}) =>
    read(WEEK, more).then(
      () => expect.fail('expected a fault'),
      (fault: unknown) => fault as Fault,
    );
  const onReport = (reply: (count: number) => GraphReply | undefined) =>
    stub.script((request, count) => (request.path === WEEK_PATH ? reply(count) : undefined));
  const onDownload = (reply: (count: number) => GraphReply | undefined) =>
    stub.script((request, count) => (request.path === DOWNLOAD_PATH ? reply(count) : undefined));

  beforeEach(async () => {
    stub = await graphStub({ reports: { [`${REPORT}(period='D7')`]: teamsCsv(), [`${REPORT}(date=2026-11-18)`]: teamsCsv([]) } });
  });
  afterEach(() => stub.close());

  const READ = { kind: 'read', rows: 3, deletedRows: 1, refreshDay: '2026-11-18', isConcealed: false, missingColumns: [] };

  it('follow the redirect to the download address, which gets none of Graph’s headers', async () => {
    const { result, rows } = await read();
    expect(result).to.deep.equal(READ);
    expect(rows).to.deep.equal(PEOPLE_READ);
    expect(stub.requests.map((request) => request.path)).to.deep.equal([WEEK_PATH, DOWNLOAD_PATH]);
    for (const name of ['authorization', 'client-request-id', 'sdkversion']) expect(stub.requests[1]?.headers[name], name).to.equal(undefined);
    expect(JSON.stringify(around.lines)).to.not.contain('download');
  });

  it('may come at once', async () => {
    stub.data.redirects = false;
    expect((await read()).rows).to.deep.equal(PEOPLE_READ);
  });

  it('are asked for by day', async () => {
    const { result } = await read({ kind: 'day', day: day('2026-11-18') });
    expect(result).to.deep.include({ kind: 'read', rows: 0, refreshDay: undefined });
    expect(stub.requests[0]?.path).to.equal(`/v1.0/reports/${REPORT}(date=2026-11-18)`);
  });

  it('are read 100,000 rows long over the network', async () => {
    stub.data.reports[`${REPORT}(period='D7')`] = manyPeople(100_000);
    around = surroundings(stub.url);
    let rows = 0;
    const result = await graphReports(graphClient(around.options)).read(REPORT, WEEK, async (bite) => {
      rows += bite.length;
    });
    expect(result).to.deep.include({ rows: 100_000 });
    expect(rows).to.equal(100_000);
  });

  it('have a budget of calls at real hosts only', () => {
    const real = surroundings('https://graph.microsoft.com', { credential: { getToken: async () => null } });
    expect(graphReports(graphClient(real.options)).callsPerTenMinutes).to.equal(14);
    expect(graphReports(graphClient(surroundings(stub.url).options)).callsPerTenMinutes).to.equal(undefined);
  });

  const throttle = (retryAfter: string): GraphReply => graphError(429, 'TooManyRequests', { 'retry-after': retryAfter });
  it('wait out a short throttle exactly', async () => {
    onReport((count) => (count <= 2 ? throttle('7') : undefined));
    expect((await read()).result).to.deep.equal(READ);
    expect(around.waits).to.deep.equal([7_000, 7_000]);
  });

  const throttles: readonly (readonly [what: string, reply: GraphReply, waits: readonly number[], retryAfterMs: number])[] = [
    ['longer than a minute, without waiting', throttle('61'), [], 61_000],
    ['of a minute, after three waits', throttle('60'), [60_000, 60_000, 60_000], 60_000],
    ['without Retry-After, for the whole window', graphError(429, 'TooManyRequests'), [], 600_000],
    ['that is no JSON, for the whole window', { status: 429, body: '<html>slow down</html>', headers: { 'content-type': 'text/html' } }, [], 600_000],
    [
      'that is no JSON but says how long',
      { status: 429, body: 'slow down', headers: { 'content-type': 'text/plain', 'retry-after': '300' } },
      [],
      300_000,
    ],
  ];
  for (const [what, reply, waits, retryAfterMs] of throttles) {
    it(`hand over a throttle ${what}`, async () => {
      onReport(() => reply);
      expect((await read()).result).to.deep.equal({ kind: 'throttled', retryAfterMs });
      expect(around.waits).to.deep.equal(waits);
      expect(stub.requests).to.have.length(waits.length + 1);
    });
  }
  it('hand over a throttle of the download host', async () => {
    onDownload(() => throttle('90'));
    expect((await read()).result).to.deep.equal({ kind: 'throttled', retryAfterMs: 90_000 });
  });

  it('pass over a day that cannot be had', async () => {
    expect((await read({ kind: 'day', day: day('2026-10-01') })).result, 'the stub answers 400 for what it does not hold').to.deep.equal({
      kind: 'not-available',
    });
  });

  it('back off from a failing Graph and go on when it is well again', async () => {
    onReport((count) => (count === 1 ? { kind: 'reset' } : count === 2 ? { status: 503 } : undefined));
    expect((await read()).result).to.deep.equal(READ);
    expect(around.waits).to.deep.equal([1_000, 2_000]);
  });

  it('ask only the download again when only that fails', async () => {
    onDownload((count) => (count === 1 ? { status: 504 } : undefined));
    expect((await read()).result).to.deep.equal(READ);
    expect(stub.requests.map((request) => request.path)).to.deep.equal([WEEK_PATH, DOWNLOAD_PATH, DOWNLOAD_PATH]);
  });

  const failures: readonly (readonly [what: string, reply: GraphReply, code: string, says: readonly string[], requests: number])[] = [
    ['a Graph that stays down', { status: 503 }, 'graph-unavailable', ['503', 'GRAPH_BASE_URL'], 3],
    ['a gateway that times out', { status: 504 }, 'graph-unavailable', ['504'], 3],
    ['a line that is always cut', { kind: 'reset' }, 'graph-unavailable', ['fetch failed'], 3],
    ['a token that is not accepted', graphError(401, 'InvalidAuthenticationToken'), 'graph-refused', ['401', 'Reports.Read.All', 'consent'], 1],
    ['a missing permission', graphError(403, 'S2SUnauthorized'), 'graph-refused', ['403 S2SUnauthorized', 'Reports.Read.All', 'consent'], 1],
    ['a request Graph does not understand', graphError(400, 'InvalidRequest'), 'graph-unavailable', ['400 InvalidRequest'], 1],
    [
      'a redirect to nowhere',
      { status: 302, headers: { location: 'ftp://reports.example/pre-signed' } },
      'graph-unavailable',
      ['ftp:', 'not followed'],
      1,
    ],
    [
      'a redirect in plain text',
      { status: 302, headers: { location: 'http://reports.example/pre-signed' } },
      'graph-unavailable',
      ['http:', 'not followed'],
      1,
    ],
    ['a redirect in a circle', { status: 302, headers: { location: `${WEEK_PATH}` } }, 'graph-unavailable', ['3 redirects'], 4],
  ];
  for (const [what, reply, code, says, requests] of failures)
    it(`give up at ${what}`, async () => {
      onReport(() => reply);
      const fault = await faultOf();
      expect(fault).to.be.instanceOf(Fault).with.property('code', code);
      for (const part of says) expect(fault.message).to.contain(part);
      expect(fault.message).to.not.contain('pre-signed');
      expect(stub.requests).to.have.length(requests);
    });

  it('give up at a Graph that says nothing', async () => {
    onReport(() => ({ kind: 'silence' }));
    const fault = await faultOf({ timeOutMs: 50 });
    expect(fault.code).to.equal('graph-unavailable');
    expect(fault.message).to.contain('within 50 ms');
  });

  it('are invalid when the download breaks off, with the line', async () => {
    const csv = teamsCsv();
    onDownload(() => ({ kind: 'cut', body: csv.slice(0, csv.lastIndexOf('2026-11-18')) }));
    const fault = await faultOf();
    expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
    expect(fault.message)
      .to.contain(REPORT)
      .and.match(/after line [1-4]:.*broke off/);
  });

  it('are invalid when the download falls silent', async () => {
    onDownload(() => ({ kind: 'stall', body: teamsCsv() }));
    const fault = await faultOf({ timeOutMs: 500 });
    expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
    expect(fault.message).to.contain('within 500 ms');
  });

  it('may take longer than the time-out when it is the reader who takes the time', async () => {
    stub.data.reports[`${REPORT}(period='D7')`] = manyPeople(15_000);
    around = surroundings(stub.url, { timeOutMs: 500 });
    let bites = 0;
    const slow = graphReports(graphClient(around.options)).read(REPORT, WEEK, () => {
      const isFirst = bites === 0;
      bites += 1;
      return isFirst ? new Promise((resolve) => setTimeout(resolve, 600)) : Promise.resolve();
    });
    expect(await slow).to.deep.include({ rows: 15_000 });
  });

  it('are invalid when a web page comes in their place', async () => {
    onDownload(() => ({ status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }));
    const fault = await faultOf();
    expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
    expect(fault.message).to.contain('HTML').and.contain(`${REPORT} (period='D7')`);
  });

  it('stop when the program stops', async () => {
    const stop = new AbortController();
    onReport(() => {
      stop.abort(new Error('stopping'));
      return { kind: 'silence' };
    });
    expect((await faultOf({ signal: stop.signal })).message).to.equal('stopping');
  });
});
