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

/** A lesson: one idea, read in under two minutes (at most 120 words), and the question it ends with. */
export interface Lesson {
  readonly id: ItemId;
  /** At least one signal, the first is the one it is about. */
  readonly signals: readonly [SignalId, ...SignalId[]];
  readonly service: Service;
  readonly level: Level;
  /** For whom it is meant; empty: for everybody. */
  readonly personas: readonly Persona[];
  readonly title: string;
  readonly text: string;
  readonly link: { readonly title: string; readonly url: string };
  readonly question: ItemId;
}

/** One of the answers to choose from, and what is said to whoever chooses it: why it is right, or why it is not. */
export interface AnswerOption {
  readonly text: string;
  readonly isRight: boolean;
  readonly why: string;
}

/** A question: one idea, three or four options, exactly one of them right. */
export interface Question {
  readonly id: ItemId;
  /** At least one signal, the first is the one it is about. */
  readonly signals: readonly [SignalId, ...SignalId[]];
  readonly service: Service;
  readonly level: Level;
  /** For whom it is meant; empty: for everybody. */
  readonly personas: readonly Persona[];
  readonly ask: string;
  /** In the pack's order; a card shows them in another (`shownOptions`). */
  readonly options: readonly AnswerOption[];
  /** The lesson that teaches it; absent: it can be asked without one. */
  readonly lesson: ItemId | undefined;
  /** The tip that says the same as something to do. */
  readonly tip: ItemId | undefined;
}

/** The tips in force: every one by its id, in the pack's order. */
export type Content = ReadonlyMap<string, Tip>;

/** The lessons and questions in force, by id, in the pack's order. Every reference in them leads somewhere. */
export interface Lessons {
  readonly lessons: ReadonlyMap<string, Lesson>;
  readonly questions: ReadonlyMap<string, Question>;
}
