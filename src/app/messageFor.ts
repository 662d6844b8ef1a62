import type { Errand, GroundsKind } from '../domain/delivery.ts';
import { absurd } from '../domain/errors.ts';
import type { DeliveryId } from '../domain/ids.ts';
import type { Grounds, Message, TipState } from '../domain/message.ts';
import { type Signal, signalOf } from '../domain/signals.ts';
import { TOPICS } from '../domain/topic.ts';
import type { EngineSettings } from './settings.ts';

/**
 * The message an errand stands for, in the state the card is in. `undefined` when its item is no longer in the content.
 *
 * @param zone where the card's times are shown.
 */
export function messageFor(
  settings: EngineSettings,
  id: DeliveryId,
  errand: Errand,
  zone: string,
  state: TipState = { kind: 'open' },
): Message | undefined {
  switch (errand.kind) {
    case 'welcome':
      return { kind: 'welcome', support: settings.support, sponsor: settings.sponsor, offered: TOPICS };
    case 'stop-notice':
      return { kind: 'stop-notice' };
    case 'reminder': {
      const tip = settings.content.get(errand.item);
      if (tip === undefined) return undefined;
      // Once answered, a reminder's card shows what a tip's shows.
      return state.kind === 'open' ? { kind: 'reminder', delivery: id, tip } : tipOf(settings, id, errand.item, { kind: 'asked' }, zone, state);
    }
    case 'asked-tip':
      return tipOf(settings, id, errand.item, { kind: 'asked' }, zone, state, { ...ALONE, praise: errand.praise });
    case 'tip':
      return tipOf(settings, id, errand.item, groundsOf(errand.grounds, signalOf(errand.signal)), zone, state, errand);
    case 'asked-lesson': {
      const lesson = settings.lessons.lessons.get(errand.item);
      return lesson === undefined ? undefined : { kind: 'lesson', delivery: id, lesson };
    }
    case 'export':
      return { kind: 'export-ready' };
    case 'asked-quiz':
      // Its questions are shown one by one, each as the person's answers leave it.
      return undefined;
    default:
      return absurd(errand);
  }
}

/** What rides along on a tip's card. */
type Along = Pick<Extract<Errand, { kind: 'tip' }>, 'introduces' | 'praise' | 'welcomesBack' | 'question'>;
const ALONE: Along = { introduces: false, praise: undefined, welcomesBack: false, question: undefined };

function tipOf(
  settings: EngineSettings,
  delivery: DeliveryId,
  item: string,
  grounds: Grounds,
  zone: string,
  state: TipState,
  along: Along = ALONE,
): Message | undefined {
  const { support, sponsor, lessons, content } = settings;
  const tip = content.get(item);
  if (tip === undefined) return undefined;
  const praise = along.praise === undefined ? undefined : signalOf(along.praise);
  const question = along.question === undefined ? undefined : lessons.questions.get(along.question);
  const { introduces, welcomesBack } = along;
  return { kind: 'tip', delivery, tip, grounds, introduces, welcomesBack, support, sponsor, praise, question, state, zone };
}

export function groundsOf(kind: GroundsKind, signal: Signal): Grounds {
  switch (kind) {
    case 'useful':
    case 'new-licence':
      return { kind, signal };
    case 'department':
    case 'organisation':
      return { kind: 'colleagues', where: kind, signal };
    default:
      return absurd(kind);
  }
}
