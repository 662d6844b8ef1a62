import { parseArgs } from 'node:util';
import { turn } from './turn.ts';

const USAGE = `usage: npm run bench -- turn [--seconds 30] [--per-second 50] [--people 5000] [--ingest-people 30000]\n`;

/** Runs one bench. Exit 0: every target held; 1: one did not, or something went wrong; 2: wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { values, positionals } = parsed;
  const [name] = positionals;
  const options = {
    seconds: Number(values.seconds),
    perSecond: Number(values['per-second']),
    people: Number(values.people),
    ingestPeople: Number(values['ingest-people']),
  };
  if (name !== 'turn' || !Object.values(options).every((value) => Number.isInteger(value) && value > 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  return (await turn(options, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1;
}

/** The words and options given; `undefined` for an option there is not. */
function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '30' },
        'per-second': { type: 'string', default: '50' },
        people: { type: 'string', default: '5000' },
        'ingest-people': { type: 'string', default: '30000' },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) return undefined; // how parseArgs refuses
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
