import type { DeliveryState } from '../../src/domain/delivery.ts';
import { personId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/ports/stores.ts';

/** What the database says of everybody's messages. */
export interface Account {
  readonly counts: Readonly<Record<DeliveryState, number>>;
  /** The states of each person's messages that count (all but dropped), by person. */
  readonly states: ReadonlyMap<string, readonly DeliveryState[]>;
}

export async function accountOf(db: Database, people: readonly string[]): Promise<Account> {
  const { deliveries } = db.stores;
  const past = await deliveries.pastOf(people.map((id) => personId(id)));
  const states = new Map<string, readonly DeliveryState[]>();
  for (const [person, messages] of past)
    states.set(
      person,
      await Promise.all(
        messages.map(async ({ id }) => {
          const view = await deliveries.get(id);
          if (view === undefined) throw new Error(`the message ${id} is counted and cannot be found`);
          return view.state;
        }),
      ),
    );
  return { counts: await deliveries.countByState(), states };
}
