import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { Silence } from '../domain/planning.ts';
import type { Day, Instant } from '../domain/time.ts';
import { giveWay } from '../giveWay.ts';
import type { Tenants } from '../ports/stores.ts';
import { holds, isArmed } from './arming.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, jsonOf, stamp, storable } from './sqlText.ts';
import { isSuppressed } from './suppression.ts';

/** Silences one statement writes; embedded about 10 ms. */
const MOST_SILENCES = 1_000;

interface StateRow {
  readonly frozen_at: Instant | null;
  readonly frozen_why: string | null;
  readonly delta_token: string | null;
  readonly delta_token_day: Day | null;
  readonly hash_salt: string;
  readonly clock_offset_ms: number;
  readonly is_concealed: boolean;
  readonly first_run_day: Day | null;
  readonly last_run_day: Day | null;
}

export function tenantsOn(db: Kysely<Schema>, tenant: TenantId): Tenants {
  const noRow = (): Fault => new Fault('storage-failed', `expected a row of the tenant ${tenant}, got none; the engine makes it when it starts`);
  /** A brake pulled on a tenant that is not there must not look pulled. */
  const mustHaveChanged = (rows: bigint | undefined): void => {
    if (rows !== 1n) throw noRow();
  };

  return {
    async ensure(hashSalt) {
      await sql`insert into tenant (tenant_id, hash_salt) values (${tenant}, ${hashSalt}) on conflict do nothing`.execute(db);
    },

    async state() {
      const result = await sql<StateRow>`
        select frozen_at, frozen_why, delta_token, delta_token_day, hash_salt, clock_offset_ms, is_concealed,
          (select min(day) from run where run.tenant_id = tenant.tenant_id) as first_run_day,
          (select max(day) from run where run.tenant_id = tenant.tenant_id) as last_run_day
        from tenant where tenant_id = ${tenant}`.execute(db);
      const [row] = result.rows;
      if (row === undefined) throw noRow();
      const arming = await db
        .selectFrom('arming')
        .select(['scope', 'notice_url as noticeUrl', 'notice_day as noticeDay', 'armed_at as armedAt'])
        .where('tenant_id', '=', tenant)
        .orderBy('scope')
        .execute();
      return {
        frozen: row.frozen_at === null ? undefined : { at: row.frozen_at, why: row.frozen_why ?? '' },
        arming,
        firstRunDay: row.first_run_day ?? undefined,
        lastRunDay: row.last_run_day ?? undefined,
        deltaToken: row.delta_token === null || row.delta_token_day === null ? undefined : { text: row.delta_token, day: row.delta_token_day },
        hashSalt: row.hash_salt,
        clockOffsetMs: row.clock_offset_ms,
        isConcealed: row.is_concealed,
      };
    },

    async arm(arming) {
      await sql`
        insert into arming (tenant_id, scope, notice_url, notice_day, armed_at)
        values (${tenant}, ${arming.scope}, ${arming.noticeUrl}, ${arming.noticeDay}, ${stamp(arming.armedAt)})
        on conflict (tenant_id, scope) do update
          set notice_url = excluded.notice_url, notice_day = excluded.notice_day, armed_at = least(arming.armed_at, excluded.armed_at)`.execute(db);
    },

    async freeze(at, why) {
      const result = await sql`
        update tenant set frozen_at = ${stamp(at)}::timestamptz, frozen_why = ${storable(why)} where tenant_id = ${tenant}`.execute(db);
      mustHaveChanged(result.numAffectedRows);
    },

    async thaw() {
      const result = await sql`update tenant set frozen_at = null, frozen_why = null where tenant_id = ${tenant}`.execute(db);
      mustHaveChanged(result.numAffectedRows);
    },

    async saveDeltaToken(token, guard) {
      const isMeant = guard === undefined ? sql`true` : sql`delta_token is not distinct from ${guard.insteadOf ?? null}::text`;
      const result = await sql`
        update tenant set delta_token = case when ${isMeant} then ${token?.text ?? null}::text else delta_token end,
          delta_token_day = case when ${isMeant} then ${token?.day ?? null}::date else delta_token_day end
        where tenant_id = ${tenant}`.execute(db);
      mustHaveChanged(result.numAffectedRows);
    },

    async moveClock(offsetMs) {
      const result = await sql`update tenant set clock_offset_ms = ${offsetMs}::bigint where tenant_id = ${tenant}`.execute(db);
      mustHaveChanged(result.numAffectedRows);
    },

    async noteConcealment(isConcealed) {
      const result = await sql`update tenant set is_concealed = ${isConcealed}::boolean where tenant_id = ${tenant}`.execute(db);
      mustHaveChanged(result.numAffectedRows);
    },

    async claimJob(job, day) {
      const result = await sql`insert into job_claim (tenant_id, job, day) values (${tenant}, ${job}, ${day}) on conflict do nothing`.execute(db);
      return result.numAffectedRows === 1n;
    },

    async saveRun(run) {
      await sql`
        insert into run (tenant_id, run_id, day, started_at, finished_at, summary)
        values (${tenant}, ${run.id}, ${run.day}, ${stamp(run.startedAt)}, ${stamp(run.finishedAt)}, ${jsonOf(run.summary)}::jsonb)
        on conflict (tenant_id, run_id) do update set finished_at = excluded.finished_at, summary = excluded.summary`.execute(db);
    },

    async saveSilences(run, entries) {
      const latest = new Map(entries.map((entry) => [entry.personId, entry.why]));
      for (const bite of bitesOf([...latest], MOST_SILENCES)) {
        await saveSilencesBite(db, tenant, run, bite);
        await giveWay();
      }
    },

    async inScope(people) {
      if (people.length === 0) return new Map();
      const result = await sql<{ person_id: PersonId; armed_at: Instant }>`
        select asked.person_id, armed.armed_at
        from unnest(${arrayOf(people)}::uuid[]) as asked (person_id) cross join lateral (
          select min(arming.armed_at) as armed_at from arming where arming.tenant_id = ${tenant} and ${holds(tenant, 'asked.person_id')}
        ) as armed
        where armed.armed_at is not null order by asked.person_id`.execute(db);
      return new Map(result.rows.map((row) => [row.person_id, row.armed_at]));
    },

    async scopeSize() {
      const result = await sql<{ people: number }>`
        select count(*)::int as people from person
        where tenant_id = ${tenant} and not is_removed and is_member and is_enabled and ${isArmed(tenant, 'person.person_id')}`.execute(db);
      return result.rows[0]?.people ?? 0;
    },

    // Asked first whether there is anybody at all: where nobody is, nobody's hash is made.
    async suppressed(people) {
      if (people.length === 0) return new Set();
      const result = await sql<{ person_id: PersonId }>`
        select asked.person_id from unnest(${arrayOf(people)}::uuid[]) as asked (person_id)
        where exists (select from suppressed where tenant_id = ${tenant}) and ${isSuppressed(tenant, 'asked.person_id')}
        order by asked.person_id`.execute(db);
      return new Set(result.rows.map((row) => row.person_id));
    },

    async unsuppress(hash) {
      await sql`delete from suppressed where tenant_id = ${tenant} and person_hash = ${hash}`.execute(db);
    },
  };
}

/** A run's counts grow by the people whose reason of this run was not yet counted, so that a repeated call counts nobody twice. */
async function saveSilencesBite(
  db: Kysely<Schema>,
  tenant: TenantId,
  run: string,
  bite: readonly (readonly [person: PersonId, why: Silence])[],
): Promise<void> {
  await sql`
    with written as (
      insert into silence as known (tenant_id, person_id, run_id, why)
      select ${tenant}::uuid, entry.person_id, ${run}::uuid, entry.why
      from unnest(${arrayOf(bite.map(([person]) => person))}::uuid[], ${arrayOf(bite.map(([, why]) => why))}::text[]) as entry (person_id, why)
        join person on person.tenant_id = ${tenant} and person.person_id = entry.person_id
      on conflict (tenant_id, person_id) do update set run_id = excluded.run_id, why = excluded.why
        where known.run_id <> excluded.run_id
      returning known.why
    )
    insert into silence_count as known (tenant_id, run_id, why, people)
    select ${tenant}::uuid, ${run}::uuid, written.why, count(*)::int from written group by written.why
    on conflict (tenant_id, run_id, why) do update set people = known.people + excluded.people`.execute(db);
}
