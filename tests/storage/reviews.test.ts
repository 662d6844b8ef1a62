import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { sql } from 'kysely';
import { type DeliveryId, deliveryId, type PersonId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { forecast, nextReview, type Review } from '../../src/domain/quiz.ts';
import { addDays, type Day } from '../../src/domain/time.ts';
import type { Answer } from '../../src/ports/stores.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { newPerson, somePeople, TODAY } from './samples.ts';

const QUESTION = 'which-link' as ItemId;
const OTHER = 'a-quiet-hour' as ItemId;
const newMessage = (): DeliveryId => deliveryId(randomUUID());

/** An answer as the domain makes it of what is known. */
function answerTo(before: Review | undefined, isRight: boolean, day: Day, changes: Partial<Answer> = {}): Answer {
  const expected = before === undefined ? undefined : forecast(before, day);
  return { question: QUESTION, askedBy: newMessage(), day, isRight, forecast: expected, review: nextReview(before, isRight, day), ...changes };
}

function remembers(open: () => Promise<TestTenant>): void {
  const reviewIn = async (tenant: TestTenant, person: PersonId): Promise<Review | undefined> =>
    (await tenant.other.stores.reviews.of([person])).get(person)?.get(QUESTION);

  const logOf = (tenant: TestTenant) =>
    tenant.rows(sql<{ answered_on: Day; is_right: boolean; interval_days: number | null; retrievability: number | null }>`
      select answered_on, is_right, interval_days, retrievability from review_log where tenant_id = ${tenant.tenant} order by answered_on, is_right`);

  it('keeps every number of a review to its last digit, and each answer with what was expected of it', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { reviews } = tenant.db.stores;
    let review: Review | undefined;
    for (const [isRight, gap] of [
      [false, 0],
      [true, 2],
      [true, 11],
    ] as const) {
      const answer = answerTo(review, isRight, addDays(review?.lastDay ?? TODAY, gap));
      expect(await reviews.answer(person, answer)).to.deep.equal({ kind: 'counted' });
      review = answer.review;
      expect(await reviewIn(tenant, person)).to.deep.equal(review);
    }
    const log = await logOf(tenant);
    expect(log.map((row) => [row.answered_on, row.is_right, row.interval_days])).to.deep.equal([
      [TODAY, false, null],
      [addDays(TODAY, 2), true, 2],
      [addDays(TODAY, 13), true, 11],
    ]);
    expect(log.map((row) => row.retrievability === null)).to.deep.equal([true, false, false]);
  });

  it('counts the first of several answers in one message, and says how it was', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { reviews } = tenant.db.stores;
    const first = answerTo(undefined, true, TODAY);
    await reviews.answer(person, first);
    const again = answerTo(first.review, false, TODAY, { askedBy: first.askedBy });
    for (const pressed of [first, again]) expect(await reviews.answer(person, pressed)).to.deep.equal({ kind: 'answered-before', wasRight: true });
    expect(await reviewIn(tenant, person)).to.deep.equal(first.review);
    const elsewhere = answerTo(undefined, false, TODAY, { question: OTHER, askedBy: first.askedBy });
    expect(await reviews.answer(person, elsewhere), 'another question of the same message').to.deep.equal({ kind: 'counted' });
    expect(await logOf(tenant)).to.have.length(2);
  });

  it('lets go of answers from before a day, and of nothing that is remembered', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { reviews } = tenant.db.stores;
    const first = answerTo(undefined, true, TODAY);
    const second = answerTo(first.review, true, addDays(TODAY, 5));
    for (const answer of [first, second]) await reviews.answer(person, answer);
    expect(await reviews.expireLog(TODAY)).to.equal(0);
    expect(await reviews.expireLog(addDays(TODAY, 1))).to.equal(1);
    expect((await logOf(tenant)).map((row) => row.answered_on)).to.deep.equal([addDays(TODAY, 5)]);
    expect(await reviewIn(tenant, person)).to.deep.equal(second.review);
  });

  it('counts one of many presses at the same moment', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const pressed = answerTo(undefined, true, TODAY);
    const tries = await Promise.all([tenant.db, tenant.other, tenant.db, tenant.other].map((db) => db.stores.reviews.answer(person, pressed)));
    expect(tries.map((one) => one.kind).sort()).to.deep.equal(['answered-before', 'answered-before', 'answered-before', 'counted']);
    expect(await logOf(tenant)).to.have.length(1);
  });

  it('counts one of two messages answered at the same moment, and asks the other to look again', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const { reviews } = tenant.db.stores;
    const before = answerTo(undefined, true, TODAY);
    await reviews.answer(person, before);
    const two = [true, false].map((isRight) => answerTo(before.review, isRight, addDays(TODAY, 4)));
    const tries = await Promise.all(two.map((one, index) => [tenant.db, tenant.other][index]?.stores.reviews.answer(person, one)));
    expect(tries.map((one) => one?.kind).sort()).to.deep.equal(['counted', 'overtaken']);
    expect((await reviewIn(tenant, person))?.answers).to.equal(2);
    const late = two[tries.findIndex((one) => one?.kind === 'overtaken')];
    if (late === undefined) throw new Error('expected one that was overtaken');
    const anew = answerTo(await reviewIn(tenant, person), late.isRight, late.day, { askedBy: late.askedBy });
    expect(await reviews.answer(person, anew)).to.deep.equal({ kind: 'counted' });
    expect((await reviewIn(tenant, person))?.answers).to.equal(3);
  });

  it('counts no answer that rests on more than is there', async () => {
    const tenant = await open();
    const [person] = await somePeople(tenant, 1);
    const second = answerTo(nextReview(undefined, true, TODAY), true, addDays(TODAY, 4));
    expect(await tenant.db.stores.reviews.answer(person, second)).to.deep.equal({ kind: 'overtaken' });
    expect(await reviewIn(tenant, person)).to.equal(undefined);
    expect(await logOf(tenant)).to.deep.equal([]);
  });

  it('knows what is due on a day, longest first, for the person alone', async () => {
    const tenant = await open();
    const [a, b] = await somePeople(tenant, 2);
    const { reviews } = tenant.db.stores;
    const due = async (person: PersonId, day: Day, most = 5) => reviews.due(person, day, most);
    await reviews.answer(a, answerTo(undefined, true, TODAY)); // due after 4 days
    await reviews.answer(a, answerTo(undefined, false, TODAY, { question: OTHER })); // due after 1 day
    await reviews.answer(a, answerTo(undefined, true, TODAY, { question: 'a-z' as ItemId }));
    await reviews.answer(b, answerTo(undefined, false, TODAY));
    expect(await due(a, TODAY)).to.deep.equal([]);
    expect(await due(a, addDays(TODAY, 1))).to.deep.equal([OTHER]);
    expect(await due(a, addDays(TODAY, 4))).to.deep.equal([OTHER, 'a-z', QUESTION]);
    expect(await due(a, addDays(TODAY, 4), 2)).to.deep.equal([OTHER, 'a-z']);
    expect(await due(a, addDays(TODAY, 4), 0)).to.deep.equal([]);
    expect(await due(b, addDays(TODAY, 4))).to.deep.equal([QUESTION]);
  });

  it('notes nothing of people it does not know, and mixes up neither people nor tenants', async () => {
    const tenant = await open();
    const elsewhere = await open();
    const [a, b] = await somePeople(tenant, 2);
    const stranger = newPerson();
    const { reviews } = tenant.db.stores;
    const answer = answerTo(undefined, true, TODAY);
    expect(await reviews.answer(stranger, answer)).to.deep.equal({ kind: 'unknown-person' });
    expect(await elsewhere.db.stores.reviews.answer(a, answer)).to.deep.equal({ kind: 'unknown-person' });
    await reviews.answer(a, answer);
    expect(await reviews.of([a, b, stranger])).to.deep.equal(new Map([[a, new Map([[QUESTION, answer.review]])]]));
    expect(await elsewhere.db.stores.reviews.of([a])).to.deep.equal(new Map());
    expect(await reviews.of([])).to.deep.equal(new Map());
  });
}

onEveryEngine('reviews', remembers);
