import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import { type ReportName, reportOf } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { UsageIntake } from '../ports/stores.ts';
import { atomically, holdPeople } from './atomically.ts';
import type { HeldRows } from './heldRows.ts';
import { isRangeNew, ledgerOf, mergeUsage, targetOf } from './mergeUsage.ts';
import type { Schema } from './schema.ts';
import { stamp } from './sqlText.ts';
import type { Upkeep } from './upkeep.ts';

type Commit = Parameters<UsageIntake['commit']>[0];

/**
 * A report on its way in. Only rows that name one person are kept, see `HeldRows`.
 *
 * Nothing is written before `commit`: what a crash leaves behind is the mark that this range is being read. Beginning a second intake
 * of the same range ends the first (its `commit` throws `storage-conflict`). Merging goes in bites of people, each a transaction; the
 * ledger's row says "incomplete" before the first and is written last, so a crash in between leaves a range that counts for nothing.
 * An incomplete file removes nobody's row, for it says nothing about the absent; a concealed one changes no row at all.
 */
export async function beginIntake(
  db: Kysely<Schema>,
  tenant: TenantId,
  report: ReportName,
  range: ReportRange,
  upkeep: Upkeep,
): Promise<UsageIntake> {
  const intakeId = randomUUID();
  const { number } = reportOf(report);
  const rangeText = range.kind === 'day' ? range.day : `D${range.days}`;
  const isThisIntake = sql`tenant_id = ${tenant} and report = ${number} and range = ${rangeText} and intake_id = ${intakeId}`;
  const target = targetOf(report, range);
  let holding: Promise<HeldRows> | undefined;
  const held = (): Promise<HeldRows> => {
    holding ??= upkeep.holdRows(db, tenant, range.kind === 'day');
    return holding;
  };

  if (range.kind === 'day') await upkeep.makeRoom(db, range.day);
  await sql`
    insert into usage_intake (tenant_id, report, range, intake_id) values (${tenant}, ${number}, ${rangeText}, ${intakeId})
    on conflict (tenant_id, report, range) do update set intake_id = excluded.intake_id`.execute(db);

  /** Locks the intake's row, so that nobody can begin the same range anew until the transaction ends. */
  const requireMine = async (transaction: Kysely<Schema>): Promise<void> => {
    const mine = await sql`select intake_id from usage_intake where ${isThisIntake} for update`.execute(transaction);
    if (mine.rows.length === 0)
      throw new Fault('storage-conflict', `another read of ${report} ${rangeText} began while this one went on; its rows count, these do not`);
  };

  const mergeAll = async (rows: HeldRows, isComplete: boolean): Promise<number> => {
    let changed = 0;
    // Whoever read this range until now has lost it to this intake, and every bite below asks whether this one lost it to another.
    const isNew = await atomically(rows.db, async (transaction) => {
      await requireMine(transaction);
      return await isRangeNew(transaction, tenant, target);
    });
    for await (const bite of rows.bites()) {
      if (bite.isEmpty && (isNew || !isComplete)) continue;
      changed += await atomically(rows.db, async (transaction) => {
        await requireMine(transaction);
        await holdPeople(transaction, tenant);
        return await mergeUsage(transaction, { tenant, target, bite, isComplete, isNew });
      });
      await giveWay();
    }
    return changed;
  };

  const clear = async (): Promise<void> => {
    const rows = await holding?.catch(() => undefined);
    holding = undefined;
    await rows?.release();
    await sql`delete from usage_intake where ${isThisIntake}`.execute(db);
  };

  return {
    async add(rows) {
      await (await held()).add(rows);
    },

    async commit(read: Commit) {
      const rows = await held();
      try {
        const { matched, unmatched, ambiguous } = await rows.counts();
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
        return { matched, unmatched, ambiguous, changed };
      } finally {
        await clear();
      }
    },

    abandon: clear,
  };
}
