import { expect } from 'chai';
import { REPORTS, type ReportName, reportOf } from '../../src/domain/reports.ts';
import { signalsOf } from '../../src/domain/signals.ts';
import { addDays, day } from '../../src/domain/time.ts';
import { dayNumber } from '../../src/sample/dayNumber.ts';
import { serviceFrom } from '../../src/sample/holdings.ts';
import type { SampleTenant } from '../../src/sample/startSampleTenant.ts';
import { HEADERS } from '../support/usageFiles.ts';
import { company, report, rowsOf, YOU } from './company.ts';

const { getMicrosoft365CopilotUsageUserDetail, ...OTHERS } = HEADERS;
/** As Microsoft documents them; Teams in the order really returned. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  getTeamsUserActivityUserDetail:
    'Report Refresh Date,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Urgent Messages,Post Messages,Tenant Display Name,Shared Channel Tenant Display Names,Reply Messages,Is Licensed,Report Period',
  ...OTHERS,
  'copilot/getMicrosoft365CopilotUsageUserDetail': getMicrosoft365CopilotUsageUserDetail,
};
const BY_DAY = REPORTS.filter((name) => reportOf(name).shape === 'by-day');
const COPILOT = 'copilot/getMicrosoft365CopilotUsageUserDetail';
const NEWEST = day('2026-11-19');
const NAME = 'User Principal Name';
const LAST_WEEK = Array.from({ length: 7 }, (_, ago) => addDays(NEWEST, -ago));

type Row = Readonly<Record<string, string>>;

describe('the sample tenant’s reports', () => {
  let tenant: SampleTenant;
  before(async () => {
    tenant = await company();
  });
  after(() => tenant.close());

  const rows = async (name: string, range: string): Promise<readonly Row[]> => rowsOf(await report(tenant.url, range, name));
  const nameOf = (row: Row): string => (row[NAME] ?? '').toLowerCase();
  const copilotOwners = () =>
    tenant.people.filter((person) => person.kind === 'member' && (serviceFrom(person, 'copilot') ?? Number.NaN) <= dayNumber(NEWEST));
  const isWithin = (text: string | undefined): boolean => text !== undefined && text >= addDays(NEWEST, -6) && text <= NEWEST;
  const sumOf = (some: readonly Row[], column: string): number => some.reduce((sum, row) => sum + Number(row[column]), 0);

  for (const [name, header] of Object.entries(DOCUMENTED)) {
    it(`${name} has the documented columns, a byte order mark, CR LF, and as many cells in every line`, async () => {
      const csv = await report(tenant.url, "period='D7'", name);
      const lines = csv.split('\r\n');
      expect(lines[0]).to.equal(`\uFEFF${header}`);
      expect(lines.at(-1)).to.equal('');
      expect(lines.length).to.be.above(2);
      const width = header.split(',').length;
      expect(lines.slice(0, -1).filter((line) => line.split(',').length !== width || line.includes('\n'))).to.deep.equal([]);
      expect(new Set(rowsOf(csv).map((row) => row['Report Refresh Date']))).to.deep.equal(new Set([NEWEST]));
    });
  }

  it('say True or False here and Yes or No there, as Microsoft’s do', async () => {
    const valuesOf = async (name: string, column: string): Promise<readonly unknown[]> =>
      [...new Set((await rows(name, "period='D7'")).map((row) => row[column]))].sort();
    expect(await valuesOf('getEmailActivityUserDetail', 'Is Deleted')).to.deep.equal(['False']);
    expect(await valuesOf('getOffice365ActiveUserDetail', 'Has Teams License')).to.deep.equal(['False', 'True']);
    expect(await valuesOf('getTeamsUserActivityUserDetail', 'Has Other Action')).to.deep.equal(['No', 'Yes']);
    expect(await valuesOf('getM365AppUserDetail', 'Word (Web)')).to.deep.equal(['No', 'Yes']);
  });

  for (const name of BY_DAY) {
    it(`${name} gives for a period what its days give`, async () => {
      const byDay = new Map<string, Row[]>();
      for (const one of LAST_WEEK) {
        const active = await rows(name, `date=${one}`);
        expect(active.every((row) => row['Last Activity Date'] === one && row['Report Period'] === '1')).to.equal(true);
        for (const row of active) byDay.set(nameOf(row), [...(byDay.get(nameOf(row)) ?? []), row]);
      }
      const period = await rows(name, "period='D7'");
      expect(byDay.size).to.be.within(20, period.length);
      for (const row of period) {
        const days = byDay.get(nameOf(row)) ?? [];
        for (const { column, kind } of signalsOf(name)) {
          const expected = kind === 'days' ? (days.some((one) => one[column] === 'Yes') ? 'Yes' : 'No') : String(sumOf(days, column));
          expect(row[column], `${nameOf(row)} ${column}`).to.equal(expected);
        }
        expect(isWithin(row['Last Activity Date']), nameOf(row)).to.equal(days.length > 0);
      }
    });
  }

  it('agree on the flags: an app is used where it is used anywhere, and where a signal says so', async () => {
    const mail = new Set((await rows('getEmailActivityUserDetail', 'date=2026-11-17')).map(nameOf));
    const teams = new Set((await rows('getTeamsUserActivityUserDetail', 'date=2026-11-17')).map(nameOf));
    const apps = await rows('getM365AppUserDetail', 'date=2026-11-17');
    for (const row of apps) {
      for (const app of ['Outlook', 'Word', 'Excel', 'PowerPoint', 'OneNote', 'Teams']) {
        const isAnywhere = ['Windows', 'Mac', 'Mobile', 'Web'].some((platform) => row[`${app} (${platform})`] === 'Yes');
        expect(row[app] === 'Yes', `${nameOf(row)} ${app}`).to.equal(isAnywhere);
      }
      expect(row['Outlook'] === 'Yes', `${nameOf(row)} mail`).to.equal(mail.has(nameOf(row)));
      expect(row['Teams'] === 'Yes', `${nameOf(row)} Teams`).to.equal(teams.has(nameOf(row)));
    }
    expect(apps.length).to.be.above(80);
  });

  it('show the frontline mostly on the phone', async () => {
    const frontline = new Set(tenant.people.filter((person) => person.department.isFrontline).map((person) => person.userPrincipalName));
    const apps = (await rows('getM365AppUserDetail', "period='D30'")).filter((row) => frontline.has(nameOf(row)));
    const share = (column: string): number => apps.filter((row) => row[column] === 'Yes').length / apps.length;
    expect(share('Mobile')).to.be.above(2 * (share('Windows') + share('Mac')));
  });

  it('count a meeting of a series and one on the spot as meetings, and seconds by the minute', async () => {
    const teams = await rows('getTeamsUserActivityUserDetail', "period='D30'");
    for (const row of teams) {
      const parts = ['Ad Hoc', 'Scheduled One-time', 'Scheduled Recurring'].map((kind) => Number(row[`${kind} Meetings Organized Count`]));
      expect(Number(row['Meetings Organized Count'])).to.be.at.least(parts.reduce((sum, part) => sum + part, 0));
      expect(Number(row['Screen Share Duration In Seconds']) % 60).to.equal(0);
    }
    expect(sumOf(teams, 'Scheduled Recurring Meetings Organized Count')).to.be.above(0);
    expect(sumOf(teams, 'Screen Share Duration In Seconds')).to.be.above(0);
  });

  it('tell of licences and of the days they were assigned, but not of a period', async () => {
    const active = await rows('getOffice365ActiveUserDetail', "period='D30'");
    const you = active.find((row) => row['Display Name'] === 'Robin Park');
    expect(you?.['Has Exchange License']).to.equal('True');
    expect(you?.['Exchange License Assign Date']).to.match(/^2025-/);
    expect(you?.['Skype For Business License Assign Date']).to.equal('');
    expect(active.some((row) => row['Has Teams License'] === 'False' && row['Teams License Assign Date'] === '')).to.equal(true);
    const exchange = new Map((await rows('getEmailActivityUserDetail', "period='D7'")).map((row) => [nameOf(row), row['Last Activity Date']]));
    const members = active.filter((row) => exchange.has(nameOf(row)));
    expect(members.length).to.be.above(150);
    for (const row of members) expect(row['Exchange Last Activity Date'], nameOf(row)).to.equal(exchange.get(nameOf(row)));
  });

  describe('on Copilot', () => {
    const ask = (range: string): Promise<Response> =>
      fetch(`${tenant.url}/v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail(${range})`, { redirect: 'manual' });

    it('answer with the file itself, and list only people with the licence', async () => {
      const response = await ask("period='D7'");
      expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'application/octet-stream']);
      const listed = rowsOf(await response.text()).map(nameOf);
      expect(listed).to.have.members(copilotOwners().map((person) => person.userPrincipalName));
      expect(listed.length).to.be.within(10, 60);
      expect(listed).to.not.include(tenant.people.find((person) => person.personId === YOU.personId)?.userPrincipalName);
    });

    const periods: readonly (readonly [range: string, status: number, period: string])[] = [
      ["period='D30'", 200, '30'],
      ["period='ALL'", 200, 'ALL'],
      ["period='D28'", 400, ''],
      ["period='D28',version='v2'", 200, '28'],
      ["period='ALL',version='v2'", 200, 'ALL'],
      ["period='D30',version='v2'", 400, ''],
      ["period='D7',version='v3'", 400, ''],
    ];
    for (const [range, status, period] of periods)
      it(`answer (${range}) with ${status}`, async () => {
        const response = await ask(range);
        const text = await response.text();
        expect(response.status).to.equal(status);
        if (status === 200) expect(new Set(rowsOf(text).map((row) => row['Report Period']))).to.deep.equal(new Set([period]));
      });

    it('have in version 2 the same days, and more columns', async () => {
      const first = await rows(COPILOT, "period='D7'");
      const second = await rows(COPILOT, "period='D7',version='v2'");
      const columns = Object.keys(first[0] ?? {});
      expect(second.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))).to.deep.equal(first);
      expect(Object.keys(second[0] ?? {}).filter((column) => !columns.includes(column))).to.have.members([
        ...['Prompts submitted for all apps', 'Prompts submitted for Copilot Chat (work)', 'Prompts submitted for Copilot Chat (web)'],
        ...['Active Usage Days for all apps', 'Copilot Chat (work) Last Activity Date', 'Copilot Chat (web) Last Activity Date'],
        ...['Microsoft 365 Copilot Last Activity Date', 'Edge Last Activity Date', 'Copilot Agent Last Activity Date'],
      ]);
      for (const row of second) {
        // Agents have no column in version 1, and so no part in its last day.
        const days = signalsOf('getMicrosoft365CopilotUsageUserDetail').map(({ column }) => row[column] ?? '');
        expect(row['Last Activity Date']).to.equal(days.sort().at(-1));
        expect(Number(row['Active Usage Days for all apps']) > 0, nameOf(row)).to.equal(isWithin(row['Last Activity Date']));
        expect(Number(row['Prompts submitted for all apps'])).to.be.at.least(Number(row['Active Usage Days for all apps']));
      }
      expect(second.some((row) => row['Copilot Agent Last Activity Date'] !== '')).to.equal(true);
    });
  });

  it('hide names alike in every report when the setting says so', async () => {
    const hidden = await company({ isConcealed: () => true });
    try {
      const hashes = new Map<string, ReadonlySet<string>>();
      for (const name of [...BY_DAY, 'getOffice365ActiveUserDetail', COPILOT]) {
        const csv = await report(hidden.url, "period='D7'", name);
        expect(csv, name).to.not.include('@');
        const found = rowsOf(csv);
        expect(found.every((row) => [row[NAME], row['Display Name'] ?? row[NAME]].every((text) => /^[0-9A-F]{32}$/.test(text ?? '')))).to.equal(true);
        hashes.set(name, new Set(found.map((row) => row[NAME] ?? '')));
      }
      const everybody = hashes.get('getOffice365ActiveUserDetail') ?? new Set();
      for (const [name, own] of hashes)
        expect(
          [...own].filter((hash) => !everybody.has(hash)),
          name,
        ).to.deep.equal([]);
    } finally {
      await hidden.close();
    }
  });

  it('add up in the totals to what the people’s reports say', async () => {
    const active = await rows('getOffice365ActiveUserCounts', "period='D7'");
    const actions = await rows('getTeamsUserActivityCounts', "period='D7'");
    expect(active.map((row) => row['Report Date'])).to.deep.equal(LAST_WEEK);
    for (const [index, one] of LAST_WEEK.entries()) {
      const count = async (name: ReportName): Promise<string> => String((await rows(name, `date=${one}`)).length);
      const teams = await rows('getTeamsUserActivityUserDetail', `date=${one}`);
      expect(active[index], one).to.deep.include({
        'Office 365': String((await rows('getOffice365ActiveUserDetail', `date=${one}`)).length),
        Exchange: await count('getEmailActivityUserDetail'),
        OneDrive: await count('getOneDriveActivityUserDetail'),
        SharePoint: await count('getSharePointActivityUserDetail'),
        'Skype For Business': '0',
        Yammer: await count('getYammerActivityUserDetail'),
        Teams: String(teams.length),
      });
      expect(actions[index], one).to.deep.include({
        'Post Messages': String(sumOf(teams, 'Post Messages')),
        'Reply Messages': String(sumOf(teams, 'Reply Messages')),
        'Private Chat Messages': String(sumOf(teams, 'Private Chat Message Count')),
        Calls: String(sumOf(teams, 'Call Count')),
        'Meetings Organized': String(sumOf(teams, 'Meetings Organized Count')),
        'Meetings Attended': String(sumOf(teams, 'Meetings Attended Count')),
      });
    }
  });

  it('count users and non-users of each service', async () => {
    const [totals] = await rows('getOffice365ServicesUserCounts', "period='D7'");
    for (const [service, name] of [
      ['Exchange', 'getEmailActivityUserDetail'],
      ['OneDrive', 'getOneDriveActivityUserDetail'],
      ['Yammer', 'getYammerActivityUserDetail'],
      ['Teams', 'getTeamsUserActivityUserDetail'],
    ] as const) {
      const listed = await rows(name, "period='D7'");
      const active = listed.filter((row) => isWithin(row['Last Activity Date'])).length;
      expect([totals?.[`${service} Active`], totals?.[`${service} Inactive`]], service).to.deep.equal([`${active}`, `${listed.length - active}`]);
    }
  });

  it('of totals are to be had by period only', async () => {
    const response = await fetch(`${tenant.url}/v1.0/reports/getOffice365ActiveUserCounts(date=2026-11-17)`, { redirect: 'manual' });
    expect(response.status).to.equal(400);
  });
});
