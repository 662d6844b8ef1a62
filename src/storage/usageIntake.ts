import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import { type ReportName, reportOf } from '../domain/reports.ts';
import type { ReportRange } from '../domain/usage.ts';
import { giveWay } from '../giveWay.ts';
import type { UsageIntake } from '../ports/stores.ts';
import { atomically, holdPeople } from './atomically.ts';
import { lastOfBite, ledgerOf, mergeUsage, targetOf } from './mergeUsage.ts';
import type { Schema } from './schema.ts';
import { bitesOf, MOST_ROWS, stamp } from './sqlText.ts';
import { stageUsage } from './stageUsage.ts';
import type { Upkeep } from './upkeep.ts';

/** Rows one staging statement takes; embedded about 8 ms. */
const MOST_STAGED = 200;

type Commit = Parameters<UsageIntake['commit']>[0];

/**
 * A report on its way in. Only rows that name one person are staged: by object id, else by user principal name among
 * accounts that are not removed; a name two accounts bear matches nobody. A person twice in a file: the later row counts.
 *
 * Beginning a second intake of the same range ends the first (its `commit` throws `storage-conflict`), so what a crash left
 * behind is cleared by the next read. Merging goes in bites of people, each a transaction; the ledger's row says
 * "incomplete" before the first and is written last, so a crash in between leaves a range that counts for nothing.
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
  const isThisIntake = sql`tenant_id = ${tenant} and report = ${number} and range = ${rangeText}`;
  const target = targetOf(report, range);
  let rowsGiven = 0;
  let rowsUnmatched = 0;
  let rowsAmbiguous = 0;

  await atomically(db, async (transaction) => {
    await sql`
      with former as (delete from usage_intake where ${isThisIntake} returning intake_id)
      delete from usage_staged using former where usage_staged.tenant_id = ${tenant} and usage_staged.intake_id = former.intake_id`.execute(
      transaction,
    );
    await sql`insert into usage_intake (tenant_id, report, range, intake_id) values (${tenant}, ${number}, ${rangeText}, ${intakeId})`.execute(
      transaction,
    );
  });

  /** Locks the intake's row, so that nobody can begin the same range anew until the transaction ends. */
  const requireMine = async (transaction: Kysely<Schema>): Promise<void> => {
    const mine = await sql`select intake_id from usage_intake where ${isThisIntake} and intake_id = ${intakeId} for update`.execute(transaction);
    if (mine.rows.length === 0)
      throw new Fault('storage-conflict', `another read of ${report} ${rangeText} began while this one went on; its rows count, these do not`);
  };

  const mergeAll = async (isComplete: boolean): Promise<number> => {
    let changed = 0;
    let after: PersonId | undefined;
    for (let isLast = false; !isLast; ) {
      changed += await atomically(db, async (transaction) => {
        await requireMine(transaction);
        await holdPeople(transaction, tenant);
        const upTo = await lastOfBite(transaction, tenant, intakeId, after);
        const merged = await mergeUsage(transaction, { tenant, intakeId, target, after, upTo, isComplete });
        isLast = upTo === undefined;
        after = upTo;
        return merged;
      });
      await giveWay();
    }
    return changed;
  };

  const clear = async (on: Kysely<Schema>): Promise<void> => {
    await sql`delete from usage_intake where ${isThisIntake} and intake_id = ${intakeId}`.execute(on);
    if (await upkeep.emptyStaging(on)) return;
    for (let isMore = true; isMore; ) {
      const result = await sql`
        delete from usage_staged where tenant_id = ${tenant} and intake_id = ${intakeId} and person_id = any(array(
          select person_id from usage_staged where tenant_id = ${tenant} and intake_id = ${intakeId} limit ${MOST_ROWS}))`.execute(on);
      isMore = result.numAffectedRows === BigInt(MOST_ROWS);
      await giveWay();
    }
  };

  return {
    async add(rows) {
      for (const bite of bitesOf(rows, MOST_STAGED)) {
        const { unmatched, ambiguous } = await stageUsage(db, tenant, intakeId, bite);
        rowsGiven += bite.length;
        rowsUnmatched += unmatched;
        rowsAmbiguous += ambiguous;
        await giveWay();
      }
    },

    async commit(read: Commit) {
      const ledger = ledgerOf(tenant, report, range);
      await sql`update ${ledger.table} set is_complete = false where ${ledger.isRow}`.execute(db);
      const changed = read.isConcealed ? 0 : await mergeAll(read.isComplete);
      await atomically(db, async (transaction) => {
        await requireMine(transaction);
        await sql`
          insert into ${ledger.table} (tenant_id, report, ${ledger.key}, rows, is_complete, is_concealed, refresh_day, read_at)
          values (${tenant}, ${number}, ${ledger.value}, ${rowsGiven}, ${read.isComplete}, ${read.isConcealed}, ${read.refreshDay}, ${stamp(read.readAt)})
          on conflict (tenant_id, report, ${ledger.key}) do update set rows = excluded.rows, is_complete = excluded.is_complete,
            is_concealed = excluded.is_concealed, refresh_day = excluded.refresh_day, read_at = excluded.read_at`.execute(transaction);
      });
      await clear(db);
      return { matched: rowsGiven - rowsUnmatched, unmatched: rowsUnmatched, ambiguous: rowsAmbiguous, changed };
    },

    abandon: () => clear(db),
  };
}
