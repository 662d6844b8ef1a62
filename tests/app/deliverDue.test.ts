import { expect } from 'chai';
import { sql } from 'kysely';
import { deliverDue } from '../../src/app/deliverDue.ts';
import type { DeliverDeps } from '../../src/app/deliveryRun.ts';
import { inFlight } from '../../src/app/inFlight.ts';
import { Fault } from '../../src/domain/errors.ts';
import { personId } from '../../src/domain/ids.ts';
import { HOUR_MS } from '../../src/domain/time.ts';
import type { Deliveries } from '../../src/ports/deliveries.ts';
import { movableClock } from '../../src/system.ts';
import { spread, TROUBLE_NAMES, type TroubleShares } from '../support/connectorTrouble.ts';
import { onEveryEngine, type TestTenant } from '../support/databases.ts';
import { type HardConnector, hardConnector } from '../support/hardConnector.ts';
import { receiverAccount } from '../support/receiverAccount.ts';
import { keptMessages, type Plan, personAt, planTips, sendingDeps } from '../support/sendingTenant.ts';
import { until } from '../support/until.ts';

/** Sends a second that let a test be short; the connector of these tests takes as many. */
const RATE = 400;
const NEVER_SLOW = { latencyMs: [5, 30], troubles: {}, perSecond: RATE } as const;
/** The sender's patience in these tests. */
const TIME_OUT_MS = 1_500;
const NO_TRIALS = { withTrials: false } as const;

