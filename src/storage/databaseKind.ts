/** Inside this process, or a PostgreSQL server. */
export type DatabaseKind = 'embedded' | 'server';
