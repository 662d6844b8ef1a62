import type { Brand } from './ids.ts';
import type { Service } from './person.ts';
import type { Persona } from './persona.ts';
import type { SignalId } from './signals.ts';

export type ItemId = Brand<string, 'ItemId'>;

/** `first-steps` teaches the basics of an app; `everyday` makes a known app pay off more. */
export type Level = 'first-steps' | 'everyday';

/** A tip: one action, what is in it for the reader, a link that does it. Under 60 words. */
export interface Tip {
  readonly id: ItemId;
  /** The habit it serves; at least one signal, the first is the one measured. */
  readonly signals: readonly [SignalId, ...SignalId[]];
  readonly service: Service;
  readonly level: Level;
  readonly title: string;
  /** What is in it for the reader. */
  readonly gain: string;
  /** The one action, as an instruction. */
  readonly action: string;
  readonly link: { readonly title: string; readonly url: string };
  readonly bestOn: 'any' | 'computer';
  /** For whom it is meant; empty: for everybody. */
  readonly personas: readonly Persona[];
}

/** The content in force: every item by its id, in the pack's order. */
export type Content = ReadonlyMap<string, Tip>;
