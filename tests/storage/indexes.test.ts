import { expect } from 'chai';
import { type Kysely, type RootOperationNode, sql } from 'kysely';
import type { PersonId } from '../../src/domain/ids.ts';
import { addDays } from '../../src/domain/time.ts';
import type { Database } from '../../src/ports/stores.ts';
import type { Schema } from '../../src/storage/schema.ts';
import { databaseOn } from '../../src/storage/storesOn.ts';
import { ENGINES, newTenant, type TestDatabase } from '../support/databases.ts';
import { explained, noted, plannedQuery } from '../support/notedQueries.ts';
import { manyPeople, NOW, plannedTips, REPORT, TODAY } from './samples.ts';

const WEEK = addDays(TODAY, -7);
const PEOPLE = 4_000;
const PAGE = 200;

/** Reads and writes that go through all people in every cycle, each with a page or a bite. */
const HOT: readonly (readonly [what: string, run: (db: Database, page: readonly PersonId[], people: readonly PersonId[]) => Promise<unknown>])[] = [
  ['days of a page', ({ stores }, page) => stores.usage.daysOf(page, WEEK, TODAY)],
  ['weeks of a page', ({ stores }, page) => stores.usage.weeksOf(page, WEEK, TODAY)],
  ['periods of a page', ({ stores }, page) => stores.usage.periodsOf(page)],
  ['habits of a page', ({ stores }, page) => stores.habits.of(page)],
  ['messages of a page', ({ stores }, page) => stores.deliveries.pastOf(page)],
  ['what waits for a verdict', ({ stores }) => stores.deliveries.undecided(WEEK, TODAY, PAGE, undefined)],
  ['what waits for the second verdict', ({ stores }) => stores.deliveries.unsustained(WEEK, TODAY, PAGE, undefined)],
  ['a page of people', ({ stores }, page) => stores.people.page(page[0], PAGE)],
  ['a week folded', ({ stores }) => stores.usage.foldWeek(WEEK, [REPORT])],
  ['a day read again', (db, _page, people) => read(db, people)],
  [
    'habits written',
    ({ stores }, page) => stores.habits.put(page.map((personId) => ({ personId, habits: [], basics: [], returnedWeek: undefined, dataDay: TODAY }))),
  ],
];

async function read({ stores }: Pick<Database, 'stores'>, people: readonly PersonId[], ahead = 0): Promise<void> {
  const intake = await stores.usage.begin(REPORT, { kind: 'day', day: addDays(WEEK, ahead) });
  await intake.add(people.map((personId) => ({ userPrincipalName: '', personId, values: [1, 2, 3, 4, 5, 6, 7, 8, 9] })));
  await intake.commit({ isComplete: true, isConcealed: false, refreshDay: TODAY, readAt: NOW });
}

/** What a plan reads row by row to its end. */
async function wholeScansOf(kysely: Kysely<Schema>, node: RootOperationNode, isChoosing: boolean): Promise<readonly string[]> {
  const query = plannedQuery(kysely, node);
  if (query === undefined) return [];
  return await kysely.transaction().execute(async (transaction) => {
    // On a server a small table is rightly read whole: there the question is whether an index would serve.
    if (!isChoosing) await sql`set local enable_seqscan = off`.execute(transaction);
    const plan = await explained<{ 'QUERY PLAN': string }>(transaction, '', query);
    return plan.flatMap(
      (row) =>
        /(?:Seq Scan on|using) (usage_day|usage_day_\d+|usage_week|usage_period|habit|person|decision|delivery|delivery_open)\b/.exec(
          row['QUERY PLAN'],
        )?.[1] ?? [],
    );
  });
}

for (const engine of ENGINES) {
  describe(`indexes (${engine.name})`, () => {
    let database: TestDatabase;
    before(async function () {
      this.timeout(120_000);
      database = await engine.start();
    });
    after(() => database?.stop());

    it('serve every hot query, however many people there are', async function () {
      this.timeout(60_000);
      const tenant = await newTenant(database);
      const people = await manyPeople(tenant, PEOPLE);
      for (const ahead of [0, 1, 2, 3, 4, 5, 6]) await read(tenant.db, people, ahead);
      await plannedTips(tenant, people);
      await tenant.db.stores.usage.foldWeek(WEEK, [REPORT]);
      await tenant.db.stores.habits.put(people.map((personId) => ({ personId, habits: [], basics: [], returnedWeek: undefined, dataDay: TODAY })));
      const { heard, nodes: made } = noted(database.kysely);
      const watched = databaseOn(heard, tenant.tenant, 40, database.upkeep);
      const ask = async (when: string, hot: typeof HOT): Promise<void> => {
        for (const [what, run] of hot) {
          made.length = 0;
          await run(watched, people.slice(PAGE, 2 * PAGE), people);
          expect(made, `${what}, ${when}`).not.to.have.length(0);
          for (const node of made)
            expect(await wholeScansOf(database.kysely, node, engine.name === 'embedded'), `${what}, ${when}`).to.deep.equal([]);
        }
      };
      // A server counts by itself within a minute; the embedded database not before the end of its first cycle.
      if (engine.name === 'embedded')
        await ask(
          'never counted',
          HOT.filter(([what]) => what.endsWith('of a page')),
        );
      for (const table of ['person', 'usage_day', 'usage_week', 'habit', 'decision', 'delivery', 'outcome'])
        await sql`analyze ${sql.table(table)}`.execute(database.kysely);
      await ask('counted', HOT);
    });
  });
}
