import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PersonId, TenantId } from '../domain/ids.ts';
import type { SignalId } from '../domain/signals.ts';
import type { Day } from '../domain/time.ts';
import type { DecisionPlace, Deliveries, OpenDecision, OpenDecisions } from '../ports/deliveries.ts';
import type { Schema } from './schema.ts';
import { arrayOf, bitesOf, stamp } from './sqlText.ts';

type Outcomes = Pick<Deliveries, 'undecided' | 'decideOutcomes' | 'unsustained' | 'decideSustained' | 'praiseOf' | 'praised' | 'records'>;

/** Whether the behaviour came after a decision and lasted, the praise for it, and each item's record. */
export function outcomesOn(db: Kysely<Schema>, tenant: TenantId): Outcomes {
  /** First a page, then what of it is open, by look-ups with a key: joined freely, a statement might read whole tables for each page. */
  const openAmong = async (
    isOpen: RawBuilder<unknown>,
    [from, to]: readonly [Day, Day],
    limit: number,
    after: DecisionPlace | undefined,
  ): Promise<OpenDecisions> => {
    const beyond = after === undefined ? sql`` : sql`and (data_day, decision_id) > (${after.dataDay}::date, ${after.decision}::uuid)`;
    const { rows } = await sql<OpenDecision & { readonly isOpen: boolean }>`
      select page.decision_id as decision, page.person_id as "personId", page.habit, page.data_day as "dataDay", page.has_delivery as "wasSent",
        ${isOpen} as "isOpen"
      from (select decision_id, person_id, habit, data_day, has_delivery from decision
        where tenant_id = ${tenant} and habit is not null and data_day between ${from}::date and ${to}::date ${beyond}
        order by data_day, decision_id limit ${limit}) as page
      order by page.data_day, page.decision_id`.execute(db);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      open: rows.filter((row) => row.isOpen).map(({ isOpen, ...decision }) => decision),
      next: last === undefined ? undefined : { dataDay: last.dataDay, decision: last.decision },
    };
  };
  /** A column of the outcome of the page's decision, if it has one. */
  const verdict = (column: 'has_come' | 'is_sustained') =>
    sql`(select ${sql.ref(column)} from outcome where outcome.tenant_id = ${tenant} and outcome.decision_id = page.decision_id)`;

  return {
    // What was planned and never arrived is nobody's outcome.
    undecided: (from, to, limit, after) =>
      openAmong(
        sql`${verdict('has_come')} is null and (not page.has_delivery or coalesce((select state = 'sent' from delivery
          where delivery.tenant_id = ${tenant} and delivery.decision_id = page.decision_id limit 1), false))`,
        [from, to],
        limit,
        after,
      ),

    // The first verdict stands; what it was about is copied, so that records need no other table.
    async decideOutcomes(outcomes) {
      for (const bite of bitesOf(outcomes)) {
        await sql`
          insert into outcome (tenant_id, decision_id, person_id, item, signal, arm, has_come, decided_at)
          select ${tenant}::uuid, decision.decision_id, decision.person_id, decision.choice, coalesce(given.signal, decision.signal), decision.arm,
            given.has_come, given.decided_at
          from unnest(${arrayOf(bite.map((outcome) => outcome.decision))}::uuid[], ${arrayOf(bite.map((outcome) => outcome.hasCome))}::boolean[],
              ${arrayOf(bite.map((outcome) => outcome.signal))}::text[], ${arrayOf(bite.map((outcome) => stamp(outcome.at)))}::timestamptz[])
              as given (decision_id, has_come, signal, decided_at)
            join decision on decision.tenant_id = ${tenant} and decision.decision_id = given.decision_id
          on conflict do nothing`.execute(db);
      }
    },

    unsustained: (from, to, limit, after) =>
      openAmong(sql`${verdict('has_come')} is not null and ${verdict('is_sustained')} is null`, [from, to], limit, after),

    async decideSustained(verdicts) {
      for (const bite of bitesOf(verdicts)) {
        await sql`
          update outcome set is_sustained = given.is_sustained
          from unnest(${arrayOf(bite.map((verdict) => verdict.decision))}::uuid[], ${arrayOf(bite.map((verdict) => verdict.isSustained))}::boolean[])
            as given (decision_id, is_sustained)
          where outcome.tenant_id = ${tenant} and outcome.decision_id = given.decision_id and outcome.is_sustained is null`.execute(db);
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
