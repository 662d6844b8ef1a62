import { type Kysely, sql } from 'kysely';
import { Fault } from '../domain/errors.ts';
import { audienceKey } from '../domain/focus.ts';
import type { Audience, GoalId } from '../domain/goal.ts';
import { habitId } from '../domain/habits.ts';
import type { TenantId } from '../domain/ids.ts';
import { PERSONAS } from '../domain/persona.ts';
import type { Day } from '../domain/time.ts';
import type { Goals } from '../ports/goals.ts';
import { atomically } from './atomically.ts';
import type { Schema } from './schema.ts';
import { stamp, storable } from './sqlText.ts';

export function goalsOn(db: Kysely<Schema>, tenant: TenantId): Goals {
  return {
    async list() {
      const result = await sql<{ goal_id: GoalId; habit: string; audience: string; share: number; by_day: Day }>`
        select goal_id, habit, audience, share, by_day from goal where tenant_id = ${tenant} order by made_at, goal_id`.execute(db);
      return result.rows.map((row) => ({
        id: row.goal_id,
        habit: habitId(row.habit),
        audience: audienceOf(row.audience),
        share: row.share,
        byDay: row.by_day,
      }));
    },

    // The tenant's row is held while counting, so that of two added at once the second sees the first.
    add: (goal, madeAt, today, most) =>
      atomically(db, async (transaction) => {
        await sql`select from tenant where tenant_id = ${tenant} for no key update`.execute(transaction);
        const audience = storable(audienceKey(goal.audience));
        const result = await sql`
          insert into goal (tenant_id, goal_id, habit, audience, share, by_day, made_at)
          select ${tenant}::uuid, ${goal.id}::uuid, ${goal.habit}::text, ${audience}::text, ${goal.share}::double precision, ${goal.byDay}::date, ${stamp(madeAt)}::timestamptz
          where (select count(*) from goal where tenant_id = ${tenant} and audience = ${audience} and by_day >= ${today}::date) < ${most}::int`.execute(
          transaction,
        );
        return result.numAffectedRows === 1n;
      }),

    async drop(id) {
      const result = await sql`delete from goal where tenant_id = ${tenant} and goal_id = ${id}`.execute(db);
      return result.numAffectedRows === 1n;
    },

    async departments() {
      const result = await sql<{ department: string; people: number }>`
        select department, count(*)::int as people from person
        where tenant_id = ${tenant} and not is_removed and is_member and is_enabled and department is not null
        group by department order by department`.execute(db);
      return result.rows;
    },
  };
}

function audienceOf(key: string): Audience {
  if (key === 'everybody') return { kind: 'everybody' };
  if (key.startsWith('department:')) return { kind: 'department', department: key.slice('department:'.length) };
  const persona = PERSONAS.find((one) => key === audienceKey({ kind: 'persona', persona: one }));
  if (persona !== undefined) return { kind: 'persona', persona };
  throw new Fault('storage-failed', `expected an audience in the table goal, got ${JSON.stringify(key)}; was it written by a newer release?`);
}
