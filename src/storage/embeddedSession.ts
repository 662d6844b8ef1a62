import { Mutex, type PGlite } from '@electric-sql/pglite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { Fault } from '../domain/errors.ts';
import { type Answer, answerIn, type Column } from './wireAnswer.ts';
import { bindMessage, closeMessage, DESCRIBE, EXECUTE, parseMessage, queryMessage, SYNC } from './wireMessages.ts';

/** Prepared statements kept at most; the program has fewer texts. The one not used for longest goes. */
const MOST_PREPARED = 256;
/** A plan is right for tables as large as they were when it was made, and the first run of an installation fills empty ones. */
const KEPT_MS = 30_000;

interface Prepared {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly at: number;
}

/**
 * The one connection of an embedded database. A statement is one message to it, and one asked before is not parsed again and, after a few
 * times, not planned either: with PGlite's own `query`, five messages and a new plan, a small one costs three times as much.
 */
export class EmbeddedSession {
  readonly #pglite: PGlite;
  readonly #now: () => number;
  readonly #turn = new Mutex();
  readonly #prepared = new Map<string, Prepared>();
  #named = 0;

  /** @param now milliseconds that only grow. */
  constructor(pglite: PGlite, now: () => number = () => performance.now()) {
    this.#pglite = pglite;
    this.#now = now;
  }

  /** Waits until nobody else has the connection; what comes back ends the turn. */
  async take(): Promise<() => void> {
    const giveBack = await this.#turn.acquire();
    if (!this.#pglite.closed) return giveBack;
    giveBack();
    throw new Fault('storage-unavailable', 'expected an open embedded database, but it was closed meanwhile; start the program again');
  }

  async run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map(textOf);
    const known = await this.#known(sql);
    const name = known?.name ?? `statement_${++this.#named}`;
    const bind = bindMessage(name, values);
    try {
      if (known !== undefined) return resultOf(await this.#ask([bind, EXECUTE, SYNC], known.columns));
      const answer = await this.#ask([parseMessage(name, sql), bind, DESCRIBE, EXECUTE, SYNC]);
      this.#prepared.set(sql, { name, columns: answer.columns, at: this.#now() });
      return resultOf(answer);
    } catch (error) {
      this.#prepared.delete(sql);
      await this.#forget(name).catch(() => {}); // what is told is why the statement failed
      throw error;
    }
  }

  /** One command without parameters; gives the database's word for what it did. */
  async command(sql: string): Promise<string | undefined> {
    return (await this.#ask([queryMessage(sql)])).done;
  }

  async close(): Promise<void> {
    await this.#turn.runExclusive(async () => {
      if (!this.#pglite.closed) await this.#pglite.close();
    });
  }

  async #ask(messages: readonly Buffer[], columns: readonly Column[] = []): Promise<Answer> {
    const parts: Buffer[] = [];
    // What comes is a view on memory of the database's own.
    await this.#pglite.execProtocolRawStream(Buffer.concat(messages), { onRawData: (bytes) => void parts.push(Buffer.from(bytes)) });
    return answerIn(Buffer.concat(parts), columns);
  }

  /** The statement as it was prepared, not too long ago, now the one used last; where it has to be prepared there is room for it. */
  async #known(sql: string): Promise<Prepared | undefined> {
    const known = this.#prepared.get(sql);
    this.#prepared.delete(sql);
    if (known !== undefined && this.#now() - known.at < KEPT_MS) {
      this.#prepared.set(sql, known);
      return known;
    }
    if (known !== undefined) await this.#forget(known.name);
    const [oldest] = this.#prepared;
    if (oldest !== undefined && this.#prepared.size >= MOST_PREPARED) {
      this.#prepared.delete(oldest[0]);
      await this.#forget(oldest[1].name);
    }
    return undefined;
  }

  async #forget(name: string): Promise<void> {
    await this.#ask([closeMessage(name), SYNC]);
  }
}

/** A parameter as text, which the database reads by the type it expects. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new Fault('storage-failed', `expected text, a number, a boolean or null as a parameter, got ${typeof value}; write it as text and cast it`);
}

const CHANGED_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE)\b.* (\d+)$/;

function resultOf<R>({ rows, done = '' }: Answer): QueryResult<R> {
  const [, changed] = CHANGED_ROWS.exec(done) ?? [];
  const typed = rows as R[];
  return changed === undefined ? { rows: typed } : { rows: typed, numAffectedRows: BigInt(changed) };
}
