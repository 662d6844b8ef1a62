import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { HabitId } from '../domain/habits.ts';
import type { DecisionId, PersonId, TenantId } from '../domain/ids.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import type { Deliveries, OpenDecision } from '../ports/deliveries.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, stamp } from './sqlText.ts';

type Outcomes = Pick<Deliveries, 'undecided' | 'decideOutcomes' | 'unsustained' | 'decideSustained' | 'praiseOf' | 'praised' | 'records'>;

/** Whether the behaviour came after a decision and lasted, the praise for it, and each item's record. */
export function outcomesOn(db: Kysely<Schema>, tenant: TenantId): Outcomes {
  const open = async (
    state: RawBuilder<unknown>,
    [from, to]: readonly [Day, Day],
    limit: number,
    after: DecisionId | undefined,
  ): Promise<readonly OpenDecision[]> => {
    if (limit <= 0) return [];
    const beyond = after === undefined ? sql`` : sql`and decision.decision_id > ${after}::uuid`;
    const result = await sql<{ decision: DecisionId; personId: PersonId; habit: HabitId; dataDay: Day; wasSent: boolean }>`
      select decision.decision_id as decision, decision.has_delivery as "wasSent", decision.person_id as "personId", decision.habit, decision.data_day as "dataDay"
      from decision
      where decision.tenant_id = ${tenant} and ${state} ${beyond}
        and decision.habit is not null and decision.data_day between ${from}::date and ${to}::date
      order by decision.decision_id limit ${limit}`.execute(db);
    return result.rows;
  };

  return {
    // What was planned and never arrived is nobody's outcome.
    undecided: (from, to, limit, after) =>
      open(
        sql`not decision.is_outcome_decided and (not decision.has_delivery or exists (select from delivery
          where delivery.tenant_id = ${tenant} and delivery.decision_id = decision.decision_id and delivery.state = 'sent'))`,
        [from, to],
        limit,
        after,
      ),

    // The first verdict stands; what it was about is copied, so that records need no other table.
    async decideOutcomes(outcomes) {
      for (const bite of bitesOf(outcomes)) {
        await sql`
          with given as materialized (
            select * from unnest(${arrayOf(bite.map((outcome) => outcome.decision))}::uuid[], ${arrayOf(bite.map((outcome) => outcome.hasCome))}::boolean[],
              ${arrayOf(bite.map((outcome) => outcome.signal))}::text[], ${arrayOf(bite.map((outcome) => stamp(outcome.at)))}::timestamptz[])
              as outcome (decision_id, has_come, signal, decided_at)
          ), decided as (
            insert into outcome (tenant_id, decision_id, person_id, item, signal, arm, has_come, decided_at)
            select ${tenant}::uuid, decision.decision_id, decision.person_id, decision.choice, coalesce(given.signal, decision.signal), decision.arm,
              given.has_come, given.decided_at
            from given join decision on decision.tenant_id = ${tenant} and decision.decision_id = given.decision_id
            on conflict do nothing
          )
          update decision set is_outcome_decided = true from given
          where decision.tenant_id = ${tenant} and decision.decision_id = given.decision_id`.execute(db);
      }
    },

    unsustained: (from, to, limit, after) => open(sql`decision.is_outcome_decided and not decision.is_sustained_decided`, [from, to], limit, after),

    async decideSustained(verdicts) {
      for (const bite of bitesOf(verdicts)) {
        await sql`
          with given as materialized (
            select * from unnest(${arrayOf(bite.map((verdict) => verdict.decision))}::uuid[], ${arrayOf(bite.map((verdict) => verdict.isSustained))}::boolean[])
              as verdict (decision_id, is_sustained)
          ), judged as (
            update outcome set is_sustained = given.is_sustained from given
            where outcome.tenant_id = ${tenant} and outcome.decision_id = given.decision_id and outcome.is_sustained is null
            returning outcome.decision_id
          )
          update decision set is_sustained_decided = true from judged
          where decision.tenant_id = ${tenant} and decision.decision_id = judged.decision_id`.execute(db);
      }
    },

    // A habit is praised once; that it shows again later is what a habit is.
    async praiseOf(people) {
      if (people.length === 0) return new Map();
      const result = await sql<{ person_id: PersonId; signal: SignalId }>`
        select distinct on (person_id) person_id, signal from outcome as fresh
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and arm = 'sent' and item is not null
          and has_come and not is_praised and signal is not null
          and not exists (select from outcome as told
            where told.tenant_id = ${tenant} and told.person_id = fresh.person_id and told.signal = fresh.signal and told.is_praised)
        order by person_id, decided_at desc, decision_id desc`.execute(db);
      return new Map(result.rows.map((row) => [row.person_id, row.signal]));
    },

    async praised(person, signal) {
      await sql`
        update outcome set is_praised = true
        where tenant_id = ${tenant} and person_id = ${person} and signal = ${signal} and has_come and not is_praised`.execute(db);
    },

    async records() {
      const result = await sql<{ item: string; decided: number; came: number }>`
        select item, count(*)::int as decided, (count(*) filter (where has_come))::int as came
        from outcome where tenant_id = ${tenant} and arm = 'sent' and item is not null group by item order by item`.execute(db);
      return new Map(result.rows.map((row) => [row.item, { decided: row.decided, came: row.came }]));
    },
  };
}
