import { expect } from 'chai';
import { sql } from 'kysely';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { Fault } from '../../src/domain/errors.ts';
import type { PersonId } from '../../src/domain/ids.ts';
import type { ReportName } from '../../src/domain/reports.ts';
import { addDays, type Day, day } from '../../src/domain/time.ts';
import type { ReportRange, UsageRow, Values, WeekUse } from '../../src/domain/usage.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { manyPeople, NOW, newPerson, REPORT, somePeople, TODAY } from './samples.ts';

const YESTERDAY = day('2026-03-08');
const ON_DAY: ReportRange = { kind: 'day', day: YESTERDAY };
const WHOLE = { isComplete: true, isConcealed: false, refreshDay: TODAY, readAt: NOW };
const VALUES: Values = [1, null, 0, 4, 5, 6];

const rowOf = (person: PersonId, values: Values = VALUES): UsageRow => ({ userPrincipalName: `${person}@example.org`, personId: person, values });

const MAIL: ReportName = 'getEmailActivityUserDetail';

/** The part of a person's first week that one report says. */
function summed(weeks: readonly WeekUse[] | undefined, report: ReportName): Values | undefined {
  const values = weeks?.[0]?.values.filter((_, place) => CATALOGUE[place]?.report === report);
  return report === REPORT ? values?.slice(0, 6) : values;
}

const read = (tenant: TestTenant, rows: readonly UsageRow[], range: ReportRange = ON_DAY, how = WHOLE) => readOf(REPORT, tenant, rows, range, how);
const readMail = (tenant: TestTenant, rows: readonly UsageRow[], range: ReportRange) => readOf(MAIL, tenant, rows, range, WHOLE);

async function readOf(report: ReportName, { db }: TestTenant, rows: readonly UsageRow[], range: ReportRange, how: typeof WHOLE) {
  const intake = await db.stores.usage.begin(report, range);
  await intake.add(rows);
  return await intake.commit(how);
}

const beingRead = async (tenant: TestTenant): Promise<number> =>
  (await tenant.rows(sql<{ n: number }>`select count(*)::int as n from usage_intake where tenant_id = ${tenant.tenant}`))[0]?.n ?? -1;

