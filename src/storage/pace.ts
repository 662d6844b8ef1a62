import { type Kysely, sql } from 'kysely';
import type { TenantId } from '../domain/ids.ts';
import type { Pace, PaceName, Slots } from '../ports/pace.ts';
import type { Schema } from './schema.ts';

/**
 * A little under the rate asked for: a connector whose seconds slide with every request refuses one that comes early by more than what 50
 * slots are longer than a second. At 50 a second that is 20 ms with 0.98, and 31 refusals were met in eight minutes, each worth 80
 * messages; with 0.965 it is 36 ms.
 */
const SAFE_SHARE = 0.965;
/** Late requests follow each other this much closer than slots: at the full rate, the line's own jitter would bring one too many into a second. */
const HASTE = 0.99;
const RECOVERY_PER_SECOND = 5;
/** However often the platform refuses, one message a second is still tried. */
const LOWEST_RATE = 1;

/**
 * One bucket of depth 1 per tenant and name in one row, on the database's clock alone. Slots lie 1 ÷ (0.965 · rate) seconds apart;
 * time without sends earns nothing. After a 429 the rate is half of what it was, and everything is held until Retry-After
 * has passed; from then on it grows by 5 a second back to `ratePerSecond`, worked out when slots are reserved.
 * Example: 40 a second → slots 25.9 ms apart; after one 429 held for 2 s: 20, 25, 30 … a second at 2, 3, 4 s.
 */
export function paceOn(db: Kysely<Schema>, tenant: TenantId, name: PaceName, ratePerSecond: number): Pace {
  const isMine = sql`pace.tenant_id = ${tenant} and pace.name = ${name}`;
  /** The rate in force at `clock.at`. */
  const rate = sql`least(${ratePerSecond}::double precision, coalesce(pace.rate_per_second
    + ${RECOVERY_PER_SECOND} * floor(greatest(0, extract(epoch from clock.at - pace.held_until)::double precision)), ${ratePerSecond}::double precision))`;
  let hasRow = false;
  const ensureRow = async (): Promise<void> => {
    if (hasRow) return;
    await sql`insert into pace (tenant_id, name, next_at) values (${tenant}, ${name}, clock_timestamp()) on conflict do nothing`.execute(db);
    hasRow = true;
  };

  const reserveOnce = async (count: number, withinMs: number): Promise<Slots> => {
    // One statement that takes no more than what begins in time: a slot reserved and not used would be lost to everybody.
    const result = await sql<{ first_ms: number; spacing_ms: number; slots: number }>`
      with clock as materialized (select clock_timestamp() as at),
      room as materialized (
        select first_ms, spacing_ms, greatest(0, least(${count}::int, floor((${withinMs}::double precision - first_ms) / spacing_ms)::int + 1)) as slots
        from (
          select greatest(0, extract(epoch from greatest(pace.next_at, pace.held_until) - clock.at) * 1000)::double precision as first_ms,
            (1000 / (${SAFE_SHARE}::double precision * ${rate}))::double precision as spacing_ms
          from pace, clock where ${isMine} for update of pace
        ) as given
      )
      update pace set next_at = case when room.slots = 0 then pace.next_at
        else clock.at + (room.first_ms + room.slots * room.spacing_ms) * interval '1 millisecond' end
      from clock, room where ${isMine}
      returning room.first_ms, room.spacing_ms, room.slots`.execute(db);
    const [row] = result.rows;
    if (row === undefined) return { waitsMs: [], nextMs: 0, leastGapMs: 0 };
    const at = (index: number): number => row.first_ms + index * row.spacing_ms;
    return { waitsMs: Array.from({ length: row.slots }, (_, index) => at(index)), nextMs: at(row.slots), leastGapMs: row.spacing_ms * HASTE };
  };

  return {
    async reserve(count, withinMs) {
      await ensureRow();
      return reserveOnce(count, withinMs);
    },

    async slowDown(retryAfterMs) {
      await ensureRow();
      await sql`
        with clock as materialized (select clock_timestamp() as at)
        update pace set
          rate_per_second = case when pace.slowed_at > clock.at - interval '1 second' then pace.rate_per_second else greatest(${LOWEST_RATE}, ${rate} / 2) end,
          slowed_at = case when pace.slowed_at > clock.at - interval '1 second' then pace.slowed_at else clock.at end,
          held_until = greatest(pace.held_until, clock.at + ${retryAfterMs}::double precision * interval '1 millisecond')
        from clock where ${isMine}`.execute(db);
    },
  };
}
