import { sql } from 'kysely';
import { openKysely } from '../../src/storage/openEmbedded.ts';
import { TENANT } from '../support/activities.ts';

/** A card somebody got. */
export interface SentDelivery {
  readonly id: string;
  readonly person: string;
}

/** The tips that were sent, in an order that does not follow people's ids. No process may own the folder. */
export async function sentDeliveries(folder: string): Promise<readonly SentDelivery[]> {
  return await asked<SentDelivery>(
    folder,
    sql`select delivery_id as id, person_id as person from delivery where tenant_id = ${TENANT} and kind = 'tip' and state = 'sent' order by delivery_id`,
  );
}

/** How many answers of a kind were written down. No process may own the folder. */
export async function countResponses(folder: string, kind: string): Promise<number> {
  const [row] = await asked<{ count: number }>(
    folder,
    sql`select count(*)::int as count from response where tenant_id = ${TENANT} and kind = ${kind}`,
  );
  return row?.count ?? 0;
}

async function asked<Row>(folder: string, query: ReturnType<typeof sql>): Promise<readonly Row[]> {
  const kysely = await openKysely(folder, undefined);
  try {
    return (await query.execute(kysely)).rows as readonly Row[];
  } finally {
    await kysely.destroy();
  }
}
