import { z } from 'zod';
import { CATALOGUE } from '../domain/catalogue.ts';
import type { ItemId } from '../domain/item.ts';
import type { SignalId } from '../domain/signals.ts';
import { wordCount, wordingProblem } from './wordingProblem.ts';

const LONGEST_SHOWN = 40;

/** A value as a problem shows it: what is not there, or is empty YAML, is "nothing". */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

/** A text with a check that says itself what is wrong; silent when nothing is. */
export const checked = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const emptyProblem = (text: string): string | undefined =>
  text.trim() === '' ? 'expected words, got an empty text; say something or take the item out' : undefined;

/** Words that are there and kind; then `problemOf` may find fault with them. */
export const kindly = (problemOf: (text: string) => string | undefined = () => undefined) =>
  checked((text) => emptyProblem(text) ?? wordingProblem(text) ?? problemOf(text));

/** Kind words of at most so many characters. */
export const short = (most: number) =>
  kindly().superRefine((text, context) => {
    if (text.length > most) context.addIssue({ code: 'custom', message: `expected at most ${most} characters, got ${text.length}; shorten it` });
  });

/** What is wrong with the number of words in a text, if anything. */
export function countProblem(text: string, least: number, most: number): string | undefined {
  const count = wordCount(text);
  if (count < least) return `expected at least ${least} words, got ${count}; say more`;
  return count > most ? `expected at most ${most} words, got ${count}; shorten it` : undefined;
}

export const itemId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: (issue) => `expected lower-case words joined by hyphens, like "channel-ask-once", got ${shown(issue.input)}; rename it`,
  })
  .transform((text) => text as ItemId);

export const knownSignal = z.string().transform((text, context): SignalId => {
  const signal = CATALOGUE.find((candidate) => candidate.id === text);
  if (signal !== undefined) return signal.id;
  const ofApp = CATALOGUE.filter(({ id }) => id.split('.')[0] === text.split('.')[0]);
  const choice = (ofApp.length === 0 ? CATALOGUE : ofApp).map(({ id }) => id).join(', ');
  context.addIssue({ code: 'custom', message: `expected a signal of the catalogue, got ${shown(text)}; take one of ${choice}` });
  return z.NEVER;
});

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: (issue) => `expected one of ${values.join(', ')}, got ${shown(issue.input)}; take one of these` });