function isAUsageStore(open: () => Promise<TestTenant>): void {
  it('matches by object id, else by name in any case, and counts rows of nobody', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const counts = await read(tenant, [
      rowOf(a),
      { userPrincipalName: `${b}@EXAMPLE.org`, personId: undefined, values: VALUES },
      { userPrincipalName: 'stranger@example.org', personId: newPerson(), values: VALUES },
    ]);
    expect(counts).to.deep.equal({ matched: 2, unmatched: 1, ambiguous: 0, changed: 2 });
    const days = await tenant.db.stores.usage.daysOf([a, b], YESTERDAY, TODAY);
    expect(days).to.deep.equal(
      new Map([
        [a, [{ report: REPORT, day: YESTERDAY, values: VALUES }]],
        [b, [{ report: REPORT, day: YESTERDAY, values: VALUES }]],
      ]),
    );
    expect(await beingRead(tenant)).to.equal(0);
  });

  it('matches nobody by a name two accounts bear, and ignores removed ones', async () => {
    const tenant = await open();
    const ids = [newPerson(), newPerson()] as const;
    const { people, usage } = tenant.db.stores;
    await people.apply(
      ids.map((personId) => ({ kind: 'changed', personId, userPrincipalName: 'same@example.org' })),
      TODAY,
      true,
    );
    const rows: UsageRow[] = [{ userPrincipalName: 'same@example.org', personId: undefined, values: VALUES }];
    expect(await read(tenant, rows)).to.deep.equal({ matched: 0, unmatched: 1, ambiguous: 1, changed: 0 });
    await people.apply([{ kind: 'removed', personId: ids[0] }], TODAY, false);
    expect(await read(tenant, rows)).to.deep.equal({ matched: 1, unmatched: 0, ambiguous: 0, changed: 1 });
    expect([...(await usage.daysOf(ids, YESTERDAY, TODAY)).keys()]).to.deep.equal([ids[1]]);
  });

  it('counts neither of two rows of one person, within a call and across calls, and says that nothing is known', async () => {
    const tenant = await open();
    const { usage } = tenant.db.stores;
    const [a, b] = await somePeople(tenant, 2);
    const nothing = [null, null, null, null, null, null];
    const used = async () => [...(await usage.daysOf([a, b], YESTERDAY, TODAY)).values()].map((days) => days[0]?.values);
    const twice = await read(tenant, [rowOf(a, [1, 1, 1, 1, 1, 1]), rowOf(b), rowOf(a, [0, 0, 0, 0, 0, 0])]);
    expect(twice).to.deep.equal({ matched: 1, unmatched: 2, ambiguous: 2, changed: 2 });
    expect(await used()).to.have.deep.members([nothing, VALUES]);
    const intake = await usage.begin(REPORT, ON_DAY);
    await intake.add([rowOf(a, [9, 9, 9, 9, 9, 9]), rowOf(b)]);
    await intake.add([rowOf(a, [3, 3, 3, 3, 3, 3])]);
    await intake.add([rowOf(a, [3, 3, 3, 3, 3, 3])]);
    expect(await intake.commit(WHOLE)).to.deep.equal({ matched: 1, unmatched: 3, ambiguous: 3, changed: 0 });
    expect(await used()).to.have.deep.members([nothing, VALUES]);
    await read(tenant, [rowOf(a), rowOf(b)]);
    expect(await used()).to.deep.equal([VALUES, VALUES]);
  });

  it('writes only rows that differ and removes those of the absent, across many bites', async () => {
    const tenant = await open();
    const people = await manyPeople(tenant, 3_200);
    expect(
      (
        await read(
          tenant,
          people.map((person) => rowOf(person)),
        )
      ).changed,
    ).to.equal(3_200);
    const next = people.slice(0, -2).map((person, index) => rowOf(person, index === 7 ? [0, 0, 0, 0, 0, 0] : VALUES));
    expect(await read(tenant, next)).to.deep.equal({ matched: 3_198, unmatched: 0, ambiguous: 0, changed: 3 });
    expect((await tenant.db.stores.usage.daysOf(people, YESTERDAY, TODAY)).size, 'zeros have no row').to.equal(3_197);
  }).timeout(20_000);

  it('stores no day of nothing but zeros, takes back a row that became one, and keeps what is not known and periods', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { usage } = tenant.db.stores;
    const zeros = [0, 0, 0, 0, 0, 0];
    expect((await read(tenant, [rowOf(a), rowOf(b, zeros)])).changed).to.equal(1);
    expect((await read(tenant, [rowOf(a, [0, null, 0, 0, 0, 0]), rowOf(b, zeros)])).changed).to.equal(1);
    expect([...(await usage.daysOf([a, b], YESTERDAY, TODAY)).keys()]).to.deep.equal([a]);
    expect(await read(tenant, [rowOf(a, zeros), rowOf(b, zeros)])).to.deep.equal({ matched: 2, unmatched: 0, ambiguous: 0, changed: 1 });
    expect(await usage.daysOf([a, b], YESTERDAY, TODAY)).to.deep.equal(new Map());
    await read(tenant, [rowOf(a, zeros)], { kind: 'period', days: 30 });
    expect((await usage.periodsOf([a])).get(a)?.[0]?.values).to.deep.equal(zeros);
  });

  it('cuts a count no person makes in a day, and the sum of a week of them, and leaves periods as they are', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    const { usage } = tenant.db.stores;
    const week = addDays(TODAY, -7);
    const huge = [2_147_483_647, 32_767, 20_000, 0, 0, 0];
    for (const ahead of [0, 1, 2, 3, 4, 5, 6]) await read(tenant, [rowOf(a, huge)], { kind: 'day', day: addDays(week, ahead) });
    await read(tenant, [rowOf(a, huge)], { kind: 'period', days: 180 });
    await usage.foldWeek(week, [REPORT]);
    expect((await usage.daysOf([a], week, week)).get(a)?.[0]?.values).to.deep.equal([32_767, 32_767, 20_000, 0, 0, 0]);
    expect(summed((await usage.weeksOf([a], week, week)).get(a), REPORT)).to.deep.equal([32_767, 32_767, 32_767, 0, 0, 0]);
    expect((await usage.periodsOf([a])).get(a)?.[0]?.values).to.deep.equal(huge);
  });

  it('takes nothing from the absent of an incomplete file', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    await read(tenant, [rowOf(a), rowOf(b)]);
    expect((await read(tenant, [rowOf(a)], ON_DAY, { ...WHOLE, isComplete: false })).changed).to.equal(0);
    const rows = await tenant.rows(sql<{ n: number }>`select count(*)::int as n from usage_day where tenant_id = ${tenant.tenant}`);
    expect(rows).to.deep.equal([{ n: 2 }]);
  });

  it('lets nothing count that was abandoned', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    const intake = await tenant.db.stores.usage.begin(REPORT, ON_DAY);
    await intake.add([rowOf(a)]);
    expect(await beingRead(tenant)).to.equal(1);
    await intake.abandon();
    expect(await beingRead(tenant)).to.equal(0);
    expect(await tenant.db.stores.usage.ledger(REPORT, YESTERDAY)).to.deep.equal([]);
    expect(await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).to.deep.equal(new Map());
  });

  it('is not kept from reading by what a crash left behind, and the read it interrupted cannot commit any more', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    const crashed = await tenant.db.stores.usage.begin(REPORT, ON_DAY);
    await crashed.add([rowOf(a)]);
    await (await tenant.other.stores.usage.begin(REPORT, ON_DAY)).commit(WHOLE);
    expect(await beingRead(tenant)).to.equal(0);
    const refused = await crashed.commit(WHOLE).catch((fault: unknown) => fault);
    expect(refused).to.be.instanceOf(Fault).with.property('code', 'storage-conflict');
    expect(await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).to.deep.equal(new Map());
  });

  it('calls a day incomplete from the first merged row until its ledger is written', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    await read(tenant, [rowOf(a)]);
    const intake = await tenant.db.stores.usage.begin(REPORT, ON_DAY);
    await intake.add([rowOf(a, [7, 7, 7, 7, 7, 7])]);
    const broken = await intake.commit({ ...WHOLE, refreshDay: 'no day' as Day }).catch((fault: unknown) => fault);
    expect(broken).to.be.instanceOf(Fault);
    expect((await tenant.db.stores.usage.ledger(REPORT, YESTERDAY))[0]?.isComplete).to.equal(false);
    expect(await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).to.deep.equal(new Map());
  });

  it('gives no row of an incomplete or concealed day, and a concealed file changes none', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    await read(tenant, [rowOf(a)], ON_DAY, { ...WHOLE, isComplete: false });
    expect(await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).to.deep.equal(new Map());
    expect(await tenant.db.stores.usage.ledger(REPORT, YESTERDAY)).to.deep.equal([
      { day: YESTERDAY, rows: 1, isComplete: false, isConcealed: false, refreshDay: TODAY },
    ]);
    await read(tenant, [], ON_DAY, { ...WHOLE, isConcealed: true });
    expect(await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).to.deep.equal(new Map());
    await read(tenant, [rowOf(a)]);
    expect((await tenant.db.stores.usage.daysOf([a], YESTERDAY, TODAY)).size).to.equal(1);
  });

  it('keeps periods beside days, and calls them read only when whole', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    await read(tenant, [rowOf(a)], { kind: 'period', days: 30 });
    await read(tenant, [rowOf(a, [9, 9, 9, 9, 9, 9])], { kind: 'period', days: 7 }, { ...WHOLE, isComplete: false });
    expect(await tenant.db.stores.usage.periodLedger(REPORT)).to.deep.equal([{ days: 30, refreshDay: TODAY, isConcealed: false }]);
    expect(await tenant.db.stores.usage.periodsOf([a])).to.deep.equal(new Map([[a, [{ report: REPORT, days: 30, values: VALUES }]]]));
  });

  it('folds the days of a week into a row per person, and says null for reports that do not know it', async () => {
    const tenant = await open();
    const [a, b, c] = await somePeople(tenant, 3);
    const { usage } = tenant.db.stores;
    const week = addDays(TODAY, -7);
    const on = (ahead: number): ReportRange => ({ kind: 'day', day: addDays(week, ahead) });
    await read(tenant, [rowOf(a, [1, null, 0, 4, 5, 6]), rowOf(b, [2, 2, 2, 2, 2, 2])], on(0));
    await read(tenant, [rowOf(a, [10, null, 0, 0, 0, 0])], on(6));
    await read(tenant, [rowOf(a), rowOf(a)], on(4));
    await read(tenant, [rowOf(c)], on(7));
    await readMail(tenant, [rowOf(a, [3, 0, 0, 0]), rowOf(c, [1, 1, 1, 1])], on(2));
    await usage.foldWeek(week, [REPORT, MAIL]);
    const rows = await usage.weeksOf([a, b, c], week, week);
    expect(summed(rows.get(a), REPORT)).to.deep.equal([11, null, 0, 4, 5, 6]);
    expect(summed(rows.get(a), MAIL)).to.deep.equal([3, 0, 0, 0]);
    expect(summed(rows.get(b), MAIL), 'no row of a report that knows the week').to.deep.equal([0, 0, 0, 0]);
    expect(rows.get(a)?.[0]?.values.slice(9, 18), 'a report that does not').to.deep.equal(Array(9).fill(null));
    expect(rows.get(a)?.[0]).to.deep.include({ week, activeDays: 3, daysByReport: [2, null, 1, null, null, null, null] });
    expect(rows.get(c)?.[0]).to.deep.include({ activeDays: 1, daysByReport: [0, null, 1, null, null, null, null] });
    expect(await usage.knownWeeks(week)).to.deep.equal(new Map([[week, new Set([REPORT, MAIL])]]));
    expect(await usage.weeksOf([b], addDays(week, 1), TODAY)).to.deep.equal(new Map());
  });

  it('says of a week of which nothing is known just that, and counts no day', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    const { usage } = tenant.db.stores;
    const week = addDays(TODAY, -7);
    await read(tenant, [rowOf(a), rowOf(a)], { kind: 'day', day: week });
    await usage.foldWeek(week, [REPORT]);
    const [folded] = (await usage.weeksOf([a], week, week)).get(a) ?? [];
    expect([folded?.activeDays, folded?.daysByReport[0]]).to.deep.equal([0, null]);
    expect(summed(folded === undefined ? undefined : [folded], REPORT)).to.deep.equal(Array(6).fill(null));
  });

  it('folds a corrected week again and takes back the row of who used nothing after all', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { usage } = tenant.db.stores;
    const week = addDays(TODAY, -7);
    const monday: ReportRange = { kind: 'day', day: week };
    await read(tenant, [rowOf(a), rowOf(b)], monday);
    await usage.foldWeek(week, [REPORT]);
    await read(tenant, [rowOf(a, [7, 0, 0, 0, 0, 0])], monday);
    await usage.foldWeek(week, [REPORT]);
    const rows = await usage.weeksOf([a, b], week, week);
    expect([...rows.keys()]).to.deep.equal([a]);
    expect(rows.get(a)?.[0]?.values[0]).to.equal(7);
  });

  it('folds more people than one bite holds', async () => {
    const tenant = await open();
    const people = await manyPeople(tenant, 1_100);
    const week = addDays(TODAY, -7);
    await read(
      tenant,
      people.map((person) => rowOf(person)),
      { kind: 'day', day: week },
    );
    await tenant.db.stores.usage.foldWeek(week, [REPORT]);
    expect((await tenant.db.stores.usage.weeksOf(people, week, week)).size).to.equal(1_100);
  });

  it('expires rows together with what says that they are known', async () => {
    const tenant = await open();
    const [a] = await somePeople(tenant, 1);
    const { usage } = tenant.db.stores;
    await read(tenant, [rowOf(a)]);
    await read(tenant, [rowOf(a)], { kind: 'day', day: TODAY });
    await read(tenant, [rowOf(a)], { kind: 'day', day: addDays(TODAY, -7) });
    await usage.foldWeek(addDays(TODAY, -7), [REPORT]);
    await usage.foldWeek(TODAY, [REPORT]);
    await usage.expire(TODAY, TODAY);
    expect((await usage.ledger(REPORT, YESTERDAY)).map((entry) => entry.day)).to.deep.equal([TODAY]);
    expect([...(await usage.knownWeeks(addDays(TODAY, -30))).keys()]).to.deep.equal([TODAY]);
    expect((await usage.daysOf([a], YESTERDAY, TODAY)).get(a)?.map((use) => use.day)).to.deep.equal([TODAY]);
  });
}

onEveryEngine('usage', isAUsageStore);
