import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import type { ReportName } from '../../src/domain/reports.ts';
import { signalsOf } from '../../src/domain/signals.ts';
import { day } from '../../src/domain/time.ts';
import type { ReportRange, UsageRow, Values } from '../../src/domain/usage.ts';
import { readUsageCsv, type UsageCsv } from '../../src/graph/reportCsv.ts';
import { COPILOT_V2, fileOf, HEADERS } from '../support/usageFiles.ts';

const WEEK: ReportRange = { kind: 'period', days: 7 };
const ON_DAY: ReportRange = { kind: 'day', day: day('2026-11-18') };
const COPILOT = 'getMicrosoft365CopilotUsageUserDetail';
const MARA = { 'User Principal Name': 'Mara.K@fabrikam.example' };

async function read(report: ReportName, text: string, range: ReportRange = WEEK): Promise<UsageCsv & { readonly given: readonly UsageRow[] }> {
  const given: UsageRow[] = [];
  const source = (async function* () {
    yield Buffer.from(text, 'utf8');
  })();
  const result = await readUsageCsv(source, report, range, 'file.csv', async (rows) => {
    given.push(...rows);
  });
  return { ...result, given };
}

/** What the first row says, by signal. */
async function said(report: ReportName, text: string, range: ReportRange = WEEK): Promise<Readonly<Record<string, number | null | undefined>>> {
  const values: Values = (await read(report, text, range)).given[0]?.values ?? [];
  return Object.fromEntries(signalsOf(report).map((signal, place) => [signal.id, values[place]]));
}

