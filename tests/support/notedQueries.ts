import type { Kysely, KyselyPlugin, RootOperationNode } from 'kysely';
import { CompiledQuery } from 'kysely';
import type { Schema } from '../../src/storage/schema.ts';

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
  const { sql, parameters } = kysely.getExecutor().compileQuery(node, { queryId: 'explained' });
  return /^\s*(with|select|insert|update|delete)\b/i.test(sql) ? { sql, parameters } : undefined;
}

/** What the database answers to `explain`, in the given form. */
export const explained = <Row>(db: Kysely<Schema>, how: string, { sql, parameters }: NotedQuery): Promise<{ readonly rows: readonly Row[] }> =>
  db.executeQuery<Row>(CompiledQuery.raw(`explain ${how} ${sql}`, [...parameters]));
