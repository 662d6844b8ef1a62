import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { EmbeddedSession } from './embeddedSession.ts';

/** Kysely on an embedded session, which several of them may share. Kysely's own dialect neither prepares statements nor can share. */
export class EmbeddedDialect implements Dialect {
  readonly #session: EmbeddedSession;

  constructor(session: EmbeddedSession) {
    this.#session = session;
  }

  createDriver(): Driver {
    return new EmbeddedDriver(this.#session);
  }

  createAdapter(): PGliteAdapter {
    return new PGliteAdapter();
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature is Kysely's
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}

class EmbeddedDriver implements Driver {
  readonly #session: EmbeddedSession;

  constructor(session: EmbeddedSession) {
    this.#session = session;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<EmbeddedConnection> {
    return new EmbeddedConnection(this.#session, await this.#session.take());
  }

  async beginTransaction(): Promise<void> {
    await this.#session.command('begin');
  }

  async commitTransaction(): Promise<void> {
    if ((await this.#session.command('commit')) === 'ROLLBACK') throw new TransactionWasAborted();
  }

  async rollbackTransaction(): Promise<void> {
    await this.#session.command('rollback');
  }

  async releaseConnection(connection: EmbeddedConnection): Promise<void> {
    connection.giveBack();
  }

  async destroy(): Promise<void> {
    await this.#session.close();
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #session: EmbeddedSession;
  readonly giveBack: () => void;

  constructor(session: EmbeddedSession, giveBack: () => void) {
    this.#session = session;
    this.giveBack = giveBack;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#session.run(query);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('the embedded database cannot stream');
  }
}

/** The database rolls back where a statement failed and its error was passed over, and says so only in its answer. */
class TransactionWasAborted extends Error {
  /** SQLSTATE `in_failed_sql_transaction`. */
  readonly code = '25P02';

  constructor() {
    super('the transaction was rolled back: a statement of it had failed');
  }
}
