import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { type Kysely, sql } from 'kysely';
import { migrate } from '../../src/storage/migrations.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { ENGINES, type TestDatabase } from '../support/databases.ts';

const GOLDEN = new URL('./schema.golden.sql', import.meta.url);
/** The migrator's own ledger is about the database and no tenant. */
const WITHOUT_TENANT = ['migration'];

interface Line {
  readonly line: string;
}

/** The schema as the catalogue knows it, in an order of its own: tables with columns, constraints, indexes. */
async function dumpOf(db: Kysely<Schema>): Promise<string> {
  const tables = await sql<{ name: string; line: string }>`
    select c.relname::text as name, case c.relpersistence when 'u' then 'unlogged ' else '' end || 'table ' || c.relname as line
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by c.relname collate "C"`.execute(
    db,
  );
  const blocks: string[] = [];
  for (const { name, line } of tables.rows) {
    const columns = await sql<Line>`
      select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when k.collname is null then '' else ' collate ' || k.collname end
        || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_collation k on k.oid = a.attcollation
      where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`.execute(db);
    const constraints = await sql<Line>`
      select conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
      where conrelid = ${name}::regclass and contype <> 'n' order by conname collate "C"`.execute(db);
    const indexes = await sql<Line>`
      select pg_get_indexdef(indexrelid) as line from pg_index
      where indrelid = ${name}::regclass and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
      order by indexrelid::regclass::text collate "C"`.execute(db);
    const linesOf = (rows: readonly Line[]): string => rows.map((row) => `  ${row.line}\n`).join('');
    blocks.push(`${line}\n${linesOf(columns.rows)}${linesOf(constraints.rows)}${linesOf(indexes.rows)}`);
  }
  return blocks.join('\n');
}

for (const engine of ENGINES) {
  describe(`the schema (${engine.name})`, () => {
    let database: TestDatabase;
    before(async function () {
      this.timeout(120_000);
      database = await engine.start();
    });
    after(() => database?.stop());

    it('is the committed one', async () => {
      const dump = await dumpOf(database.kysely);
      if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(GOLDEN, dump);
      expect(dump).to.equal(await readFile(GOLDEN, 'utf8'));
    });

    it('is migrated once', async () => {
      expect(await migrate(database.kysely, engine.name)).to.deep.equal([]);
    });

    it('has the tenant first in every key, unique index and reference', async () => {
      const keys = await sql<{ name: string; first: string | null }>`
        select i.indexrelid::regclass::text as name, (select attname::text from pg_attribute where attrelid = i.indrelid and attnum = i.indkey[0]) as first
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'public'::regnamespace and i.indisunique and not c.relname = any(${`{${WITHOUT_TENANT.join(',')}}`}::text[])
        union all
        select conname::text, (select attname::text from pg_attribute where attrelid = conrelid and attnum = conkey[1])
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
        union all
        select conname::text || ', the other side', (select attname::text from pg_attribute where attrelid = confrelid and attnum = confkey[1])
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`.execute(database.kysely);
      expect(keys.rows).to.have.length.above(25);
      expect(keys.rows.filter((key) => key.first !== 'tenant_id')).to.deep.equal([]);
    });

    it('has a primary key on every table and byte order on every text', async () => {
      const loose = await sql`
        select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and not exists (select from pg_index where indrelid = c.oid and indisprimary)
        union all
        select a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_collation k on k.oid = a.attcollation
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and k.collname <> 'C'`.execute(database.kysely);
      expect(loose.rows).to.deep.equal([]);
    });
  });
}
