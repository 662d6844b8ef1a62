import { type Kysely, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { UsageRow } from '../domain/usage.ts';
import { type HeldRows, type NamedCounts, signalsOf, unknownLike } from './heldRows.ts';
import type { Schema } from './schema.ts';
import { arrayOf } from './sqlText.ts';

/** People one merging statement covers; on a server about 200 ms. */
const MOST_MERGED = 20_000;

/** Of the temporary table `held_row`; `rows`: how many there were of the person. */
export const HELD_COLUMNS = sql`(person_id uuid primary key, signals text, rows integer not null)`;

/**
 * Rows in a temporary table of one connection of the server, so that this process's memory stays flat however many people there are.
 * The names are looked up as the rows come, and are not kept. Whatever ends the connection takes the rows with it.
 */
export async function stageRows(db: Kysely<Schema>, tenant: TenantId, isOfDay: boolean): Promise<HeldRows> {
  const { connection, giveBack } = await ownConnection(db);
  try {
    await sql`create temporary table held_row ${HELD_COLUMNS}`.execute(connection);
  } catch (fault) {
    await giveBack();
    throw fault;
  }

  // The server works on one bite while this process reads the next.
  let staged: Promise<Staged> = Promise.resolve({ rows: 0, ambiguous: 0 });
  let unknown = '{}';

  return {
    db: connection,
    async add(rows) {
      const before = await staged;
      const [first] = rows;
      if (first !== undefined) unknown = unknownLike(first);
      staged = stage(connection, tenant, rows, isOfDay).then((counts) => sumOf(before, counts));
      staged.catch(() => {}); // whoever adds or counts next is told
    },
    counts: async () => countsOf(connection, await staged),
    bites: async function* () {
      let after: PersonId | undefined;
      do {
        const beyond = after === undefined ? sql`` : sql`and person_id > ${after}::uuid`;
        const found = await sql<{ person_id: PersonId }>`
          select person_id from person where tenant_id = ${tenant} ${beyond} order by person_id offset ${MOST_MERGED - 1} limit 1`.execute(
          connection,
        );
        const upTo = found.rows[0]?.person_id;
        const within = upTo === undefined ? sql`` : sql`and person_id <= ${upTo}::uuid`;
        yield {
          after,
          upTo,
          given: sql`
          select person_id, case when rows = 1 then signals else ${unknown} end as signals from held_row
          where (signals is not null or rows > 1) ${beyond} ${within}`,
          isEmpty: false,
        };
        after = upTo;
      } while (after !== undefined);
    },
    async release() {
      await Promise.allSettled([staged]);
      try {
        await sql`drop table if exists held_row`.execute(connection);
      } finally {
        await giveBack();
      }
    },
  };
}

/** Rows taken so far, and how many of them bear a name of several accounts. */
interface Staged {
  readonly rows: number;
  readonly ambiguous: number;
}

/** Finds whom each row names and keeps it, with how many there were of each person. */
async function stage(connection: Kysely<Schema>, tenant: TenantId, rows: readonly UsageRow[], isOfDay: boolean): Promise<Staged> {
  const column = (read: (row: UsageRow) => string | undefined): string => arrayOf(rows.map(read));
  const result = await sql<Pick<Staged, 'ambiguous'>>`
    with given as materialized (
      select * from unnest(${column((row) => row.personId)}::uuid[], ${column((row) => row.userPrincipalName.toLowerCase())}::text[],
        ${column((row) => signalsOf(row, isOfDay))}::text[]) as row (asked, name, signals)
    ), named as materialized (
      select given.signals, coalesce(by_id.person_id, case when cardinality(by_name.bearers) = 1 then by_name.bearers[1] end) as person_id,
        by_id.person_id is null and cardinality(by_name.bearers) > 1 as is_ambiguous
      from given
        left join person by_id on by_id.tenant_id = ${tenant} and by_id.person_id = given.asked
        left join lateral (
          select array_agg(bearer.person_id) as bearers from (
            select person_id from person where tenant_id = ${tenant} and not is_removed and user_principal_name = given.name and given.name <> '' limit 2
          ) as bearer
        ) as by_name on by_id.person_id is null
    ), kept as (
      insert into held_row as held (person_id, signals, rows)
      select person_id, max(signals), count(*) from named where person_id is not null group by person_id
      on conflict (person_id) do update set rows = held.rows + excluded.rows
    )
    select (count(*) filter (where is_ambiguous))::int as ambiguous from named`.execute(connection);
  return { rows: rows.length, ambiguous: result.rows[0]?.ambiguous ?? 0 };
}

const sumOf = (a: Staged, b: Staged): Staged => ({ rows: a.rows + b.rows, ambiguous: a.ambiguous + b.ambiguous });

async function countsOf(connection: Kysely<Schema>, { rows, ambiguous }: Staged): Promise<NamedCounts> {
  const result = await sql<{ once: number; several: number }>`
    select (count(*) filter (where rows = 1))::int as once, coalesce(sum(rows) filter (where rows > 1), 0)::int as several from held_row`.execute(
    connection,
  );
  const { once, several } = result.rows[0] ?? { once: 0, several: 0 };
  return { matched: once, unmatched: rows - once, ambiguous: ambiguous + several };
}

/** One connection for as long as it is wanted: a temporary table is seen by no other. */
async function ownConnection(db: Kysely<Schema>): Promise<{ readonly connection: Kysely<Schema>; giveBack(): Promise<void> }> {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: taken, resolve: take, reject: refuse } = Promise.withResolvers<Kysely<Schema>>();
  const held = db.connection().execute(async (connection) => {
    take(connection);
    await ended;
  });
  held.catch(refuse);
  const connection = await taken;
  return {
    connection,
    giveBack: async () => {
      end();
      await held;
    },
  };
}
