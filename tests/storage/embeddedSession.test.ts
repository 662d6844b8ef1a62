import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely, sql } from 'kysely';
import { EmbeddedDialect } from '../../src/storage/embeddedDialect.ts';
import { EmbeddedSession } from '../../src/storage/embeddedSession.ts';
import type { RefusedStatement } from '../../src/storage/wireAnswer.ts';

const ask = (text: string, ...parameters: readonly unknown[]): CompiledQuery => CompiledQuery.raw(text, [...parameters]);

const kyselyOn = (session: EmbeddedSession): Kysely<Record<never, never>> => new Kysely({ dialect: new EmbeddedDialect(session) });

describe('the session of an embedded database', () => {
  let pglite: PGlite;
  let session: EmbeddedSession;
  const prepared = async (): Promise<number> => {
    const { rows } = await pglite.query<{ kept: number }>('select count(*)::int as kept from pg_prepared_statements');
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

  it('writes and reads, a statement asked before as one asked the first time', async () => {
    await session.run(ask('create table note (id integer primary key, text text, at timestamptz, ids integer[], is_read boolean)'));
    for (const id of [1, 2]) {
      const insert = ask('insert into note values ($1, $2, $3, $4, $5)', id, 'ä "quoted", \\', '2026-03-09T08:00:00.5Z', '{1,NULL}', true);
      assert.equal((await session.run(insert)).numAffectedRows, 1n);
      assert.deepEqual((await session.run(ask('select * from note where id = $1', id))).rows, [
        { id, text: 'ä "quoted", \\', at: Date.parse('2026-03-09T08:00:00.5Z'), ids: [1, null], is_read: true },
      ]);
      assert.deepEqual(await session.run(ask('select 1 as one where $1::text is not null', undefined)), { rows: [] });
    }
  });

  it('goes on after a statement that failed, and keeps nothing of one that failed the first time', async () => {
    const divide = (by: number): CompiledQuery => ask('select 1 / $1::int as part', by);
    await assert.rejects(session.run(divide(0)), { code: '22012' });
    await assert.rejects(session.run(ask('select nonsense')), { code: '42703' });
    assert.equal(await prepared(), 0);
    assert.deepEqual((await session.run(divide(1))).rows, [{ part: 1 }]);
    await assert.rejects(session.run(divide(0)), { code: '22012' });
    assert.deepEqual((await session.run(divide(1))).rows, [{ part: 1 }]);
    assert.equal(await prepared(), 1);
  });

  it('takes and gives what is larger than any buffer, letter for letter', async () => {
    const long = 'ä€😀'.repeat(200_000);
    const echo = ask('select $1::text as text from generate_series(1, 3)', long);
    for (const _ of [1, 2]) assert.deepEqual((await session.run(echo)).rows, Array(3).fill({ text: long }));
  });

  it('says what was refused and never what was asked, also when rows came before it', async () => {
    await session.run(ask('create table note (id integer constraint note_positive check (id > 0))'));
    for (const _ of [1, 2]) {
      await assert.rejects(session.run(ask('insert into note values ($1)', -17)), (error: RefusedStatement) => {
        assert.deepEqual([error.code, error.constraint], ['23514', 'note_positive']);
        assert.doesNotMatch(error.message, /17/);
        return true;
      });
      const late = ask('select repeat(number::text, 5000), 1 / (4 - number) from generate_series(1, $1::int) as list (number)', 4);
      await assert.rejects(session.run(late), { code: '22012' });
    }
    assert.deepEqual((await session.run(ask('select id from note'))).rows, []);
  });

  it('passes over what the database only remarks', async () => {
    const answer = await session.run(ask("do $$ begin raise notice 'by the way'; end $$"));
    assert.deepEqual(answer, { rows: [] });
  });

  it('lets go of the statement not used for longest', async () => {
    const numbered = (number: number): CompiledQuery => ask(`select ${number} as number`);
    for (let number = 0; number < 300; number += 1) {
      await session.run(numbered(0));
      assert.deepEqual((await session.run(numbered(number))).rows, [{ number }]);
    }
    assert.equal(await prepared(), 256);
    const { rows } = await pglite.query<{ statement: string }>('select statement from pg_prepared_statements');
    const kept = new Set(rows.map((row) => row.statement));
    assert.deepEqual(
      [0, 1, 44, 45, 299].map((number) => kept.has(numbered(number).sql)),
      [true, false, false, true, true],
    );
  });

  it('plans anew after half a minute, for the tables may have grown', async () => {
    let now = 0;
    session = new EmbeddedSession(pglite, () => now);
    const names = async (): Promise<readonly string[]> => {
      const { rows } = await pglite.query<{ name: string }>('select name from pg_prepared_statements');
      return rows.map((row) => row.name);
    };
    const one = ask('select 1 as one');
    await session.run(one);
    const first = await names();
    now = 29_999;
    await session.run(one);
    assert.deepEqual(await names(), first);
    now = 30_000;
    assert.deepEqual((await session.run(one)).rows, [{ one: 1 }]);
    const second = await names();
    assert.equal(second.length, 1);
    assert.notDeepEqual(second, first);
  });

  it('refuses a parameter that is no text, and stays usable', async () => {
    const texts = (...values: readonly unknown[]): CompiledQuery => ask('select $1::text as one, $2::text as other', ...values);
    for (const _ of [1, 2]) {
      await assert.rejects(session.run(texts('a', new Date())), { code: 'storage-failed', message: /write it as text/ });
      assert.deepEqual((await session.run(texts('b', 'c'))).rows, [{ one: 'b', other: 'c' }]);
    }
  });

  it('says so when a commit rolled back, because an error in between was passed over', async () => {
    const db = kyselyOn(session);
    await sql`create table note (id integer primary key)`.execute(db);
    const passingOver = db.transaction().execute(async (transaction) => {
      await sql`insert into note values (1)`.execute(transaction);
      await sql`insert into note values (1)`.execute(transaction).catch(() => {});
    });
    await assert.rejects(passingOver, { code: '25P02' });
    assert.deepEqual((await sql`select id from note`.execute(db)).rows, []);
  });

  it('gives the connection to one at a time, also where two share it, and to nobody once it is closed', async () => {
    const [prompt, patient] = [kyselyOn(session), kyselyOn(session)];
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
    await assert.rejects(sql`select 1`.execute(patient), { code: 'storage-unavailable', message: /closed/ });
  });
});
