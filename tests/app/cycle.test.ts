import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import { isHabit } from '../../src/domain/habit.ts';
import { HABITS } from '../../src/domain/habits.ts';
import { deliveryId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { nextReview } from '../../src/domain/quiz.ts';
import { REPORTS, reportOf } from '../../src/domain/reports.ts';
import { signalOf } from '../../src/domain/signals.ts';
import { addDays, DAY_MS, dayIn, HOUR_MS } from '../../src/domain/time.ts';
import { onEveryEngine } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_ALL, USES_NOTHING, WEEK_MS } from '../support/engine.ts';

const SIGNALS = CATALOGUE.map((signal) => signal.id);

onEveryEngine('a cycle', (tenant) => {
  let engine: TestEngine;
  beforeEach(async () => {
    engine = testEngine(await tenant(FAST));
  });

  it('sends one message a week to who lacks a habit, at their working hours, and none to who has them', async () => {
    const beginner = engine.hire(USES_NOTHING);
    engine.hire(USES_ALL);
    await engine.arm();
    const summary = await engine.cycle();
    expect([summary.plan.planned, summary.delivery.sent], 'it is seven in the morning').to.deep.equal([1, 0]);
    engine.move(9.8 * HOUR_MS);
    expect((await engine.deliver()).sent).to.equal(1);
    expect(engine.sent.map((one) => one.person)).to.deep.equal([beginner]);
    for (let day = 1; day < 6; day += 1) {
      engine.move(DAY_MS);
      await engine.cycle();
      await engine.deliver();
    }
    expect(engine.sent).to.have.length(1);
    engine.move(DAY_MS);
    await engine.cycle({ sendsNow: true });
    expect(engine.sent).to.have.length(2);
  });

  it('that is told to stop begins no further step, plans nothing, and is made up for by the next', async () => {
    engine.hire(USES_NOTHING);
    await engine.arm();
    const reason = new Error('the process ends');
    const outcome = await engine.cycle({ signal: AbortSignal.abort(reason) }).catch((error: unknown) => error);
    expect(outcome).to.equal(reason);
    expect((await engine.db.stores.deliveries.countByState()).planned).to.equal(0);
    expect((await engine.db.stores.tenants.state()).lastRunDay).to.equal(undefined);
    expect((await engine.cycle()).plan.planned).to.equal(1);
  });

  it('keeps to the shadow until it is armed', async () => {
    engine.hire(USES_NOTHING);
    expect((await engine.cycle()).plan).to.deep.include({ planned: 0, shadow: 1 });
    engine.move(DAY_MS);
    expect((await engine.deliver()).sent).to.equal(0);
  });

  it('lets the second wave wait, decides for it all the same, and tells nobody who waits', async () => {
    for (let count = 0; count < 120; count += 1) engine.hire(USES_NOTHING);
    await engine.arm();
    const { plan } = await engine.cycle();
    const waiting = Number(plan.silences['not-sent']);
    expect(waiting).to.be.within(40, 80);
    expect(plan).to.deep.include({ planned: 120 - waiting, shadow: 0 });
    const again = (await engine.cycle()).plan;
    expect([again.planned, again.silences['not-sent']], 'a second run of the day').to.deep.equal([0, waiting]);
    engine.move(4 * WEEK_MS);
    expect((await engine.cycle()).plan.silences, 'four weeks later nobody waits').to.not.have.any.keys('not-sent');
  }).timeout(120_000);

  it('leaves what a trial did not send to the next trial, though nothing is armed', async () => {
    engine.hire(USES_NOTHING);
    engine.outcome = () => ({ kind: 'busy', retryAfterMs: 3_600_000 });
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(0);
    engine.outcome = () => ({ kind: 'sent', activityId: '1' });
    engine.move(2 * HOUR_MS);
    expect((await engine.deliver()).sent, 'whoever broke a trial off wants no more of it').to.equal(0);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
  });

  it('plans no trial while frozen, so that a thaw surprises nobody', async () => {
    engine.hire(USES_NOTHING);
    await engine.db.stores.tenants.freeze(engine.now(), 'test');
    expect((await engine.cycle({ sendsNow: true })).plan.planned).to.equal(0);
    await engine.arm();
    await engine.db.stores.tenants.thaw();
    engine.move(DAY_MS);
    expect((await engine.deliver()).sent).to.equal(0);
  });

  it('goes on with the others when one person cannot be reached for a reason of ours', async () => {
    const people = [1, 2, 3].map(() => engine.hire(USES_NOTHING));
    const [first] = people;
    engine.refuseInstall = (person) => person === first;
    expect((await engine.cycle({ sendsNow: true })).delivery).to.deep.include({ sent: 2 });
    expect(await engine.db.stores.deliveries.countByState()).to.deep.include({ planned: 1, sent: 2 });
  });

  it('tries a person whose app was missing again in another week', async () => {
    const person = engine.hire(USES_NOTHING);
    engine.opens = () => ({ kind: 'unreachable', why: 'not-installed' });
    engine.installs = () => ({ kind: 'unavailable', why: 'no permission' });
    expect((await engine.cycle({ sendsNow: true })).delivery).to.deep.include({ sent: 0, dropped: 1 });
    engine.opens = undefined;
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
    expect(engine.sent.map((one) => one.person)).to.deep.equal([person]);
  });

  it('ends although nobody can be reached, and waits longer each time', async () => {
    engine.hire(USES_NOTHING);
    engine.opens = () => ({ kind: 'busy', retryAfterMs: undefined });
    const { delivery } = await engine.cycle({ sendsNow: true });
    expect(delivery.sent).to.equal(0);
    expect(delivery.again).to.be.within(2, 8);
  });

  it('says nothing of anybody while names are concealed, and gives tips all the same; nothing while the reports are old', async () => {
    engine.hire(USES_NOTHING);
    await engine.cycle();
    engine.isConcealed = true;
    expect((await engine.cycle({ sendsNow: true })).plan).to.deep.include({ planned: 1 });
    const [{ message } = { message: undefined }] = engine.sent;
    expect(message?.kind === 'tip' && [message.grounds.kind, message.tip.level, message.praise]).to.deep.equal(['useful', 'everyday', undefined]);
    engine.isConcealed = false;
    engine.reportsEndAt = engine.now();
    engine.move(3 * WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).plan).to.deep.include({ planned: 0, silences: { 'cannot-tell': 1 } });
  });

  it('keeps one message a week when a week’s message was not sent in time', async () => {
    engine.hire(USES_NOTHING);
    await engine.arm();
    expect((await engine.cycle()).plan.planned).to.equal(1);
    engine.move(6 * DAY_MS);
    await engine.cycle();
    engine.move(9.8 * HOUR_MS);
    await engine.deliver();
    expect(engine.sent).to.have.length(1);
  });

  it('does not send to who gained the habit since the plan was made', async () => {
    const person = engine.hire(USES_NOTHING);
    await engine.arm();
    expect((await engine.cycle()).plan.planned).to.equal(1);
    const habits = HABITS.map(() => ({ stage: 'power', gap: 0 }) as const);
    await engine.db.stores.habits.put([
      { personId: person, habits, basics: [], returnedWeek: undefined, dataDay: dayIn('Europe/Berlin', engine.now()) },
    ]);
    engine.move(9.8 * HOUR_MS);
    expect(await engine.deliver()).to.deep.include({ sent: 0, dropped: 1 });
  });

  it('is glad once of somebody who comes back after weeks without any use', async () => {
    const chats: readonly number[] = CATALOGUE.map(({ id }) => (id === 'teams.privateChats' ? 5 : 0));
    const person = engine.hire(chats);
    await engine.arm();
    const weeksOf = async (behaviour: typeof chats, weeks: number) => {
      engine.behave(person, behaviour);
      for (let week = 0; week < weeks; week += 1) {
        await engine.cycle({ sendsNow: true });
        engine.move(WEEK_MS);
      }
      return engine.sent.flatMap(({ message }) => (message.kind === 'tip' && message.welcomesBack ? [message.tip.id] : []));
    };
    await weeksOf(chats, 1);
    expect(
      await weeksOf(
        CATALOGUE.map(() => 0),
        4,
      ),
      'while they are away',
    ).to.deep.equal([]);
    expect(await weeksOf(chats, 5)).to.have.length(1);
  }).timeout(120_000);

  it('plans nothing for who gained every habit', async () => {
    engine.reports = REPORTS;
    const person = engine.hire(USES_NOTHING);
    await engine.arm();
    for (let week = 0; week < 4; week += 1) {
      engine.move(WEEK_MS);
      engine.behave(person, USES_ALL);
      await engine.db.stores.deliveries.dropPlanned('everybody', 'replaced', 'all');
      await engine.cycle();
    }
    const stages = (await engine.db.stores.habits.of([person])).get(person)?.habits.map((habit) => habit.stage) ?? [];
    const told = stages.filter((_, place) => HABITS[place]?.signals.some((signal) => reportOf(signalOf(signal).report).shape === 'by-day'));
    expect(told.length).to.be.above(30);
    expect(told.every(isHabit), 'days and minutes make no power user').to.equal(true);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(0);
  });

  it('lets go of an account thirty days after the directory no longer had it, and of an answer to a question after 400', async () => {
    const [leaver, stayer] = [engine.hire(USES_NOTHING), engine.hire(USES_NOTHING)];
    await engine.cycle();
    engine.leave(leaver);
    const { reviews, personalData } = engine.db.stores;
    for (const days of [400, 401]) {
      const on = addDays(dayIn('Europe/Berlin', engine.now()), -days);
      const question = `asked ${days} days ago` as ItemId;
      const review = nextReview(undefined, true, on);
      await reviews.answer(stayer, { question, askedBy: deliveryId(randomUUID()), day: on, isRight: true, forecast: undefined, review });
    }
    await engine.cycle();
    const rows = await personalData.everything(stayer);
    expect(rows.filter(({ table }) => table === 'review_log').map(({ values }) => values['question'])).to.deep.equal(['asked 400 days ago']);
    expect(rows.filter(({ table }) => table === 'review')).to.have.length(2);
    const accounts = async () => (await engine.db.stores.personalData.facts(leaver)).find((fact) => fact.what === 'account')?.count;
    engine.move(29 * DAY_MS);
    await engine.cycle();
    expect(await accounts()).to.equal(1);
    engine.move(DAY_MS);
    await engine.cycle();
    expect(await accounts()).to.equal(0);
    expect(await engine.db.stores.people.count()).to.equal(1);
  });

  it('says well done once the behaviour came, once', async () => {
    const person = engine.hire(USES_NOTHING);
    await engine.cycle({ sendsNow: true });
    const [first] = engine.sent;
    const taught = first?.message.kind === 'tip' ? first.message.tip.signals[0] : undefined;
    engine.behave(
      person,
      USES_NOTHING.map((_, place) => (taught !== undefined && place === SIGNALS.indexOf(taught) ? 1 : 0)),
    );
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).outcomes.came).to.equal(1);
    engine.move(WEEK_MS);
    await engine.cycle({ sendsNow: true });
    const praises = engine.sent.map((one) => (one.message.kind === 'tip' ? one.message.praise?.id : undefined));
    expect(praises.filter((praise) => praise === taught)).to.have.length(1);
  });

  it('leaves a person who blocked the coach alone, and does not stop for the others', async () => {
    const blocking = engine.hire(USES_NOTHING);
    engine.hire(USES_NOTHING);
    engine.outcome = (person) => (person === blocking ? { kind: 'unreachable', why: 'blocked' } : { kind: 'sent', activityId: '1' });
    expect((await engine.cycle({ sendsNow: true })).delivery).to.deep.include({ sent: 1, dropped: 1 });
    engine.outcome = () => ({ kind: 'sent', activityId: '1' });
    engine.move(WEEK_MS);
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
  });

  it('never sends again what may have arrived', async () => {
    engine.hire(USES_NOTHING);
    engine.outcome = () => ({ kind: 'unknown', status: 502, message: 'bad gateway' });
    expect((await engine.cycle({ sendsNow: true })).delivery.unknown).to.equal(1);
    engine.outcome = () => ({ kind: 'sent', activityId: '1' });
    engine.move(DAY_MS);
    await engine.cycle({ sendsNow: true });
    await engine.deliver();
    expect(engine.sent).to.have.length(1);
  });

  it('freezes the tenant when the platform stops the bot, and loses nothing', async () => {
    engine.hire(USES_NOTHING);
    engine.outcome = () => ({ kind: 'tenant-stopped', code: 'BotDisabledByAdmin' });
    await engine.cycle({ sendsNow: true });
    expect((await engine.db.stores.tenants.state()).frozen?.why).to.equal('BotDisabledByAdmin');
    expect((await engine.db.stores.deliveries.countByState()).planned).to.equal(1);
  });

  it('asks before a trial reaches more than five hundred people', async () => {
    const people = Array.from({ length: 501 }, () => engine.hire(USES_NOTHING));
    const refused = await engine.cycle({ sendsNow: true }).catch((fault: unknown) => fault);
    expect(refused).to.have.property('code', 'needs-confirmation');
    expect(engine.sent).to.have.length(0);
    // Installing for so many takes its time.
    for (const person of people) await engine.db.stores.chats.markInstalled(person);
    expect((await engine.cycle({ sendsNow: true, isConfirmed: true })).delivery.sent).to.equal(501);
  });
});
