import { Command, CommanderError } from 'commander';
import product from '../package.json' with { type: 'json' };
import { Fault } from '../src/domain/errors.ts';
import { armCommand, freezeCommand } from './commands/brake.ts';
import { contentLintCommand, listContentCommand, restoreCommand, withdrawCommand } from './commands/content.ts';
import { CYCLE_HELP, cycleCommand } from './commands/cycle.ts';
import { deliveriesCommand } from './commands/deliveries.ts';
import { doctorCommand } from './commands/doctor.ts';
import { addGoalCommand, dropGoalCommand, listGoalsCommand } from './commands/goal.ts';
import { manifestCommand } from './commands/manifest.ts';
import { migrateCommand } from './commands/migrate.ts';
import { obstaclesCommand } from './commands/obstacles.ts';
import { exportCommand, forgetCommand } from './commands/people.ts';
import { PREVIEW_HELP, previewCommand } from './commands/preview.ts';
import type { Shell } from './commands/shell.ts';
import type { Environment } from './environment.ts';
import type { Io } from './handOver.ts';

/** Every command needs a shell; only a process of its own can also start the bot. */
export interface CommandLine {
  readonly shell: Shell;
  readonly environment: Environment;
  /** Absent in the process that owns the folder: it runs already. */
  readonly start?: () => Promise<number>;
}

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Runs one command line (without the program's name) and gives its exit code: 0 done, 1 failed, 2 wrong usage or settings. Rejects with `folder-owned`, and with bugs. */
export async function runCommandLine(line: CommandLine, args: readonly string[]): Promise<number> {
  const { io } = line.shell;
  let exit = DONE;
  const program = programOf(line, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'folder-owned' && line.start !== undefined) throw error;
    sayFault(io, error, args);
    return ['invalid-config', 'invalid-time', 'invalid-id'].includes(error.code) ? WRONG_USAGE : FAILED;
  }
}

/** Says why a command failed: a sentence on standard error, with `--json` also a document on standard output. */
export function sayFault(io: Io, fault: Fault, args: readonly string[]): void {
  if (args.includes('--json')) io.out(`${JSON.stringify({ error: { code: fault.code, message: fault.message } }, null, 2)}\n`);
  io.err(`error (${fault.code}): ${fault.message}\n`);
}

