import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names and cells of one row; what is not given is empty. */
export type ExportRow = Readonly<Record<string, string | number>>;

/** A CSV from rows; the columns in the given order. */
export function csvOf(columns: readonly string[], rows: readonly ExportRow[], separator = ',', lineEnd = '\r\n'): string {
  const lines = [columns.join(separator), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(separator))];
  return lines.map((line) => `${line}${lineEnd}`).join('');
}

export const MAIL_COLUMNS = [
  'Report Refresh Date',
  'User Principal Name',
  'Display Name',
  'Is Deleted',
  'Last Activity Date',
  'Send Count',
  'Receive Count',
  'Read Count',
  'Meeting Created Count',
  'Meeting Interacted Count',
  'Report Period',
];

/** A row of the mail report of somebody invented, who reads and answers well unless told otherwise. */
export function mailRow(name: string, cells: ExportRow = {}): ExportRow {
  return {
    'Report Refresh Date': '2026-11-18',
    'User Principal Name': name,
    'Is Deleted': 'False',
    'Send Count': 80,
    'Read Count': 200,
    'Meeting Created Count': 5,
    'Meeting Interacted Count': 9,
    'Report Period': 30,
    ...cells,
  };
}

/** A folder for the files of one test. */
export interface ExportFolder {
  readonly path: string;
  /** Writes a file and gives its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function exportFolder(): Promise<ExportFolder> {
  const path = await mkdtemp(join(tmpdir(), 'coach-exports-'));
  return {
    path,
    write: async (name, content) => {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true }),
  };
}
