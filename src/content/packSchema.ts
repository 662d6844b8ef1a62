import { z } from 'zod';
import type { Lesson, Question, Tip } from '../domain/item.ts';
import { SERVICES } from '../domain/person.ts';
import { PERSONAS } from '../domain/persona.ts';
import { linkProblem } from './linkProblem.ts';
import { checked, countProblem, itemId, kindly, knownSignal, oneOf, short, shown } from './packFields.ts';

/** Longer titles wrap to a third line on a phone. */
const LONGEST_TITLE = 60;
const LONGEST_LINK_TITLE = 28;
/** Two lines on a phone. */
const LONGEST_OPTION = 90;
/** Read in two minutes at the most, aloud in one (reference "Quizzes"). */
const MOST_LESSON_WORDS = 120;
const MOST_ASK_WORDS = 50;
/** "That is right." is no explanation. */
const LEAST_WHY_WORDS = 6;
const MOST_WHY_WORDS = 45;

const heading = {
  id: itemId,
  signals: z.tuple([knownSignal], knownSignal),
  service: oneOf(SERVICES),
  level: oneOf(['first-steps', 'everyday']),
  personas: z.array(oneOf(PERSONAS)).min(1, 'expected at least one persona, got none; name one, or leave the field out for everybody').optional(),
};

const link = z.strictObject({ title: short(LONGEST_LINK_TITLE), url: checked(linkProblem) });

const tip = z.strictObject({
  kind: z.literal('tip'),
  ...heading,
  title: short(LONGEST_TITLE),
  gain: kindly(),
  action: kindly(),
  link,
  bestOn: oneOf(['any', 'computer']),
});

const lesson = z.strictObject({
  kind: z.literal('lesson'),
  ...heading,
  title: short(LONGEST_TITLE),
  text: kindly((text) => countProblem(text, 1, MOST_LESSON_WORDS)),
  link,
  question: itemId,
});

const askProblem = (text: string): string | undefined =>
  text.trimEnd().endsWith('?')
    ? countProblem(text, 1, MOST_ASK_WORDS)
    : 'expected a question at the end, got no question mark there; end with what is asked';

const question = z.strictObject({
  kind: z.literal('question'),
  ...heading,
  ask: kindly(askProblem),
  options: z
    .array(
      z.strictObject({
        text: short(LONGEST_OPTION),
        right: z.boolean().optional(),
        why: kindly((text) => countProblem(text, LEAST_WHY_WORDS, MOST_WHY_WORDS)),
      }),
    )
    .min(3, { error: (issue) => `expected three or four options, got ${shown(lengthOf(issue.input))}; add one` })
    .max(4, { error: (issue) => `expected three or four options, got ${shown(lengthOf(issue.input))}; take one out` }),
  lesson: itemId.optional(),
  tip: itemId.optional(),
});

const lengthOf = (input: unknown): unknown => (Array.isArray(input) ? input.length : undefined);

const KINDS = [tip, lesson, question] as const;
const KIND_NAMES = KINDS.map((kind) => kind.shape.kind.value).join(', ');

/** A pack as one file holds it. Parse with `explained`, so that every problem says what was expected, what came, how to mend it. */
export const packSchema = z.strictObject({
  language: oneOf(['en']),
  items: z.array(z.discriminatedUnion('kind', KINDS)).min(1, 'expected at least one item, got none; add one or take the file out'),
});

/** The tip that stands in a pack; without personas it is for everybody, as all items are. */
export function tipOf({ kind: _, personas = [], ...written }: z.output<typeof tip>): Tip {
  return { ...written, personas };
}

export function lessonOf({ kind: _, personas = [], ...written }: z.output<typeof lesson>): Lesson {
  return { ...written, personas };
}

export function questionOf({ kind: _, personas = [], options, ...written }: z.output<typeof question>): Question {
  return {
    ...written,
    personas,
    options: options.map(({ text, right = false, why }) => ({ text, isRight: right, why })),
    lesson: written.lesson,
    tip: written.tip,
  };
}

const FORMS: Readonly<Record<string, string>> = {
  string: 'words',
  object: 'fields with their values',
  array: 'a list',
  tuple: 'a list',
  boolean: 'true or false',
};

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
  if (expected === 'boolean') return 'write true for the right one, and leave the field out of the others';
  return expected === 'string' && typeof input !== 'object' ? 'put it in quotes' : 'see src/content/pack/teams.yaml for the form';
}

const withKind = z.object({ kind: z.unknown() });
const kindOf = (input: unknown): unknown => withKind.safeParse(input).data?.kind;
