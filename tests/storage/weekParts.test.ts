import { expect } from 'chai';
import { sql } from 'kysely';
import type { PersonId } from '../../src/domain/ids.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import { ENGINES, newTenant, type TestDatabase, type TestTenant } from '../support/databases.ts';
import { manyPeople, NOW, REPORT } from './samples.ts';

const MONDAY = day('2026-03-02');
const NEXT_MONDAY = addDays(MONDAY, 7);

describe('the weeks of daily rows on a server', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let tenant: TestTenant;
  let other: TestTenant;
  let people: ReadonlyMap<TestTenant, readonly PersonId[]>;

  before(async () => {
    const [server] = ENGINES.filter(({ name }) => name === 'server');
    if (server === undefined) throw new Error('expected a server among the engines');
    database = await server.start();
  });
  after(() => database?.stop());
  beforeEach(async () => {
    for (const part of await parts()) await sql`drop table ${sql.table(part)}`.execute(database.kysely);
    tenant = await newTenant(database);
    other = await newTenant(database);
    people = new Map([
      [tenant, await manyPeople(tenant, 3)],
      [other, await manyPeople(other, 2)],
    ]);
  });

  async function parts(): Promise<readonly string[]> {
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_day'::regclass order by name`.execute(database.kysely);
    return rows.map(({ name }) => name);
  }

  async function read(of: TestTenant, on: Day, db = of.db): Promise<void> {
    const intake = await db.stores.usage.begin(REPORT, { kind: 'day', day: on });
    await intake.add((people.get(of) ?? []).map((personId) => ({ userPrincipalName: '', personId, values: [1] })));
    await intake.commit({ isComplete: true, isConcealed: false, refreshDay: on, readAt: NOW });
  }

  const expire = (of: TestTenant, before: Day): Promise<void> => of.db.stores.usage.expire(before, before);

  async function daysStored(of: TestTenant): Promise<readonly Day[]> {
    const rows = await of.rows(sql<{ day: Day }>`select distinct day from usage_day where tenant_id = ${of.tenant} order by day`);
    return rows.map((row) => row.day);
  }

  it('are parts from Monday to Sunday, each made when its first day is read, once by however many at a time', async () => {
    expect(await parts()).to.deep.equal([]);
    await Promise.all([
      read(tenant, MONDAY),
      read(other, addDays(MONDAY, 6), other.other),
      read(tenant, addDays(MONDAY, 3), tenant.other),
      read(other, NEXT_MONDAY),
    ]);
    expect(await parts()).to.deep.equal(['usage_day_20260302', 'usage_day_20260309']);
    expect(await daysStored(tenant)).to.deep.equal([MONDAY, addDays(MONDAY, 3)]);
    expect(await daysStored(other)).to.deep.equal([addDays(MONDAY, 6), NEXT_MONDAY]);
    const kept = await sql<{ rows: number }>`select count(*)::int as rows from usage_day_20260302`.execute(database.kysely);
    expect(kept.rows).to.deep.equal([{ rows: 8 }]);
  });

  it('go as a whole on the day after their last one, and not before', async () => {
    await read(tenant, MONDAY);
    await read(tenant, NEXT_MONDAY);
    await expire(tenant, addDays(NEXT_MONDAY, -1));
    expect(await daysStored(tenant)).to.deep.equal([MONDAY, NEXT_MONDAY]);
    expect(await tenant.db.stores.usage.ledger(REPORT, MONDAY)).to.have.length(1);
    await expire(tenant, NEXT_MONDAY);
    expect(await parts()).to.deep.equal(['usage_day_20260309']);
    await read(tenant, MONDAY);
    expect(await daysStored(tenant), 'read again').to.deep.equal([MONDAY, NEXT_MONDAY]);
  });

  it('stay for as long as another tenant has rows in them, without those of who let go', async () => {
    await read(tenant, MONDAY);
    await read(other, MONDAY);
    await expire(tenant, NEXT_MONDAY);
    expect(await daysStored(tenant)).to.deep.equal([]);
    expect(await daysStored(other)).to.deep.equal([MONDAY]);
    await expire(other, NEXT_MONDAY);
    expect(await parts()).to.deep.equal([]);
  });

  it('go by whichever of two tenants is the last, also at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      await read(tenant, MONDAY);
      await read(other, MONDAY);
      await Promise.all([expire(tenant, NEXT_MONDAY), other.other.stores.usage.expire(NEXT_MONDAY, NEXT_MONDAY)]);
      expect([await daysStored(tenant), await daysStored(other)]).to.deep.equal([[], []]);
      await Promise.all([expire(tenant, NEXT_MONDAY), other.other.stores.usage.expire(NEXT_MONDAY, NEXT_MONDAY)]);
      expect(await parts()).to.deep.equal([]);
    }
  });

  it('are emptied and go the next time where somebody is at work on the table for long', async () => {
    await read(tenant, MONDAY);
    await database.elsewhere.transaction().execute(async (busy) => {
      await sql`select from usage_day`.execute(busy);
      await expire(tenant, NEXT_MONDAY);
      expect(await parts()).to.deep.equal(['usage_day_20260302']);
      expect(await daysStored(tenant)).to.deep.equal([]);
    });
    await expire(tenant, NEXT_MONDAY);
    expect(await parts()).to.deep.equal([]);
  });
});
