import { expect } from 'chai';
import { sql } from 'kysely';
import { HOUR_MS } from '../../src/domain/time.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';

/** Milliseconds between two slots at 96.5 % of the rate. */
const gapMs = (ratePerSecond: number): number => 1_000 / (0.965 * ratePerSecond);
const gapsOf = (waits: readonly number[]): readonly number[] => waits.slice(1).map((wait, index) => wait - (waits[index] ?? 0));

/** Moves the tenant's bucket into the past by so many seconds, as if they had gone by. */
async function pass(tenant: TestTenant, seconds: number): Promise<void> {
  await tenant.rows(sql`
    update pace set next_at = next_at - ${seconds}::int * interval '1 second', held_until = held_until - ${seconds}::int * interval '1 second',
      slowed_at = slowed_at - ${seconds}::int * interval '1 second' where tenant_id = ${tenant.tenant}`);
}

function isAPace(open: (ratePerSecond?: number) => Promise<TestTenant>): void {
  it('spaces slots at 96.5 % of the rate, also after idle time, which earns nothing', async () => {
    const tenant = await open(10);
    const { pace } = tenant.db.stores;
    const first = (await pace.reserve(3, HOUR_MS)).waitsMs;
    expect(first[0]).to.be.closeTo(0, 1);
    for (const gap of gapsOf(first)) expect(gap).to.be.closeTo(gapMs(10), 0.1);
    await pass(tenant, 3_600);
    const later = (await pace.reserve(2, HOUR_MS)).waitsMs;
    expect(later[0]).to.be.closeTo(0, 1);
    expect(gapsOf(later)[0]).to.be.closeTo(gapMs(10), 0.1);
    expect((await pace.reserve(0, HOUR_MS)).waitsMs).to.deep.equal([]);
  });

  it('holds two workers together to one rate', async () => {
    const tenant = await open(1);
    const started = performance.now();
    const waits = (await Promise.all([tenant.db, tenant.other, tenant.db, tenant.other].map((db) => db.stores.pace.reserve(2, HOUR_MS))))
      .flatMap((slots) => slots.waitsMs)
      .sort((a, b) => a - b);
    const tookMs = performance.now() - started;
    expect(waits).to.have.length(8);
    // Each wait counts from its own call, so the calls' own time is the tolerance.
    for (const [index, wait] of waits.entries()) expect(wait).to.be.within(index * gapMs(1) - tookMs - 5, index * gapMs(1) + 5);
  });

  it('paces installations by themselves, at thirty a second', async () => {
    const { pace, installPace } = (await open(10)).db.stores;
    await pace.slowDown(60_000);
    const { waitsMs, leastGapMs } = await installPace.reserve(2, HOUR_MS);
    expect(waitsMs[0]).to.be.closeTo(0, 1);
    expect(gapsOf(waitsMs)[0]).to.be.closeTo(gapMs(30), 0.1);
    expect(leastGapMs).to.be.within(1_000 / 30, gapMs(30));
  });

  it('takes only slots that begin in time, and none from anybody when none does', async () => {
    const { pace } = (await open(10)).db.stores;
    const taken = await pace.reserve(20, 1_000);
    expect(taken.waitsMs).to.have.length(10);
    expect(taken.nextMs).to.be.closeTo(10 * gapMs(10), 1);
    const none = await pace.reserve(5, 500);
    expect(none.waitsMs).to.deep.equal([]);
    expect(none.nextMs).to.be.within(10 * gapMs(10) - 100, 10 * gapMs(10));
    const [next] = (await pace.reserve(1, HOUR_MS)).waitsMs;
    expect(next).to.be.within(10 * gapMs(10) - 100, 10 * gapMs(10));
  });

  it('halves at most once a second, holds for Retry-After, and grows by 5 a second afterwards', async () => {
    const tenant = await open(40);
    const { pace } = tenant.db.stores;
    await pace.slowDown(60_000);
    await tenant.other.stores.pace.slowDown(1_000);
    const held = (await pace.reserve(2, HOUR_MS)).waitsMs;
    expect(held[0]).to.be.within(58_000, 60_000);
    expect(gapsOf(held)[0]).to.be.closeTo(gapMs(20), 0.1);
    await pass(tenant, 61);
    expect(gapsOf((await pace.reserve(2, HOUR_MS)).waitsMs)[0]).to.be.closeTo(gapMs(25), 0.1);
    await pace.slowDown(0);
    expect(gapsOf((await pace.reserve(2, HOUR_MS)).waitsMs)[0]).to.be.closeTo(gapMs(12.5), 0.1);
    await pass(tenant, 600);
    expect(gapsOf((await pace.reserve(2, HOUR_MS)).waitsMs)[0]).to.be.closeTo(gapMs(40), 0.1);
  });
}

onEveryEngine('the pace', isAPace);
