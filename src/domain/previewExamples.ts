import type { Errand } from './delivery.ts';
import { deliveryId } from './ids.ts';
import type { Content, ItemId, Tip } from './item.ts';
import type { Grounds, Message } from './message.ts';
import type { TipCount } from './previewWeek.ts';
import { signalOf } from './signals.ts';

type TipErrand = Extract<Errand, { kind: 'tip' }>;

/** A card as somebody would get it who does not exist. */
export interface Example {
  readonly name: string;
  readonly occasion: 'first' | 'later';
  readonly message: Extract<Message, { kind: 'tip' }>;
}

/** Nobody's names. */
const NAMES = ['Robin Sample', 'Kim Example', 'Noa Invented'] as const;
const DELIVERY = deliveryId('00000000-0000-4000-8000-000000000000');

/** Up to three cards of the tips most people would get, of different apps where there are any; the first is the very first card. */
export function examplesOf(tips: readonly TipCount[], errandOf: (item: ItemId) => TipErrand | undefined, content: Content): readonly Example[] {
  const known = tips.flatMap(({ item }) => {
    const errand = errandOf(item);
    const tip = content.get(item);
    return errand === undefined || tip === undefined ? [] : [{ errand, tip }];
  });
  const firstOfApp = known.filter(({ tip }, place) => known.findIndex((other) => other.tip.service === tip.service) === place);
  const chosen = [...firstOfApp, ...known.filter((one) => !firstOfApp.includes(one))];
  return NAMES.flatMap((name, place) => {
    const one = chosen[place];
    return one === undefined ? [] : [{ name, occasion: place === 0 ? 'first' : 'later', message: messageOf(one.tip, one.errand, place === 0) }];
  });
}

function messageOf(tip: Tip, errand: TipErrand, introduces: boolean): Extract<Message, { kind: 'tip' }> {
  return {
    kind: 'tip',
    delivery: DELIVERY,
    tip,
    grounds: groundsOf(errand),
    introduces,
    support: undefined,
    sponsor: undefined,
    praise: undefined,
    welcomesBack: false,
    question: undefined,
    state: { kind: 'open' },
    zone: 'UTC',
  };
}

function groundsOf({ grounds, signal: id }: TipErrand): Grounds {
  const signal = signalOf(id);
  return grounds === 'department' || grounds === 'organisation' ? { kind: 'colleagues', where: grounds, signal } : { kind: grounds, signal };
}