describe('every usage report', () => {
  const counted: readonly (readonly [report: ReportName & keyof typeof HEADERS, cells: Readonly<Record<string, string>>, expected: object])[] = [
    [
      'getEmailActivityUserDetail',
      { 'Send Count': '12', 'Receive Count': '80', 'Read Count': '61', 'Meeting Created Count': '0', 'Meeting Interacted Count': '' },
      { 'outlook.sent': 12, 'outlook.read': 61, 'outlook.meetingsCreated': 0, 'outlook.meetingsAnswered': null },
    ],
    [
      'getOneDriveActivityUserDetail',
      { 'Viewed Or Edited File Count': '9', 'Synced File Count': '40', 'Shared Internally File Count': '2', 'Shared Externally File Count': '0' },
      { 'onedrive.files': 9, 'onedrive.synced': 40, 'onedrive.sharedInternally': 2, 'onedrive.sharedExternally': 0 },
    ],
    [
      'getSharePointActivityUserDetail',
      { 'Viewed Or Edited File Count': '5', 'Synced File Count': '0', 'Shared Internally File Count': '1', 'Visited Page Count': '17' },
      {
        'sharepoint.files': 5,
        'sharepoint.synced': 0,
        'sharepoint.sharedInternally': 1,
        'sharepoint.sharedExternally': null,
        'sharepoint.pages': 17,
      },
    ],
    [
      'getYammerActivityUserDetail',
      { 'User State': 'active', 'Posted Count': '1', 'Read Count': '8', 'Liked Count': '0' },
      { 'engage.posted': 1, 'engage.read': 8, 'engage.liked': 0 },
    ],
  ];
  for (const [report, cells, expected] of counted)
    it(`of counts is read by its columns: ${report}`, async () => {
      expect(await said(report, fileOf(HEADERS[report], [{ ...MARA, ...cells }]))).to.deep.equal(expected);
    });

  it('of apps is read as used or not, whichever way it is said, and empty is not zero', async () => {
    const apps = {
      Word: 'Yes',
      Excel: 'No',
      PowerPoint: 'TRUE',
      OneNote: 'False',
      'Word (Web)': 'True',
      'Outlook (Mobile)': 'yes',
      'Teams (Mobile)': 'no',
    };
    const text = fileOf(HEADERS.getM365AppUserDetail, [{ ...MARA, ...apps }]);
    const expected = {
      'word.days': 1,
      'excel.days': 0,
      'powerpoint.days': 1,
      'onenote.days': 0,
      'word.web': 1,
      'excel.web': null,
      'powerpoint.web': null,
      'outlook.mobile': 1,
      'teams.mobile': 0,
    };
    for (const range of [WEEK, ON_DAY]) expect(await said('getM365AppUserDetail', text, range)).to.deep.equal(expected);
  });

  const DATES = {
    'Copilot Chat Last Activity Date': '2026-11-18',
    'Microsoft Teams Copilot Last Activity Date': '2026-11-12',
    'Word Copilot Last Activity Date': '2026-11-11',
    'Excel Copilot Last Activity Date': '2026-10-22',
    'PowerPoint Copilot Last Activity Date': '2026-10-21',
  };
  const dated: readonly (readonly [what: string, range: ReportRange, expected: readonly number[]])[] = [
    ['a day: that day alone', ON_DAY, [1, 0, 0, 0, 0, 0, 0]],
    ['seven days: those that end on the refresh day', WEEK, [1, 1, 0, 0, 0, 0, 0]],
    ['28 days', { kind: 'period', days: 28 }, [1, 1, 1, 1, 0, 0, 0]],
  ];
  for (const [what, range, expected] of dated)
    it(`of last dates counts a date within ${what}; no date is never`, async () => {
      const values = await said(COPILOT, fileOf(HEADERS[COPILOT], [{ ...MARA, ...DATES }]), range);
      expect(['chat', 'teams', 'word', 'excel', 'powerpoint', 'outlook', 'onenote'].map((name) => values[`copilot.${name}`])).to.deep.equal(expected);
      expect(values['copilot.agents'], 'the first version does not tell of agents').to.equal(null);
    });

  it('of last dates tells of agents in its second version, and of chat by the later of two dates', async () => {
    const row = (work: string, web: string) => ({
      ...MARA,
      'Copilot Chat (work) Last Activity Date': work,
      'Copilot Chat (web) Last Activity Date': web,
      'Copilot Agent Last Activity Date': '2026-11-18',
    });
    const chats = [row('2026-11-18', '2026-10-01'), row('', '2026-11-18'), row('2026-11-17', '')].map(async (cells) => {
      const values = await said(COPILOT, fileOf(COPILOT_V2, [cells]), ON_DAY);
      return [values['copilot.chat'], values['copilot.agents']];
    });
    expect(await Promise.all(chats)).to.deep.equal([
      [1, 1],
      [1, 1],
      [0, 1],
    ]);
    expect((await read(COPILOT, fileOf(COPILOT_V2, []))).missingColumns).to.deep.equal([]);
  });

  it('hands over nobody who is not active in Viva Engage', async () => {
    const states = ['active', 'deleted', 'suspended', 'Active', ''].map((state, index) => ({
      'User Principal Name': `p${index}@fabrikam.example`,
      'User State': state,
      'Read Count': '1',
    }));
    const { given, rows, deletedRows } = await read('getYammerActivityUserDetail', fileOf(HEADERS.getYammerActivityUserDetail, states));
    expect(given.map((row) => row.userPrincipalName)).to.deep.equal(['p0@fabrikam.example', 'p3@fabrikam.example', 'p4@fabrikam.example']);
    expect([rows, deletedRows]).to.deep.equal([3, 2]);
  });

  it('finds a column whose name has doubled or leading spaces', async () => {
    const header = HEADERS.getYammerActivityUserDetail.replace('Posted Count', 'Posted  Count').replaceAll(',', ', ');
    const row = { ...MARA, 'User State': 'active', 'Posted  Count': '4' };
    expect((await said('getYammerActivityUserDetail', fileOf(header, [row])))['engage.posted']).to.equal(4);
  });

  it('is concealed by names alone, also where there are no object ids', async () => {
    const hashes = ['0A1B2C3D4E5F60718293A4B5C6D7E8F9', 'F9E8D7C6B5A4938271605F4E3D2C1B0A'].map((name) => ({ 'User Principal Name': name }));
    expect((await read('getEmailActivityUserDetail', fileOf(HEADERS.getEmailActivityUserDetail, hashes))).isConcealed).to.equal(true);
  });

  const wrong: readonly (readonly [what: string, report: ReportName, text: string, says: readonly string[]])[] = [
    [
      'a flag that is a number',
      'getM365AppUserDetail',
      fileOf(HEADERS.getM365AppUserDetail, [{ ...MARA, Word: '3' }]),
      ['line 2, column "Word"', 'Yes, No'],
    ],
    [
      'a date of another country',
      COPILOT,
      fileOf(HEADERS[COPILOT], [MARA, { ...MARA, 'Word Copilot Last Activity Date': '18.11.2026' }]),
      ['line 3, column "Word Copilot Last Activity Date"', '"18.11.2026"'],
    ],
    [
      'a duration that is none',
      'getTeamsUserActivityUserDetail',
      fileOf('Report Refresh Date,User Principal Name,Screen Share Duration', [{ ...MARA, 'Screen Share Duration': 'PT' }]),
      ['line 2', 'PT1H2M3S'],
    ],
    [
      'the devices of Teams',
      'getTeamsUserActivityUserDetail',
      'Report Refresh Date,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Used Web,Used Windows Phone,Used iOS,Used Mac,Used Android Phone,Used Windows,Used  Chrome OS,Used Linux,Is Licensed,Report Period\r\n',
      ['line 1', '"Call Count"'],
    ],
    [
      'the programs of e-mail',
      'getEmailActivityUserDetail',
      'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Mail For Mac,Outlook For Mac,Outlook For Windows,Outlook For Mobile,Other For Mobile,Outlook For Web,POP3 App,IMAP4 App,SMTP App,Report Period\r\n',
      ['line 1', '"Send Count"'],
    ],
    [
      'activations',
      'getM365AppUserDetail',
      'Report Refresh Date,User Principal Name,Display Name,Product Type,Last Activated Date,Windows,Mac,Windows 10 Mobile,iOS,Android,Activated On Shared Computer\r\n',
      ['line 1', '"Word"'],
    ],
    [
      'forms',
      'getYammerActivityUserDetail',
      'Report Refresh Date, User Principal Name, Last Activity Date, Report Period, Created Count, Responded Count\r\n',
      ['line 1', '"Posted Count"'],
    ],
    [
      'counts of Copilot users',
      COPILOT,
      'Report Refresh Date,Report Period,Microsoft Teams Enabled Users,Microsoft Teams Active Users,Any App Enabled Users,Any App Active Users\r\n',
      ['line 1', '"User Principal Name"'],
    ],
    ['JSON', COPILOT, '{\n  "value": [ { "reportRefreshDate": "2026-11-18" } ]\n}', ['line 1', 'JSON']],
  ];
  for (const [what, report, text, says] of wrong)
    it(`is refused with ${what}, saying where`, async () => {
      const fault = await read(report, text).then(
        () => expect.fail('expected a fault'),
        (thrown: unknown) => thrown as Fault,
      );
      expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
      for (const part of ['file.csv', ...says]) expect(fault.message).to.contain(part);
      expect(fault.message).to.not.contain('fabrikam');
    });
});
