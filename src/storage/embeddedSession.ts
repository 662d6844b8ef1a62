import { Mutex, type messages, type PGlite, protocol } from '@electric-sql/pglite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { type ColumnParser, columnParser } from './columnParsers.ts';

const { serialize } = protocol;

/** Prepared statements kept at most; the program has fewer texts. The one not used for longest goes. */
const MOST_PREPARED = 256;

interface Column {
  readonly name: string;
  readonly parse: ColumnParser;
}

interface Prepared {
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * The one connection of an embedded database. A statement is one message to it, and where its plan is kept neither parsed nor planned
 * again: with PGlite's own `query`, five messages and a new plan, a small one costs three times as much.
 */
export class EmbeddedSession {
  readonly #pglite: PGlite;
  readonly #turn = new Mutex();
  readonly #prepared = new Map<string, Prepared>();
  #named = 0;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /** Waits until nobody else has the connection; what comes back ends the turn. */
  async take(): Promise<() => void> {
    const giveBack = await this.#turn.acquire();
    if (!this.#pglite.closed) return giveBack;
    giveBack();
    throw new Error('the embedded database is closed');
  }

  /** For work that asks the same for few rows again and again: keeps the plan, which then is good for any parameters. */
  async runPrepared<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const known = this.#prepared.get(sql);
    const name = known?.name ?? `statement_${++this.#named}`;
    try {
      const answers = await this.#ask(...messagesOf(name, sql, parameters, known !== undefined));
      const prepared = known ?? { name, columns: columnsIn(answers) };
      this.#prepared.delete(sql);
      this.#prepared.set(sql, prepared);
      return resultOf(answers, prepared.columns);
    } catch (error) {
      if (known === undefined) await this.#forget(name);
      throw error;
    } finally {
      await this.#forgetOldest();
    }
  }

  /** For work on many rows at once: planned for its own parameters each time. */
  async run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const answers = await this.#ask(...messagesOf('', sql, parameters, false));
    return resultOf(answers, columnsIn(answers));
  }

  /** One command without parameters; gives the database's word for what it did. */
  async command(sql: string): Promise<string | undefined> {
    const answers = await this.#ask(serialize.query(sql));
    return answers.find(isComplete)?.text;
  }

  async close(): Promise<void> {
    await this.#turn.runExclusive(async () => {
      if (!this.#pglite.closed) await this.#pglite.close();
    });
  }

  #ask(...parts: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    return this.#pglite.execProtocolStream(Buffer.concat(parts));
  }

  async #forget(name: string): Promise<void> {
    await this.#ask(serialize.close({ type: 'S', name }), serialize.sync());
  }

  async #forgetOldest(): Promise<void> {
    if (this.#prepared.size <= MOST_PREPARED) return;
    const [oldest] = this.#prepared;
    if (oldest === undefined) return;
    this.#prepared.delete(oldest[0]);
    await this.#forget(oldest[1].name);
  }
}

/** An unnamed statement is gone with the next one. */
function messagesOf(name: string, text: string, parameters: readonly unknown[], isKnown: boolean): readonly Uint8Array[] {
  const bind = serialize.bind({ statement: name, values: parameters.map(textOf) });
  const rest = [serialize.execute(), serialize.sync()];
  return isKnown ? [bind, ...rest] : [serialize.parse({ name, text }), bind, serialize.describe({ type: 'P' }), ...rest];
}

/** A parameter as text, which the database reads by the type it expects. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new TypeError(`expected text, a number, a boolean or null as a parameter, got ${typeof value}; write it as text and cast it`);
}

function columnsIn(answers: readonly messages.BackendMessage[]): readonly Column[] {
  const description = answers.find((answer): answer is messages.RowDescriptionMessage => answer.name === 'rowDescription');
  return description?.fields.map(({ name, dataTypeID }) => ({ name, parse: columnParser(dataTypeID) })) ?? [];
}

const CHANGES_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE)\b.* (\d+)$/;

function resultOf<R>(answers: readonly messages.BackendMessage[], columns: readonly Column[]): QueryResult<R> {
  const rows: R[] = [];
  for (const answer of answers) if (isRow(answer)) rows.push(rowOf(answer.fields, columns) as R);
  const [, changed] = CHANGES_ROWS.exec(answers.find(isComplete)?.text ?? '') ?? [];
  return changed === undefined ? { rows } : { rows, numAffectedRows: BigInt(changed) };
}

function rowOf(fields: readonly (string | null)[], columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [place, { name, parse }] of columns.entries()) {
    const text = fields[place] ?? null;
    row[name] = text === null ? null : parse(text);
  }
  return row;
}

const isRow = (answer: messages.BackendMessage): answer is messages.DataRowMessage => answer.name === 'dataRow';
const isComplete = (answer: messages.BackendMessage): answer is messages.CommandCompleteMessage => answer.name === 'commandComplete';
