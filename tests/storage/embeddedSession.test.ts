import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely, sql } from 'kysely';
import { EmbeddedDialect } from '../../src/storage/embeddedDialect.ts';
import { EmbeddedSession } from '../../src/storage/embeddedSession.ts';

const ask = (text: string, ...parameters: readonly unknown[]): CompiledQuery => CompiledQuery.raw(text, [...parameters]);

describe('the session of an embedded database', () => {
  let pglite: PGlite;
  let session: EmbeddedSession;
  const prepared = async (): Promise<number> => {
    const { rows } = await session.run<{ kept: number }>(ask('select count(*)::int as kept from pg_prepared_statements'));
    return rows[0]?.kept ?? -1;
  };

  before(async () => {
    pglite = await PGlite.create();
  });
  beforeEach(async () => {
    session = new EmbeddedSession(pglite);
    await pglite.exec('deallocate all; drop table if exists note; drop table if exists counter');
  });
  after(() => session.close());

  it('reads and writes the same whether the plan is kept or not', async () => {
    await session.run(ask('create table note (id integer primary key, text text, at timestamptz, ids integer[], is_read boolean)'));
    for (const way of ['runPrepared', 'run'] as const) {
      const insert = ask('insert into note values ($1, $2, $3, $4, $5)', way.length, 'ä "quoted", \\', '2026-03-09T08:00:00.5Z', '{1,NULL}', true);
      assert.equal((await session[way](insert)).numAffectedRows, 1n);
      const select = ask('select * from note where id = $1', way.length);
      for (const again of [select, select]) {
        assert.deepEqual((await session[way](again)).rows, [
          { id: way.length, text: 'ä "quoted", \\', at: Date.parse('2026-03-09T08:00:00.5Z'), ids: [1, null], is_read: true },
        ]);
      }
      assert.deepEqual(await session[way](ask('select 1 as one where $1::text is not null', undefined)), { rows: [] });
    }
  });

  it('goes on after a statement that failed, and keeps nothing of one that failed the first time', async () => {
    const divide = (by: number): CompiledQuery => ask('select 1 / $1::int as part', by);
    await assert.rejects(session.runPrepared(divide(0)), { code: '22012' });
    await assert.rejects(session.runPrepared(ask('select nonsense')), { code: '42703' });
    assert.equal(await prepared(), 0);
    assert.deepEqual((await session.runPrepared(divide(1))).rows, [{ part: 1 }]);
    await assert.rejects(session.runPrepared(divide(0)), { code: '22012' });
    assert.deepEqual((await session.runPrepared(divide(1))).rows, [{ part: 1 }]);
    assert.equal(await prepared(), 1);
  });

  it('lets go of the statement not used for longest', async () => {
    const numbered = (number: number): CompiledQuery => ask(`select ${number} as number`);
    for (let number = 0; number < 300; number += 1) {
      await session.runPrepared(numbered(0));
      assert.deepEqual((await session.runPrepared(numbered(number))).rows, [{ number }]);
    }
    assert.equal(await prepared(), 256);
    const { rows } = await session.run<{ statement: string }>(ask('select statement from pg_prepared_statements'));
    const kept = new Set(rows.map((row) => row.statement));
    assert.deepEqual(
      [0, 1, 44, 45, 299].map((number) => kept.has(numbered(number).sql)),
      [true, false, false, true, true],
    );
  });

  it('refuses a parameter that is no text, and stays usable', async () => {
    for (const way of ['runPrepared', 'run'] as const)
      await assert.rejects(session[way](ask('select $1::text as text, $2::text as date', 'a', new Date())), /write it as text/);
    assert.deepEqual((await session.run(ask('select $1::text as text', 'b'))).rows, [{ text: 'b' }]);
  });

  it('says so when a commit rolled back, because an error in between was passed over', async () => {
    const db = new Kysely<Record<never, never>>({ dialect: new EmbeddedDialect(session, { keepsPlans: true }) });
    await sql`create table note (id integer primary key)`.execute(db);
    const passingOver = db.transaction().execute(async (transaction) => {
      await sql`insert into note values (1)`.execute(transaction);
      await sql`insert into note values (1)`.execute(transaction).catch(() => {});
    });
    await assert.rejects(passingOver, { code: '25P02' });
    assert.deepEqual((await sql`select id from note`.execute(db)).rows, []);
  });

  it('gives the connection to one at a time, also where two share it, and to nobody once it is closed', async () => {
    const [prompt, patient] = [true, false].map(
      (keepsPlans) => new Kysely<Record<never, never>>({ dialect: new EmbeddedDialect(session, { keepsPlans }) }),
    );
    assert.ok(prompt && patient);
    await sql`create table counter (value integer not null)`.execute(prompt);
    await sql`insert into counter values (0)`.execute(prompt);
    const raise = (db: typeof prompt): Promise<void> =>
      db.transaction().execute(async (transaction) => {
        const { rows } = await sql<{ value: number }>`select value from counter`.execute(transaction);
        await sql`update counter set value = ${(rows[0]?.value ?? 0) + 1}`.execute(transaction);
      });
    await Promise.all(Array.from({ length: 20 }, (_, index) => raise(index % 2 === 0 ? prompt : patient)));
    assert.deepEqual((await sql`select value from counter`.execute(patient)).rows, [{ value: 20 }]);
    await prompt.destroy();
    await assert.rejects(sql`select 1`.execute(patient), /closed/);
  });
});
