import { open } from 'node:fs/promises';
import type { Day } from '../../../src/domain/time.ts';
import { accountOf, numbersFrom } from './invented.ts';

const PIECE_ROWS = 5_000;
/** On half of the days somebody did not do a thing at all. */
const IDLE_SHARE = 0.5;

/** Writes a report of one day under a header of Microsoft's, a row per person; every row must be found by its name. */
export async function writeReportFile(path: string, header: string, people: number, day: Day): Promise<void> {
  const random = numbersFrom(header.length);
  const cells = header.split(',').map((column) => cellOf(column.trim(), day, random));
  const file = await open(path, 'w');
  try {
    await file.write(`\uFEFF${header}\r\n`);
    for (let first = 0; first < people; first += PIECE_ROWS) {
      let piece = '';
      for (let number = first; number < Math.min(first + PIECE_ROWS, people); number += 1)
        piece += `${cells.map((cell) => cell(number)).join(',')}\r\n`;
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
}

type Cell = (number: number) => string | number;

function cellOf(column: string, day: Day, random: () => number): Cell {
  if (column === 'User Principal Name') return (number) => accountOf(number).userPrincipalName;
  if (column === 'Display Name') return (number) => `Firstname Lastname ${number}`;
  if (column === 'Report Refresh Date') return () => day;
  if (column === 'Report Period') return () => 1;
  if (column === 'Is Deleted') return () => 'False';
  if (column === 'User State') return () => 'active';
  if (column === 'Assigned Products') return () => 'MICROSOFT 365 E5+MICROSOFT POWER AUTOMATE FREE';
  if (['User Id', 'Deleted Date', 'State Change Date', 'Last Activation Date'].includes(column)) return () => '';
  if (column.startsWith('Has ')) return () => 'True';
  if (column.endsWith('License Assign Date')) return () => '2024-01-15';
  if (column.endsWith('Date')) return () => (random() < IDLE_SHARE ? '' : day);
  if (column.endsWith('Count')) return () => (random() < IDLE_SHARE ? 0 : Math.floor(random() * 40));
  return () => (random() < IDLE_SHARE ? 'No' : 'Yes');
}
