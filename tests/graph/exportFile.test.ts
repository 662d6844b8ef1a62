import { expect } from 'chai';
import { Fault } from '../../src/domain/errors.ts';
import { day } from '../../src/domain/time.ts';
import { type ExportReading, readExport } from '../../src/graph/exportFile.ts';
import { csvOf, type ExportFolder, type ExportRow, exportFolder, MAIL_COLUMNS, mailRow } from '../support/exportedFiles.ts';

const AS_OF = day('2026-11-24');
const TWO: readonly ExportRow[] = [mailRow('Ada@contoso.example'), mailRow('bo@contoso.example', { 'Send Count': 0, 'Read Count': '' })];
const TWO_READ = [
  { userPrincipalName: 'ada@contoso.example', personId: undefined, values: [80, 200, 5, 9] },
  { userPrincipalName: 'bo@contoso.example', personId: undefined, values: [0, null, 5, 9] },
];
const API = csvOf(MAIL_COLUMNS, TWO);

const ON_SCREEN = ['Username', 'Display name', 'Deleted', 'Last activity date (UTC)', 'Send actions', 'Read actions', 'Meeting created actions'];
const onScreen = (separator = ','): string =>
  csvOf(
    ['Report refresh date', ...ON_SCREEN, 'Meeting interacted actions', 'Report period'],
    TWO.map((row) => ({
      'Report refresh date': '2026-11-18',
      Username: String(row['User Principal Name']),
      Deleted: 'False',
      'Send actions': row['Send Count'] ?? '',
      'Read actions': row['Read Count'] ?? '',
      'Meeting created actions': 5,
      'Meeting interacted actions': 9,
      'Report period': 30,
    })),
    separator,
  );

