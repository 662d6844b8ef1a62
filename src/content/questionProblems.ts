import { z } from 'zod';
import type { Path } from './packDocument.ts';

/** A problem inside one item; the path counts from the item. */
export interface FoundInItem {
  readonly path: Path;
  readonly message: string;
}

/** A right option longer than this, measured by the longest wrong one, is guessed by its length. */
const MOST_TIMES_AS_LONG = 1.6;
/** Options are shuffled, so none may speak of the others. */
const ABOUT_OTHERS = /\b(?:(?:all|none|both|any|neither) of (?:the above|the others|these)|(?:options?|answers?) [a-d1-4]\b|both answers)/i;

const question = z.object({ kind: z.literal('question'), options: z.array(z.unknown()) });
const option = z.object({ text: z.string(), why: z.string().catch(''), right: z.unknown().optional() });

interface Option {
  readonly place: number;
  readonly text: string;
  readonly why: string;
  /** Absent where it cannot be told: the shape check says so. */
  readonly right: boolean | undefined;
}

/**
 * What is wrong with the options of a written question as a whole; nothing for any other item. Looked at beside the shape check:
 * zod runs no check over several fields once one of them is faulty. Options without a text are passed over.
 */
export function questionProblems(item: unknown): readonly FoundInItem[] {
  const options = (question.safeParse(item).data?.options ?? []).flatMap((written, place): Option[] => {
    const { data } = option.safeParse(written);
    if (data === undefined) return [];
    const { right = false } = data;
    return [{ ...data, place, right: typeof right === 'boolean' ? right : undefined }];
  });
  if (options.length === 0) return [];
  return [...countOfRight(options), ...lengths(options), ...aboutOthers(options), ...repeated(options, 'text'), ...repeated(options, 'why')];
}

function countOfRight(options: readonly Option[]): readonly FoundInItem[] {
  if (options.some(({ right }) => right === undefined)) return [];
  const count = options.filter(({ right }) => right).length;
  return count === 1
    ? []
    : [
        {
          path: ['options'],
          message: `expected exactly one option with "right: true", got ${count === 0 ? 'none' : count}; mark the one that is right`,
        },
      ];
}

function lengths(options: readonly Option[]): readonly FoundInItem[] {
  const longestWrong = Math.max(0, ...options.filter(({ right }) => !right).map(({ text }) => text.length));
  const most = Math.floor(longestWrong * MOST_TIMES_AS_LONG);
  return options
    .filter(({ right, text }) => right && longestWrong > 0 && text.length > most)
    .map(({ place, text }) => ({
      path: ['options', place, 'text'],
      message: `expected a right option of at most ${most} characters beside wrong ones of at most ${longestWrong}, got ${text.length}; shorten it, or say more in the others`,
    }));
}

function aboutOthers(options: readonly Option[]): readonly FoundInItem[] {
  return options.flatMap(({ place, text }) => {
    const found = ABOUT_OTHERS.exec(text)?.[0];
    if (found === undefined) return [];
    return [
      {
        path: ['options', place, 'text'],
        message: `expected an option that stands by itself, got "${found}"; options come in any order, so write it out`,
      },
    ];
  });
}

function repeated(options: readonly Option[], field: 'text' | 'why'): readonly FoundInItem[] {
  const plain = options.map((one) => one[field].toLowerCase().replaceAll(/\s+/g, ' ').trim());
  return options.flatMap(({ place }, index) => {
    const words = plain[index] ?? '';
    const first = plain.indexOf(words);
    if (words === '' || first === index) return [];
    const before = (options[first]?.place ?? 0) + 1;
    return [
      { path: ['options', place, field], message: `expected words of its own, got those of option ${before} again; say what is different here` },
    ];
  });
}
