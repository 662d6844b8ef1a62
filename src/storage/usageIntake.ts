import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { type ReportName, reportOf } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { UsageIntake } from '../ports/stores.ts';
import { readAccounts } from './accountBook.ts';
import { atomically, holdPeople } from './atomically.ts';
import { GatheredRows } from './gatheredRows.ts';
import { isRangeNew, ledgerOf, mergeUsage, targetOf } from './mergeUsage.ts';
import type { Schema } from './schema.ts';
import { bitesOf, stamp } from './sqlText.ts';

/** Rows looked up in one go, about a millisecond. */
const MOST_GATHERED = 1_000;

type Commit = Parameters<UsageIntake['commit']>[0];

/**
 * A report on its way in. Only rows that name one person are kept: by object id, else by user principal name among accounts that are
 * not removed; a name two accounts bear matches nobody. A person twice in a file: the later row counts. A day's row of nothing but
 * zeros says what no row says, so it is not stored.
 *
 * Nothing is written before `commit`: what a crash leaves behind is the mark that this range is being read. Beginning a second intake
 * of the same range ends the first (its `commit` throws `storage-conflict`). Merging goes in bites of people, each a transaction; the
 * ledger's row says "incomplete" before the first and is written last, so a crash in between leaves a range that counts for nothing.
 * An incomplete file removes nobody's row, for it says nothing about the absent; a concealed one changes no row at all.
 */
export async function beginIntake(db: Kysely<Schema>, tenant: TenantId, report: ReportName, range: ReportRange): Promise<UsageIntake> {
  const intakeId = randomUUID();
  const { number } = reportOf(report);
  const rangeText = range.kind === 'day' ? range.day : `D${range.days}`;
  const isThisIntake = sql`tenant_id = ${tenant} and report = ${number} and range = ${rangeText} and intake_id = ${intakeId}`;
  const target = targetOf(report, range);
  const gather = async (): Promise<GatheredRows> => new GatheredRows(await readAccounts(db, tenant), range.kind === 'day');
  let gathering: Promise<GatheredRows> | undefined;

  await sql`
    insert into usage_intake (tenant_id, report, range, intake_id) values (${tenant}, ${number}, ${rangeText}, ${intakeId})
    on conflict (tenant_id, report, range) do update set intake_id = excluded.intake_id`.execute(db);

  /** Locks the intake's row, so that nobody can begin the same range anew until the transaction ends. */
  const requireMine = async (transaction: Kysely<Schema>): Promise<void> => {
    const mine = await sql`select intake_id from usage_intake where ${isThisIntake} for update`.execute(transaction);
    if (mine.rows.length === 0)
      throw new Fault('storage-conflict', `another read of ${report} ${rangeText} began while this one went on; its rows count, these do not`);
  };

  const mergeAll = async (rows: GatheredRows, isComplete: boolean): Promise<number> => {
    let changed = 0;
    // Whoever read this range until now has lost it to this intake, and every bite below asks whether this one lost it to another.
    const isNew = await atomically(db, async (transaction) => {
      await requireMine(transaction);
      return await isRangeNew(transaction, tenant, target);
    });
    for (const bite of rows.bites()) {
      if (bite.people.length === 0 && (isNew || !isComplete)) continue;
      changed += await atomically(db, async (transaction) => {
        await requireMine(transaction);
        await holdPeople(transaction, tenant);
        return await mergeUsage(transaction, { tenant, target, bite, isComplete, isNew });
      });
      await giveWay();
    }
    return changed;
  };

  const clear = async (): Promise<void> => {
    gathering = undefined;
    await sql`delete from usage_intake where ${isThisIntake}`.execute(db);
  };

  return {
    async add(rows) {
      gathering ??= gather();
      const gathered = await gathering;
      for (const bite of bitesOf(rows, MOST_GATHERED)) {
        for (const row of bite) gathered.add(row);
        await giveWay();
      }
    },

    async commit(read: Commit) {
      const rows = await (gathering ?? gather());
      const { matched, unmatched, ambiguous } = rows;
      const ledger = ledgerOf(tenant, report, range);
      await sql`update ${ledger.table} set is_complete = false where ${ledger.isRow}`.execute(db);
      const changed = read.isConcealed ? 0 : await mergeAll(rows, read.isComplete);
      await atomically(db, async (transaction) => {
        await requireMine(transaction);
        await sql`
          insert into ${ledger.table} (tenant_id, report, ${ledger.key}, rows, is_complete, is_concealed, refresh_day, read_at)
          values (${tenant}, ${number}, ${ledger.value}, ${matched + unmatched}, ${read.isComplete}, ${read.isConcealed}, ${read.refreshDay}, ${stamp(read.readAt)})
          on conflict (tenant_id, report, ${ledger.key}) do update set rows = excluded.rows, is_complete = excluded.is_complete,
            is_concealed = excluded.is_concealed, refresh_day = excluded.refresh_day, read_at = excluded.read_at`.execute(transaction);
      });
      await clear();
      return { matched, unmatched, ambiguous, changed };
    },

    abandon: clear,
  };
}