function utf16(text: string, isBigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('a report an admin exported', () => {
  let folder: ExportFolder;
  before(async () => {
    folder = await exportFolder();
  });
  after(() => folder.remove());

  const read = async (name: string, content: string | Uint8Array): Promise<ExportReading> => {
    const path = await folder.write(name, content);
    return readExport(path, name, AS_OF, () => undefined);
  };
  const usage = async (name: string, content: string | Uint8Array) => {
    const reading = await read(name, content);
    if (reading.kind !== 'usage') return expect.fail(`expected usage, got ${reading.kind}`);
    return reading;
  };
  const refused = (reading: Promise<ExportReading>): Promise<string> =>
    reading.then(
      () => expect.fail('expected a fault'),
      (fault: unknown) => {
        expect(fault).to.be.instanceOf(Fault).with.property('code', 'invalid-report');
        return (fault as Fault).message;
      },
    );

  const forms: readonly (readonly [what: string, content: string | Uint8Array])[] = [
    ['as the report API writes it, with a byte order mark', `\uFEFF${API}`],
    ['without one, and LF', API.replaceAll('\r\n', '\n')],
    ['with the columns of the admin centre’s table', onScreen()],
    ['with those in other case and more white space', onScreen().replace('Send actions', ' SEND  Actions ').replace('(UTC)', '( UTC )')],
    ['separated by semicolons', onScreen(';')],
    ['separated by tabs in UTF-16, as Excel saves Unicode text', utf16(onScreen('\t'), false)],
    ['in UTF-16, the other way round', utf16(API, true)],
    [
      'with quoted cells that hold separators, quotes and line ends',
      API.replaceAll('contoso.example,,', 'contoso.example,"Name, ""the"";\r\n second",'),
    ],
  ];
  for (const [what, content] of forms)
    it(`is read ${what}`, async () => {
      const { use, problems } = await usage('mail.csv', content);
      expect(use.rows).to.deep.equal(TWO_READ);
      expect(use).to.deep.include({ file: 'mail.csv', report: 'getEmailActivityUserDetail', days: 30, refreshDay: '2026-11-18', isConcealed: false });
      expect(problems).to.deep.equal([]);
    });

  it('may conceal its names, and its rows are people all the same', async () => {
    const rows = ['6E55A185B405B6F2A6804BB7897C8AAB', '77E5979DD60BA6EAA53E814DBEEEFA5F'].map((hash) => mailRow(hash));
    const { use } = await usage('mail.csv', csvOf(MAIL_COLUMNS, rows));
    expect(use.isConcealed).to.equal(true);
    expect(use.rows).to.have.length(2);
  });

  it('without a period column is taken for the period in its name', async () => {
    const columns = MAIL_COLUMNS.filter((column) => column !== 'Report Period');
    expect((await usage('mail-D90.csv', csvOf(columns, TWO))).use.days).to.equal(90);
    expect(await refused(read('mail.csv', csvOf(columns, TWO)))).to.match(/^mail\.csv, line 1: expected a column "Report Period"/);
  });

  it('of Teams as the admin centre names it gives minutes for minutes, and says which columns it lacks', async () => {
    const columns = [
      'Report Refresh Date',
      'User name',
      'Chat messages',
      'Replies',
      '1:1 calls',
      'Total meetings',
      'Screen share time (min)',
      'Report Period',
    ];
    const row = {
      'Report Refresh Date': '2026-11-18',
      'User name': 'ada@contoso.example',
      'Chat messages': 4,
      Replies: 2,
      '1:1 calls': 3,
      'Total meetings': 8,
      'Screen share time (min)': 7,
      'Report Period': 7,
    };
    const { use } = await usage('teams.csv', csvOf(columns, [row]));
    expect(use.report).to.equal('getTeamsUserActivityUserDetail');
    expect(use.rows[0]?.values.slice(0, 7)).to.deep.equal([4, null, 2, null, 8, 3, 7]);
    expect(use.missingColumns).to.include('Post Messages').and.not.include('Call Count');
  });

  it('of OneDrive and of SharePoint look alike but for the pages, else by the name of the file', async () => {
    const columns = ['Report Refresh Date', 'Username', 'Files viewed or edited', 'Files synced', 'Report Period'];
    const row = {
      'Report Refresh Date': '2026-11-18',
      Username: 'ada@contoso.example',
      'Files viewed or edited': 1,
      'Files synced': 2,
      'Report Period': 7,
    };
    expect((await usage('files.csv', csvOf(columns, [row]))).use.report).to.equal('getOneDriveActivityUserDetail');
    expect((await usage('SharePointActivity.csv', csvOf(columns, [row]))).use.report).to.equal('getSharePointActivityUserDetail');
    expect((await usage('files.csv', csvOf([...columns, 'Pages visited'], [row]))).use.report).to.equal('getSharePointActivityUserDetail');
  });

  it('of Microsoft 365 Apps says Yes and No', async () => {
    const columns = ['Report Refresh Date', 'Username', 'Word', 'Excel', 'Mobile Outlook', 'Report Period'];
    const row = {
      'Report Refresh Date': '2026-11-18',
      Username: 'ada@contoso.example',
      Word: 'Yes',
      Excel: 'No',
      'Mobile Outlook': 'True',
      'Report Period': 30,
    };
    const { use } = await usage('apps.csv', csvOf(columns, [row]));
    expect(use.report).to.equal('getM365AppUserDetail');
    expect(use.rows[0]?.values).to.deep.equal([1, 0, null, null, null, null, null, 1, null]);
  });

  it('of Copilot says of last dates whether they lie in the period, of two kinds of chat either', async () => {
    const chats = ['Last activity date of Copilot Chat (work) (UTC)', 'Last activity date of Copilot Chat (web) (UTC)'];
    const columns = [
      'Report Refresh Date',
      'User name',
      ...chats,
      'Last activity date of Word Copilot (UTC)',
      'Last activity date of Teams Copilot (UTC)',
      'Report Period',
    ];
    const cells = ['2026-11-18', 'ada@contoso.example', '', '2026-10-20', '2026-10-19', '', '30'];
    const { use } = await usage('copilot.csv', `${columns.join(',')}\r\n${cells.join(',')}\r\n`);
    expect(use.report).to.equal('getMicrosoft365CopilotUsageUserDetail');
    // Chat, Teams, Word: the 30 days that end on 18 November begin on 20 October.
    expect(use.rows[0]?.values.slice(0, 3)).to.deep.equal([1, 0, 0]);
  });

  it('of Viva Engage leaves out whom it calls deleted', async () => {
    const columns = ['Report Refresh Date', 'User Principal Name', 'User State', 'Posted Count', 'Read Count', 'Liked Count', 'Report Period'];
    const row = (name: string, state: string) => ({
      'Report Refresh Date': '2026-11-18',
      'User Principal Name': name,
      'User State': state,
      'Report Period': 7,
    });
    const { use } = await usage('engage.csv', csvOf(columns, [row('ada@contoso.example', 'active'), row('bo@contoso.example', 'deleted')]));
    expect(use.rows.map(({ userPrincipalName }) => userPrincipalName)).to.deep.equal(['ada@contoso.example']);
  });

  it('that is not needed is passed over, and one with nobody in it is empty', async () => {
    expect(await read('devices.csv', 'Report Refresh Date,User Principal Name,Used Web,Used Windows Phone\r\n')).to.deep.include({
      kind: 'passed-over',
    });
    expect(await read('none.csv', csvOf(MAIL_COLUMNS, []))).to.deep.include({ kind: 'empty' });
  });

  it('names the same person twice: both lines are told, neither is used, a deleted account of that name does not count', async () => {
    const rows = [
      mailRow('ada@contoso.example'),
      mailRow('bo@contoso.example'),
      mailRow('ADA@contoso.example', { 'Send Count': 1 }),
      mailRow('bo@contoso.example', { 'Is Deleted': 'True' }),
    ];
    const { use, problems } = await usage('mail.csv', csvOf(MAIL_COLUMNS, rows));
    expect(use.rows.map(({ userPrincipalName }) => userPrincipalName)).to.deep.equal(['bo@contoso.example']);
    expect(problems).to.have.length(1);
    expect(problems[0])
      .to.match(/^mail\.csv, lines 2 and 4, column "User Principal Name"/)
      .and.not.include('ada');
  });

  const third = (change: ExportRow): string => csvOf(MAIL_COLUMNS, [...TWO, mailRow('cy@contoso.example', change)]);
  const faults: readonly (readonly [what: string, content: string | Uint8Array, says: RegExp])[] = [
    ['is no usage report', 'name,age\r\nAda,36\r\n', /^x\.csv, line 1: expected the column names of a usage report .*, got 2 columns/],
    ['is empty', '', /^x\.csv, line 1: expected a line of column names, got nothing/],
    ['is a web page', '<!doctype html><title>Sign in</title>', /^x\.csv, line 1: expected CSV, got HTML/],
    ['is a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /^x\.csv: expected CSV, got an Excel workbook/],
    ['is text in another encoding', Buffer.from(API.replace('bo@', 'bö@'), 'latin1'), /^x\.csv, about line \d: expected text in UTF-8/],
    ['is cut off in a row', API.slice(0, -20), /^x\.csv, line 3: expected a full line of CSV/],
    ['is cut off in a quoted cell', API.replace('Ada@', '"Ada@'), /^x\.csv, line 2: expected a full line of CSV, got a quote/],
    [
      'lacks the people',
      csvOf(
        MAIL_COLUMNS.filter((name) => name !== 'User Principal Name'),
        TWO,
      ),
      /^x\.csv, line 1: expected a column "User Principal Name"/,
    ],
    [
      'lacks the day',
      csvOf(
        MAIL_COLUMNS.filter((name) => name !== 'Report Refresh Date'),
        TWO,
      ),
      /^x\.csv, line 1: expected a column "Report Refresh Date"/,
    ],
    ['has a column twice', csvOf([...MAIL_COLUMNS, 'Send Count'], TWO), /^x\.csv, line 1: expected column "Send Count" once/],
    ['mixes periods', third({ 'Report Period': 90 }), /^x\.csv, line 4, column "Report Period": expected 30 as in line 2, got "90"/],
    ['mixes days', third({ 'Report Refresh Date': '2026-11-17' }), /^x\.csv, line 4, column "Report Refresh Date": expected 2026-11-18 as in line 2/],
    [
      'is of a period nobody exports',
      API.replaceAll(',30\r', ',1\r'),
      /^x\.csv, line 2, column "Report Period": expected 7, 28, 30, 90 or 180, got "1"/,
    ],
    [
      'is older than 180 days',
      API.replaceAll('2026-11-18', '2026-05-27'),
      /^x\.csv, line 2, column "Report Refresh Date": expected a day at most 180 days before/,
    ],
    [
      'is of a day to come',
      API.replaceAll('2026-11-18', '2026-11-25'),
      /^x\.csv, line 2, column "Report Refresh Date": expected a day no later than/,
    ],
    [
      'has days as a spreadsheet writes them',
      API.replaceAll('2026-11-18', '18.11.2026'),
      /^x\.csv, line 2, column "Report Refresh Date": expected a day like .* got "18\.11\.2026"/,
    ],
    ['has a word for a number', third({ 'Read Count': 'many' }), /^x\.csv, line 4, column "Read Count": expected a whole number/],
  ];
  for (const [what, content, says] of faults)
    it(`is refused when it ${what}, by line and column`, async () => {
      expect(await refused(read('x.csv', content)))
        .to.match(says)
        .and.not.match(/ada@|bo@|cy@/i);
    });

  it('keeps its lines: a fault behind cells of several lines and empty lines is named where it stands', async () => {
    const text = csvOf(MAIL_COLUMNS, [
      mailRow('ada@contoso.example', { 'Display Name': '"a\r\nb"' }),
      mailRow('bo@contoso.example', { 'Read Count': 'x' }),
    ]);
    expect(await refused(read('x.csv', text))).to.match(/^x\.csv, line 4, column "Read Count"/);
    expect(await refused(read('x.csv', text.replace('"a\r\nb"', '').replaceAll('\r\n', '\r\n\r\n')))).to.match(/^x\.csv, line 5, column/);
  });

  it('of a day exactly 180 days back is still read', async () => {
    expect((await usage('mail.csv', API.replaceAll('2026-11-18', '2026-05-28'))).use.rows).to.have.length(2);
  });

  it('must be a file, and be there', async () => {
    expect(await refused(readExport(folder.path, 'folder', AS_OF, () => undefined))).to.match(
      /^folder: .*got a folder; name the files in it, for instance "folder\/\*\.csv"/,
    );
    expect(await refused(readExport(`${folder.path}/missing.csv`, 'missing.csv', AS_OF, () => undefined))).to.match(
      /^missing\.csv: .*got nothing of that name/,
    );
  });
});
