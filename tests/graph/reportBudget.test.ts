import { expect } from 'chai';
import { type Instant, later } from '../../src/domain/time.ts';
import { graphClient } from '../../src/graph/graphClient.ts';
import { reportBudget } from '../../src/graph/reportBudget.ts';
import { graphReports } from '../../src/graph/reports.ts';
import { type GraphStub, graphError, graphStub } from '../support/graphStub.ts';
import { NOW, surroundings } from './surroundings.ts';

const REPORT = 'getTeamsUserActivityUserDetail';
const OTHER = 'getEmailActivityUserDetail';
const MINUTE_MS = 60_000;

describe('the budget of a report', () => {
  let stub: GraphStub;
  let now: Instant;
  const client = () => graphClient(surroundings(stub.url, { clock: { now: () => now } }).options);
  beforeEach(async () => {
    now = NOW;
    stub = await graphStub();
  });
  afterEach(() => stub.close());

  it('is a number of calls in ten minutes, for each report alone, counting what was tried again', async () => {
    const budget = reportBudget(client(), 3);
    const call = async (report: string): Promise<readonly [status: number, retryAfter: string | null]> => {
      const { status, headers } = await budget.counting(report).fetch({ method: 'GET', path: '/reports/x' }, new AbortController().signal);
      return [status, headers.get('retry-after')];
    };
    for (let minute = 0; minute < 3; minute += 1) {
      expect(await call(REPORT)).to.deep.equal([400, null]);
      now = later(now, MINUTE_MS);
    }
    expect(await call(REPORT), 'the first call was three minutes ago').to.deep.equal([429, '420']);
    expect(await call(OTHER)).to.deep.equal([400, null]);
    expect(stub.requests).to.have.length(4);
    now = later(now, 7 * MINUTE_MS);
    expect(await call(REPORT)).to.deep.equal([400, null]);
  });

  it('holds a report until its Retry-After has passed, however long that is, and no other', async () => {
    const source = graphReports(client());
    const read = (report: typeof REPORT | typeof OTHER) =>
      source.read(report, { kind: 'period', days: 7 }, async () => undefined).catch(() => 'asked');
    stub.script((request, count) =>
      request.path.includes(REPORT) && count === 1 ? graphError(429, 'TooManyRequests', { 'retry-after': '1800' }) : undefined,
    );
    expect(await read(REPORT)).to.deep.equal({ kind: 'throttled', retryAfterMs: 30 * MINUTE_MS });
    now = later(now, 29 * MINUTE_MS);
    expect(await read(REPORT)).to.deep.equal({ kind: 'throttled', retryAfterMs: MINUTE_MS });
    expect(await read(OTHER)).to.equal('asked');
    expect(stub.requests).to.have.length(2);
    now = later(now, MINUTE_MS);
    expect(await read(REPORT)).to.equal('asked');
  });
});
