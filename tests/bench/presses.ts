import { cardOf } from '../../bot/cards/activity.ts';
import { personId } from '../../src/domain/ids.ts';
import { conversationIdOf } from '../../src/sample/connectorRoutes.ts';
import { execute } from '../support/activities.ts';
import type { SentDelivery } from './sentDeliveries.ts';

/** One press of a button, ready to go. */
export interface Press {
  readonly verb: string;
  readonly delivery: string;
  readonly body: string;
}

const VERBS = ['tip.did', 'tip.why', 'tip.plan', 'tip.inTheWay', 'tip.back'] as const;
/** Every so many presses one that was made before comes again, as Teams and people repeat what was not answered at once. */
const REPEAT_EVERY = 10;
const REPEATED_BACK = 7;

/** The press at `index`: from person to person and from verb to verb, and in the next round another verb for each. */
export function pressAt(deliveries: readonly SentDelivery[], index: number, serviceUrl: string): Press {
  const isRepeated = index >= REPEATED_BACK && index % REPEAT_EVERY === 0;
  const place = isRepeated ? index - REPEATED_BACK : index;
  const delivery = deliveries[place % deliveries.length];
  if (delivery === undefined) throw new Error('expected at least one sent tip to press on, got none');
  const round = Math.floor(place / deliveries.length);
  const verb = VERBS[(place + round) % VERBS.length] ?? VERBS[0];
  const activity = execute(
    { v: 1, verb, d: delivery.id, i: 'bench' },
    {
      id: `f:${place}`,
      serviceUrl,
      from: { id: `29:${delivery.person}`, name: 'Sample Person', aadObjectId: delivery.person },
      conversation: { ...PERSONAL, id: conversationIdOf(personId(delivery.person)) },
    },
  );
  return { verb, delivery: delivery.id, body: JSON.stringify(activity) };
}

const { conversation: PERSONAL } = execute({}) as { conversation: object };
const NOT_ANSWERS: ReadonlySet<string> = new Set(
  ([{ kind: 'card-gone' }, { kind: 'contact-again' }, { kind: 'failed' }] as const).map((message) => cardOf(message).fallbackText),
);

/** What is wrong with the answer to a press; `undefined` for a card that is one. */
export function wrongWith(status: number, text: string): string | undefined {
  if (status !== 200) return `HTTP ${status}`;
  const answer: unknown = JSON.parse(text);
  const { statusCode, value } = answer as { statusCode?: unknown; value?: { type?: unknown; fallbackText?: string } };
  if (statusCode !== 200 || value?.type !== 'AdaptiveCard') return `no card, statusCode ${String(statusCode)}`;
  return NOT_ANSWERS.has(value.fallbackText ?? '') ? `the card "${value.fallbackText}"` : undefined;
}
