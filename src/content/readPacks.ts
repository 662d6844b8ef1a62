import { z } from 'zod';
import type { Content, Lesson, Lessons, Question, Tip } from '../domain/item.ts';
import type { ContentProblem } from './contentProblem.ts';
import { type PackDocument, type Path, packDocument } from './packDocument.ts';
import { explained, lessonOf, packSchema, questionOf, tipOf } from './packSchema.ts';
import type { PackFile } from './productPack.ts';
import { type FoundInItem, questionProblems } from './questionProblems.ts';
import { kindsById, referenceProblems } from './referenceProblems.ts';
import { wordCount } from './wordingProblem.ts';

/** Title, gain and action together (the nudge contract, "Wording"). */
const MOST_WORDS = 60;

/** What the files hold: the sound items by id, in the order written, and every problem, file by file and line by line. */
export interface ReadPacks {
  readonly content: Content;
  readonly lessons: Lessons;
  readonly problems: readonly ContentProblem[];
}

/** Reads the files of one pack, which share their ids. The content is whole only when there is no problem. */
export function readPacks(files: readonly PackFile[]): ReadPacks {
  const content = new Map<string, Tip>();
  const lessons = new Map<string, Lesson>();
  const questions = new Map<string, Question>();
  const firstPlaces = new Map<string, string>();
  const documents = files.map((file) => ({ file, document: packDocument(file.text) }));
  const kinds = kindsOf(documents.map(({ document }) => document));
  const problems = documents.flatMap(({ file, document }) => {
    if (document.kind === 'unreadable')
      return document.problems.map((problem) => ({ file: file.name, item: undefined, field: undefined, ...problem }));
    const parsed = packSchema.safeParse(document.value, { error: explained });
    for (const item of parsed.data?.items ?? []) {
      if (item.kind === 'tip') content.set(item.id, tipOf(item));
      else if (item.kind === 'lesson') lessons.set(item.id, lessonOf(item));
      else questions.set(item.id, questionOf(item));
    }
    const found = [
      ...(parsed.error?.issues ?? []).flatMap((issue) => placesOf(issue).map((path) => ({ path, message: wordsOf(issue, path) }))),
      ...repeatedIds(file.name, document, firstPlaces),
      ...longItems(document),
      ...inItems(document, questionProblems),
      ...inItems(document, (item) => (kinds === undefined ? [] : referenceProblems(item, kinds))),
    ];
    return found.map(({ path, message }) => problemAt(file.name, document, path, message)).sort((a, b) => a.line - b.line);
  });
  return { content, lessons: { lessons, questions }, problems };
}

type Read = PackDocument & { readonly kind: 'read' };

/** A problem whose path counts from the top of the file. */
type Found = FoundInItem;

/** Nothing where a file cannot be read: what is in it nobody knows, so no reference can be said to lead nowhere. */
function kindsOf(documents: readonly PackDocument[]): ReadonlyMap<string, string> | undefined {
  const read = documents.filter((document) => document.kind === 'read');
  return read.length === documents.length ? kindsById(read.flatMap(itemsOf)) : undefined;
}

function inItems(document: Read, problemsOf: (item: unknown) => readonly FoundInItem[]): readonly Found[] {
  return itemsOf(document).flatMap((item, index) => problemsOf(item).map(({ path, message }) => ({ path: ['items', index, ...path], message })));
}

/** Unknown fields come from zod as one issue of their item; each is named on its own line. */
function placesOf(issue: z.core.$ZodIssue): readonly Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function wordsOf(issue: z.core.$ZodIssue, path: Path): string {
  if (issue.code !== 'unrecognized_keys') return issue.message;
  return `expected a known field, got ${JSON.stringify(String(path.at(-1)))}; mend its name or take it out`;
}

function problemAt(file: string, document: Read, path: Path, message: string): ContentProblem {
  const [list, index, ...field] = path;
  const isInItem = list === 'items' && typeof index === 'number';
  const names = isInItem ? field : path;
  return {
    file,
    line: document.lineOf(path),
    item: isInItem ? nameOf(itemsOf(document)[index], index) : undefined,
    field: names.length === 0 ? undefined : names.map(String).join('.'),
    message,
  };
}

const withItems = z.object({ items: z.array(z.unknown()) });
const withId = z.object({ id: z.string().min(1) });
const withWords = z.object({ title: z.string(), gain: z.string(), action: z.string() });

const itemsOf = (document: Read): readonly unknown[] => withItems.safeParse(document.value).data?.items ?? [];

const nameOf = (item: unknown, index: number): string => withId.safeParse(item).data?.id ?? `item ${index + 1}`;

/** By the written id, so that a repetition is named also where the first one is itself faulty. */
function repeatedIds(file: string, document: Read, firstPlaces: Map<string, string>): readonly Found[] {
  return itemsOf(document).flatMap((item, index) => {
    const id = withId.safeParse(item).data?.id;
    if (id === undefined) return [];
    const path = ['items', index, 'id'];
    const first = firstPlaces.get(id);
    if (first !== undefined) return [{ path, message: `expected an id used once, got it again after ${first}; give this item another` }];
    firstPlaces.set(id, `${file}:${document.lineOf(path)}`);
    return [];
  });
}

/** Counted beside the shape check: zod runs no check over several fields once one of them is faulty. */
function longItems(document: Read): readonly Found[] {
  return itemsOf(document).flatMap((item, index) => {
    const words = withWords.safeParse(item).data;
    const count = words === undefined ? 0 : wordCount(`${words.title} ${words.gain} ${words.action}`);
    if (count <= MOST_WORDS) return [];
    return [
      { path: ['items', index], message: `expected at most ${MOST_WORDS} words in title, gain and action together, got ${count}; shorten them` },
    ];
  });
}
