import { parseArgs } from 'node:util';
import { chaosBench } from './chaos.ts';
import { CYCLE_PARTS, cycleBench } from './cycle/cycle.ts';
import { DELIVERY_PARTS, deliveryBench } from './delivery/delivery.ts';
import { turn } from './turn.ts';

const USAGE = `usage: npm run bench -- turn [--seconds 30] [--per-second 50] [--people 5000] [--ingest-people 30000]
       npm run bench -- cycle [--part ${CYCLE_PARTS.join('|')}] [--people 100000]
       npm run bench -- delivery [--part ${DELIVERY_PARTS.join('|')}] [--messages 20000]
       npm run bench -- chaos [--rounds 100]
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs one bench. Exit 0: every target held; 1: one did not, or something went wrong; 2: wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const run = runOf(args);
  if (run === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  return (await run()) ? 0 : 1;
}

function runOf(args: readonly string[]): (() => Promise<boolean>) | undefined {
  const parsed = parse(args);
  if (parsed === undefined) return undefined;
  const { values, positionals } = parsed;
  const [name] = positionals;
  const number = (text: string | undefined, usual: number): number => (text === undefined ? usual : Number(text));
  const isCycle = name === 'cycle';
  const options = {
    seconds: number(values.seconds, 30),
    perSecond: number(values['per-second'], 50),
    people: number(values.people, isCycle ? 100_000 : 5_000),
    ingestPeople: number(values['ingest-people'], 30_000),
    messages: number(values.messages, 20_000),
    rounds: number(values.rounds, 100),
  };
  if (!Object.values(options).every((value) => Number.isInteger(value) && value > 0)) return undefined;
  if (name === 'turn') return values.part === undefined ? () => turn(options, print) : undefined;
  if (name === 'chaos') return values.part === undefined ? () => chaosBench(options.rounds, print) : undefined;
  if (name === 'delivery') {
    const wanted = DELIVERY_PARTS.filter((part) => values.part === undefined || values.part === part);
    return wanted.length > 0 ? () => deliveryBench(wanted, options.messages, print) : undefined;
  }
  const parts = CYCLE_PARTS.filter((part) => values.part === undefined || values.part === part);
  return isCycle && parts.length > 0 ? () => cycleBench(parts, options.people, print) : undefined;
}

/** The words and options given; `undefined` for an option there is not. */
function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: 'string' },
        'per-second': { type: 'string' },
        people: { type: 'string' },
        'ingest-people': { type: 'string' },
        part: { type: 'string' },
        messages: { type: 'string' },
        rounds: { type: 'string' },
      },
    });
  } catch (error) {
    if (error instanceof TypeError) return undefined; // how parseArgs refuses
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
