import { readConfig } from '../../src/config.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { Finding, Level } from '../../src/domain/finding.ts';
import type { Environment } from '../environment.ts';
import { print, type Shell } from './shell.ts';

const SIGNS: Readonly<Record<Level, string>> = { ok: 'ok     ', note: 'note   ', warning: 'warning', fault: 'FAULT  ' };

/** Looks at settings, database, permissions and data; exit 1 when something does not work. */
export async function doctorCommand(shell: Shell, environment: Environment, flags: { readonly json?: boolean }): Promise<number> {
  const findings = await examined(shell, environment);
  const faults = findings.filter(({ level }) => level === 'fault').length;
  print(shell, flags.json === true, { findings, isWell: faults === 0 }, [
    ...findings.flatMap(linesOf),
    '',
    faults === 0 ? 'Nothing is broken.' : `${faults} thing${faults === 1 ? ' does' : 's do'} not work.`,
  ]);
  return faults === 0 ? 0 : 1;
}

async function examined(shell: Shell, environment: Environment): Promise<readonly Finding[]> {
  const settings = settingsFinding(environment);
  try {
    return [settings, ...(await shell.withApp('look', (app) => app.doctor()))];
  } catch (fault) {
    // The folder's owner does the work then; it is not ill.
    if (!(fault instanceof Fault) || fault.code === 'folder-owned') throw fault;
    if (fault.code === 'invalid-config') return [settings.level === 'fault' ? settings : { check: 'Settings', level: 'fault', what: fault.message }];
    return [settings, { check: 'Database', level: 'fault', what: fault.message, why: 'nothing can be looked at without it' }];
  }
}

/** The bot needs more than other commands do, so it is asked what the bot would. */
function settingsFinding({ values, fromFile }: Environment): Finding {
  const check = 'Settings';
  try {
    readConfig(values, fromFile, 'serve');
    return { check, level: 'ok', what: 'complete and well-formed' };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return {
      check,
      level: 'fault',
      what: fault.message,
      why: 'the bot does not start with these',
      mend: 'see .env.example, and the table of settings in README.md',
    };
  }
}

function linesOf({ check, level, what, why, mend }: Finding): readonly string[] {
  return [
    `${SIGNS[level]}  ${check}: ${what}`,
    ...(why === undefined ? [] : [`           why: ${why}`]),
    ...(mend === undefined ? [] : [`           to mend: ${mend}`]),
  ];
}
