import type { Kysely, KyselyPlugin, RootOperationNode } from 'kysely';
import { CompiledQuery, sql } from 'kysely';
import type { Schema } from '../../src/storage/schema.ts';
import { HELD_COLUMNS } from '../../src/storage/stagedRows.ts';

/** A statement as it was made, for a look at its plan. */
export interface NotedQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** `kysely` with an ear: every statement made on `heard` is in `nodes`. */
export function noted(kysely: Kysely<Schema>): { readonly heard: Kysely<Schema>; readonly nodes: RootOperationNode[] } {
  const nodes: RootOperationNode[] = [];
  const noting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { heard: kysely.withPlugin(noting), nodes };
}

/** The statement of a node; `undefined` for what has no plan, such as `set` and `vacuum`. */
export function plannedQuery(kysely: Kysely<Schema>, node: RootOperationNode): NotedQuery | undefined {
  const { sql: text, parameters } = kysely.getExecutor().compileQuery(node, { queryId: 'explained' });
  return /^\s*(with|select|insert|update|delete)\b/i.test(text) ? { sql: text, parameters } : undefined;
}

/** What the database answers to `explain` inside a transaction, in the given form. */
export async function explained<Row>(transaction: Kysely<Schema>, how: string, query: NotedQuery): Promise<readonly Row[]> {
  // What a read on a server holds its rows in is seen by its own connection alone.
  await sql`create temporary table if not exists held_row ${HELD_COLUMNS} on commit drop`.execute(transaction);
  const plan = await transaction.executeQuery<Row>(CompiledQuery.raw(`explain ${how} ${query.sql}`, [...query.parameters]));
  return plan.rows;
}
