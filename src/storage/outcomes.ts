import { type Kysely, sql } from 'kysely';
import type { DecisionId, PersonId, TenantId } from '../domain/ids.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, stamp } from './sqlText.ts';

type Outcomes = Pick<Deliveries, 'undecided' | 'decideOutcomes' | 'praiseOf' | 'praised' | 'records'>;

/** Whether the behaviour came after a message, the praise for it, and each item's record. */
export function outcomesOn(db: Kysely<Schema>, tenant: TenantId): Outcomes {
  return {
    async undecided(limit, after) {
      if (limit <= 0) return [];
      const beyond = after === undefined ? sql`` : sql`and delivery.decision_id > ${after}::uuid`;
      const result = await sql<{ decision: DecisionId; personId: PersonId; signal: SignalId; dataDay: Day }>`
        select decision.decision_id as decision, decision.person_id as "personId", decision.signal, decision.data_day as "dataDay"
        from delivery join decision on decision.tenant_id = delivery.tenant_id and decision.decision_id = delivery.decision_id
        where delivery.tenant_id = ${tenant} and delivery.state = 'sent' and not delivery.is_outcome_decided ${beyond}
          and decision.signal is not null and decision.data_day is not null
        order by delivery.decision_id limit ${limit}`.execute(db);
      return result.rows;
    },

    // The first verdict stands; what it was about is copied, so that records need no other table.
    async decideOutcomes(outcomes) {
      for (const bite of bitesOf(outcomes)) {
        await sql`
          with given as materialized (
            select * from unnest(${arrayOf(bite.map((outcome) => outcome.decision))}::uuid[], ${arrayOf(bite.map((outcome) => outcome.hasCome))}::boolean[],
              ${arrayOf(bite.map((outcome) => stamp(outcome.at)))}::timestamptz[]) as outcome (decision_id, has_come, decided_at)
          ), decided as (
            insert into outcome (tenant_id, decision_id, person_id, item, signal, has_come, decided_at)
            select ${tenant}::uuid, decision.decision_id, decision.person_id, decision.choice, decision.signal, given.has_come, given.decided_at
            from given join decision on decision.tenant_id = ${tenant} and decision.decision_id = given.decision_id
            on conflict do nothing
          )
          update delivery set is_outcome_decided = true from given
          where delivery.tenant_id = ${tenant} and delivery.decision_id = given.decision_id`.execute(db);
      }
    },

    async praiseOf(people) {
      if (people.length === 0) return new Map();
      const result = await sql<{ person_id: PersonId; signal: SignalId }>`
        select distinct on (person_id) person_id, signal from outcome
        where tenant_id = ${tenant} and person_id = any(${arrayOf(people)}::uuid[]) and has_come and not is_praised and signal is not null
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
        from outcome where tenant_id = ${tenant} and item is not null group by item order by item`.execute(db);
      return new Map(result.rows.map((row) => [row.item, { decided: row.decided, came: row.came }]));
    },
  };
}