function isASender(open: (ratePerSecond?: number) => Promise<TestTenant>): void {
  const connectors: HardConnector[] = [];
  afterEach(async () => {
    for (const one of connectors.splice(0)) await one.close();
  });

  async function connectorWith(more: { readonly latencyMs?: readonly [number, number]; readonly troubles?: TroubleShares }): Promise<HardConnector> {
    const connector = await hardConnector({ seed: 'hard', slowMs: 400, ...NEVER_SLOW, ...more });
    connectors.push(connector);
    return connector;
  }

  /** A tenant with messages that are due, and a worker for it. */
  async function planned(connector: HardConnector, plan: Plan, more: Partial<DeliverDeps> = {}, rate = RATE, timeOutMs = TIME_OUT_MS) {
    const tenant = await open(rate);
    const url = connector.urlOf(tenant.tenant);
    await planTips(tenant.rows, tenant.db, tenant.tenant, { serviceUrl: url, ...plan });
    const deps = sendingDeps(tenant.db, tenant.tenant, url, inFlight(100), { timeOutMs, ...more });
    const kept = () => keptMessages(tenant.rows, tenant.tenant);
    const inState = async (state: string): Promise<readonly string[]> => (await kept()).flatMap((one) => (one.state === state ? [one.person] : []));
    return { tenant, deps, url, kept, inState };
  }

  it('accounts for every message whatever the connector does, and doubles none', async () => {
    const connector = await connectorWith({ troubles: spread(0.3) });
    const { deps, kept, inState } = await planned(connector, { people: 300 });
    const clock = movableClock();
    const later = { ...deps, system: { ...deps.system, clock } };
    for (let hour = 0; hour < 2; hour += 1) {
      clock.setOffset(hour * HOUR_MS);
      await deliverDue(later)(NO_TRIALS);
    }
    const met = new Set(connector.seen.map((one) => one.met));
    expect([...TROUBLE_NAMES].filter((name) => !met.has(name))).to.deep.equal([]);
    const { doubled, reached } = receiverAccount(connector.seen);
    expect(doubled).to.deep.equal([]);
    const messages = await kept();
    expect(messages).to.have.length(300);
    expect(messages.filter(({ state }) => state === 'claimed' || state === 'sending')).to.deep.equal([]);
    for (const person of await inState('sent')) expect(reached.has(person), `${person} counts as sent`).to.equal(true);
    const mayBeReached = new Set([...(await inState('sent')), ...(await inState('unknown'))]);
    for (const person of reached) expect(mayBeReached.has(person), `${person} has it and is to get it`).to.equal(true);
    const ambiguous = new Set(connector.seen.filter((one) => AMBIGUOUS.has(one.met)).map((one) => one.person));
    expect((await inState('unknown')).filter((person) => !ambiguous.has(person))).to.deep.equal([]);
  });

  it('holds the pace for no answer: all the others are on their way before the first silent one is given up', async () => {
    const connector = await connectorWith({ troubles: spread(0.2, ['silent', 'slow']) });
    // Long enough for a busy machine to get all messages on their way.
    const timeOutMs = 6_000;
    const { deps, inState } = await planned(connector, { people: 100 }, {}, RATE, timeOutMs);
    await deliverDue(deps)(NO_TRIALS);
    const times = connector.seen.map((one) => one.at);
    expect(times).to.have.length(100);
    expect(Math.max(...times) - Math.min(...times)).to.be.below(timeOutMs);
    expect(await inState('unknown')).to.have.length(connector.seen.filter((one) => one.met === 'silent').length);
  });

  it('never starts more requests than the pace allows in any second, and waits for no installation', async () => {
    const connector = await connectorWith({});
    const installed = Promise.withResolvers<void>();
    const rate = 60;
    const waitingFor = { installer: { install: () => installed.promise.then(() => ({ kind: 'installed' }) as const) } };
    const { tenant, deps } = await planned(connector, { people: 100 }, waitingFor, rate);
    await tenant.rows(sql`
      update chat set reach = 'unknown', service_url = null, conversation_id = null
      where tenant_id = ${tenant.tenant} and person_id in (${personAt(1)}, ${personAt(2)})`);
    const running = deliverDue(deps)(NO_TRIALS);
    await until('all but two have their message', () => connector.seen.length === 98);
    installed.resolve();
    await running;
    const { mostInASecond, reached } = receiverAccount(connector.seen);
    expect(reached.size).to.equal(100);
    expect(mostInASecond).to.be.within(rate / 2, rate + 1);
  });

  it('lets a tenant with a few messages pass by one with many', async () => {
    const connector = await connectorWith({ latencyMs: [20, 20] });
    const places = inFlight(6);
    const many = await planned(connector, { people: 600 }, { inFlight: places });
    const few = await planned(connector, { people: 20 }, { inFlight: places });
    const stopping = new AbortController();
    const first = deliverDue(many.deps)({ ...NO_TRIALS, signal: stopping.signal });
    await until('the many are on their way', () => connector.seen.length > 30);
    const before = connector.seen.length;
    await deliverDue(few.deps)(NO_TRIALS);
    const passed = connector.seen.slice(before).filter((one) => one.tenant === many.tenant.tenant).length;
    stopping.abort();
    await first;
    expect(await few.inState('sent')).to.have.length(20);
    // A handful each in turn, and what was on its way before.
    expect(passed).to.be.below(120);
  });

  it('speaks to nobody twice in quick succession', async () => {
    const connector = await connectorWith({});
    const { deps } = await planned(connector, { people: 2, each: 3 });
    await deliverDue(deps)(NO_TRIALS);
    const times = connector.seen.filter((one) => one.person === personAt(0)).map((one) => one.at);
    expect(times).to.have.length(3);
    for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).to.be.above(400);
  });

  describe('in the middle of a run', () => {
    async function underWay(people: number) {
      const connector = await connectorWith({ latencyMs: [50, 300] });
      const scene = await planned(connector, { people });
      const stopping = new AbortController();
      const running = deliverDue(scene.deps)({ ...NO_TRIALS, signal: stopping.signal });
      await until('a run is under way', () => connector.seen.length >= 20);
      return { ...scene, connector, stopping, running };
    }

    it('a stop lets what is in the air finish, starts nothing, and gives everything else back', async () => {
      const { connector, stopping, running, inState } = await underWay(400);
      stopping.abort();
      const atStop = connector.seen.length;
      const counts = await running;
      expect(counts.sent).to.equal(connector.seen.length);
      expect(connector.seen.length - atStop).to.be.below(RATE / 2);
      expect(await inState('sent')).to.have.length(counts.sent);
      expect(await inState('planned')).to.have.length(400 - counts.sent);
    });

    it('a freeze ends it, and what was not on its way is not sent', async () => {
      const { tenant, connector, running, kept } = await underWay(400);
      await tenant.other.stores.tenants.freeze(movableClock().now(), 'enough');
      const atFreeze = connector.seen.length;
      await running;
      expect(connector.seen.length - atFreeze).to.be.below(RATE / 2);
      const states = Map.groupBy(await kept(), ({ state, why }) => why ?? state);
      expect(['frozen', 'planned', 'sent']).to.include.members([...states.keys()]);
      expect(states.get('planned')?.length).to.be.above(100);
    });

    it('an opt-out holds for every message that is not on its way', async () => {
      const { tenant, connector, running, kept } = await underWay(400);
      await tenant.rows(sql`update person set has_opted_out = true where tenant_id = ${tenant.tenant}`);
      const atOptOut = connector.seen.length;
      await running;
      expect(connector.seen.length - atOptOut).to.be.below(RATE / 2);
      const states = Map.groupBy(await kept(), ({ state, why }) => why ?? state);
      expect([...states.keys()].sort()).to.deep.equal(['opted-out', 'sent']);
    });

    it('a worker that hangs keeps nothing: another one sends the rest, and its own late answers count', async () => {
      const connector = await connectorWith({});
      const { tenant, deps, url, inState } = await planned(connector, { people: 60 });
      const answered = Promise.withResolvers<void>();
      const hanging: DeliverDeps = {
        ...deps,
        inFlight: inFlight(10),
        sender: { ...deps.sender, send: (to, message) => answered.promise.then(() => deps.sender.send(to, message)) },
      };
      const hung = deliverDue(hanging)(NO_TRIALS);
      await until('ten of its messages are in the air', async () => (await inState('sending')).length === 10);
      await tenant.rows(
        sql`update delivery set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null and tenant_id = ${tenant.tenant}`,
      );
      const other = sendingDeps(tenant.other, tenant.tenant, url, inFlight(100));
      await deliverDue(other)(NO_TRIALS);
      expect(await inState('unknown')).to.have.length(10);
      expect(await inState('sent')).to.have.length(50);
      answered.resolve();
      await hung;
      expect(await inState('sent')).to.have.length(60);
      expect(receiverAccount(connector.seen).doubled).to.deep.equal([]);
      expect(connector.seen).to.have.length(60);
    });
  });

  it('writes results many at a time, and does not lose them while the database cannot take them', async () => {
    const connector = await connectorWith({});
    const { tenant, deps, inState } = await planned(connector, { people: 120 });
    const real = tenant.db.stores.deliveries;
    let tries = 0;
    const finish: Deliveries['finish'] = async (results, now) => {
      tries += 1;
      if (tries % 3 === 1) throw new Fault('storage-failed', 'the disk is full');
      await real.finish(results, now);
    };
    const db = { ...tenant.db, stores: { ...tenant.db.stores, deliveries: { ...real, finish } } };
    const counts = await deliverDue({ ...deps, db })(NO_TRIALS);
    expect(counts).to.deep.equal({ sent: 120, unknown: 0, again: 0, dropped: 0 });
    expect(await inState('sent')).to.have.length(120);
    expect(tries).to.be.below(60);
  });

  it('gives up when the database is gone, without a message in doubt that was not on its way', async () => {
    const connector = await connectorWith({});
    const { tenant, deps, kept } = await planned(connector, { people: 50 });
    const real = tenant.db.stores.deliveries;
    let isGone = true;
    const startSending: Deliveries['startSending'] = async (worker, claims, now) => {
      const marked = await real.startSending(worker, claims, now);
      if (isGone) throw new Fault('storage-unavailable', 'the connection broke before the answer came');
      return marked;
    };
    const broken = { ...deps, db: { ...tenant.db, stores: { ...tenant.db.stores, deliveries: { ...real, startSending } } } };
    expect(await deliverDue(broken)(NO_TRIALS).catch((fault: unknown) => fault)).to.have.property('code', 'storage-unavailable');
    expect(connector.seen).to.deep.equal([]);
    expect((await kept()).filter(({ state }) => state !== 'planned')).to.deep.equal([]);
    isGone = false;
    await deliverDue(broken)(NO_TRIALS);
    expect(receiverAccount(connector.seen).reached.has(personId(personAt(49)))).to.equal(true);
  });
}

const AMBIGUOUS: ReadonlySet<string> = new Set(['500', '502', '503', '504', 'reset-before', 'reset-after', 'silent']);

onEveryEngine('sending what is due', isASender);
