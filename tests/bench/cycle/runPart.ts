import { decidePart } from './decide.ts';
import { ingestPart } from './ingest.ts';
import type { PartResult } from './part.ts';
import { prepareServerPart, serverPart } from './server.ts';
import { yearPart } from './year.ts';

/** `runPart.ts PART PEOPLE FOLDER [DATABASE]`: one part as a process of its own, so that its memory is its own; its result as JSON. */
const PARTS: Readonly<Record<string, (people: number, folder: string, database: string) => Promise<PartResult>>> = {
  ingest: ingestPart,
  decide: decidePart,
  year: yearPart,
  'server-prepared': prepareServerPart,
  server: serverPart,
};
const [part = '', people = '', folder = '', database = ''] = process.argv.slice(2);
const run = PARTS[part];
if (run === undefined) throw new Error(`expected one of ${Object.keys(PARTS).join(', ')}, got ${JSON.stringify(part)}`);
process.stdout.write(JSON.stringify(await run(Number(people), folder, database)));
