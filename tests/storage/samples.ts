import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Claim, Errand, NewDelivery } from '../../src/domain/delivery.ts';
import { habitOfSignal } from '../../src/domain/habits.ts';
import { decisionId, deliveryId, type PersonId, personId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { signalId } from '../../src/domain/signals.ts';
import { DAY_MS, type Day, day, type Instant, instant, later } from '../../src/domain/time.ts';
import type { DecisionRecord } from '../../src/ports/deliveries.ts';
import type { TestTenant } from '../support/databases.ts';

export const NOW: Instant = instant('2026-03-09T08:00:00Z');
export const TODAY: Day = day('2026-03-09');
export const MONDAY = TODAY;
export const SIGNAL = signalId('teams.channelPosts');
export const ITEM = 'start-a-thread' as ItemId;
export const REPORT = 'getTeamsUserActivityUserDetail' as const;

export const TIP: Errand = {
  kind: 'tip',
  item: ITEM,
  signal: SIGNAL,
  habit: habitOfSignal(SIGNAL),
  grounds: 'useful',
  introduces: false,
  praise: undefined,
  welcomesBack: false,
  question: undefined,
};

export const newPerson = (): PersonId => personId(randomUUID());

interface Few {
  readonly 1: readonly [PersonId];
  readonly 2: readonly [PersonId, PersonId];
  readonly 3: readonly [PersonId, PersonId, PersonId];
  readonly 5: readonly [PersonId, PersonId, PersonId, PersonId, PersonId];
}

/** A few people the directory knows, in id order. */
export async function somePeople<N extends keyof Few>(tenant: TestTenant, count: N): Promise<Few[N]> {
  return (await manyPeople(tenant, count)) as unknown as Few[N];
}

/** People the directory knows, in id order. */
export async function manyPeople({ db }: TestTenant, count: number, department?: string): Promise<readonly PersonId[]> {
  const people = Array.from({ length: count }, newPerson).sort();
  const changes = people.map(
    (id) => ({ kind: 'changed', personId: id, userPrincipalName: `${id}@Example.org`, displayName: 'A', department, services: ['teams'] }) as const,
  );
  await db.stores.people.apply(changes, TODAY, true);
  return people;
}

export function message(person: PersonId, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: deliveryId(randomUUID()),
    personId: person,
    decisionId: undefined,
    errand: TIP,
    dueAt: NOW,
    expiresAt: later(NOW, DAY_MS),
    isTrial: false,
    ...changes,
  };
}

export function decision(person: PersonId, changes: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id: decisionId(randomUUID()),
    personId: person,
    week: MONDAY,
    madeAt: NOW,
    goal: 'channels',
    policyVersion: 'test-1',
    options: [
      { item: ITEM, probability: 1 },
      { item: undefined, probability: 0 },
    ],
    choice: ITEM,
    reason: 'expected good 0.1000',
    habit: habitOfSignal(SIGNAL),
    signal: SIGNAL,
    dataDay: TODAY,
    arm: 'sent',
    ...changes,
  };
}

/** A planned tip of this week for each person, armed for everybody. */
export async function plannedTips(tenant: TestTenant, people: readonly PersonId[]): Promise<readonly NewDelivery[]> {
  await tenant.db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://example.org/notice', noticeDay: TODAY, armedAt: NOW });
  const entries = people.map((person) => {
    const made = decision(person);
    return { decision: made, delivery: message(person, { decisionId: made.id }) };
  });
  await tenant.db.stores.deliveries.plan(entries);
  return entries.map((entry) => entry.delivery);
}

export const LEASE_MS = 60_000;

/** A tip of one person in the hands of `w1`. */
export async function claimed(tenant: TestTenant): Promise<{ readonly person: PersonId; readonly claim: Claim }> {
  const [person] = await somePeople(tenant, 1);
  await plannedTips(tenant, [person]);
  const [claim] = await tenant.db.stores.deliveries.claimDue('w1', NOW, 1, LEASE_MS, true);
  if (claim === undefined) throw new Error('nothing was claimed');
  return { person, claim };
}

/** As if every lease of the tenant had ended long ago. */
export async function endLeases(tenant: TestTenant): Promise<void> {
  await tenant.rows(sql`update delivery set lease_until = '2000-01-01Z' where tenant_id = ${tenant.tenant} and lease_until is not null`);
}