function programOf(line: CommandLine, end: (code: number) => void): Command {
  const { shell, environment } = line;
  const program = new Command('coach')
    .description('Raises the adoption of Microsoft 365: one well-chosen tip a week, and whether the habit came.')
    .version(product.version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: shell.io.out, writeErr: shell.io.err });
  const add = (name: string, what: string): Command => program.command(name).description(what).option('--json', 'print one JSON document');

  program
    .command('start')
    .description('start the bot; with no settings, in a checkout: the demo')
    .action(async () => end(line.start === undefined ? await refuseSecondStart(shell) : await line.start()));
  add('cycle', 'one daily cycle now')
    .option('--as-of <day>', 'the day it runs, YYYY-MM-DD, at 06:00 in the tenant’s zone')
    .option('--dry-run', 'plan nothing, send nothing, only show')
    .option('--send-now', 'an explicit trial: today’s messages go at once')
    .option('--yes', 'more than 500 people, or a day far ahead, are meant')
    .addHelpText('after', CYCLE_HELP)
    .action(async (flags) => end(await cycleCommand(shell, flags)));
  add('preview', 'what would happen, from usage reports exported as CSV; stores and sends nothing')
    .argument('<files...>', 'the exported files')
    .option('--as-of <day>', 'the day it would run, YYYY-MM-DD; today when left out')
    .option('--html <file>', 'write it as a page to look at and to print')
    .addHelpText('after', PREVIEW_HELP)
    .action(async (files, flags) => end(await previewCommand(shell, files, flags)));
  add('arm', 'allow sending, on the strength of a published notice')
    .option('--group <id>', 'for the people of one Entra group')
    .option('--all', 'for everybody')
    .requiredOption('--notice-url <url>', 'where people could read about the coach')
    .requiredOption('--notice-date <day>', 'since when, YYYY-MM-DD')
    .action(async (flags) => end(await armCommand(shell, flags)));
  add('freeze', 'stop all sending at once').action(async (flags) => end(await freezeCommand(shell, flags)));
  add('deliveries', 'where the messages of the newest runs stand, how fast they go and when all is done').action(async (flags) =>
    end(await deliveriesCommand(shell, flags)),
  );
  add('migrate', 'bring the database to this version’s tables, or move it to a server')
    .option('--to <address>', 'copy the embedded database to this PostgreSQL server, postgres://…; what was begun is gone on with')
    .action(async (flags) => end(await migrateCommand(shell, environment, flags)));
  add('manifest', 'write the Teams app package')
    .option('--out <file>', 'where to', 'adoption-coach.zip')
    .action(async (flags) => end(await manifestCommand(shell, environment, flags)));
  const goal = program.command('goal').description('the habits worth nudging, with a share and a day');
  goal
    .command('add')
    .description('make a habit a goal of everybody, of a department or of a persona; at most three each')
    .requiredOption('--habit <habit>', 'the habit; a wrong one lists those there are')
    .option('--department <name>', 'for one department, as the directory writes it')
    .option('--persona <persona>', 'for people who mostly do this')
    .requiredOption('--share <percent>', 'how many of them are to have it')
    .requiredOption('--by <day>', 'by when, YYYY-MM-DD')
    .option('--json', 'print one JSON document')
    .action(async (flags) => end(await addGoalCommand(shell, flags)));
  goal
    .command('list')
    .description('the goals, and how far they are')
    .option('--json', 'print one JSON document')
    .action(async (flags) => end(await listGoalsCommand(shell, flags)));
  goal
    .command('drop')
    .description('take a goal away')
    .argument('<id>', 'as goal list shows it')
    .option('--json', 'print one JSON document')
    .action(async (id, flags) => end(await dropGoalCommand(shell, id, flags)));
  const content = program.command('content').description('the tips, lessons and questions');
  content
    .command('lint')
    .description('check the files of a content pack')
    .argument('[files...]', 'YAML files; the product’s own pack when left out')
    .option('--json', 'print one JSON document')
    .action(async (files, flags) => end(await contentLintCommand(shell, files, flags)));
  content
    .command('list')
    .description('every item, and which are withdrawn')
    .option('--json', 'print one JSON document')
    .action(async (flags) => end(await listContentCommand(shell, flags)));
  content
    .command('withdraw')
    .description('take an item back: no message about it goes any more')
    .argument('<item>', 'its id, as content list shows it')
    .option('--json', 'print one JSON document')
    .action(async (item, flags) => end(await withdrawCommand(shell, item, flags)));
  content
    .command('restore')
    .description('offer a withdrawn item again')
    .argument('<item>', 'its id, as content list shows it')
    .option('--json', 'print one JSON document')
    .action(async (item, flags) => end(await restoreCommand(shell, item, flags)));
  add('doctor', 'look at settings, database, permissions and data, and say how to mend what is wrong').action(async (flags) =>
    end(await doctorCommand(shell, environment, flags)),
  );
  add('obstacles', 'what stands in the way of how many people, by kind and by goal').action(async (flags) =>
    end(await obstaclesCommand(shell, flags)),
  );
  const people = program.command('people').description('one person’s data');
  people
    .command('export')
    .description('have the bot give a person everything stored about them; nothing is shown here')
    .argument('<user>', 'the Entra object id')
    .option('--json', 'print one JSON document')
    .action(async (user, flags) => end(await exportCommand(shell, user, flags)));
  people
    .command('forget')
    .description('delete everything stored about a person')
    .argument('<user>', 'the Entra object id')
    .option('--json', 'print one JSON document')
    .action(async (user, flags) => end(await forgetCommand(shell, user, flags)));
  return program;
}

async function refuseSecondStart(shell: Shell): Promise<number> {
  shell.io.err('error: the coach runs already on this folder\n');
  return FAILED;
}
