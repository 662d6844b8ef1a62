import { z } from 'zod';
import type { FoundInItem } from './questionProblems.ts';

/** Fields that name another item, by the kind they stand in; the field's name is the kind it names. */
const REFERENCES: Readonly<Record<string, readonly string[]>> = { lesson: ['question'], question: ['lesson', 'tip'] };

const written = z.record(z.string(), z.unknown());
const named = z.object({ id: z.string(), kind: z.string() });

/** The kind of every written item by its id, faulty items included; of an id used twice the first. */
export function kindsById(items: readonly unknown[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  for (const item of items) {
    const { data } = named.safeParse(item);
    if (data !== undefined && !kinds.has(data.id)) kinds.set(data.id, data.kind);
  }
  return kinds;
}

/** References of one written item that lead nowhere, or to an item of another kind. */
export function referenceProblems(item: unknown, kinds: ReadonlyMap<string, string>): readonly FoundInItem[] {
  const fields = written.safeParse(item).data ?? {};
  return (REFERENCES[String(fields['kind'])] ?? []).flatMap((field) => {
    const id = fields[field];
    if (typeof id !== 'string' || kinds.get(id) === field) return [];
    const kind = kinds.get(id);
    const got = kind === undefined ? 'which is not in the pack' : `which is a ${kind}`;
    return [{ path: [field], message: `expected the id of a ${field}, got ${JSON.stringify(id)}, ${got}; name one that is there` }];
  });
}
