import { expect } from 'chai';
import { signalsOf } from '../../src/domain/signals.ts';
import { addDays, day } from '../../src/domain/time.ts';
import { hasTeams } from '../../src/sample/samplePerson.ts';
import type { SampleTenant } from '../../src/sample/startSampleTenant.ts';
import { company, report, rowsOf } from './company.ts';

const COUNTS = [
  ...signalsOf('getTeamsUserActivityUserDetail').map((signal) => signal.column),
  'Team Chat Message Count',
  'Meeting Count',
  'Scheduled Recurring Meetings Attended Count',
  'Audio Duration In Seconds',
  'Video Duration In Seconds',
];

const idOf = (row: Readonly<Record<string, string>>): string => row['User Id'] ?? '';

describe('the sample tenant’s Teams report', () => {
  let tenant: SampleTenant;
  before(async () => {
    tenant = await company();
  });
  after(() => tenant.close());

  const ask = (range: string): Promise<Response> =>
    fetch(`${tenant.url}/v1.0/reports/getTeamsUserActivityUserDetail(${range})`, { redirect: 'manual' });

  it('is a redirect to a download that works once and needs no token', async () => {
    const response = await ask("period='D7'");
    expect(response.status).to.equal(302);
    const location = response.headers.get('location') ?? '';
    expect(location).to.match(/^http:\/\/127\.0\.0\.1:\d+\/data\/download\/[0-9a-f]+$/);
    const first = await fetch(location);
    expect([first.status, first.headers.get('content-type')]).to.deep.equal([200, 'application/octet-stream']);
    await first.text();
    expect((await fetch(location)).status).to.equal(404);
  });

  it('starts with a byte order mark, ends lines with CR LF and holds the 33 columns in the order really returned', async () => {
    const csv = await report(tenant.url, "period='D7'");
    expect(csv.charCodeAt(0)).to.equal(0xfeff);
    expect(csv.slice(0, 1_200)).to.include(
      'Report Refresh Date,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Meetings Organized Count,Meetings Attended Count,',
    );
    const lines = csv.split('\r\n');
    expect(lines[0]?.split(',')).to.have.length(33);
    expect(lines[0]).to.match(
      /Has Other Action,Urgent Messages,Post Messages,Tenant Display Name,Shared Channel Tenant Display Names,Reply Messages,Is Licensed,Report Period$/,
    );
    expect(lines.at(-1)).to.equal('');
    expect(lines.slice(0, -1).every((line) => line.split(',').length === 33 && !line.includes('\n'))).to.equal(true);
  });

  it('by period lists everybody with a Teams licence, active or not, as of two days ago', async () => {
    const rows = rowsOf(await report(tenant.url, "period='D7'"));
    const licensed = tenant.people.filter((person) => hasTeams(person));
    expect(rows.map((row) => row['User Id'])).to.have.members(licensed.map((person) => person.personId));
    expect(new Set(rows.map((row) => row['Report Refresh Date']))).to.deep.equal(new Set(['2026-11-19']));
    expect(rows.some((row) => row['Last Activity Date'] === '' && row['Has Other Action'] === 'No')).to.equal(true);
  });

  it('by date lists only who was active that day', async () => {
    const rows = rowsOf(await report(tenant.url, 'date=2026-11-17'));
    expect(rows.length).to.be.within(60, 170);
    expect(rows.every((row) => row['Last Activity Date'] === '2026-11-17' && row['Has Other Action'] === 'Yes')).to.equal(true);
  });

  it('gives for a period the sums of its days', async () => {
    const sums = new Map<string, Record<string, number>>();
    for (let ago = 0; ago < 7; ago += 1) {
      for (const row of rowsOf(await report(tenant.url, `date=${addDays(day('2026-11-19'), -ago)}`))) {
        const sum = sums.get(idOf(row)) ?? {};
        for (const column of COUNTS) sum[column] = (sum[column] ?? 0) + Number(row[column]);
        sums.set(idOf(row), sum);
      }
    }
    expect(sums.size).to.be.above(100);
    for (const row of rowsOf(await report(tenant.url, "period='D7'"))) {
      for (const column of COUNTS)
        expect(Number(row[column]), `${row['User Principal Name']} ${column}`).to.equal(sums.get(idOf(row))?.[column] ?? 0);
    }
  });

  const refusals: readonly (readonly [what: string, range: string])[] = [
    ['a period that does not exist', "period='D28'"],
    ['a day before the last four weeks of data', 'date=2026-10-22'],
    ['a day to come', 'date=2026-11-22'],
    ['a day no calendar has', 'date=2026-02-30'],
  ];
  for (const [what, range] of refusals) {
    it(`refuses ${what} with Graph’s 400`, async () => {
      const response = await ask(range);
      const body = (await response.json()) as { error: { code: string; message: string; innerError: unknown } };
      expect([response.status, body.error.code]).to.deep.equal([400, 'BadRequest']);
      expect(body.error).to.include.keys('message', 'innerError');
    });
  }

  it('gives the oldest of the four weeks, and a file without rows for a day whose data are not there yet', async () => {
    expect(rowsOf(await report(tenant.url, 'date=2026-10-23')).length).to.be.above(50);
    expect(rowsOf(await report(tenant.url, 'date=2026-11-20'))).to.deep.equal([]);
  });

  it('hides names when the setting says so', async () => {
    const hidden = await company({ isConcealed: () => true });
    try {
      const rows = rowsOf(await report(hidden.url, "period='D7'"));
      expect(rows.length).to.be.above(100);
      expect(
        rows.every((row) => /^[0-9A-F]{32}$/.test(row['User Principal Name'] ?? '') && row['User Id'] === '00000000-0000-0000-0000-000000000000'),
      ).to.equal(true);
      expect(await (await fetch(`${hidden.url}/v1.0/admin/reportSettings`)).json()).to.have.nested.property('value.displayConcealedNames', true);
    } finally {
      await hidden.close();
    }
    expect(await (await fetch(`${tenant.url}/v1.0/admin/reportSettings`)).json()).to.have.nested.property('value.displayConcealedNames', false);
  });
});
