import { setTimeout } from 'node:timers/promises';
import type {
  CompiledQuery,
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  DialectAdapter,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import { Fault } from '../domain/errors.ts';
import { storageFault } from './storageFault.ts';

/** Takes one connection; the server's way waits and tries again, the embedded one does not. */
export type Acquire = (take: () => Promise<DatabaseConnection>) => Promise<DatabaseConnection>;

/**
 * A dialect whose driver lets no error of its own out: every one becomes a fault without query or parameters.
 *
 * Retried: taking a connection, as `acquire` does it (nothing was asked yet); and up to twice on another connection, where
 * the first was lost, a single `select` outside a transaction and the beginning of a transaction. Nothing else is: whether a lost write happened is for the caller, whose statements are
 * idempotent by natural key, to settle by running again.
 */
export class GuardedDialect implements Dialect {
  readonly #inner: Dialect;
  readonly #acquire: Acquire;

  constructor(inner: Dialect, acquire: Acquire) {
    this.#inner = inner;
    this.#acquire = acquire;
  }

  createDriver(): Driver {
    return new GuardedDriver(this.#inner.createDriver(), this.#acquire);
  }

  createQueryCompiler(): QueryCompiler {
    return this.#inner.createQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return this.#inner.createAdapter();
  }

  // biome-ignore lint/suspicious/noExplicitAny: the signature is Kysely's
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return this.#inner.createIntrospector(db);
  }
}

const IS_SELECT = /^\s*select\b/i;
const MOST_ROUNDS = 3;
const PAUSE_MS = 20;

class GuardedConnection implements DatabaseConnection {
  inner: DatabaseConnection;
  isInTransaction = false;
  readonly #replace: (lost: DatabaseConnection) => Promise<DatabaseConnection>;

  constructor(inner: DatabaseConnection, replace: (lost: DatabaseConnection) => Promise<DatabaseConnection>) {
    this.inner = inner;
    this.#replace = replace;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const isRepeatable = !this.isInTransaction && IS_SELECT.test(query.sql);
    return isRepeatable ? this.repeating((inner) => inner.executeQuery<R>(query)) : faulting(() => this.inner.executeQuery<R>(query));
  }

  /** Does what does no harm twice, on another connection when this one turns out to be lost. */
  async repeating<T>(work: (inner: DatabaseConnection) => Promise<T>): Promise<T> {
    for (let round = 1; ; round += 1) {
      try {
        return await faulting(() => work(this.inner));
      } catch (fault) {
        if (round === MOST_ROUNDS || !(fault instanceof Fault) || fault.code !== 'storage-unavailable') throw fault;
        // Where one idle connection was cut others were too; meanwhile the pool hears of theirs.
        await setTimeout(round * PAUSE_MS);
        this.inner = await faulting(() => this.#replace(this.inner));
      }
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Fault('storage-failed', 'rows are read in keyset pages: the embedded database cannot stream');
  }
}

class GuardedDriver implements Driver {
  readonly #inner: Driver;
  readonly #acquire: Acquire;

  constructor(inner: Driver, acquire: Acquire) {
    this.#inner = inner;
    this.#acquire = acquire;
  }

  init(): Promise<void> {
    return faulting(() => this.#inner.init());
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const take = () => this.#acquire(() => this.#inner.acquireConnection());
    const replace = async (lost: DatabaseConnection): Promise<DatabaseConnection> => {
      await this.#inner.releaseConnection(lost);
      return await take();
    };
    return new GuardedConnection(await faulting(take), replace);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (!(connection instanceof GuardedConnection)) return await faulting(() => this.#inner.beginTransaction(connection, settings));
    await connection.repeating((inner) => this.#inner.beginTransaction(inner, settings));
    connection.isInTransaction = true;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof GuardedConnection) connection.isInTransaction = false;
    await faulting(() => this.#inner.commitTransaction(innerOf(connection)));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof GuardedConnection) connection.isInTransaction = false;
    await faulting(() => this.#inner.rollbackTransaction(innerOf(connection)));
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return faulting(() => this.#inner.releaseConnection(innerOf(connection)));
  }

  destroy(): Promise<void> {
    return faulting(() => this.#inner.destroy());
  }
}

const innerOf = (connection: DatabaseConnection): DatabaseConnection => (connection instanceof GuardedConnection ? connection.inner : connection);

async function faulting<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFault(error);
  }
}
