import { createInterface } from 'node:readline';
import { type Config, configForLog, readConfig } from '../../src/config.ts';
import { Fault } from '../../src/domain/errors.ts';
import { jsonLog } from '../../src/system.ts';
import { type App, compose } from '../compose.ts';
import { runDemo } from '../demo/runDemo.ts';
import { DEMO_FOLDER, DEMO_TENANT } from '../demo/you.ts';
import { endsWithin } from '../endsWithin.ts';
import { type Environment, hasNoInstallation } from '../environment.ts';
import { takeOwnerCommands } from '../ownerCommands.ts';
import { runBot } from '../runBot.ts';
import type { Shell } from './shell.ts';

export interface StartParts {
  readonly shell: Shell;
  readonly environment: Environment;
  /** Only `npm start` may start the demo: a container that lost its settings must not. */
  readonly isNpmStart: boolean;
}

/** What is in the air is over by then: a message to Teams is given up after 15 s. */
const MOST_STOPPING_MS = 20_000;

/** Runs until it is told to stop: the demo where nothing is set, else the bot. */
export async function startCommand(parts: StartParts): Promise<number> {
  return hasNoInstallation(parts.environment) && parts.environment.fromFile.length === 0 ? startDemo(parts) : startBot(parts);
}

async function startDemo({ shell, environment, isNpmStart }: StartParts): Promise<number> {
  if (!isNpmStart)
    throw new Fault(
      'demo-refused',
      'nothing is set, and the demo starts only by `npm start` in a checkout; for a real installation fill in .env (see .env.example)',
    );
  const log = jsonLog(readConfig({ TENANT_ID: DEMO_TENANT, LOG_LEVEL: environment.values['LOG_LEVEL'] || 'warn' }, [], 'look').LOG_LEVEL);
  const demo = await runDemo({ folder: DEMO_FOLDER, log, io: shell.io, progress: shell.progress });
  const control = await takeOwnerCommands(demo.app, shell, environment);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim().toLowerCase() === 'next week') void demo.nextWeek();
    else if (line.trim() !== '') shell.io.out('Here "next week" moves time; everything else is said in the chat. Ctrl+C stops.\n');
  });
  await stopAsked();
  lines.close();
  shell.io.out('Stopping …\n');
  await control.close();
  await demo.stop();
  return 0;
}

async function startBot({ shell, environment }: StartParts): Promise<number> {
  const config = readConfig(environment.values, environment.fromFile, 'serve');
  const log = jsonLog(config.LOG_LEVEL);
  log.info('start.configured', configForLog(config));
  const app = await compose(config, log);
  try {
    refuseOtherSalt(config, (await app.db.stores.tenants.state()).hashSalt);
  } catch (fault) {
    await app.close();
    throw fault;
  }
  const bot = await runBot(app, true);
  const control = config.DATABASE_URL === undefined ? await takeOwnerCommands(app, shell, environment) : undefined;
  // Asked for first: whoever reads that it listens may stop it at once.
  const stopping = stopAsked();
  shell.io.out(`${presence(config, bot.port)}\n${await standing(app)}\n`);
  await stopping;
  const stopped = (async () => {
    await control?.close();
    await bot.stop();
    await app.close();
  })();
  if (await endsWithin(stopped, MOST_STOPPING_MS)) return 0;
  // Reading or planning at length; that may break off anywhere, and the next start makes up for it.
  log.warn('stop.cut');
  process.exit(0);
}

function presence({ HOST: host, ROLE: role }: Config, port: number): string {
  const server = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return role === 'worker'
    ? `Adoption Coach works and sends; its probes answer on ${server}/readyz`
    : `Adoption Coach listens on ${server}/api/messages${role === 'web' ? '; jobs and sending are left to the workers' : ''}`;
}

/** With another salt nobody on the do-not-contact list would be recognised, so the stored one stays, and a set one must be that. */
function refuseOtherSalt(config: Config, stored: string): void {
  if (config.HASH_SALT !== undefined && config.HASH_SALT !== stored)
    throw new Fault(
      'invalid-config',
      'HASH_SALT: expected the one of the first start, which the database keeps, got another; it cannot be changed, so take it out of the settings or set the first one again',
    );
}

async function standing(app: App): Promise<string> {
  const { arming, frozen } = await app.db.stores.tenants.state();
  if (frozen !== undefined) return 'Sending is frozen; lift it with: npm run coach -- arm …';
  return arming.length === 0
    ? 'In shadow: it reads and plans, and sends no tip until armed (npm run coach -- arm --help).'
    : `Armed for: ${arming.map((one) => (one.scope === 'all' ? 'everybody' : `group ${one.scope}`)).join(', ')}.`;
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
