import { setTimeout } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Fault } from '../domain/errors.ts';
import type { Log } from '../ports/system.ts';
import { columnParser } from './columnParsers.ts';
import { GuardedDialect } from './guardedDialect.ts';
import type { Schema } from './schema.ts';
import { isConnectionLoss, signsOf } from './storageFault.ts';

export interface ServerConnection {
  /** How long the start waits for a server that does not answer yet. */
  readonly startWaitMs?: number;
  /** How long a lost connection is tried anew before the work at hand fails. */
  readonly patienceMs?: number;
  readonly mostConnections?: number;
  /** What the server shows beside our connections. */
  readonly name?: string;
  readonly limits?: ServerLimits;
  readonly log?: Log;
}

/** What the server ends by itself, in ms; 0: never. */
export interface ServerLimits {
  /** A statement that runs longer. The longest of ours folds a week of everybody. */
  readonly statementMs: number;
  /** The wait for a lock another connection holds. */
  readonly lockMs: number;
  /** A connection that keeps others waiting by a transaction in which nothing happens: a process that hangs or lost its line. */
  readonly idleInTransactionMs: number;
}

const LIMITS: ServerLimits = { statementMs: 300_000, lockMs: 30_000, idleInTransactionMs: 60_000 };
export const NO_LIMITS: ServerLimits = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 };
const START_WAIT_MS = 30_000;
const PATIENCE_MS = 5_000;
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** A silent connection is asked whether it still stands; by default after two hours. */
const KEEP_ALIVE_MS = 10_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Connections to a server, once it answers. Throws `storage-unavailable` naming host, port and database, at once when the
 * server refuses user or database.
 */
export async function connectServer(databaseUrl: string, options: ServerConnection): Promise<Kysely<Schema>> {
  const place = placeOf(databaseUrl);
  const { statementMs, lockMs, idleInTransactionMs } = options.limits ?? LIMITS;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.mostConnections ?? MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    application_name: options.name ?? 'adoption-coach',
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    types: { getTypeParser: columnParser as typeof pg.types.getTypeParser },
  });
  // The pool drops an idle connection that breaks by itself and makes a new one when asked; unheard, the event would end the process.
  pool.on('error', (error) => options.log?.warn('storage.connectionLost', { code: signsOf(error).code }));
  // The same for a connection in use: its statement is told as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    const first = await patiently(() => pool.connect(), options.startWaitMs ?? START_WAIT_MS, place);
    first.release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  return new Kysely<Schema>({ dialect: new GuardedDialect(new PostgresDialect({ pool }), (take) => patiently(take, patienceMs, place)) });
}

/** Tries until it works or `forMs` are over. Only for what asks nothing of the database yet, so that trying twice is harmless. */
async function patiently<T>(take: () => Promise<T>, forMs: number, place: string): Promise<T> {
  const started = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await take();
    } catch (error) {
      const signs = signsOf(error);
      const leftMs = forMs - (performance.now() - started);
      if (!isConnectionLoss(signs)) throw unreachable(place, `it refused the connection (SQLSTATE ${signs.code})`);
      if (leftMs <= 0) throw unreachable(place, `tried for ${Math.round(forMs / 1000)} s (${signs.code ?? 'no answer'})`);
      await setTimeout(Math.min(pauseMs, leftMs));
    }
  }
}

const unreachable = (place: string, what: string): Fault =>
  new Fault('storage-unavailable', `expected a PostgreSQL server at ${place}: ${what}; check that it runs and that DATABASE_URL is right`);

/** Host, port and database as the driver understands the address; never user or password. Throws `invalid-config` for no address. */
export function placeOf(databaseUrl: string): string {
  try {
    const { host, port, database } = new pg.Client({ connectionString: databaseUrl });
    return `${host}:${port}, database ${database ?? '(the default one)'}`;
  } catch {
    // The driver's complaint would quote the address with its password.
    throw new Fault('invalid-config', 'expected DATABASE_URL like postgres://user:password@host:5432/database, got something else');
  }
}
