import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Fault } from '../../src/domain/errors.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Address } from '../../src/ports/outside.ts';
import type { Log } from '../../src/ports/system.ts';
import { openInBrowser } from './openInBrowser.ts';
import { addressOf, type PlaygroundUser } from './you.ts';

export interface PlaygroundOptions {
  /** The bot's address, `http://127.0.0.1:3978/api/messages`. */
  readonly botUrl: string;
  /** Where the Playground may keep its settings and its log. */
  readonly folder: string;
  readonly you: PlaygroundUser;
  /** Exactly five. */
  readonly others: readonly PlaygroundUser[];
  readonly tenantId: TenantId;
  /** `28:` and the app's id. */
  readonly botId: string;
  readonly botName: string;
  readonly log: Log;
  /** Absent: when there is a desktop. */
  readonly opensBrowser?: boolean;
  /** How long it may take to come up; a cold disk needs seconds. */
  readonly startWithinMs?: number;
}

/** A running Playground. */
export interface Playground {
  /** What to open in a browser. */
  readonly url: string;
  /** Your chat with the bot. What is sent to it while no browser shows it is accepted and never seen. */
  readonly address: Address;
  /** Whether a browser was asked to open. */
  readonly hasOpenedBrowser: boolean;
  close(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 3_000;
const OTHERS = 5;
/** Of what the child says on its way down, enough to name the reason. */
const KEPT_CHARACTERS = 600;

/**
 * Starts Microsoft's Agents Playground, a chat client that looks like Teams, as a child process that speaks to the bot and is
 * its connector. It lives on 127.0.0.1 only and ends with this process, however that ends. Throws `demo-refused` when it does
 * not come up.
 *
 * What it does, seen with version 0.2.28:
 * - A browser that opens the page first waits for the bot: HEAD on the bot's address until anything answers, whatever the
 *   status. Then `installationUpdate` (add) and `conversationUpdate` (you and the bot in `membersAdded`) come, at every reload
 *   again. `from.id` is your object id and so is `from.aadObjectId`; `from.name` is missing in these two and there in messages.
 *   `channelId` is `msteams`, `channelData.tenant.id` the tenant, `conversation` `{ conversationType: "personal", tenantId, id }`.
 *   Requests carry the header `x-ms-agents-playground: true`, no Authorization, and the bot's own Host.
 * - Every page starts with an empty chat: messages sent before it was opened or reloaded are answered 201 and not shown. So the
 *   first message belongs after `installationUpdate`.
 * - `serviceUrl` is `http://localhost:PORT/_connector` (no slash at the end). POST /v3/conversations answers 201 with the personal
 *   chat's id for a known user, with an invented one for a stranger; POST …/activities 201 with `{ id }`, a number of
 *   milliseconds as text; PUT …/activities/{id} 200 and replaces the card.
 * - A button of Action.Execute sends an `adaptiveCard/action` invoke with `replyToId`; a card in the answer replaces the card and a
 *   line "Your response was sent to the app" shows below it until it is closed. Card refresh is not done.
 * - For tests: the box to type in is `[contenteditable="true"][role="textbox"]` (Enter sends); a card is `.ac-adaptiveCard`; its
 *   buttons have their title as accessible name, role `button`, or `link` for Action.OpenUrl. It asks a font server on the
 *   internet for Segoe UI and does without.
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  if (options.others.length !== OTHERS) {
    throw new Fault('demo-refused', `the Playground needs exactly ${OTHERS} users besides you; got ${options.others.length}`);
  }
  const folder = resolve(options.folder, 'playground');
  const conversationId = `a:${options.you.personId}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.m365agentsplayground.yml'), settings(options, conversationId));
  const child = launch(options, folder);
  const port = await portOf(child, options.startWithinMs ?? START_WITHIN_MS, logFile(folder));
  let isClosing = false;
  child.once('exit', (code) => {
    if (!isClosing) options.log.warn('playground.ended', { exitCode: code ?? undefined });
  });
  const url = `http://localhost:${port}`;
  return {
    url,
    address: { serviceUrl: `${url}/_connector`, conversationId },
    hasOpenedBrowser: options.opensBrowser !== false && openInBrowser(url),
    close: () => {
      isClosing = true;
      return stop(child);
    },
  };
}

const logFile = (folder: string): string => join(folder, 'playground.log');

function launch(options: PlaygroundOptions, folder: string): ChildProcess {
  const main = join(dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  const endpoint = ['--app-endpoint', options.botUrl, '--channel-id', 'msteams'];
  return spawn(process.execPath, ['--import', import.meta.resolve('./loopbackOnly.ts'), main, '--port', '0', '--disable-telemetry', ...endpoint], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      // Its own attempt ends the process where there is no xdg-open; the browser is opened from here.
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_LOGFILE: logFile(folder),
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: join(folder, '.m365agentsplayground.yml'),
    },
  });
}

/** JSON is YAML. `userPrincipleName` is spelled as the Playground spells it. */
function settings({ you, others, tenantId, botId, botName }: PlaygroundOptions, conversationId: string): string {
  const user = (of: PlaygroundUser) => ({
    id: of.personId,
    name: `${of.givenName} ${of.surname}`,
    userPrincipleName: addressOf(of),
    aadObjectId: of.personId,
    givenName: of.givenName,
    surname: of.surname,
    email: addressOf(of),
  });
  return JSON.stringify(
    {
      version: '0.1.1',
      tenantId,
      bot: { id: botId, name: botName },
      currentUser: user(you),
      users: others.map(user),
      personalChat: { id: conversationId },
      groupChat: { id: '19:everybody@thread.v2', name: 'Everybody' },
      team: {
        id: '19:general@thread.tacv2',
        name: 'Contoso',
        aadGroupId: '3b0c7d1e-5f2a-4c6b-8d9e-0f1a2b3c4d5e',
        channels: [{ id: '19:champions@thread.tacv2', name: 'Champions' }],
      },
    },
    undefined,
    2,
  );
}

/** The port the child prints once it listens. */
function portOf(child: ChildProcess, withinMs: number, log: string): Promise<number> {
  return new Promise((resolvePort, reject) => {
    let said = '';
    const fail = (what: string, cause?: Error): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const last = said.trim().slice(-KEPT_CHARACTERS);
      reject(
        new Fault('demo-refused', `the Playground did not start: ${what}; ${last === '' ? `see ${log}` : `it said: ${last}`}`, cause && { cause }),
      );
    };
    const timer = setTimeout(() => fail(`expected it to listen within ${Math.round(withinMs / 1_000)} s`), withinMs);
    child.once('error', (error) => fail(error.message, error));
    child.once('exit', (code, signal) => fail(`it ended with ${code ?? signal}`));
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-KEPT_CHARACTERS);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-KEPT_CHARACTERS);
      const port = /Listening on (\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolvePort(Number(port));
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}
