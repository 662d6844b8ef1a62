import { z } from 'zod';
import { CATALOGUE } from '../domain/catalogue.ts';
import type { ItemId, Tip } from '../domain/item.ts';
import { SERVICES } from '../domain/person.ts';
import { PERSONAS } from '../domain/persona.ts';
import type { SignalId } from '../domain/signals.ts';
import { linkProblem } from './linkProblem.ts';
import { wordingProblem } from './wordingProblem.ts';

/** Longer titles wrap to a third line on a phone. */
const LONGEST_TITLE = 60;
const LONGEST_LINK_TITLE = 28;
const LONGEST_SHOWN = 40;

/** A value as a problem shows it: what is not there, or is empty YAML, is "nothing". */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

/** A check that says itself what is wrong; silent when nothing is. */
const checked = (problemOf: (text: string) => string | undefined) =>
  z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const emptyProblem = (text: string): string | undefined =>
  text.trim() === '' ? 'expected words, got an empty text; say something or take the item out' : undefined;

const kindly = checked((text) => emptyProblem(text) ?? wordingProblem(text));

const short = (most: number) =>
  kindly.superRefine((text, context) => {
    if (text.length > most) context.addIssue({ code: 'custom', message: `expected at most ${most} characters, got ${text.length}; shorten it` });
  });

const itemId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: (issue) => `expected lower-case words joined by hyphens, like "channel-ask-once", got ${shown(issue.input)}; rename it`,
  })
  .transform((text) => text as ItemId);

const knownSignal = z.string().transform((text, context): SignalId => {
  const signal = CATALOGUE.find((candidate) => candidate.id === text);
  if (signal !== undefined) return signal.id;
  const ofApp = CATALOGUE.filter(({ id }) => id.split('.')[0] === text.split('.')[0]);
  const choice = (ofApp.length === 0 ? CATALOGUE : ofApp).map(({ id }) => id).join(', ');
  context.addIssue({ code: 'custom', message: `expected a signal of the catalogue, got ${shown(text)}; take one of ${choice}` });
  return z.NEVER;
});

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: (issue) => `expected one of ${values.join(', ')}, got ${shown(issue.input)}; take one of these` });

const tip = z.strictObject({
  kind: z.literal('tip'),
  id: itemId,
  signals: z.tuple([knownSignal], knownSignal),
  service: oneOf(SERVICES),
  level: oneOf(['first-steps', 'everyday']),
  personas: z.array(oneOf(PERSONAS)).min(1, 'expected at least one persona, got none; name one, or leave the field out for everybody').optional(),
  title: short(LONGEST_TITLE),
  gain: kindly,
  action: kindly,
  link: z.strictObject({ title: short(LONGEST_LINK_TITLE), url: checked(linkProblem) }),
  bestOn: oneOf(['any', 'computer']),
});

const KINDS = [tip] as const;
const KIND_NAMES = KINDS.map((kind) => kind.shape.kind.value).join(', ');

/** A pack as one file holds it. Parse with `explained`, so that every problem says what was expected, what came, how to mend it. */
export const packSchema = z.strictObject({
  language: oneOf(['en']),
  items: z.array(z.discriminatedUnion('kind', KINDS)).min(1, 'expected at least one item, got none; add one or take the file out'),
});

type WrittenItem = z.output<typeof packSchema>['items'][number];

/** The tip that stands in a pack; without personas it is for everybody. */
export function tipOf({ kind: _, personas = [], ...written }: WrittenItem): Tip {
  return { ...written, personas };
}

const FORMS: Readonly<Record<string, string>> = { string: 'words', object: 'fields with their values', array: 'a list', tuple: 'a list' };

/** The words for what the schema's own checks leave to zod. */
export const explained: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${FORMS[issue.expected] ?? issue.expected}, got ${shown(issue.input)}; ${mending(issue.input, issue.expected)}`;
    case 'invalid_union':
      return `expected one of ${KIND_NAMES}, got ${shown(kindOf(issue.input))}; take one of these`;
    default:
      return undefined;
  }
};

function mending(input: unknown, expected: string): string {
  if (input === undefined || input === null) return 'add it';
  return expected === 'string' && typeof input !== 'object' ? 'put it in quotes' : 'see src/content/pack/teams.yaml for the form';
}

const withKind = z.object({ kind: z.unknown() });
const kindOf = (input: unknown): unknown => withKind.safeParse(input).data?.kind;
