import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { activityOf } from '../../bot/cards/activity.ts';
import { connector } from '../../bot/connector.ts';
import type { DeliverDeps } from '../../src/app/deliveryRun.ts';
import type { InFlight } from '../../src/app/inFlight.ts';
import { loadContent } from '../../src/content/loadContent.ts';
import type { DeliveryState } from '../../src/domain/delivery.ts';
import { DEFAULT_FOCUS } from '../../src/domain/goal.ts';
import { habitOfSignal } from '../../src/domain/habits.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { DAY_MS, dayIn, later, MINUTE_MS } from '../../src/domain/time.ts';
import type { Database } from '../../src/ports/stores.ts';
import type { Log } from '../../src/ports/system.ts';
import { jsonOf, stamp } from '../../src/storage/sqlText.ts';
import { movableClock, realSystem } from '../../src/system.ts';
import { TEST_SALT } from './testSalt.ts';

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { content: CONTENT } = loadContent();

/** The person with this number among those of a sending tenant. */
export const personAt = (number: number): string => `11111111-bbbb-4ccc-8ddd-${String(number).padStart(12, '0')}`;

/** Asks the database directly. */
export type Ask = <Row>(query: ReturnType<typeof sql<Row>>) => Promise<readonly Row[]>;

export interface Plan {
  readonly people: number;
  /** Messages for each of them; one unless told. */
  readonly each?: number;
  /** Where their chats are; absent: the app is installed and no conversation was opened yet. */
  readonly serviceUrl?: string;
}

/** Arms the tenant and writes people, their chats, and a tip for each that is due since a minute ago. */
export async function planTips(ask: Ask, db: Database, tenant: TenantId, { people, each = 1, serviceUrl }: Plan): Promise<void> {
  const now = movableClock().now();
  const [tip] = CONTENT.values();
  const [signal] = tip?.signals ?? [];
  if (tip === undefined || signal === undefined) throw new Error('expected a tip in the content, got none');
  const habit = habitOfSignal(signal);
  const errand = { kind: 'tip', item: tip.id, signal, habit, grounds: 'useful', introduces: false, welcomesBack: false };
  await db.stores.tenants.ensure(TEST_SALT);
  await db.stores.tenants.arm({ scope: 'all', noticeUrl: 'https://contoso.example', noticeDay: dayIn('UTC', now), armedAt: now });
  const person = sql`('11111111-bbbb-4ccc-8ddd-' || lpad(number::text, 12, '0'))::uuid`;
  const numbers = sql`generate_series(0, ${people}::int - 1) as number`;
  await ask(sql`
    insert into person (tenant_id, person_id, user_principal_name, display_name, is_member, is_enabled, services, is_removed)
    select ${tenant}, ${person}, 'person.' || number || '@contoso.example', 'Somebody', true, true, '{teams}', false from ${numbers}`);
  await ask(sql`
    insert into chat (tenant_id, person_id, reach, service_url, conversation_id)
    select ${tenant}, ${person}, 'installed', ${serviceUrl ?? null}::text, case when ${serviceUrl ?? null}::text is not null then 'a:' || ${person} end
    from ${numbers}`);
  await ask(sql`
    insert into delivery (tenant_id, delivery_id, person_id, kind, item, errand, state, due_at, expires_at, is_trial)
    select ${tenant}, gen_random_uuid(), ${person}, 'tip', ${tip.id}, ${jsonOf(errand)}::jsonb, 'planned',
      ${stamp(later(now, -MINUTE_MS))}::timestamptz, ${stamp(later(now, DAY_MS))}::timestamptz, false from ${numbers}, generate_series(1, ${each}::int)`);
  await ask(sql`analyze person, chat, delivery`);
}

/** The real parts of a sender: only the connector at the other end is a stand-in. */
export function sendingDeps(
  db: Database,
  tenant: TenantId,
  serviceUrl: string,
  inFlight: InFlight,
  { timeOutMs = 15_000, ...more }: Partial<DeliverDeps> & { readonly timeOutMs?: number } = {},
): DeliverDeps {
  return {
    db,
    sender: connector({ serviceUrl, botId: '28:bot', botName: 'Coach', tenantId: tenant, token: async () => '', activityOf, timeOutMs }),
    installer: { install: async () => ({ kind: 'unavailable', why: 'nobody may' }) },
    system: realSystem(SILENT, movableClock()),
    settings: {
      tenantId: tenant,
      defaultZone: 'Europe/Berlin',
      holidays: new Set(),
      support: undefined,
      sponsor: undefined,
      content: CONTENT,
      lessons: { lessons: new Map(), questions: new Map() },
      focus: DEFAULT_FOCUS,
      isDemo: false,
    },
    worker: randomUUID(),
    inFlight,
    ...more,
  };
}

export interface KeptMessage {
  readonly person: string;
  readonly state: DeliveryState;
  readonly why: string | null;
}

/** Every message of the tenant as the database has it. */
export const keptMessages = (ask: Ask, tenant: TenantId): Promise<readonly KeptMessage[]> =>
  ask(
    sql<KeptMessage>`select person_id as person, state, drop_reason as why from delivery where tenant_id = ${tenant} order by person_id, delivery_id`,
  );
