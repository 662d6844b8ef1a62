/** The 33 columns in the order seen in real answers. */
export const REAL_ORDER =
  'Report Refresh Date,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Urgent Messages,Post Messages,Tenant Display Name,Shared Channel Tenant Display Names,Reply Messages,Is Licensed,Report Period'.split(
    ',',
  );

/** The same columns as documented. */
export const DOCS_ORDER =
  'Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Post Messages,Reply Messages,Urgent Messages,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Is Licensed,Report Period'.split(
    ',',
  );

export type Cells = Readonly<Record<string, string>>;

const USUAL: Cells = {
  'Report Refresh Date': '2026-11-18',
  'Is Deleted': 'False',
  'Assigned Products': 'MICROSOFT 365 E5+MICROSOFT POWER AUTOMATE FREE',
  'Team Chat Message Count': '0',
  'Meeting Count': '0',
  'Audio Duration': 'PT0S',
  'Has Other Action': 'No',
  'Tenant Display Name': 'CONTOSO',
  'Is Licensed': 'Yes',
  'Report Period': '7',
};

/** Three people and one deleted account. */
export const PEOPLE: readonly Cells[] = [
  {
    'User Id': '11111111-aaaa-4bbb-8ccc-000000000001',
    'User Principal Name': 'Alex.W@contoso.example',
    'Private Chat Message Count': '42',
    'Post Messages': '2',
    'Reply Messages': '3',
    'Meetings Organized Count': '1',
    'Meetings Attended Count': '7',
    'Call Count': '5',
    'Screen Share Duration': 'PT20M30S',
    'Screen Share Duration In Seconds': '1230',
    'Scheduled Recurring Meetings Organized Count': '3',
    'Ad Hoc Meetings Organized Count': '0',
  },
  {
    'User Id': '11111111-aaaa-4bbb-8ccc-000000000002',
    'User Principal Name': 'zoé.müller@contoso.example',
    'Private Chat Message Count': '0',
    'Post Messages': '',
  },
  { 'User Id': '11111111-aaaa-4bbb-8ccc-000000000003', 'User Principal Name': 'kenji.s@contoso.example' },
  {
    'User Id': '11111111-aaaa-4bbb-8ccc-000000000009',
    'User Principal Name': 'left@contoso.example',
    'Is Deleted': 'True',
    'Private Chat Message Count': '1',
  },
];

const nothing = (count: number): readonly null[] => Array.from({ length: count }, () => null);

/** What a reader makes of `PEOPLE`, in catalogue order: chats, posts, replies, organized, attended, calls, minutes shared, series, on the spot. */
export const PEOPLE_READ = [
  { userPrincipalName: 'alex.w@contoso.example', personId: '11111111-aaaa-4bbb-8ccc-000000000001', values: [42, 2, 3, 1, 7, 5, 21, 3, 0] },
  { userPrincipalName: 'zoé.müller@contoso.example', personId: '11111111-aaaa-4bbb-8ccc-000000000002', values: [0, ...nothing(8)] },
  { userPrincipalName: 'kenji.s@contoso.example', personId: '11111111-aaaa-4bbb-8ccc-000000000003', values: nothing(9) },
];

/** A file as Graph writes it: BOM, the header, CRLF. */
export function teamsCsv(rows: readonly Cells[] = PEOPLE, columns: readonly string[] = REAL_ORDER, lineEnd = '\r\n', bom = '\uFEFF'): string {
  return bom + [columns.join(','), ...rows.map((row) => lineFor(row, columns))].map((line) => line + lineEnd).join('');
}

const lineFor = (row: Cells, columns: readonly string[]): string => columns.map((column) => row[column] ?? USUAL[column] ?? '').join(',');

/** A file of `count` people, made as it is read; `onPiece` hears how many lines were given out so far. */
export function* manyPeople(count: number, onPiece: (lines: number) => void = () => undefined): Generator<string> {
  yield teamsCsv([]);
  for (let from = 0; from < count; from += 100) {
    const rows = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
      'User Principal Name': `person${from + index}@contoso.example`,
      'Call Count': String((from + index) % 50),
    }));
    onPiece(from + rows.length);
    yield rows.map((row) => `${lineFor(row, REAL_ORDER)}\r\n`).join('');
  }
}
