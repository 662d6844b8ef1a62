import { randomUUID } from 'node:crypto';
import { habitOfSignal } from '../../src/domain/habits.ts';
import { decisionId, deliveryId, type PersonId, personId, runId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import { signalId } from '../../src/domain/signals.ts';
import { DAY_MS, dayIn, type Instant, later, weekOf } from '../../src/domain/time.ts';
import type { Database } from '../../src/ports/stores.ts';
import { chatOf } from './slowConnector.ts';
import { TEST_SALT } from './testSalt.ts';

const SIGNAL = signalId('teams.privateChats');
const ITEM = 'chat-quick-question' as ItemId;
const HOURS = 24;

/**
 * `count` people whose chats are at the connector, armed, each with a tip that is due since `now`; today's cycle and this day's fillings
 * are taken as done, so that workers do nothing but send. Gives the people in id order.
 */
export async function planDueMessages(db: Database, count: number, connectorUrl: string, now: Instant): Promise<readonly PersonId[]> {
  const { chats, deliveries, people, tenants } = db.stores;
  const today = dayIn('UTC', now);
  const names = Array.from({ length: count }, () => personId(randomUUID())).sort();
  await tenants.ensure(TEST_SALT);
  await tenants.saveRun({ id: runId(randomUUID()), day: today, startedAt: now, finishedAt: now, summary: {} });
  for (let hour = 0; hour < HOURS; hour += 1) await tenants.claimJob(`fill-${hour}`, today);
  await tenants.arm({ scope: 'all', noticeUrl: 'https://example.org/notice', noticeDay: today, armedAt: now });
  await people.apply(
    names.map((id) => ({ kind: 'changed', personId: id, userPrincipalName: `${id}@example.org`, displayName: 'A', services: ['teams'] })),
    today,
    true,
  );
  for (const id of names) await chats.put(id, { serviceUrl: connectorUrl, conversationId: chatOf(id) });
  await deliveries.plan(
    names.map((person) => {
      const decision = decisionId(randomUUID());
      const habit = habitOfSignal(SIGNAL);
      return {
        decision: {
          id: decision,
          personId: person,
          week: weekOf(today),
          madeAt: now,
          goal: undefined,
          policyVersion: 'test-1',
          options: [{ item: ITEM, probability: 1 }],
          choice: ITEM,
          reason: 'a test',
          habit,
          signal: SIGNAL,
          dataDay: undefined,
          arm: 'sent',
        },
        delivery: {
          id: deliveryId(randomUUID()),
          personId: person,
          decisionId: decision,
          errand: {
            kind: 'tip',
            item: ITEM,
            signal: SIGNAL,
            habit,
            grounds: 'useful',
            introduces: false,
            praise: undefined,
            welcomesBack: false,
            question: undefined,
          },
          dueAt: now,
          expiresAt: later(now, DAY_MS),
          isTrial: false,
        },
      };
    }),
  );
  return names;
}
