import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Names and values the settings are read from; a name in the process's environment wins over `.env`. */
export interface Environment {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Names that stand in `.env`. */
  readonly fromFile: readonly string[];
}

/** Reads `.env` of `folder`, where there is one, under the process's own environment. */
export async function readEnvironment(folder: string, own: Readonly<Record<string, string | undefined>>): Promise<Environment> {
  const file = parseEnv(await textOf(join(folder, '.env')));
  return { values: { ...file, ...own }, fromFile: Object.keys(file) };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

const SIGNS_OF_AN_INSTALLATION = /^(MicrosoftApp|GRAPH_)|^(DATABASE_URL|TENANT_ID|CONNECTOR_SERVICE_URL)$/;

/** Whether nothing was set that belongs to a real installation, so that a demo can mean no harm. */
export function hasNoInstallation({ values }: Environment): boolean {
  const isSet = ([name, value]: [string, string | undefined]): boolean => SIGNS_OF_AN_INSTALLATION.test(name) && (value ?? '').trim() !== '';
  return !Object.entries(values).some(isSet) && values['NODE_ENV'] !== 'production';
}
