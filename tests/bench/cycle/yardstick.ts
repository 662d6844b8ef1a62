import { join } from 'node:path';
import { day } from '../../../src/domain/time.ts';
import { csvParseAlone } from './csvParseAlone.ts';
import { writeTeamsFile } from './teamsFile.ts';

const ROWS = 100_000;

/**
 * How many rows of a Teams report csv-parse alone reads in a second here and now. The targets come from a machine where it read 120,000 to
 * 150,000: what is bound by the CPU is best read beside it.
 */
export async function yardstick(folder: string): Promise<number> {
  const path = join(folder, 'yardstick.csv');
  await writeTeamsFile(path, { people: ROWS, day: day('2026-03-10'), changedShare: 0, without: 0 });
  await csvParseAlone(path);
  return (ROWS / (await csvParseAlone(path)).ms) * 1_000;
}
