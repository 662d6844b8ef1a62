import type { DeliveryId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import type { Words } from '../words/words.ts';

/** Any element of a card's body. */
export type Block = Readonly<Record<string, unknown>> & { readonly type: string };
/** A button. */
export type Action = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Card {
  readonly type: 'AdaptiveCard';
  readonly version: '1.4';
  readonly lang: string;
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly Block[];
}

/** Which message a button belongs to; absent on cards that are not a delivery. */
export interface Origin {
  readonly delivery: DeliveryId;
  /** Absent where only the way back is known. */
  readonly item?: ItemId;
}

/** What a press says it is. Old cards stay pressable for ever: a verb is never renamed and never gets another meaning. */
export type Verb =
  | 'tip.did'
  | 'tip.plan'
  | 'tip.planAt'
  | 'tip.inTheWay'
  | 'tip.obstacle'
  | 'tip.notForMe'
  | 'tip.why'
  | 'tip.wrong'
  | 'tip.back'
  | 'tip.undo'
  | 'quiz.answer'
  | 'quiz.next'
  | 'lesson.ask'
  | 'lesson.knows'
  | 'me.pause'
  | 'me.fewer'
  | 'me.weekly'
  | 'me.never'
  | 'me.data'
  | 'me.export'
  | 'me.delete'
  | 'me.confirmDelete'
  | 'me.keep'
  | 'me.comeBack'
  | 'me.resume'
  | 'coach.tip'
  | 'settings.save'
  | 'settings.language'
  | 'settings.saveLanguage'
  | 'welcome.save'
  | 'coach.settings'
  | 'find.open'
  | 'coach.progress'
  | 'coach.quiz'
  | 'coach.lesson'
  | 'coach.help';

/** The version of a button's data. Raised when its shape changes; intents.ts reads every one ever sent. */
const DATA_VERSION = 1;

/**
 * A card of the lowest version with Action.Execute. `spoken` is read aloud and shown where the card cannot be, so it says
 * the essence in one or two sentences.
 */
export function card(words: Words, spoken: string, body: readonly Block[]): Card {
  return { type: 'AdaptiveCard', version: '1.4', lang: words.language, fallbackText: spoken, speak: spoken, body };
}

/** `shown` is markdown that is already escaped (`Words.shown`, `markdownOf`). */
export const heading = (shown: string): Block => ({ type: 'TextBlock', text: shown, style: 'heading', size: 'Large', weight: 'Bolder', wrap: true });

export const text = (shown: string): Block => ({ type: 'TextBlock', text: shown, wrap: true });

export const strong = (shown: string): Block => ({ type: 'TextBlock', text: shown, weight: 'Bolder', wrap: true });

/** What may be skipped when reading: where it comes from, how to stop. */
export const aside = (shown: string): Block => ({ type: 'TextBlock', text: shown, isSubtle: true, size: 'Small', wrap: true });

/** Sets apart what to do. */
export const panel = (items: readonly Block[]): Block => ({ type: 'Container', style: 'emphasis', items });

/**
 * Rows of buttons that belong together. A row holds what fits side by side on a phone of 320 px, for not every client wraps
 * a row or the title of a button.
 */
export const rows = (...of: readonly (readonly Action[])[]): readonly Block[] =>
  of.filter((actions) => actions.length > 0).map((actions, row) => ({ type: 'ActionSet', actions, ...(row === 0 ? {} : { spacing: 'Small' }) }));

/** A part that is not seen until the button that names it is pressed. Clients that cannot hide a part show it from the start. */
export const folded = (id: string, block: Block): Block => ({ ...block, id, isVisible: false });

/** Shows and hides folded parts on the spot, without asking the bot. */
export const unfold = (title: string, id: string): Action => ({ type: 'Action.ToggleVisibility', title, targetElements: [id] });

/** The one button that is hoped for. Clients that draw no such style show a usual button, so it also stands first or alone. */
export const primary = (action: Action): Action => ({ ...action, style: 'positive' });

/** A button that takes something away for good. */
export const destructive = (action: Action): Action => ({ ...action, style: 'destructive' });

/** More room above; no line, for it is glaring in the dark theme. */
export const apart = (block: Block): Block => ({ ...block, spacing: 'ExtraLarge' });

/** Short answers to short questions. Titles of one word stay on one line on a phone. Both are markdown that is already escaped. */
export const facts = (of: readonly (readonly [title: string, value: string])[]): Block => ({
  type: 'FactSet',
  facts: of.map(([title, value]) => ({ title, value })),
});

/** The card with a way back to the tip it was reached from. */
export function withBack(of: Card, back: DeliveryId | undefined, words: Words): Card {
  if (back === undefined) return of;
  return {
    ...of,
    body: [...of.body, ...rows([press(words.plain('button.back'), 'tip.back', { delivery: back }, { ignoresInputs: true })]).map(apart)],
  };
}

/** Opens the place in the app where the tip is done. */
export const openLink = (title: string, url: string): Action => ({ type: 'Action.OpenUrl', title, url });

/**
 * A button of the universal kind. Clients that do not know it send the same data as Action.Submit, so the verb is in both.
 * `ignoresInputs`: may be pressed while required inputs are empty.
 */
export function press(
  title: string,
  verb: Verb,
  origin?: Origin,
  more: { readonly values?: Readonly<Record<string, string>>; readonly ignoresInputs?: boolean } = {},
): Action {
  const data = {
    v: DATA_VERSION,
    verb,
    ...(origin === undefined ? {} : { d: origin.delivery, ...(origin.item === undefined ? {} : { i: origin.item }) }),
    ...more.values,
  };
  const shared = { title, data, ...(more.ignoresInputs ? { associatedInputs: 'none' } : {}) };
  return { type: 'Action.Execute', verb, ...shared, fallback: { type: 'Action.Submit', ...shared } };
}
