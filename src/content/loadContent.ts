import { z } from 'zod';
import { CATALOGUE } from '../domain/catalogue.ts';
import { Fault } from '../domain/errors.ts';
import type { Content, ItemId, Tip } from '../domain/item.ts';
import { SERVICES } from '../domain/person.ts';
import type { SignalId } from '../domain/signals.ts';
import { linkProblem } from './linkProblem.ts';
import { TIPS } from './tips.ts';
import { wordCount, wordingProblem } from './wordingProblem.ts';

/** Title, gain and action together (the nudge contract, "Wording"). */
const MOST_WORDS = 60;
/** Longer titles wrap to a third line on a phone. */
const LONGEST_TITLE = 60;
const LONGEST_LINK_TITLE = 28;

const filled = z.string().refine((text) => text.trim() !== '', 'expected words, got an empty text');

const kindly = filled.superRefine((text, context) => {
  const problem = wordingProblem(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

const short = (most: number) =>
  kindly.superRefine((text, context) => {
    if (text.length > most) context.addIssue({ code: 'custom', message: `expected at most ${most} characters, got ${text.length}; shorten it` });
  });

const itemId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens, like "channel-ask-once"')
  .transform((text) => text as ItemId);

const knownSignal = z.string().transform((text, context): SignalId => {
  const signal = CATALOGUE.find((candidate) => candidate.id === text);
  if (signal !== undefined) return signal.id;
  context.addIssue({ code: 'custom', message: `expected one of ${CATALOGUE.map((known) => known.id).join(', ')}, got ${JSON.stringify(text)}` });
  return z.NEVER;
});

const address = z.string().superRefine((text, context) => {
  const problem = linkProblem(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: (issue) => `expected one of ${values.join(', ')}, got ${JSON.stringify(issue.input)}` });

const tip = z.strictObject({
  id: itemId,
  signals: z.tuple([knownSignal], knownSignal),
  service: oneOf(SERVICES),
  level: oneOf(['first-steps', 'everyday']),
  title: short(LONGEST_TITLE),
  gain: kindly,
  action: kindly,
  link: z.strictObject({ title: short(LONGEST_LINK_TITLE), url: address }),
  bestOn: oneOf(['any', 'computer']),
});

/**
 * The content in force, in the pack's order, every item checked.
 *
 * @param pack a list of items as read from outside; the product's own pack when left out.
 * @returns the items by id; throws `invalid-content` naming every problem with its item and field at once: unknown or missing
 * fields, ids used twice, unknown signals, a title over 60 characters, over 60 words in title, gain and action, unkind
 * wording, a link that is no https address or no documented Teams deep link, or no item at all.
 */
export function loadContent(pack: unknown = TIPS): Content {
  const written = z.array(z.unknown()).min(1).safeParse(pack);
  if (!written.success) throw new Fault('invalid-content', 'expected a list of at least one item; see src/content/tips.ts for the form');
  const problems: string[] = [];
  const content = new Map<string, Tip>();
  const seen = new Set<string>();
  written.data.forEach((item, index) => {
    const name = nameOf(item, index);
    // Seen by the written id, so that a repetition is named also where the first one is itself faulty.
    if (seen.has(name)) problems.push(`${name} · id: expected an id used once, got it again; give this item another`);
    seen.add(name);
    const parsed = tip.safeParse(item);
    problems.push(...wordsProblem(item, name));
    if (parsed.success) content.set(parsed.data.id, { ...parsed.data, personas: [] });
    else problems.push(...parsed.error.issues.map((issue) => `${name} · ${issue.path.join('.') || 'item'}: ${issue.message}`));
  });
  if (problems.length > 0)
    throw new Fault(
      'invalid-content',
      `${problems.length} problem${problems.length === 1 ? '' : 's'} in the content pack:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  return content;
}

const writtenId = z.object({ id: z.string().min(1) });
const writtenWords = z.object({ title: z.string(), gain: z.string(), action: z.string() });

/** The item's id as written, else its place in the list, from 1. */
function nameOf(item: unknown, index: number): string {
  const parsed = writtenId.safeParse(item);
  return parsed.success ? parsed.data.id : `item ${index + 1}`;
}

/** Counted beside the shape check: zod runs no check over several fields once one of them is faulty. */
function wordsProblem(item: unknown, name: string): readonly string[] {
  const parsed = writtenWords.safeParse(item);
  if (!parsed.success) return [];
  const words = wordCount(`${parsed.data.title} ${parsed.data.gain} ${parsed.data.action}`);
  return words <= MOST_WORDS ? [] : [`${name} · title, gain, action: expected at most ${MOST_WORDS} words together, got ${words}; shorten them`];
}
